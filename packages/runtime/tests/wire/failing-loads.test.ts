/** What becomes of queries, and of what they write, when the load of a model fails? */
import { expect } from 'vitest'
import { clinic, sent } from './support/clinic.ts'
import { connected, databaseOfFile, onDatabase } from './support/database.ts'

const database = databaseOfFile()
const PARALLEL = 50
const message = (model: string) => `loadMissingModels: loading model "${model}" failed: chunk not found`
const problem = new Error('chunk not found')

/** Late enough that all who ask in one turn of the event loop wait for it. */
async function failingLater(): Promise<never> {
  await new Promise(setImmediate)
  throw problem
}

async function people() {
  const mongoose = await connected(database())
  const { ObjectId } = mongoose.Schema.Types
  const { define, loads, counts } = await clinic(mongoose)
  const User = define({ visits: Number, role: { type: ObjectId, ref: 'Role' }, kind: String, owner: { type: ObjectId, refPath: 'kind' } })
  return { User, loads, counts, ada: () => User.findOne({ name: 'Ada' }) }
}

onDatabase('a query rejects with the message, and the next one works', async () => {
  const { ada, loads, counts } = await people()
  loads.Role.mockRejectedValueOnce(problem)
  await expect(ada().populate('role')).rejects.toThrow(message('Role'))
  expect(sent(await ada().populate('role'))).toMatchObject({ role: { title: 'nurse' } })
  expect(counts()).toEqual({ Role: 2, Team: 0 })
})

onDatabase.each<[string, object | string, 'Role' | 'Team', object]>([
  ['a ref', 'role', 'Role', { role: { title: 'nurse' } }],
  ['a nested ref', { path: 'role', populate: 'team' }, 'Team', { role: { team: { name: 'night' } } }],
])('all queries that wait for the load of %s learn of it, and all that ask next are served by one load', async (_, paths, model, expected) => {
  const { ada, loads, counts } = await people()
  loads[model].mockImplementationOnce(failingLater)
  const ask = () => Promise.allSettled(Array.from({ length: PARALLEL }, () => ada().populate(paths as string)))
  for (const result of await ask()) expect(result).toMatchObject({ status: 'rejected', reason: { message: message(model) } })
  for (const result of await ask()) expect(sent(result)).toMatchObject({ status: 'fulfilled', value: expected })
  expect(counts()[model]).toBe(2)
})

onDatabase('all documents that wait for the load of a refPath learn of it, and all that ask next are served by one load', async () => {
  const { ada, loads, counts } = await people()
  loads.Role.mockImplementationOnce(failingLater)
  const users = await Promise.all(Array.from({ length: PARALLEL }, () => ada().orFail()))
  const ask = () => Promise.allSettled(users.map((user) => user.populate('owner')))
  for (const result of await ask()) expect(result).toMatchObject({ status: 'rejected', reason: { message: message('Role') } })
  for (const result of await ask()) expect(sent(result)).toMatchObject({ status: 'fulfilled', value: { owner: { title: 'nurse' } } })
  expect(counts().Role).toBe(2)
})

onDatabase('a nested ref behind a refPath is tried again as well', async () => {
  const { ada, loads, counts } = await people()
  loads.Team.mockRejectedValueOnce(problem)
  const ask = () => ada().populate({ path: 'owner', populate: 'team' })
  await expect(ask()).rejects.toThrow(message('Team'))
  expect(sent(await ask())).toMatchObject({ owner: { title: 'nurse', team: { name: 'night' } } })
  expect(counts()).toEqual({ Role: 1, Team: 2 })
})

onDatabase('doc.populate() rejects with the message, leaves the document as it was, and works when asked again', async () => {
  const { ada, loads } = await people()
  loads.Role.mockRejectedValueOnce(problem)
  const user = await ada()
  const before = sent(user)
  await expect(user?.populate('role')).rejects.toThrow(message('Role'))
  expect(sent(user)).toEqual(before)
  await user?.populate('role')
  expect(sent(user)).toMatchObject({ role: { title: 'nurse' } })
})

onDatabase.each<[string, object | string, 'Role' | 'Team', object]>([
  ['a ref', 'role', 'Role', { role: { title: 'nurse' } }],
  ['a nested ref', { path: 'role', populate: 'team' }, 'Team', { role: { team: { name: 'night' } } }],
])('findOneAndUpdate, whose populate of %s fails to load, has not written', async (_, paths, model, expected) => {
  const { User, ada, loads } = await people()
  loads[model].mockRejectedValueOnce(problem)
  const visit = () => User.findOneAndUpdate({ name: 'Ada' }, { $inc: { visits: 1 } }, { returnDocument: 'after' }).populate(paths as string)
  await expect(visit()).rejects.toThrow(message(model))
  expect(sent(await ada())).not.toHaveProperty('visits')
  expect(sent(await visit())).toMatchObject({ visits: 1, ...expected })
})

onDatabase('findOneAndDelete, whose populate fails to load, has deleted nothing', async () => {
  const { User, ada, loads } = await people()
  loads.Role.mockRejectedValueOnce(problem)
  const dismiss = () => User.findOneAndDelete({ name: 'Ada' }).populate('role')
  await expect(dismiss()).rejects.toThrow(message('Role'))
  expect(await ada()).not.toBeNull()
  expect(sent(await dismiss())).toMatchObject({ name: 'Ada', role: { title: 'nurse' } })
  expect(await ada()).toBeNull()
})

onDatabase('limit: which model a refPath names is known only from the document, so the update is written by then', async () => {
  const { User, ada, loads } = await people()
  loads.Role.mockRejectedValueOnce(problem)
  const visit = User.findOneAndUpdate({ name: 'Ada' }, { $inc: { visits: 1 } }).populate('owner')
  await expect(visit).rejects.toThrow(message('Role'))
  expect(sent(await ada())).toMatchObject({ visits: 1 })
})
