/** A database that is stopped and started comes back with its data, at its address. */
import mongoose from 'mongoose'
import { expect, onTestFinished, test } from 'vitest'
import { findDatabase } from '../src/find-database.ts'
import { startDatabase } from '../src/start-database.ts'

const outcome = await findDatabase()
if (!outcome.found && process.env.CI) throw new Error(outcome.message)
const ours = outcome.found && outcome.value.kind !== 'uri'

test.skipIf(!ours)('keeps data and address over a stop', async () => {
  const database = await startDatabase()
  onTestFinished(() => database.close())
  const connection = await mongoose.createConnection(database.uri('kept'), { serverSelectionTimeoutMS: 5000 }).asPromise()
  onTestFinished(() => connection.close())
  const notes = connection.collection('notes')
  await notes.insertOne({ text: 'before' })

  await database.power?.stop()
  await database.power?.start()

  expect(await notes.findOne({ text: 'before' })).toMatchObject({ text: 'before' })
})
