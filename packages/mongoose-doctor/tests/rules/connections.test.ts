/** Observed with Mongoose 7.8, 8.24 and 9.12: the pages in docs/rules. */
import { expect, test } from 'vitest'
import { examine, internalsOf } from '../../src/examine.ts'
import { planFixes } from '../../src/fixes/plan.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

type Files = Readonly<Record<string, string>>
const NEW = new Set(['rejected-connection-cached', 'disconnect-in-handler', 'uncached-connection'])
const route = 'app/api/users/route.ts'

const found = (files: Files) => examine(withTree(nextApp({ files }))).report.findings
  .filter(({ rule }) => NEW.has(rule)).map(({ rule, file, line, message }) => ({ rule, file, line, message }))

/** The only file that `--fix` changes, as it is afterwards. */
function fixed(files: Files): string | undefined {
  const directory = withTree(nextApp({ files }))
  const examination = examine(directory)
  const examined = internalsOf(examination)
  const plan = planFixes(examined, examination.report.findings.filter(({ fixable }) => fixable), (overlay) => internalsOf(examine(directory, { overlay })))
  expect(plan.files).toHaveLength(1)
  return plan.files[0]?.after
}

const uses = `import connect from '@/lib/db'\nimport User from '@/models/User'\nexport async function GET() { await connect(); return Response.json(await User.find()) }\n`
const database = (code: string): Files => ({ [route]: uses, 'lib/db.ts': `import mongoose from 'mongoose'\n${code}\n` })

test.each([
  ['in an object', `const cached = { conn: null, promise: null }\nexport default async function connect() {\n  if (cached.conn) return cached.conn\n  if (!cached.promise) {\n    cached.promise = mongoose.connect('x').then((m) => m)\n  }\n  cached.conn = await cached.promise\n  return cached.conn\n}`, 'cached.promise'],
  ['of the process', `let cached = (global as any).mongoose\nif (!cached) cached = (global as any).mongoose = { conn: null, promise: null }\nexport default async function connect() {\n  if (!cached!.promise) cached!.promise = mongoose.connect('x')\n  return await cached!.promise\n}`, 'cached!.promise'],
  ['in a variable', `let connecting: Promise<unknown> | undefined\nexport default function connect() {\n  return (connecting ??= mongoose.connect('x'))\n}`, 'connecting'],
  ['of an async function', `let connecting: Promise<unknown> | undefined\nexport default function connect() {\n  if (connecting === undefined) connecting = (async () => { await mongoose.connect('x') })()\n  return connecting\n}`, 'connecting'],
])('a rejected promise stays %s', (_name, code, target) => {
  const [first, ...more] = found(database(code))
  expect(more).toEqual([])
  expect(first).toMatchObject({ rule: 'rejected-connection-cached', file: 'lib/db.ts' })
  expect(first?.message.startsWith(`${target} keeps the promise`)).toBe(true)
})

test.each([
  ['is set back', `let connecting = null\nexport default async function connect() {\n  connecting ??= mongoose.connect('x')\n  try { return await connecting } catch (error) { connecting = null; throw error }\n}`],
  ['is set back by itself', `let connecting = null\nexport default async function connect() {\n  connecting ??= mongoose.connect('x').catch((error) => { connecting = null; throw error })\n  return await connecting\n}`],
  ['is set back elsewhere', `const cached = { promise: null }\nmongoose.connection.on('error', () => { cached.promise = null })\nexport default async function connect() {\n  if (!cached.promise) cached.promise = mongoose.connect('x')\n  return cached.promise\n}`],
  ['goes with its object', `let cached = { promise: null }\nexport const reset = () => { cached = { promise: null } }\nexport default async function connect() {\n  if (!cached.promise) cached.promise = mongoose.connect('x')\n  return cached.promise\n}`],
  ['ends the process', `let connecting = null\nexport default async function connect() {\n  connecting ??= mongoose.connect('x')\n  try { await connecting } catch { process.exit(1) }\n}`],
  ['is not kept: only what it gives', `let connection = null\nexport default async function connect() {\n  connection ??= await mongoose.connect('x')\n  return connection\n}`],
  ['is not kept: it is a variable of the function', `export default async function connect() {\n  let connecting\n  if (!connecting) connecting = mongoose.connect('x')\n  return connecting\n}`],
  ['is replaced each time', `let connecting = null\nexport default async function connect() {\n  connecting = mongoose.connect('x')\n  return connecting\n}`],
  ['is waited for only while it connects', `let connecting = null\nexport default async function connect() {\n  if (mongoose.connection.readyState === 1) return\n  if (connecting && mongoose.connection.readyState === 2) return connecting\n  connecting = mongoose.connect('x')\n  await connecting\n}`],
  ['is replaced where nothing connects', `let connecting = null\nexport default async function connect() {\n  if (!connecting || mongoose.connection.readyState === 0) connecting = mongoose.connect('x')\n  return connecting\n}`],
])('a rejected promise %s', (_name, code) => {
  expect(found(database(code))).toEqual([])
})

