/** Can everyone who asked for a lazy model at the same time query with it? */
import { expect, vi } from 'vitest'
import { lazyModel } from '../../src/index.ts'
import { connected, databaseOfFile, onDatabase } from './support/database.ts'

const database = databaseOfFile()
const CALLS = 1000
const PARALLEL = 50

async function lazyRole() {
  const mongoose = await connected(database())
  await mongoose.connection.collection('roles').insertOne({ title: 'nurse' })
  const load = vi.fn(async () => {
    await new Promise(setImmediate)
    return { default: mongoose.model('Role', new mongoose.Schema({ title: String })) }
  })
  const role = lazyModel(load)
  return { load, title: async () => (await (await role()).findOne())?.title }
}

onDatabase('1,000 concurrent first calls load once, and each finds the document', async () => {
  const { load, title } = await lazyRole()
  const titles = await Promise.all(Array.from({ length: CALLS }, title))
  expect(titles).toEqual(Array.from({ length: CALLS }, () => 'nurse'))
  expect(load).toHaveBeenCalledTimes(1)
})

onDatabase('a first load that fails is told to all who wait, and the next calls query', async () => {
  const { load, title } = await lazyRole()
  load.mockRejectedValueOnce(new Error('chunk not found'))
  const failed = await Promise.allSettled(Array.from({ length: PARALLEL }, title))
  for (const result of failed) expect(result).toMatchObject({ status: 'rejected', reason: { message: 'chunk not found' } })

  const titles = await Promise.all(Array.from({ length: PARALLEL }, title))
  expect(new Set(titles)).toEqual(new Set(['nurse']))
  expect(load).toHaveBeenCalledTimes(2)
})
