import { createRequire } from 'node:module'
import defaultMongoose, { type Mongoose } from 'mongoose'
import { expect, test, vi } from 'vitest'
import { explainMissingModels } from '../src/index.ts'
import { fresh, missing } from './support/mongoose.ts'

const PLAIN = 'Schema hasn\'t been registered for model "Role".\nUse mongoose.model(name, schema)'

function caught(act: () => unknown): Error {
  try {
    act()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing was thrown')
}

function withUser(mongoose: Mongoose) {
  return mongoose.model('User', new mongoose.Schema({ role: { type: mongoose.Schema.Types.ObjectId, ref: 'Role' } }))
}

test('says what is registered, what was meant, and what to run', () => {
  const mongoose = fresh()
  withUser(mongoose)
  mongoose.model('Roles', new mongoose.Schema({}))
  explainMissingModels(mongoose)
  const error = caught(() => mongoose.model('Role'))
  expect(error.message).toBe(`${PLAIN}\n\nRegistered on this connection: Roles, User.\nDid you mean "Roles"?\nTo see why, run: npx mongoose-doctor why Role`)
  expect(error.name).toBe('MissingSchemaError')
  expect(error).toBeInstanceOf(mongoose.Error.MissingSchemaError)
  expect(error.constructor).toBe(mongoose.Error.MissingSchemaError)
})

test('covers populate, connections and documents', async () => {
  const mongoose = fresh()
  const User = withUser(mongoose)
  explainMissingModels(mongoose)
  const user = new User({ role: new mongoose.Types.ObjectId() })
  const explained = 'Registered on this connection: User.'
  expect(await missing(() => User.populate(user, 'role'))).toContain(explained)
  expect(await missing(() => user.populate('role'))).toContain(explained)
  expect(caught(() => mongoose.connection.model('Role')).message).toContain(explained)
  expect(caught(() => mongoose.createConnection().model('Role')).message).toContain('Registered on this connection: no model.')
})

test('says if another connection has it', () => {
  const mongoose = fresh()
  const other = mongoose.createConnection()
  other.model('Role', new mongoose.Schema({}))
  explainMissingModels(mongoose)
  expect(caught(() => mongoose.model('Role')).message).toContain(`"Role" is registered on another connection (${other.id}), which does not help here.`)
})

test.each<[string, string | (() => unknown), string]>([
  ['a path', 'models/Role.ts', 'models/Role.ts'],
  ['a loader', new Function('return () => import("./models/Role")')() as () => unknown, './models/Role'],
  ['a loader that Turbopack compiled', new Function('return () => load("[project]/models/Role.ts [app-route] (ecmascript, async loader)")')() as () => unknown, 'models/Role.ts'],
  ['a loader that webpack compiled', new Function('return () => Promise.resolve().then(load.bind(load, "(rsc)/./models/Role.ts"))')() as () => unknown, './models/Role.ts'],
  ['a loader that does not show it', async () => {}, 'a file that the manifest knows'],
])('names the file from the manifest: %s', (_, entry, file) => {
  const mongoose = fresh()
  explainMissingModels(mongoose, { manifest: { Role: entry } })
  expect(caught(() => mongoose.model('Role')).message).toContain(`"Role" is defined in ${file}, which has not been loaded here.`)
})

test('names of the manifest are candidates for the one that was meant', () => {
  const mongoose = fresh()
  explainMissingModels(mongoose, { manifest: { Role: 'models/Role.ts' } })
  expect(caught(() => mongoose.model('role')).message).toContain('Did you mean "Role"?')
})

test('calling it again changes nothing but the options', () => {
  const mongoose = fresh()
  const undo = explainMissingModels(mongoose)
  expect(explainMissingModels(mongoose, { manifest: { Role: 'models/Role.ts' } })).toBe(undo)
  const { message } = caught(() => mongoose.model('Role'))
  expect(message.match(/To see why/g)).toHaveLength(1)
  expect(message).toContain('models/Role.ts')
})

test('can be undone, and done again', () => {
  const mongoose = fresh()
  const before = [mongoose.model, mongoose.Connection.prototype.model]
  const undo = explainMissingModels(mongoose)
  undo()
  undo()
  expect([mongoose.model, mongoose.Connection.prototype.model]).toEqual(before)
  expect(Object.hasOwn(mongoose, 'model')).toBe(Object.hasOwn(fresh(), 'model'))
  expect(caught(() => mongoose.model('Role')).message).toBe(PLAIN)
  explainMissingModels(mongoose)
  expect(caught(() => mongoose.model('Role')).message).not.toBe(PLAIN)
})

test('undone in any order, two instances leave nothing behind', () => {
  const [one, two] = [fresh(), fresh()]
  const undoOne = explainMissingModels(one)
  const undoTwo = explainMissingModels(two)
  undoOne()
  expect(caught(() => one.connection.model('Role')).message).toBe(PLAIN)
  expect(caught(() => two.connection.model('Role')).message).not.toBe(PLAIN)
  undoTwo()
  expect(caught(() => two.connection.model('Role')).message).toBe(PLAIN)
})

test('other instances and copies are left alone', () => {
  const [mongoose, other] = [fresh(), fresh()]
  const copy = createRequire(import.meta.url)(defaultMongoose.version.startsWith('9') ? 'mongoose8' : 'mongoose9') as Mongoose
  explainMissingModels(mongoose)
  for (const untouched of [other, new copy.Mongoose()]) {
    expect(caught(() => untouched.model('Role')).message).toBe(PLAIN)
    expect(caught(() => untouched.connection.model('Role')).message).toBe(PLAIN)
  }
})

test('other errors and successful look-ups pass', () => {
  const mongoose = fresh()
  const User = withUser(mongoose)
  explainMissingModels(mongoose)
  expect(mongoose.model('User')).toBe(User)
  expect(caught(() => mongoose.model('User', new mongoose.Schema({ other: String }))).name).toBe('OverwriteModelError')
})

test('does nothing in production', () => {
  vi.stubEnv('NODE_ENV', 'production')
  const mongoose = fresh()
  const before = mongoose.model
  explainMissingModels(mongoose)()
  expect(mongoose.model).toBe(before)
  expect(caught(() => mongoose.model('Role')).message).toBe(PLAIN)
})

test('limit: model() imported by name is out of reach', () => {
  const { model } = defaultMongoose
  const undo = explainMissingModels(defaultMongoose)
  expect(caught(() => model('NobodyDefinesThis')).message).not.toContain('To see why')
  undo()
})