test('the fix forgets a rejected promise', () => {
  expect(fixed(database(`const cached = { promise: null }\nexport default async function connect() {\n  if (!cached.promise) {\n    cached.promise = mongoose.connect('x')\n  }\n  return cached.promise\n}`))).toBe(
    `import mongoose from 'mongoose'\nconst cached = { promise: null }\nexport default async function connect() {\n  if (!cached.promise) {\n    cached.promise = mongoose.connect('x').catch((error) => {\n      cached.promise = null\n      throw error\n    })\n  }\n  return cached.promise\n}\n`,
  )
  expect(fixed(database(`let connecting: Promise<unknown> | undefined\nexport default function connect() {\n  return (connecting ??= mongoose.connect('x'))\n}`))).toContain(
    `(connecting ??= mongoose.connect('x').catch((error) => {\n    connecting = undefined\n    throw error\n  }))`,
  )
})

test('the fix is written as the file is', () => {
  expect(fixed(database(`let connecting = null;\nexport default function connect() {\n\tconnecting ??= mongoose.connect('x');\n\treturn connecting;\n}`))).toContain(
    `\tconnecting ??= mongoose.connect('x').catch((error) => {\n\t\tconnecting = null;\n\t\tthrow error;\n\t});\n`,
  )
  expect(fixed(database(`let connecting = null\nexport default function connect() {\n    connecting ??= mongoose.connect('x')\n    return connecting\n}`))).toContain(
    `    connecting ??= mongoose.connect('x').catch((error) => {\n        connecting = null\n        throw error\n    })\n`,
  )
})

const handler = (code: string): Files => ({
  [route]: `import mongoose from 'mongoose'\nimport connect from '@/lib/db'\nimport User from '@/models/User'\nexport async function GET() {\n  await connect()\n  ${code}\n  return Response.json(await User.find())\n}\n`,
  'lib/db.ts': `import mongoose from 'mongoose'\nexport default () => mongoose.connect('x')\nexport const close = () => mongoose.connection.close()\n`,
})

test.each([
  ['disconnect()', 'await mongoose.disconnect()'],
  ['close()', 'await mongoose.connection.close()'],
  ['in a branch', 'if (Math.random() > 0.5) await mongoose.disconnect()'],
  ['at the end of a try', 'try { await User.find() } finally { await mongoose.disconnect() }'],
])('a request closes what all requests share: %s', (_name, code) => {
  expect(found(handler(code))).toMatchObject([{ rule: 'disconnect-in-handler', file: route }])
})

test.each([
  ['when the process ends', "process.on('SIGTERM', async () => { await mongoose.disconnect() })"],
  ['a connection of its own', "const own = mongoose.createConnection('x'); await own.close()"],
  ['what has failed to connect', "try { await mongoose.connect('y') } catch { await mongoose.disconnect() }"],
  ['nothing', ''],
])('a request closes %s', (_name, code) => {
  expect(found(handler(code))).toEqual([])
})

