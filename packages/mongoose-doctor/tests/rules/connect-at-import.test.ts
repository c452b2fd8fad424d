import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
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
