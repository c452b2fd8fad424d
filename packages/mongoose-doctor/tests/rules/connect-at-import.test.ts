import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import type { Files } from '../fixtures/fixture.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { svelteApp } from '../fixtures/sveltekit/base.ts'
import { withTree } from '../helpers/tree.ts'

const models = { 'models/User.ts': `import { Schema, model, models } from 'mongoose'\nexport default models.User || model('User', new Schema({ email: String }))\n` }
const db = (body: string): Readonly<Record<string, string>> => ({ 'lib/db.ts': `import mongoose from 'mongoose'\nexport async function connect() {\n${body}\n}\n` })
const kept = `  if (mongoose.connection.readyState === 1) return\n  await mongoose.connect(process.env.URI ?? '')`
const route = (top: string, first = ''): Readonly<Record<string, string>> => ({
  'app/api/users/route.ts': `import mongoose from 'mongoose'\nimport { connect } from '@/lib/db'\nimport User from '@/models/User'\n${top}\nexport async function GET() {\n  ${first}\n  return Response.json(await User.find())\n}\n`,
})

function found(files: Readonly<Record<string, string>>): readonly string[] {
  const { report } = examine(withTree({ ...nextApp({}), ...models, ...files }))
  return report.findings.filter(({ rule }) => rule === 'connect-at-import').map(({ severity, confidence, file, line, message }) => `${severity} ${confidence} ${file}:${line} ${/waits|one attempt/.exec(message)?.[0]}`)
}

describe('at the top of a route', () => {
  test.each<[name: string, top: string, body: string, is: readonly string[]]>([
    ['awaited', 'await connect()', `  await mongoose.connect(process.env.URI ?? '')`, ['warning proved lib/db.ts:3 waits']],
    ['returned, and awaited', 'await connect()', `  return mongoose.connect(process.env.URI ?? '')`, ['warning proved lib/db.ts:3 waits']],
    ['awaited, and kept for later', 'await connect()', `  const kept = globalThis as { promise?: Promise<unknown> }\n  if (!kept.promise) kept.promise = mongoose.connect(process.env.URI ?? '')\n  try { await kept.promise } catch (error) { kept.promise = undefined; throw error }`, ['warning likely lib/db.ts:4 waits']],
    ['not awaited', 'connect()', `  await mongoose.connect(process.env.URI ?? '')`, ['warning likely lib/db.ts:3 one attempt']],
    ['caught, so that it fails nothing', 'await connect()', `  try { await mongoose.connect(process.env.URI ?? '') } catch (error) { console.error(error) }`, ['warning likely lib/db.ts:3 one attempt']],
    ['unless it is connected already', 'connect()', kept, ['warning likely lib/db.ts:4 one attempt']],
    ['only where no build runs', `if (process.env.NEXT_PHASE !== 'phase-production-build') connect()`, kept, []],
  ])('%s', (_, top, body, is) => {
    expect(found({ ...db(body), ...route(top) })).toEqual(is)
  })

  test('directly', () => {
    expect(found({ ...db(kept), ...route(`await mongoose.connect('mongodb://db/app')`) })).toEqual(['warning proved app/api/users/route.ts:4 waits'])
    expect(found({ ...db(kept), ...route(`mongoose.connect('mongodb://db/app').catch(console.error)`) })).toEqual(['warning likely app/api/users/route.ts:4 one attempt'])
  })
})

test.each([
  ['a promise that the module keeps', `const kept = mongoose.connect(process.env.URI ?? '')\nexport const connect = () => kept`],
  ['one that the process keeps', `declare global { var kept: Promise<typeof mongoose> | undefined }\nconst kept = global.kept ?? (global.kept = mongoose.connect(process.env.URI ?? ''))\nexport const connect = async () => kept`],
])('a handler that waits for %s is told all the same: nobody connects again', (_, code) => {
  expect(found({ 'lib/db.ts': `import mongoose from 'mongoose'\n${code}\n`, ...route('', 'await connect()') })).toEqual([expect.stringMatching(/ one attempt$/)])
})

test('one finding, however many entries', () => {
  const files = { ...db(kept), ...route('connect()') }
  const { report } = examine(withTree({ ...nextApp({}), ...models, ...files, 'app/api/teams/route.ts': files['app/api/users/route.ts'] ?? '' }))
  const mine = report.findings.filter(({ rule }) => rule === 'connect-at-import')
  expect(mine.map(({ entries }) => entries)).toEqual([['app/api/teams/route.ts', 'app/api/users/route.ts']])
  expect(mine[0]?.because.map(({ file, line }) => `${file}:${line}`)).toEqual(['app/api/teams/route.ts:4', 'app/api/users/route.ts:4', 'lib/db.ts:4'])
})

