/** What each strategy writes: docs/remedies.md. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { strategies } from '../../src/kernel/strategies.ts'
import { writeFixes } from '../../src/fixes/writing/write.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'
import { lines, mend, mendNext, planFor, ROUTE } from './mend.ts'

const manifest = { dependencies: { mongoose: '^9.12.1', next: '16.4.6', react: '19.2.0', 'react-dom': '19.2.0', '@mongoose-doctor/runtime': '^0.1.0' } }
const ACTION = 'app/actions/auth.ts'
const PAGE = { 'app/page.tsx': `import { login } from './actions/auth'\nexport default () => <form action={login} />\n` }
/** The case that started it all. */
const login = lines(
  `'use server'`, '',
  `import User from '@/models/User'`, '',
  'export async function login(form: FormData) {',
  `  const user = await User.findOne({ title: form.get('title') }).populate('role')`,
  `  const Role = (await import('@/models/Role')).default`,
  '  return user ?? Role.findOne()',
  '}',
)

test.each(strategies)('%s: nothing is left to find, and a second time changes nothing', (strategy) => {
  const root = withTree({ ...nextApp({ manifest }), ...PAGE, [ACTION]: login })
  expect(examine(root).report.findings.map((finding) => finding.rule)).toEqual(['late-registration'])
  const plan = planFor(root, strategy)
  expect(plan.notFixed).toEqual([])
  writeFixes(root, plan)
  expect(examine(root).report.findings).toEqual([])
  expect(planFor(root, strategy)).toEqual({ files: [], notFixed: [] })
})

test('lazy: a loader that is kept, awaited where the query needs it; the late import uses it too', () => {
  expect(mendNext({ ...PAGE, [ACTION]: login }, { manifest }, 'lazy').after[ACTION]).toBe(lines(
    `'use server'`, '',
    `import User from '@/models/User'`,
    `import { lazyModel } from '@mongoose-doctor/runtime'`, '',
    `const loadRole = lazyModel(() => import('@/models/Role'))`, '',
    'export async function login(form: FormData) {',
    '  await loadRole()',
    `  const user = await User.findOne({ title: form.get('title') }).populate('role')`,
    '  const Role = await loadRole()',
    '  return user ?? Role.findOne()',
    '}',
  ))
})

test('ensure: the query waits for what it needs', () => {
  expect(mendNext({ ...PAGE, [ACTION]: login }, { manifest }, 'ensure').after[ACTION]).toBe(lines(
    `'use server'`, '',
    `import User from '@/models/User'`,
    `import { ensureModels } from '@mongoose-doctor/runtime'`, '',
    'export async function login(form: FormData) {',
    `  await ensureModels(() => import('@/models/Role'))`,
    `  const user = await User.findOne({ title: form.get('title') }).populate('role')`,
    `  const Role = (await import('@/models/Role')).default`,
    '  return user ?? Role.findOne()',
    '}',
  ))
})

test('ensure: an import that is there and erased is what it waits for, and so it is used', () => {
  const { after } = mendNext({
    [ROUTE]: lines(`import Role from '@/models/Role'`, `import User from '@/models/User'`, 'export async function GET() {', `  return Response.json(await User.find().populate('role'))`, '}'),
  }, { manifest }, 'ensure')
  expect(after[ROUTE]).toContain('  await ensureModels(Role)\n')
})

test('ensure: an erased import whose name a function uses for something else is left alone', () => {
  const { after, reasons } = mendNext({
    [ROUTE]: lines(
      `import Role from '@/models/Role'`, `import User from '@/models/User'`, 'export async function GET() {',
      `  const users = await User.find().populate('role')`, `  const Role = (await import('@/models/Role')).default`, '  return Response.json([users, await Role.find()])', '}',
    ),
  }, { manifest }, 'ensure')
  expect(reasons).toEqual([])
  expect(after[ROUTE]).toContain(`  await ensureModels(() => import('@/models/Role'))\n`)
})

test('registry: a file of all models, and one import of it', () => {
  const { after } = mendNext({ [ROUTE]: lines(`import User from '@/models/User'`, `export const GET = async () => Response.json(await User.find().populate('role'))`) }, {}, 'registry')
  expect(after[ROUTE]).toContain(`import '@/models/registry'\n`)
  expect(after['models/registry.ts']).toBe(lines(
    '// Written by `mongoose-doctor generate registry`: do not edit. Run that again when a model comes or goes;',
    '// in CI, `mongoose-doctor generate registry --check` fails while this file is stale.',
    `import Role from './Role'`, `import User from './User'`, '',
    'export const models = {', '  Role,', '  User,', '}',
  ))
})

