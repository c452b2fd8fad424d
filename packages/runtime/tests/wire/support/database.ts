/** A real database for a test file, and for each test a Mongoose and a database name of its own. */
import { type Database, startDatabase } from '@mongoose-doctor/testing'
import { type Mongoose, version } from 'mongoose'
import { afterAll, beforeAll, inject, onTestFinished, test } from 'vitest'
import { fresh } from '../../support/mongoose.ts'

const source = inject('database')
if (!version.startsWith(`${inject('major')}.`)) throw new Error(`Mongoose ${version} is in the place of Mongoose ${inject('major')}.`)

export const onDatabase = test.skipIf(source === null)
/** With MONGODB_URI the database is somebody's, and not ours to stop. */
export const onOwnDatabase = test.skipIf(source === null || source.kind === 'uri')

/** Starts one before the tests of a file, and ends it after them. */
export function databaseOfFile(): () => Database {
  let database: Database | undefined
  beforeAll(async () => {
    if (source) database = await start()
  })
  afterAll(() => database?.close())
  return () => {
    if (!database) throw new Error('There is no database; tests that need it should have been skipped.')
    return database
  }
}

/** One that a test may stop as it likes. */
export async function databaseOfTest(): Promise<Database> {
  const database = await start()
  onTestFinished(() => database.close())
  return database
}

/** A Mongoose as in a process that has just started: no models, not connected. Nothing of it stays behind. */
export function coldMongoose(): Mongoose {
  const mongoose = fresh()
  onTestFinished(async () => {
    if (mongoose.connection.readyState === mongoose.ConnectionStates.connected) await mongoose.connection.dropDatabase()
    await mongoose.disconnect()
  })
  return mongoose
}

export async function connected(database: Database): Promise<Mongoose> {
  const mongoose = coldMongoose()
  // Fewer connections than queries at the same time: opening them would take most of the time.
  await mongoose.connect(database.uri(), { serverSelectionTimeoutMS: 5000, maxPoolSize: 8 })
  return mongoose
}

function start(): Promise<Database> {
  if (!source) throw new Error('There is no database; tests that need it should have been skipped.')
  return startDatabase({ source })
}