describe('not', () => {
  test('where the handler connects', () => {
    expect(found({ ...db(kept), ...route('', 'await connect()') })).toEqual([])
  })

  test('where the handler connects as well, so that nothing hangs on the first attempt', () => {
    expect(found({ ...db(kept), ...route('connect()', 'await connect()') })).toEqual([])
  })

  test('in a server, which is not built by being loaded', () => {
    const files = { 'package.json': JSON.stringify({ type: 'module', main: 'server.js', dependencies: { mongoose: '9.0.0' } }), 'server.js': `import mongoose from 'mongoose'\nawait mongoose.connect('mongodb://db/app')\n` }
    expect(examine(withTree(files)).report.findings).toEqual([])
  })
})

describe('SvelteKit, whose build evaluates what answers requests', () => {
  const connection = (body = `  await mongoose.connect(process.env.URI ?? '')`): Files => ({ 'src/lib/server/db.ts': `import mongoose from 'mongoose'\nexport async function connect() {\n${body}\n}\n` })
  const top = (code: string): string => `import { connect } from '$lib/server/db'\n${code}\n`
  const inSvelte = (files: Files): readonly string[] => examine(withTree(svelteApp({ files: { 'src/routes/+page.svelte': '', ...files } }))).report.findings
    .filter(({ rule }) => rule === 'connect-at-import').map(({ confidence, file, line, message }) => `${confidence} ${file}:${line} ${/waits for this connection, and vite build|connects, and vite build|one attempt/.exec(message)?.[0]}`)
  const get = `export const GET = async () => new Response('')`
  const load = 'export const load = async () => ({})'

  test.each<[what: string, files: Files, is: string]>([
    ['an endpoint', { 'src/routes/api/+server.ts': top(`await connect()\n${get}`) }, 'proved src/lib/server/db.ts:3 waits for this connection, and vite build'],
    ['a page', { 'src/routes/+page.server.ts': top(`await connect()\n${load}`) }, 'proved src/lib/server/db.ts:3 waits for this connection, and vite build'],
    ['a layout', { 'src/routes/+layout.server.ts': top(`await connect()\n${load}`) }, 'proved src/lib/server/db.ts:3 waits for this connection, and vite build'],
    ['remote functions', { 'src/lib/users.remote.ts': `import { query } from '$app/server'\n${top(`await connect()\nexport const users = query(async () => [])`)}` }, 'proved src/lib/server/db.ts:3 waits for this connection, and vite build'],
    ['nobody waits for it', { 'src/routes/api/+server.ts': top(`connect()\n${get}`) }, 'proved src/lib/server/db.ts:3 connects, and vite build'],
    ['its rejection is caught', { 'src/routes/api/+server.ts': top(`connect().catch(console.error)\n${get}`) }, 'likely src/lib/server/db.ts:3 one attempt'],
    ['what it throws is caught', { 'src/routes/api/+server.ts': top(`connect()\n${get}`), ...connection(`  try { await mongoose.connect('') } catch (error) { console.error(error) }`) }, 'likely src/lib/server/db.ts:3 one attempt'],
  ])('%s', (_, files, is) => {
    expect(inSvelte({ ...connection(), ...files })).toEqual([is])
  })

  test.each(['src/routes/about/+page.ts', 'src/routes/+layout.server.ts'])('a hook, which it evaluates if something is prerendered: %s', (page) => {
    expect(inSvelte({ ...connection(), 'src/hooks.server.ts': top('await connect()'), 'src/routes/about/+page.svelte': '', [page]: 'export const prerender = true\n' }))
      .toEqual(['proved src/lib/server/db.ts:3 waits for this connection, and vite build'])
  })

  test.each<[what: string, files: Files]>([
    ['where no build runs', { 'src/routes/api/+server.ts': `import { building } from '$app/environment'\n${top(`if (!building) await connect()\n${get}`)}` }],
    ['in a hook, which it does not evaluate without a page that is prerendered', { 'src/hooks.server.ts': top('await connect()'), 'src/routes/+page.ts': 'export const prerender = false\n' }],
    ['for each request', { 'src/routes/api/+server.ts': top(`export const GET = async () => { await connect(); return new Response('') }`) }],
  ])('not: %s', (_, files) => {
    expect(inSvelte({ ...connection(), ...files })).toEqual([])
  })
})
