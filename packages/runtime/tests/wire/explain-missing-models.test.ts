/** Is the error that a real populate throws explained, and still Mongoose's own? */
import { expect } from 'vitest'
import type { Connection, Mongoose } from 'mongoose'
import { explainMissingModels } from '../../src/index.ts'
import { connected, databaseOfFile, onDatabase } from './support/database.ts'

const database = databaseOfFile()

async function rejection(promise: PromiseLike<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing was thrown')
}

async function usersOn(connection: Connection, { Schema, Types }: Mongoose) {
  await connection.collection('users').insertOne({ role: new Types.ObjectId() })
  return connection.model('User', new Schema({ role: { type: Schema.Types.ObjectId, ref: 'Role' } }))
}

const PLAIN = 'Schema hasn\'t been registered for model "Role".\nUse mongoose.model(name, schema)'
const explanation = (registered: string) =>
  `\n\nRegistered on this connection: ${registered}.\n"Role" is defined in models/Role.ts, which has not been loaded here.\nTo see why, run: npx mongoose-doctor why Role`

onDatabase('of a query, of a document and of a cursor', async () => {
  const mongoose = await connected(database())
  const User = await usersOn(mongoose.connection, mongoose)
  const plain = await rejection(User.find().populate('role'))
  expect(plain.message).toBe(PLAIN)

  explainMissingModels(mongoose, { manifest: { Role: 'models/Role.ts' } })
  const user = await User.findOne()
  const errors = await Promise.all([
    rejection(User.find().populate('role')),
    rejection(User.findOne().populate({ path: 'role', populate: 'team' })),
    rejection(Promise.resolve(user?.populate('role'))),
    rejection(User.find().populate('role').cursor().next()),
  ])

  for (const error of errors) {
    expect(error.message).toBe(PLAIN + explanation('User'))
    expect(error.name).toBe('MissingSchemaError')
    expect(error.constructor).toBe(mongoose.Error.MissingSchemaError)
    expect(error.constructor).toBe(plain.constructor)
  }
})

onDatabase('of a connection of its own', async () => {
  const mongoose = await connected(database())
  const other = await mongoose.createConnection(database().uri(mongoose.connection.name)).asPromise()
  mongoose.model('Team', new mongoose.Schema({}))
  const User = await usersOn(other, mongoose)
  explainMissingModels(mongoose, { manifest: { Role: 'models/Role.ts' } })
  const error = await rejection(User.find().populate('role'))
  expect(error.message).toBe(PLAIN + explanation('User'))
  expect(error).toBeInstanceOf(mongoose.Error.MissingSchemaError)
})
