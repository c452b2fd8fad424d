/** Observed with Mongoose 7.8, 8.24 and 9.12: docs/rules/query-before-connect.md. */
import { expect, test } from 'vitest'
import { examine, internalsOf } from '../../src/examine.ts'
import { planFixes } from '../../src/fixes/plan.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const db = `
  import mongoose from 'mongoose'
  let cached = global.mongoose
  if (!cached) cached = global.mongoose = { conn: null, promise: null }
  export default async function connect() {
    if (cached.conn) return cached.conn
    if (!cached.promise) cached.promise = mongoose.connect(process.env.MONGODB_URI, { bufferCommands: false })
    try { cached.conn = await cached.promise } catch (error) { cached.promise = null; throw error }
    return cached.conn
  }
  export const withDatabase = (handler) => async (...args) => { await connect(); return handler(...args) }
`
const connecting = `
  import connect from '@/lib/db'
  import User from '@/models/User'
  export async function GET() { await connect(); return Response.json(await User.find()) }
`
const imports = `import connect, { withDatabase } from '@/lib/db'\nimport User from '@/models/User'\nimport mongoose from 'mongoose'\n`
const route = 'app/api/users/route.ts'

function found(files: Readonly<Record<string, string>>) {
  const { report } = examine(withTree(nextApp({ files: { 'lib/db.ts': db, 'app/api/one/route.ts': connecting, 'app/api/two/route.ts': connecting, ...files } })))
  return report.findings.filter(({ rule }) => rule === 'query-before-connect').map(({ confidence, message, because, entries }) => ({ confidence, message, because, entries }))
}
const inRoute = (code: string) => found({ [route]: imports + code })

test.each([
  ['find', 'await User.find()'],
  ['a query that is returned', 'return User.findById(1)'],
  ['exec', 'await User.findOne().exec()'],
  ['create', "await User.create({ title: 'x' })"],
  ['save', 'const user = new User(); await user.save()'],
  ['aggregate', 'await User.aggregate([{ $match: {} }])'],
  ['all at once', 'await Promise.all([User.find(), User.countDocuments()])'],
  ['in a call back', 'await Promise.all([1, 2].map(async (id) => User.findById(id)))'],
])('nothing connects: %s', (_name, code) => {
  const [first, ...more] = inRoute(`export async function GET() { ${code} }`)
  expect(more).toEqual([])
  expect(first).toMatchObject({ entries: [route] })
  expect(first?.message).toMatch(/^On a cold start of this entry, User\.\w+\(\) waits for a connection that nothing there opens: "buffering timed out after 10000ms"\.$/)
})

const early = [
  ['not awaited', 'connect(); await User.find()'],
  ['at the same time', 'await Promise.all([User.find(), connect()])'],
  ['not awaited, by Mongoose itself', 'void mongoose.connect(process.env.URI, { bufferCommands: false }); return Response.json(await User.find())'],
  ['not awaited, in a helper', 'const list = () => { connect(); return User.find() }; await list()'],
] as const

test.each(early)('nothing waits where bufferCommands is false: %s', (_name, code) => {
  const [first, ...more] = inRoute(`export async function GET() { ${code} }`)
  expect(more).toEqual([])
  expect(first).toMatchObject({ confidence: 'proved', entries: [route] })
  expect(first?.message).toBe('On a cold start of this entry, User.find() is sent before the connection is open, and with `bufferCommands: false` nothing waits for it: "Cannot call … before initial connection is complete".')
})

const impatient = (schema: string): string => `import mongoose from 'mongoose'\nconst schema = new mongoose.Schema({ name: String }${schema}\nexport default mongoose.models.User ?? mongoose.model('User', schema)\n`

/** Observed with Mongoose 9.12: the option of the schema goes before that of the connection, and that before the global one. */
test.each([
  ['for all connections', { 'lib/db.ts': db.replace(', { bufferCommands: false }', '').replace('let cached', "mongoose.set('bufferCommands', false)\nlet cached") }],
  ['for all connections, in an object', { 'lib/db.ts': db.replace(', { bufferCommands: false }', '').replace('let cached', 'mongoose.set({ bufferCommands: false })\nlet cached') }],
  ['by the schema', { 'lib/db.ts': db.replace(', { bufferCommands: false }', ''), 'models/User.ts': impatient(', { bufferCommands: false })') }],
  ['by the schema, set()', { 'lib/db.ts': db.replace(', { bufferCommands: false }', ''), 'models/User.ts': impatient(")\nschema.set('bufferCommands', false)") }],
])('nothing waits where it is switched off %s', (_name, files) => {
  const refused = found({ ...files, [route]: `${imports}export async function GET() { connect(); await User.find() }` })
  expect(refused.map(({ message }) => message)).toEqual(['On a cold start of this entry, User.find() is sent before the connection is open, and with `bufferCommands: false` nothing waits for it: "Cannot call … before initial connection is complete".'])
  expect(found({ ...files, [route]: `${imports}export async function GET() { await connect(); await User.find() }` })).toEqual([])
  expect(found({ ...files, [route]: `${imports}export async function GET() { await User.find() }` }).map(({ message }) => message)).toEqual([expect.stringContaining('waits for a connection that nothing there opens')])
})

test('a connection that is told to wait does', () => {
  const files = { 'lib/db.ts': db.replace('bufferCommands: false', 'bufferCommands: true').replace('let cached', "mongoose.set('bufferCommands', false)\nlet cached") }
  expect(found({ ...files, [route]: `${imports}export async function GET() { connect(); await User.find() }` })).toEqual([])
})

test.each(early)('Mongoose waits otherwise: %s', (_name, code) => {
  expect(found({ 'lib/db.ts': db.replace(', { bufferCommands: false }', ''), [route]: `${imports}export async function GET() { ${code.replace(', { bufferCommands: false }', '')} }` })).toEqual([])
})

test.each([
  ['something else is awaited meanwhile', 'connect(); await fetch("https://example.com"); await User.find()'],
  ['its promise is awaited later', 'const opened = connect(); await opened; await User.find()'],
  ['all at once, before', 'await Promise.all([connect(), fetch("https://example.com")]); await User.find()'],
  ['by the file, when it is loaded', '}\nconnect()\nexport async function POST() { await User.find()'],
])('it may be open, or is: %s', (_name, code) => {
  expect(inRoute(`export async function GET() { ${code} }`)).toEqual([])
})

test.each([
  ['awaited', 'await connect(); await User.find()'],
  ['before a query is sent that was built earlier', 'const query = User.find(); await connect(); await query'],
  ['on some paths', 'if (Math.random() > 0.5) await connect(); await User.find()'],
  ['where it is closed', 'if (mongoose.connection.readyState !== 1) await connect(); await User.find()'],
  ['with .then()', 'return connect().then(() => User.find())'],
  ['by Mongoose itself', 'await mongoose.connect(process.env.URI); await User.find()'],
  ['by code that is not looked into', "const { retry } = await import('some-package'); await retry(mongoose.connect, process.env.URI); await User.find()"],
  ['by a method that can\'t be followed', 'const { db } = global.services; await db.connect(); await User.find()'],
  ['never, and only a warm process comes to the query', 'if (mongoose.connection.readyState !== 1) return Response.error(); await User.find()'],
])('it connects: %s', (_name, code) => {
  expect(inRoute(`export async function GET() { ${code} }`)).toEqual([])
})

test('nothing is sent', () => {
  expect(inRoute('export async function GET() { const user = new User(); await User.insertMany([]); return Response.json(user) }')).toEqual([])
})

test('a wrapper connects', () => {
  expect(inRoute('export const GET = withDatabase(async () => Response.json(await User.find()))')).toEqual([])
  expect(inRoute('const other = (handler) => async () => handler()\nexport const GET = other(async () => Response.json(await User.find()))')).toHaveLength(1)
})

test('a module connects when it is loaded', () => {
  const files = { 'lib/now.ts': `import connect from './db'\nawait connect()\n` }
  expect(found({ ...files, [route]: `import '@/lib/now'\n${imports}export async function GET() { return Response.json(await User.find()) }` })).toEqual([])
  expect(found({ ...files, [route]: `${imports}export async function GET() { await import('@/lib/now'); return Response.json(await User.find()) }` })).toEqual([])
  expect(found({ ...files, [route]: `import '@/lib/db'\n${imports}export async function GET() { return Response.json(await User.find()) }` })).toHaveLength(1)
})

test('each method answers by itself; what else a route exports does not', () => {
  const [first, ...more] = inRoute(`
    export async function GET() { await connect(); return Response.json(await User.find()) }
    export async function POST() { return Response.json(await User.create({ title: 'x' })) }
    export async function helper() { return User.findOne() }
  `)
  expect(more).toEqual([])
  expect(first?.message).toContain('User.create()')
})

test('a layout or the metadata of a page connects for the page', () => {
  const page = `${imports}export default async function Page() { return <p>{String(await User.countDocuments())}</p> }\n`
  const pages = { 'app/a/page.tsx': `${imports}export default async function Page() { await connect(); return <p>{String(await User.countDocuments())}</p> }\n` }
  expect(found({ ...pages, 'app/b/page.tsx': page })).toHaveLength(1)
  expect(found({ ...pages, 'app/b/page.tsx': page, 'app/b/layout.tsx': `${imports}export default async function Layout({ children }) { await connect(); return children }\n` })).toEqual([])
  expect(found({ ...pages, 'app/b/page.tsx': `${page}export async function generateMetadata() { await connect(); return {} }\n` })).toEqual([])
})

test.each([
  ['instrumentation', 'instrumentation.ts', `export async function register() { const connect = (await import('./lib/db')).default; await connect() }\n`],
  ['a proxy', 'proxy.ts', `import connect from './lib/db'\nexport async function proxy() { await connect() }\n`],
  ['a server of its own', 'server.js', `const next = require('next')\nconst mongoose = require('mongoose')\nmongoose.connect('x')\nnext({}).prepare()\n`],
])('%s connects for all entries', (_name, file, text) => {
  const manifest = { main: 'server.js' }
  const files = { 'lib/db.ts': db, 'app/api/one/route.ts': connecting, [route]: `${imports}export async function GET() { return Response.json(await User.find()) }` }
  const rules = (all: Readonly<Record<string, string>>) => examine(withTree(nextApp({ files: all, manifest }))).report.findings.map(({ rule }) => rule)
  expect(rules(files)).toEqual(['query-before-connect'])
  expect(rules({ ...files, [file]: text })).toEqual([])
})

test('what most entries don\'t do is done in a way that is not seen', () => {
  const silent = `${imports}export async function GET() { return Response.json(await User.find()) }`
  expect(found({ [route]: silent, 'app/api/four/route.ts': silent, 'app/api/five/route.ts': silent })).toEqual([])
})

test('a session\'s callbacks may connect', () => {
  const auth = (where: 'authorize' | 'session') => `
    import Credentials from 'next-auth/providers/credentials'
    import connect from './db'
    export const authOptions = {
      providers: [Credentials({ authorize: async () => { ${where === 'authorize' ? 'await connect()' : ''} } })],
      callbacks: { session: async () => { ${where === 'session' ? 'await connect()' : ''} } },
    }
  `
  const reader = `${imports}import { getServerSession } from 'next-auth'\nimport { authOptions } from '@/lib/auth'\nexport async function GET() { await getServerSession(authOptions); return Response.json(await User.find()) }\n`
  expect(found({ 'lib/auth.ts': auth('session'), [route]: reader })).toEqual([])
  expect(found({ 'lib/auth.ts': auth('authorize'), [route]: reader })).toHaveLength(1)
})

test('the connection is opened only after it', () => {
  const [first, ...more] = inRoute(`
    const isAdmin = async () => (await User.findOne())?.title === 'admin'
    export async function GET() {
      if (!(await isAdmin())) return Response.error()
      await connect()
      return Response.json(await User.find())
    }
  `)
  expect(more).toEqual([])
  expect(first?.message).toContain('is opened only after it')
  expect(first?.because.map(({ file, line }) => `${file}:${line}`)).toEqual([`${route}:5`, `${route}:8`, 'lib/db.ts:7'])
})

test('when cached code connects can\'t be told', () => {
  expect(inRoute(`
    import { cache } from 'react'
    const load = cache(async () => { await connect(); return User.find() })
    export async function GET() {
      await load()
      await User.find()
      await connect()
    }
  `)).toEqual([])
})

test('models of another connection have it', () => {
  const model = `import mongoose from 'mongoose'\nconst other = mongoose.createConnection(process.env.URI)\nexport default other.model('Log', new mongoose.Schema({}))\n`
  expect(found({ 'models/Log.ts': model, [route]: `import Log from '@/models/Log'\nexport async function GET() { return Response.json(await Log.find()) }` })).toEqual([])
})

test('a server action may be called by code that has connected', () => {
  const actions = `'use server'\n${imports}export async function a() { await connect(); await User.find() }\nexport async function b() { await User.find() }\n`
  expect(found({ 'app/actions.ts': actions }).map(({ confidence }) => confidence)).toEqual(['likely'])
})

test('scripts connect for themselves', () => {
  const script = (code: string) => `const mongoose = require('mongoose')\nconst User = mongoose.model('User', new mongoose.Schema({}))\nasync function main() { ${code} }\nmain()\n`
  const scripts = { seed: 'node scripts/seed.js', clean: 'node scripts/clean.js' }
  const rules = (code: string) => examine(withTree({
    'package.json': { scripts, dependencies: { mongoose: '9.12.1' } },
    'scripts/seed.js': script("await mongoose.connect('x'); await User.deleteMany()"), 'scripts/clean.js': script(code),
  })).report.findings.map(({ rule, file }) => `${rule} ${file}`)
  expect(rules('await User.deleteMany()')).toEqual(['query-before-connect scripts/clean.js'])
  expect(rules("await mongoose.connect('x'); await User.deleteMany()")).toEqual([])
  expect(rules("mongoose.connect('x').then(() => User.deleteMany())")).toEqual([])
  expect(rules("mongoose.connect('x'); mongoose.connection.once('open', async () => { await User.deleteMany() })")).toEqual([])
})

function fixed(code: string): string | undefined {
  const directory = withTree(nextApp({ files: { 'lib/db.ts': db, 'app/api/one/route.ts': connecting, [route]: imports + code } }))
  const examination = examine(directory)
  const plan = planFixes(internalsOf(examination), examination.report.findings, (overlay) => internalsOf(examine(directory, { overlay })))
  return plan.files[0]?.after.slice(imports.length)
}

test('the fix connects as the neighbours do', () => {
  const get = 'export async function GET() {\n  await connect();\n  return Response.json(await User.find())\n}\n'
  expect(fixed(`${get}export async function POST() {\n  return Response.json(await User.create({}))\n}\n`)).toBe(
    `${get}export async function POST() {\n  await connect();\n  return Response.json(await User.create({}))\n}\n`,
  )
  expect(fixed(`${get}export async function POST() {\n  try {\n    return Response.json(await User.create({}))\n  } catch { return Response.error() }\n}\n`)).toContain(
    'try {\n    await connect();\n    return Response.json(await User.create({}))',
  )
})

test.each([
  ['nobody in the file connects', 'export async function POST() {\n  return Response.json(await User.create({}))\n}\n'],
  ['there is no block', 'export async function GET() {\n  await connect()\n  return Response.json(await User.find())\n}\nexport const POST = async () => Response.json(await User.create({}))\n'],
])('it is left to a person where %s', (_name, code) => {
  expect(inRoute(code)).toHaveLength(1)
  expect(fixed(code)).toBeUndefined()
})