test('registry: with the runtime it is one object that knows what it has', () => {
  const { after } = mendNext({ [ROUTE]: lines(`import User from '@/models/User'`, `export const GET = async () => Response.json(await User.find().populate('role'))`) }, { manifest }, 'registry')
  expect(after['models/registry.ts']).toContain(lines(
    `import { createRegistry } from '@mongoose-doctor/runtime'`, `import Role from './Role'`, `import User from './User'`, '',
    'export const models = createRegistry({', '  Role,', '  User,', '})',
  ))
})

test('registry: with "sideEffects": false a model of it is used, so that the import survives', () => {
  const { after } = mendNext(
    { [ROUTE]: lines(`import User from '@/models/User'`, `export const GET = async () => Response.json(await User.find().populate('role'))`) },
    { manifest: { sideEffects: false } }, 'registry',
  )
  expect(after[ROUTE]).toContain(`import { models } from '@/models/registry'\nvoid models.Role.modelName // registers "Role"`)
})

test('registry: a model behind a guard of another shape is used like any other', () => {
  const guarded = lines(
    `import mongoose, { models, Schema } from 'mongoose'`,
    `export const Role = typeof models !== 'undefined' && models.Role ? models.Role : mongoose.model('Role', new Schema({}))`,
  )
  const { after } = mendNext(
    { 'models/Role.ts': guarded, [ROUTE]: lines(`import User from '@/models/User'`, `export const GET = async () => Response.json(await User.find().populate('role'))`) },
    { manifest: { sideEffects: false } }, 'registry',
  )
  expect(after[ROUTE]).toContain('void models.Role.modelName')
})

test('registry: a model that imports nothing of it, while the query is in a model file: each entry imports it', () => {
  const { after, reasons } = mendNext({
    'models/User.ts': lines(
      `import mongoose, { Schema } from 'mongoose'`,
      `const schema = new Schema({ role: { type: Schema.Types.ObjectId, ref: 'Role' } })`,
      `schema.statics.withRole = function () { return this.find().populate('role') }`,
      `export default mongoose.models.User || mongoose.model('User', schema)`,
    ),
    [ROUTE]: lines(`import User from '@/models/User'`, 'export const GET = async () => Response.json(await User.withRole())'),
  }, {}, 'registry')
  expect(reasons).toEqual([])
  expect(Object.keys(after)).toEqual(['models/registry.ts', ROUTE])
})

test('a registry that somebody else wrote is left alone', () => {
  const { after, reasons } = mendNext({
    'models/registry.ts': `export { default as User } from './User'\n`,
    [ROUTE]: lines(`import User from '@/models/User'`, `export const GET = async () => Response.json(await User.find().populate('role'))`),
  }, {}, 'registry')
  expect(after).toEqual({})
  expect(reasons).toEqual([expect.stringContaining('models/registry.ts exists and was not written by mongoose-doctor')])
})

