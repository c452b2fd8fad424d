import { type Mongoose } from 'mongoose'
import { afterEach, expect, test, vi } from 'vitest'
import { connect } from '../src/index.ts'
import { fresh } from './support/mongoose.ts'
import { startServer } from './support/server.ts'

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await cleanUp.splice(0).reduceRight((before, step) => before.then(step), Promise.resolve<unknown>(undefined))
})

async function server() {
  const started = await startServer()
  cleanUp.push(() => started.close())
  return started
}

function client(): Mongoose {
  const mongoose = fresh()
  cleanUp.push(() => mongoose.disconnect())
  return mongoose
}

test('1,000 concurrent first calls connect once', async () => {
  const [{ uri }, mongoose] = [await server(), client()]
  const open = vi.spyOn(mongoose, 'connect')
  const all = await Promise.all(Array.from({ length: 1000 }, () => connect(uri, { mongoose })))
  expect(new Set(all)).toEqual(new Set([mongoose]))
  expect(open).toHaveBeenCalledTimes(1)
  expect(mongoose.connection.readyState).toBe(1)
  await connect(uri, { mongoose })
  expect(open).toHaveBeenCalledTimes(1)
})

test('options reach Mongoose', async () => {
  const [{ uri }, mongoose] = [await server(), client()]
  await connect(uri, { mongoose, dbName: 'clinic' })
  expect(mongoose.connection.name).toBe('clinic')
})

test('a first attempt that failed is not kept', async () => {
  const [gone, mongoose] = [await startServer(), client()]
  await gone.close()
  const options = { mongoose, serverSelectionTimeoutMS: 50 }
  const failed = await Promise.allSettled([connect(gone.uri, options), connect(gone.uri, options)])
  expect(failed.map((result) => result.status)).toEqual(['rejected', 'rejected'])

  const { uri } = await server()
  const open = vi.spyOn(mongoose, 'connect').mockRejectedValueOnce(new Error('not yet'))
  await expect(connect(uri, { mongoose })).rejects.toThrow('not yet')
  await connect(uri, { mongoose })
  expect(open).toHaveBeenCalledTimes(2)
  expect(mongoose.connection.readyState).toBe(1)
})

test('connects again after it was closed, and while it is being closed', async () => {
  const [{ uri }, mongoose] = [await server(), client()]
  const open = vi.spyOn(mongoose, 'connect')
  await connect(uri, { mongoose })
  await mongoose.disconnect()
  await connect(uri, { mongoose })
  expect(open).toHaveBeenCalledTimes(2)

  const closing = mongoose.connection.close()
  expect(mongoose.connection.readyState).toBe(3)
  await Promise.all([connect(uri, { mongoose }), connect(uri, { mongoose }), closing])
  expect(open).toHaveBeenCalledTimes(3)
  expect(mongoose.connection.readyState).toBe(1)
  await connect(uri, { mongoose })
  expect(open).toHaveBeenCalledTimes(3)
})

test('a connection that is lost, not closed, is left to the driver', async () => {
  const [started, mongoose] = [await server(), client()]
  const open = vi.spyOn(mongoose, 'connect')
  await connect(started.uri, { mongoose, heartbeatFrequencyMS: 500, minHeartbeatFrequencyMS: 50 } as object)
  const lost = new Promise((resolve) => mongoose.connection.once('disconnected', resolve))
  await started.close()
  await lost
  await connect(started.uri, { mongoose })
  expect(open).toHaveBeenCalledTimes(1)
})

test('another URI is up to Mongoose, which refuses it', async () => {
  const [one, two, mongoose] = [await server(), await server(), client()]
  await connect(one.uri, { mongoose })
  await expect(connect(two.uri, { mongoose })).rejects.toThrow(/different connection strings/)
  await mongoose.disconnect()
  await connect(two.uri, { mongoose })
  expect(mongoose.connection.readyState).toBe(1)
})

test('a copy of Mongoose has its own connection', async () => {
  const [{ uri }, one, two] = [await server(), client(), client()]
  await connect(uri, { mongoose: one })
  expect(two.connection.readyState).toBe(0)
  expect(await connect(uri, { mongoose: two })).toBe(two)
})

test('a hot reload of this package shares the connection', async () => {
  const [{ uri }, mongoose] = [await server(), client()]
  const open = vi.spyOn(mongoose, 'connect')
  await connect(uri, { mongoose })
  vi.resetModules()
  const again = await import('../src/index.ts')
  expect(again.connect).not.toBe(connect)
  await again.connect(uri, { mongoose })
  expect(open).toHaveBeenCalledTimes(1)
})
