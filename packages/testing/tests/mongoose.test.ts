/** What the clinic and the runtime rest on, with each Mongoose that is supported, on the database found here. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type Mongoose from 'mongoose'
import { findDatabase } from '../src/find-database.ts'
import { type Database, startDatabase } from '../src/start-database.ts'

const outcome = await findDatabase()
if (!outcome.found && process.env.CI) throw new Error(outcome.message)

let database: Database
beforeAll(async () => {
  if (outcome.found) database = await startDatabase()
})
afterAll(() => database?.close())

// The packages of the aliases declare their types for the name `mongoose`: the newest version's serve for all.
const load = async (name: string): Promise<typeof Mongoose> => ((await import(name)) as { default: typeof Mongoose }).default
const versions: [string, typeof Mongoose][] = [
  ['7', await load('mongoose7')],
  ['8', await load('mongoose8')],
  ['9', await load('mongoose')],
]

describe.each(versions)('Mongoose %s', (version, mongoose) => {
  test.skipIf(!outcome.found)('connects, inserts, finds, populates, keeps unique indexes and upserts', async () => {
    expect(mongoose.version.startsWith(`${version}.`)).toBe(true)
    const connection = await mongoose.createConnection(database.uri(), { serverSelectionTimeoutMS: 5000 }).asPromise()
    try {
      const { Schema } = mongoose
      const Role = connection.model('Role', new Schema({ name: { type: String, unique: true } }))
      const User = connection.model('User', new Schema({ email: { type: String, unique: true }, role: { type: Schema.Types.ObjectId, ref: 'Role' }, logins: Number }))
      await Promise.all([Role.init(), User.init()])

      const role = await Role.create({ name: 'nurse' })
      await User.create({ email: 'ada@example.org', role: role._id })
      await expect(User.create({ email: 'ada@example.org', role: role._id })).rejects.toMatchObject({ code: 11000 })

      const found = await User.findOne({ email: 'ada@example.org' }).populate('role').lean()
      expect(found).toMatchObject({ role: { name: 'nurse' } })

      const upserted = await User.findOneAndUpdate({ email: 'eve@example.org' }, { $inc: { logins: 1 } }, { upsert: true, returnDocument: 'after', lean: true })
      expect(upserted).toMatchObject({ email: 'eve@example.org', logins: 1 })
    } finally {
      await connection.dropDatabase()
      await connection.close()
    }
  })

  // FerretDB 1.24 alone loses nearly all of these: ferretdb/atomic.go lets them through one by one.
  test.skipIf(!outcome.found)('loses no update of many at the same time', async () => {
    const connection = await mongoose.createConnection(database.uri(), { serverSelectionTimeoutMS: 5000 }).asPromise()
    try {
      const Counter = connection.model('Counter', new mongoose.Schema({ _id: String, count: Number }))
      await Counter.init()
      const counts = await Promise.all(
        Array.from({ length: 500 }, async () => {
          const counter = await Counter.findOneAndUpdate({ _id: 'one' }, { $inc: { count: 1 } }, { upsert: true, returnDocument: 'after', lean: true })
          return counter?.count
        }),
      )
      expect(new Set(counts).size).toBe(500)
      const open = await Promise.all(
        Array.from({ length: 200 }, () => Counter.findOneAndUpdate({ _id: 'one', count: 500 }, { $set: { count: 0 } }, { lean: true })),
      )
      expect(open.filter(Boolean)).toHaveLength(1)
    } finally {
      await connection.dropDatabase()
      await connection.close()
    }
  })

  test.skipIf(!outcome.found)('one of many equal inserts succeeds, and one of many equal deletes counts', async () => {
    const connection = await mongoose.createConnection(database.uri(), { serverSelectionTimeoutMS: 5000 }).asPromise()
    try {
      const Claim = connection.model('Claim', new mongoose.Schema({ _id: String }))
      await Claim.init()
      const inserts = await Promise.allSettled(Array.from({ length: 200 }, () => Claim.create({ _id: 'one' })))
      expect(inserts.filter((insert) => insert.status === 'fulfilled')).toHaveLength(1)
      const deletes = await Promise.all(Array.from({ length: 200 }, () => Claim.deleteOne({ _id: 'one' })))
      expect(deletes.reduce((sum, { deletedCount }) => sum + deletedCount, 0)).toBe(1)
    } finally {
      await connection.dropDatabase()
      await connection.close()
    }
  })
})
