import { createRequire } from 'node:module'
import defaultMongoose, { type Mongoose } from 'mongoose'
import { expect, test, vi } from 'vitest'
import { defineModel, ensureModels, lazyModel } from '../src/index.ts'
import { fresh } from './support/mongoose.ts'

function two() {
  const mongoose = fresh()
  const Role = mongoose.model('Role', new mongoose.Schema({ title: String }))
  const loadUser = vi.fn(async () => ({ default: mongoose.models.User ?? mongoose.model('User', new mongoose.Schema({ name: String })) }))
  return { mongoose, connection: mongoose.connection, Role, loadUser }
}

async function failure(promise: Promise<unknown>): Promise<AggregateError> {
  const error = await promise.then(() => undefined, (reason: unknown) => reason)
  if (!(error instanceof AggregateError)) throw new Error('should have been an AggregateError', { cause: error })
  return error
}

test('resolves to the models, once loaders are done', async () => {
  const { connection, Role, loadUser } = two()
  const [role, user, lazy] = await ensureModels({ connection }, Role, loadUser, lazyModel(loadUser))
  expect([role, user.modelName, lazy]).toEqual([Role, 'User', user])
  expect(connection.modelNames().sort()).toEqual(['Role', 'User'])
})

test('looks at the default connection unless told otherwise', async () => {
  const Role = defaultMongoose.model('EnsuredRole', new defaultMongoose.Schema({}))
  expect(await ensureModels(Role)).toEqual([Role])
  expect(await ensureModels()).toEqual([])
})

test('says of each that is not registered why not', async () => {
  const { mongoose, connection, Role, loadUser } = two()
  const other = mongoose.createConnection()
  const Audit = other.model('Audit', new mongoose.Schema({}))
  const Gone = mongoose.model('Gone', new mongoose.Schema({}))
  mongoose.deleteModel('Gone')
  const error = await failure(
    ensureModels({ connection }, Role, loadUser, Audit, Gone, async () => Promise.reject(new Error('chunk not found')), async () => ({ limit: 1 }), undefined as never),
  )
  expect(error.message).toBe(
    [
      'ensureModels: 5 of 7 models not registered:',
      `- Audit (argument 3) is registered on connection ${other.id}, not on the default connection.`,
      '- Gone (argument 4) was removed from the default connection after it was defined.',
      '- argument 5: its loader failed: chunk not found',
      '- argument 6: its loader gave no model: it exports no model (its exports: limit).',
      '- argument 7 is neither a model nor a function that loads one, but undefined (a circular import?).',
    ].join('\n'),
  )
  expect(error.errors).toHaveLength(5)
  expect(error.errors[2]).toMatchObject({ cause: { message: 'chunk not found' } })
})

test('another copy of Mongoose is named', async () => {
  const other = createRequire(import.meta.url)(defaultMongoose.version.startsWith('9') ? 'mongoose8' : 'mongoose9') as Mongoose
  const foreign = new other.Mongoose()
  const Role = foreign.model('Role', new foreign.Schema({}))
  const { connection } = fresh()
  const error = await failure(ensureModels({ connection }, Role))
  expect(error.message).toContain(`Role (argument 1) belongs to another copy of mongoose (${other.version}) than the connection in use (${defaultMongoose.version})`)
})

test('a different model of that name on the connection is not the one that was asked for', async () => {
  const { mongoose, connection, Role } = two()
  const other = mongoose.createConnection()
  const Other = other.model('Role', new mongoose.Schema({}))
  expect((await failure(ensureModels({ connection }, Other))).message).toContain('where a different model has this name')
  expect(await ensureModels({ connection: other }, Other)).not.toEqual([Role])
})

test('the successor after a hot reload counts', async () => {
  const { mongoose, connection, Role } = two()
  const successor = defineModel('Role', new mongoose.Schema({ rank: Number }), { mongoose, replace: true })
  expect(await ensureModels({ connection }, Role)).toEqual([successor])
})

test('a connection of useDb() has what its parent has, as in populate', async () => {
  const { mongoose, connection, Role } = two()
  const child = connection.useDb('tenant')
  expect(await ensureModels({ connection: child }, Role)).toEqual([Role])
  expect(mongoose.models.Role).toBe(Role)
})

test('a loader that failed is asked again by the next call', async () => {
  const { connection, loadUser } = two()
  loadUser.mockRejectedValueOnce(new Error('offline'))
  await expect(ensureModels({ connection }, loadUser)).rejects.toThrow('offline')
  await expect(ensureModels({ connection }, loadUser)).resolves.toHaveLength(1)
})
