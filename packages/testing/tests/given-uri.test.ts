/** Is the server that MONGODB_URI names used, and left as it was? */
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import mongoose from 'mongoose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findDatabase } from '../src/find-database.ts'
import { startDatabase } from '../src/start-database.ts'
import { packageIn } from './support/environment.ts'

const outcome = await findDatabase()
if (!outcome.found && process.env.CI) throw new Error(outcome.message)
const ours = outcome.found && outcome.value.kind !== 'uri'
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

test.skipIf(!ours)('a process that is given one runs its tests there, and leaves only what it found', async () => {
  const server = await startDatabase()
  onTestFinished(() => server.close())
  const uri = server.uri('somebodys')
  const connection = await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 5000 }).asPromise()
  onTestFinished(() => connection.close())
  await connection.collection('notes').insertOne({ text: 'mine' })

  // The worker of these tests has told its own children, by environment, that they are workers.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'))
  const env = { ...Object.fromEntries(inherited), MONGODB_URI: uri, NO_COLOR: '1', CI: '1' }
  const args = [vitest, 'run', 'tests/mongoose.test.ts', 'tests/start-database.test.ts', '-t', 'connects, inserts|keeps data']
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: fileURLToPath(new URL('..', import.meta.url)), env })

  expect(stdout + stderr).toContain(`Database: MONGODB_URI (${uri})`)
  expect(stdout).toMatch(/Tests +3 passed \| 7 skipped/)
  expect(await connection.collection('notes').findOne()).toMatchObject({ text: 'mine' })
  const { databases } = (await connection.db?.admin().listDatabases()) ?? {}
  const names = databases?.map(({ name }) => name).filter((name) => !['admin', 'config', 'local'].includes(name))
  expect(names).toEqual(['somebodys'])
})

test('it is not ours to stop', async () => {
  const { startDatabase: start, say, said } = await packageIn({ MONGODB_URI: 'mongodb://127.0.0.1:27017/' })
  const database = await start({ say })
  expect(database.power).toBeNull()
  expect(database.uri()).not.toBe(database.uri())
  expect(said).toEqual(['Database: MONGODB_URI (mongodb://127.0.0.1:27017/)'])
})

describe('its database is exchanged for one of the test', () => {
  test.each([
    ['mongodb://127.0.0.1:27017', 'mongodb://127.0.0.1:27017/own'],
    ['mongodb://127.0.0.1:27017/?retryWrites=false', 'mongodb://127.0.0.1:27017/own?retryWrites=false'],
    ['mongodb://127.0.0.1?retryWrites=false', 'mongodb://127.0.0.1/own?retryWrites=false'],
    ['mongodb+srv://cluster.example.org/clinic?w=majority', 'mongodb+srv://cluster.example.org/own?w=majority'],
    ['mongodb://one:27017,two:27018/clinic?replicaSet=rs', 'mongodb://one:27017,two:27018/own?replicaSet=rs'],
    ['mongodb://[::1]:27017/clinic', 'mongodb://[::1]:27017/own'],
    ['mongodb://%2Ftmp%2Fmongodb.sock/clinic', 'mongodb://%2Ftmp%2Fmongodb.sock/own'],
    // Without authSource, people are looked up in the database that the address names: that must not change with it.
    ['mongodb://ann:secret@127.0.0.1/clinic', 'mongodb://ann:secret@127.0.0.1/own?authSource=clinic'],
    ['mongodb://ann:secret@127.0.0.1/clinic?w=1', 'mongodb://ann:secret@127.0.0.1/own?w=1&authSource=clinic'],
    ['mongodb://ann:secret@127.0.0.1/clinic?authSource=people', 'mongodb://ann:secret@127.0.0.1/own?authSource=people'],
    ['mongodb://ann:secret@127.0.0.1/', 'mongodb://ann:secret@127.0.0.1/own'],
    // There the name's DNS record says it, which an option would overrule.
    ['mongodb+srv://ann:secret@cluster.example.org/clinic', 'mongodb+srv://ann:secret@cluster.example.org/own'],
  ])('%s', async (given, expected) => {
    const { startDatabase: start, say } = await packageIn({ MONGODB_URI: given })
    expect((await start({ say })).uri('own')).toBe(expected)
  })
})

test.each([
  'mongodb://ann:secret@127.0.0.1/clinic',
  'mongodb://ann:sec/secret@127.0.0.1/clinic',
  'mongodb://127.0.0.1/clinic?tlsCertificateKeyFilePassword=secret',
])('no password is printed: %s', async (uri) => {
  const { findDatabase: find, say, said } = await packageIn({ MONGODB_URI: uri })
  await find(say)
  expect(said.join('\n')).toMatch(/MONGODB_URI .*127\.0\.0\.1\/clinic/)
  expect(said.join('\n')).not.toContain('secret')
})

test('something else than an address is said, and passed over', async () => {
  const { findDatabase: find, say, said } = await packageIn({ MONGODB_URI: 'localhost:27017' })
  const found = await find(say)
  expect(said[0]).toBe('MONGODB_URI is passed over: an address begins with mongodb:// or mongodb+srv://')
  expect(found.found && found.value.kind).not.toBe('uri')
})