const shapes: Readonly<Record<string, readonly [before: readonly string[], after: readonly string[]]>> = {
  'an arrow function without a block gets one': [
    [`export const GET = async () => Response.json(await User.find().populate('role'))`],
    ['export const GET = async () => {', '  await loadRole()', `  return Response.json(await User.find().populate('role'))`, '}'],
  ],
  'a statement without a block: before the whole': [
    ['export async function GET(request: Request) {', `  if (request.url) return Response.json(await User.find().populate('role'))`, '  return Response.json(null)', '}'],
    ['export async function GET(request: Request) {', '  await loadRole()', `  if (request.url) return Response.json(await User.find().populate('role'))`, '  return Response.json(null)', '}'],
  ],
  'after what ends the function early, with the comment that belongs to the query': [
    ['export async function GET(request: Request) {', '  if (!request.url) return Response.json(null)', '  // All of them.', `  const users = await User.find().populate('role')`, '  return Response.json(users)', '}'],
    ['export async function GET(request: Request) {', '  if (!request.url) return Response.json(null)', '  await loadRole()', '  // All of them.', `  const users = await User.find().populate('role')`, '  return Response.json(users)', '}'],
  ],
  'once for two queries of one block': [
    ['export async function GET() {', `  const a = await User.find().populate('role')`, `  if (a.length === 0) await User.findOne().populate('role')`, '  return Response.json(a)', '}'],
    ['export async function GET() {', '  await loadRole()', `  const a = await User.find().populate('role')`, `  if (a.length === 0) await User.findOne().populate('role')`, '  return Response.json(a)', '}'],
  ],
  'twice for two functions': [
    [`export async function GET() {`, `  return Response.json(await User.find().populate('role'))`, '}', `export async function POST() {`, `  return Response.json(await User.findOne().populate('role'))`, '}'],
    [`export async function GET() {`, '  await loadRole()', `  return Response.json(await User.find().populate('role'))`, '}', `export async function POST() {`, '  await loadRole()', `  return Response.json(await User.findOne().populate('role'))`, '}'],
  ],
  'a query that a plain function builds: where it is called': [
    [`const query = () => User.find().populate('role')`, 'export async function GET() {', '  const users = await query()', '  return Response.json(users)', '}'],
    [`const query = () => User.find().populate('role')`, 'export async function GET() {', '  await loadRole()', '  const users = await query()', '  return Response.json(users)', '}'],
  ],
  'in a callback that is not async: before the statement that makes it': [
    ['export async function GET() {', '  const ids = [1, 2]', `  const users = await Promise.all(ids.map((id) => User.findOne({ id }).populate('role')))`, '  return Response.json(users)', '}'],
    ['export async function GET() {', '  const ids = [1, 2]', '  await loadRole()', `  const users = await Promise.all(ids.map((id) => User.findOne({ id }).populate('role')))`, '  return Response.json(users)', '}'],
  ],
  'a populate that only a branch adds: on that branch': [
    ['export async function GET(request: Request) {', '  const query = User.find()', '  if (request.url) {', `    query.populate('role')`, '  }', '  const users = await query', '  return Response.json(users)', '}'],
    ['export async function GET(request: Request) {', '  const query = User.find()', '  if (request.url) {', '    await loadRole()', `    query.populate('role')`, '  }', '  const users = await query', '  return Response.json(users)', '}'],
  ],
  'a block on one line': [
    [`export async function GET() { return Response.json(await User.find().populate('role')) }`],
    [`export async function GET() { await loadRole(); return Response.json(await User.find().populate('role')) }`],
  ],
  'a case of a switch': [
    ['export async function GET(request: Request) {', '  switch (request.method) {', '    case "a":', '      await User.findOne()', '      break', '    default:', `      await User.find().populate('role')`, '  }', '  return Response.json(null)', '}'],
    ['export async function GET(request: Request) {', '  switch (request.method) {', '    case "a":', '      await User.findOne()', '      break', '    default:', '      await loadRole()', `      await User.find().populate('role')`, '  }', '  return Response.json(null)', '}'],
  ],
}

test.each(Object.entries(shapes))('lazy: %s', (_, [before, after]) => {
  const head = [`import User from '@/models/User'`]
  const helper = [`import { lazyModel } from '@mongoose-doctor/runtime'`, '', `const loadRole = lazyModel(() => import('@/models/Role'))`]
  const result = mendNext({ [ROUTE]: lines(...head, ...before) }, { manifest }, 'lazy')
  expect(result.reasons).toEqual([])
  expect(result.after[ROUTE]).toBe(lines(...head, ...helper, ...after))
})

test('lazy: an import that does nothing, which queries of two files count on', () => {
  const query = (from: string): string => lines(`import '@/lib/models'`, `import User from '@/models/User'`, 'export async function GET() {', `  return Response.json(await User.find().populate('role')) // ${from}`, '}')
  const { after, reasons } = mendNext({ 'lib/models.ts': `import Role from '@/models/Role'\n`, [ROUTE]: query('one'), 'app/api/more/route.ts': query('two') }, { manifest }, 'lazy')
  expect(reasons).toEqual([])
  expect(Object.keys(after)).toEqual(['app/api/more/route.ts', ROUTE])
})