test('a script closes its connection', () => {
  const text = `const mongoose = require('mongoose')\nasync function main() { await mongoose.connect('x'); await mongoose.disconnect() }\nmain()\n`
  const { report } = examine(withTree({ 'package.json': { scripts: { seed: 'node seed.js' }, dependencies: { mongoose: '9.12.1' } }, 'seed.js': text }))
  expect(report.findings).toEqual([])
})

test('the fix leaves the connection open, where that is a statement by itself', () => {
  expect(fixed(handler('await mongoose.disconnect() // done'))).not.toContain('disconnect')
  const { report } = examine(withTree(nextApp({ files: handler('if (Math.random() > 0.5) await mongoose.disconnect()') })))
  expect(report.findings.map(({ fixable }) => fixable)).toEqual([false])
})

const logs = (code: string, before = ''): Files => ({
  [route]: `import mongoose, { Schema } from 'mongoose'\nconst schema = new Schema({ text: String })\n${before}\nexport async function GET() {\n  ${code}\n}\n`,
})

test.each([
  ['awaited', "const own = await mongoose.createConnection('x').asPromise()\n  return Response.json(await own.model('Log', schema).find())"],
  ['not awaited', "const own = mongoose.createConnection('x')\n  const Log = own.model('Log', schema)\n  return Response.json(await Log.find())"],
])('each request makes a connection: %s', (_name, code) => {
  expect(found(logs(code))).toMatchObject([{ rule: 'uncached-connection', file: route, line: 5 }])
})

test.each([
  ['closes', "const own = mongoose.createConnection('x')\n  await own.model('Log', schema).find()\n  await own.close()", ''],
  ['keeps', "const own = mongoose.createConnection('x')\n  all.set('x', own)\n  await own.model('Log', schema).find()", 'const all = new Map()'],
  ['gives away', "const own = mongoose.createConnection('x')\n  await read(own)", "const read = (one) => one.model('Log', schema).find()"],
  ['keeps its models', "if (all.has(request.url)) return Response.json(await all.get(request.url).find())\n  const own = mongoose.createConnection('x')\n  const Log = own.model('Log', schema)\n  all.set(request.url, Log)\n  await Log.find()", 'const all = new Map()'],
  ['makes only once', "if (cached === null) cached = mongoose.createConnection('x')\n  await cached.model('Log', schema).find()", 'let cached = null'],
  ['does not open', "const own = mongoose.createConnection()\n  own.model('Log', schema)", ''],
])('a request makes a connection that it %s', (_name, code, before) => {
  expect(found(logs(code, before))).toEqual([])
})

const connecting = (connect: string): Files => ({
  'lib/db.ts': `import mongoose from 'mongoose'\nconst state = { isConnected: 0 }\n${connect}\n`,
  [route]: `import { connect } from '@/lib/db'\nimport User from '@/models/User'\nexport async function GET() { await connect(); return Response.json(await User.find()) }\n`,
})
const clears = `export const connect = async () => {
  if (state.isConnected) return
  if (mongoose.connections.length > 0) {
    state.isConnected = mongoose.connections[0].readyState
    if (state.isConnected === 1) { return }
    await mongoose.disconnect()
  }
  await mongoose.connect('x')
  state.isConnected = 1
}`

test('a connection that is left alone where it is open is not closed by connect()', () => {
  expect(found(connecting(clears))).toEqual([])
  expect(found(connecting(`export const connect = async () => {\n  const { readyState } = mongoose.connection\n  if (readyState === 1) return\n  await mongoose.disconnect()\n  await mongoose.connect('x')\n}`))).toEqual([])
  expect(found(connecting(`export const connect = async () => {\n  if (mongoose.connection.readyState === mongoose.ConnectionStates.connected) return\n  await mongoose.disconnect()\n  await mongoose.connect('x')\n}`))).toEqual([])
})

test('one that is left alone only sometimes is closed', () => {
  expect(found(connecting(clears.replace('state.isConnected === 1', 'state.isConnected === 1 && Math.random() > 0.5')))).toMatchObject([{ rule: 'disconnect-in-handler', line: 8 }])
})
