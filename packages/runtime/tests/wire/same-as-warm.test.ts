/** Does a process whose models are in a manifest answer as one that has loaded them all at start? */
import type { Model, Mongoose } from 'mongoose'
import { expect } from 'vitest'
import { clinic, type Clinic, sent } from './support/clinic.ts'
import { connected, databaseOfFile, onDatabase } from './support/database.ts'

const database = databaseOfFile()

type Ask = (User: Model<unknown>, ids: Clinic['ids']) => PromiseLike<unknown>
const ada = { name: 'Ada' }

const questions: Record<string, Ask> = {
  'a virtual that counts': (User) => User.findOne(ada).populate('count'),
  'a virtual with one document': (User) => User.findOne(ada).populate('one'),
  'match, select and options': (User) => User.find().sort('name').populate({ path: 'roles', match: { title: 'admin' }, select: 'title', options: { limit: 1 } }),
  'embedded discriminators': (User) => User.findOne(ada).populate('tasks.role tasks.team'),
  'a cycle of refs': (User) => User.findOne(ada).populate({ path: 'role', populate: { path: 'holder', populate: { path: 'role', populate: 'team' } } }),
  'a path of a path that is populated': (User) => User.findOne(ada).populate('role').populate('role.team'),
  'a transform': (User) => User.findOne(ada).populate({ path: 'role', transform: (role: { title: string }) => role.title }),
  'a model by its name': (User) => User.findOne(ada).populate({ path: 'owner', model: 'Role' }),
  'insertMany with populate': async (User, { nurse }) => (await User.insertMany([{ name: 'Eve', role: nurse }], { populate: ['role'] })).map((user) => Object(user).role),
  'an upsert': (User, { nurse }) => User.findOneAndUpdate({ name: 'Eve' }, { role: nurse }, { upsert: true, returnDocument: 'after' }).populate('role').then((user) => user?.get('role')),
  'a replacement': (User, { admin }) => User.findOneAndReplace(ada, { name: 'Ada', role: admin }, { returnDocument: 'after' }).populate({ path: 'role', populate: 'team' }),
  'several populates of one document at the same time': async (User) => {
    const user = await User.findOne(ada)
    await Promise.all([user?.populate('role'), user?.populate('roles'), user?.populate('owner')])
    return user
  },
  'a query that is asked again': async (User) => {
    const query = User.find().sort('name').populate('role')
    return [await query, await query.clone()]
  },
  'orFail of a query that finds nothing': (User) => User.findOne({ name: 'nobody' }).populate('role').orFail(),
}

/** Who asks first: someone in a process that has all models, or in one that has User only. */
async function answer(ask: Ask, warm: boolean): Promise<string> {
  const mongoose: Mongoose = await connected(database())
  const { ObjectId } = mongoose.Schema.Types
  const { define, ids, loads } = await clinic(mongoose)
  const role = { type: ObjectId, ref: 'Role' }
  const team = { type: ObjectId, ref: 'Team' }
  const task = new mongoose.Schema({}, { _id: false, discriminatorKey: 'kind' })
  task.discriminator('Care', new mongoose.Schema({ role }, { _id: false }))
  task.discriminator('Watch', new mongoose.Schema({ team }, { _id: false }))
  const User = define({ role, roles: [role], kind: String, owner: { type: ObjectId, refPath: 'kind' }, tasks: [task] }, (schema) => {
    schema.set('toJSON', { virtuals: true })
    schema.virtual('count', { ref: 'Role', localField: '_id', foreignField: 'holder', count: true })
    schema.virtual('one', { ref: 'Role', localField: '_id', foreignField: 'holder', justOne: true })
  })
  await mongoose.connection.collection('users').updateOne(ada, { $set: { tasks: [{ kind: 'Care', role: ids.nurse }, { kind: 'Watch', team: ids.night }] } })
  if (warm) await Promise.all([loads.Role(), loads.Team()])

  const outcome = await Promise.resolve(ask(User, ids)).catch((error: Error) => `${error.name}: ${error.message}`)
  for (const load of [loads.Role, loads.Team]) expect(load.mock.calls.length).toBeLessThanOrEqual(1)
  // Ids are new for each: they become the names of what they stand for.
  return Object.entries(ids).reduce((text, [name, id]) => text.replaceAll(String(id), name), JSON.stringify(sent(outcome)))
}

onDatabase.each(Object.entries(questions))('%s', async (name, ask) => {
  const warm = await answer(ask, true)
  expect(warm.includes('Error: ')).toBe(name.startsWith('orFail'))
  expect(await answer(ask, false)).toBe(warm)
})
