/** Is there one connection, whatever happens to the database and to the first attempt? */
import type { Mongoose } from 'mongoose'
import { expect } from 'vitest'
import { connect } from '../../src/index.ts'
import { coldMongoose, databaseOfFile, databaseOfTest, onDatabase, onOwnDatabase } from './support/database.ts'
import { countingProxy } from './support/proxy.ts'

const database = databaseOfFile()
const CALLS = 1000
const quick = { serverSelectionTimeoutMS: 200 }

/** An application's Mongoose: queries wait for the connection, as they do unless told otherwise. */
function application(): Mongoose {
  return coldMongoose().set('bufferCommands', true)
}

const many = <T>(ask: () => Promise<T>) => Promise.allSettled(Array.from({ length: CALLS }, ask))
const ping = (mongoose: Mongoose) => mongoose.connection.db?.admin().ping()

onOwnDatabase('1,000 concurrent first connects give one connection, which all can use', async () => {
  const { uri, count } = await countingProxy(database())
  const mongoose = application()
  const options = { mongoose, maxPoolSize: 1, directConnection: true }
  const results = await many(async () => {
    const { connection } = await connect(uri, options)
    return connection.db?.admin().ping()
  })
  for (const result of results) expect(result).toMatchObject({ status: 'fulfilled', value: { ok: 1 } })
  expect(mongoose.connections).toEqual([mongoose.connection])
  // A client of the driver has one connection for commands here, and one or two by which it watches the server.
  expect(count()).toBeGreaterThanOrEqual(2)
  expect(count()).toBeLessThanOrEqual(3)
})

onOwnDatabase('a first connect fails where nothing listens, and the next one works once something does', async () => {
  const own = await databaseOfTest()
  await own.power?.stop()
  const mongoose = application()
  const uri = own.uri()
  const failed = await many(() => connect(uri, { mongoose, ...quick }))
  for (const result of failed) expect(result).toMatchObject({ status: 'rejected', reason: { name: 'MongooseServerSelectionError' } })
  await expect(connect(uri, { mongoose, ...quick })).rejects.toThrow(/ECONNREFUSED/)

  await own.power?.start()
  const connected = await many(() => connect(uri, { mongoose }))
  for (const result of connected) expect(result).toEqual({ status: 'fulfilled', value: mongoose })
  expect(await ping(mongoose)).toMatchObject({ ok: 1 })
  expect(mongoose.connections).toEqual([mongoose.connection])
})

onDatabase('after disconnect it connects again, and models work as before', async () => {
  const mongoose = application()
  const uri = database().uri()
  await connect(uri, { mongoose })
  const Role = mongoose.model('Role', new mongoose.Schema({ title: String }))
  await Role.create({ title: 'nurse' })

  await mongoose.disconnect()
  expect(mongoose.connection.readyState).toBe(0)
  await many(() => connect(uri, { mongoose }))

  expect(await Role.findOne().lean()).toMatchObject({ title: 'nurse' })
  const closing = mongoose.disconnect()
  await Promise.all([closing, connect(uri, { mongoose })])
  expect(await Role.findOne().lean()).toMatchObject({ title: 'nurse' })
})

onOwnDatabase('the database is stopped and started in between: the same connection finds it again', async () => {
  const own = await databaseOfTest()
  const mongoose = application()
  const uri = own.uri()
  const options = { mongoose, heartbeatFrequencyMS: 500, serverSelectionTimeoutMS: 5000 }
  await connect(uri, options)
  const client = mongoose.connection.getClient()
  const Role = mongoose.model('Role', new mongoose.Schema({ title: String }))
  await Role.create({ title: 'nurse' })

  const lost = new Promise((resolve) => mongoose.connection.once('disconnected', resolve))
  await own.power?.stop()
  await lost
  const meanwhile = connect(uri, options)
  await own.power?.start()

  expect(await meanwhile).toBe(mongoose)
  await connect(uri, options)
  expect(await Role.findOne().lean()).toMatchObject({ title: 'nurse' })
  expect(mongoose.connection.getClient()).toBe(client)
  expect(mongoose.connections).toEqual([mongoose.connection])
})