test('lazy and ensure: two models of one query', () => {
  const schema = lines(
    `import mongoose, { Schema } from 'mongoose'`,
    `const schema = new Schema({ role: { type: Schema.Types.ObjectId, ref: 'Role' }, team: { type: Schema.Types.ObjectId, ref: 'Team' } })`,
    `export default mongoose.models.User || mongoose.model('User', schema)`,
  )
  const files = {
    'models/User.ts': schema,
    'models/all.ts': lines(`import mongoose from 'mongoose'`, `export const Team = mongoose.model('Team', new mongoose.Schema({}))`, `export const Ward = mongoose.model('Ward', new mongoose.Schema({}))`),
    [ROUTE]: lines(`import User from '@/models/User'`, 'export async function GET() {', `  return Response.json(await User.find().populate('role team'))`, '}'),
  }
  expect(mendNext(files, { manifest }, 'ensure').after[ROUTE]).toContain(`  await ensureModels(() => import('@/models/Role'), () => import('@/models/all').then((models) => models.Team))\n`)
  expect(mendNext(files, { manifest }, 'lazy').after[ROUTE]).toContain(lines(
    `const loadRole = lazyModel(() => import('@/models/Role'))`, `const loadTeam = lazyModel(() => import('@/models/all'), 'Team')`,
    'export async function GET() {', '  await loadRole()', '  await loadTeam()',
  ))
})

test('lazy: a loader that the file has is used again', () => {
  const { after } = mendNext({ [ROUTE]: lines(
    `import { lazyModel } from '@mongoose-doctor/runtime'`, `import User from '@/models/User'`, '', `const role = lazyModel(() => import('@/models/Role'))`, '',
    'export async function GET() {', `  return Response.json(await User.find().populate('role'))`, '}', 'export async function POST() {', '  return Response.json(await (await role()).find())', '}',
  ) }, { manifest }, 'lazy')
  expect(after[ROUTE]).toContain(lines('export async function GET() {', '  await role()'))
  expect(after[ROUTE]?.match(/lazyModel/g)).toHaveLength(2)
})

test('an import of the runtime that the file has gets one name more', () => {
  const { after } = mendNext({ [ROUTE]: lines(
    `import {`, '  connect,', `} from '@mongoose-doctor/runtime'`, `import User from '@/models/User'`, '',
    'export async function GET() {', `  await connect('mongodb://127.0.0.1')`, `  return Response.json(await User.find().populate('role'))`, '}',
  ) }, { manifest }, 'ensure')
  expect(after[ROUTE]).toContain(lines(`import {`, '  connect, ensureModels,', `} from '@mongoose-doctor/runtime'`, `import User from '@/models/User'`, '', 'export async'.trim()).trimEnd())
})

test('CommonJS: require in place of import', () => {
  const files = {
    'package.json': JSON.stringify({ name: 'app', main: 'server.js', dependencies: { express: '5', mongoose: '9', '@mongoose-doctor/runtime': '0.1.0' } }),
    'models/User.js': lines(`const mongoose = require('mongoose')`, `module.exports = mongoose.model('User', new mongoose.Schema({ role: { type: mongoose.Types.ObjectId, ref: 'Role' } }))`),
    'models/Role.js': lines(`const mongoose = require('mongoose')`, `module.exports = mongoose.model('Role', new mongoose.Schema({}))`),
    'server.js': lines(`const express = require('express')`, `const User = require('./models/User')`, 'const app = express()', `app.get('/', async (req, res) => {`, `  res.json(await User.find().populate('role'))`, '})', 'app.listen(3000)'),
  }
  expect(mend(files, 'lazy').after['server.js']).toContain(lines(`const lazyModel = require('@mongoose-doctor/runtime').lazyModel`, '', `const loadRole = lazyModel(() => require('./models/Role'))`))
  expect(mend(files, 'ensure').after['server.js']).toContain(`  await ensureModels(() => require('./models/Role'))\n`)
  expect(mend(files, 'registry').after['models/registry.js']).toContain(lines(`const Role = require('./Role')`, `const User = require('./User')`, '', 'const models = createRegistry({', '  Role,', '  User,', '})', '', 'module.exports = { models }'))
})

test('without the runtime lazy and ensure change nothing and say what to install', () => {
  for (const strategy of ['lazy', 'ensure'] as const) {
    const { after, reasons } = mendNext({ ...PAGE, [ACTION]: login, 'pnpm-lock.yaml': '' }, {}, strategy)
    expect(after).toEqual({})
    expect(reasons).toEqual(['package.json does not have @mongoose-doctor/runtime, which this strategy writes: run `pnpm add @mongoose-doctor/runtime` first, or leave --strategy out, for an import needs no package'])
  }
})

test('a query that no async function leads to', () => {
  const { after, reasons } = mendNext({ [ROUTE]: lines(`import User from '@/models/User'`, `export function GET() { return User.find().populate('role') }`) }, { manifest }, 'lazy')
  expect(after).toEqual({})
  expect(reasons).toEqual([`no async function leads to what needs Role at ${ROUTE}:2, so nothing can be waited for before it`])
})
