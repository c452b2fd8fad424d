/** Which findings a change can have to do with, although they name no changed file. */
import { describe, expect, test } from 'vitest'
import { examine, internalsOf } from '../../src/examine.ts'
import type { Changes } from '../../src/git/changes.ts'
import { concernedBy } from '../../src/rules/concerned.ts'
import { model } from '../graph/graph-of.ts'
import { withTree } from '../helpers/tree.ts'

const PACKAGE = { dependencies: { next: '16.2.0', mongoose: '9.0.0', lodash: '4.0.0' } }
/** A page, an action and a handler that all miss Role; one page has a layout, and one import more than it needs. */
const FILES: Readonly<Record<string, unknown>> = {
  'package.json': PACKAGE,
  'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./*'] } } },
  'models/Role.ts': model('Role'),
  'models/User.ts': `import mongoose from 'mongoose'\nexport default mongoose.models.User || mongoose.model('User', new mongoose.Schema({ role: { type: mongoose.Schema.Types.ObjectId, ref: 'Role' } }))\n`,
  'lib/connect.ts': `import mongoose from 'mongoose'\nexport const connect = () => mongoose.connect('')\n`,
  'lib/format.ts': `export const format = (name: string) => name.trim()\n`,
  'lib/users.ts': `import User from '@/models/User'\nimport { connect } from './connect'\nimport { format } from './format'\nexport const all = async () => { await connect(); format(''); return User.find().populate('role') }\n`,
  'lib/actions.ts': `'use server'\nimport User from '@/models/User'\nexport async function act() { return User.find().populate('role') }\n`,
  'app/layout.tsx': `export default ({ children }) => children\n`,
  'app/users/page.tsx': `import { all } from '@/lib/users'\nexport default async () => { await all(); return null }\n`,
  'app/form/page.tsx': `import { act } from '@/lib/actions'\nimport { other } from '@/lib/other'\nexport default () => <form action={act}>{other}</form>\n`,
  'lib/other.ts': `import '@/lib/connect'\nexport const other = 1\n`,
}

/** @param before the files as they were, where they were other; null: they were not there */
function concerned(before: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>> = FILES): string[] {
  const text = (content: unknown): string | null => (content === null || content === undefined ? null : typeof content === 'string' ? content : JSON.stringify(content))
  const then = { ...now, ...before }
  const changes: Changes = {
    since: 'then', has: (file) => Object.hasOwn(before, file), before: (file) => text(then[file]),
    files: (wanted) => Object.keys(then).filter((file) => then[file] !== null && wanted(file)),
  }
  const examination = examine(withTree(now))
  const isConcerned = concernedBy(internalsOf(examination).context, changes)
  return [...new Set(examination.report.findings.filter(isConcerned).map(({ file }) => file))].sort()
}

const ALL = ['lib/actions.ts', 'lib/users.ts']

test('nothing, where nothing has changed', () => {
  expect(concerned({})).toEqual([])
})

describe('a file on the way', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['that has to do with Mongoose', { 'lib/connect.ts': '' }, ALL],
    ['that has not', { 'lib/format.ts': 'export const format = String\n' }, []],
    ['that had, before it lost an import', { 'lib/format.ts': `import '@/models/Role'\nexport const format = String\n` }, ['lib/users.ts']],
    ['or a re-export, or an import() of it', { 'lib/format.ts': `export * from '@/models/Role'\nexport const format = String\n` }, ['lib/users.ts']],
    ['that lost a type only', { 'lib/format.ts': `import type { Role } from '@/models/Role'\nexport const format = String\n` }, []],
    ['that is new', { 'lib/format.ts': null }, ['lib/users.ts']],
    ['of a page that offers the action', { 'lib/other.ts': `import '@/models/Role'\nexport const other = 1\n` }, ['lib/actions.ts']],
    ['that no entry reaches', { 'models/Role.ts': '' }, []],
  ])('%s', (_name, before, files) => {
    expect(concerned(before)).toEqual(files)
  })
})

describe('a file that nobody imports', () => {
  test('which Next.js takes by its name, and is gone', () => {
    const { 'app/layout.tsx': layout, ...rest } = FILES
    expect(concerned({ 'app/layout.tsx': layout }, rest)).toEqual(ALL)
    expect(concerned({ 'instrumentation.ts': `export async function register() { await import('./models/Role') }\n` })).toEqual(ALL)
    expect(concerned({ 'lib/unused.ts': 'export {}\n' })).toEqual([])
  })
  test('which runs before every entry', () => {
    const now = { ...FILES, 'instrumentation.ts': `import './lib/connect'\nexport function register() {}\n` }
    expect(concerned({ 'instrumentation.ts': '' }, now)).toEqual(ALL)
  })
})

describe('settings', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['another version of a package', { 'package.json': { ...PACKAGE, version: '2', dependencies: { ...PACKAGE.dependencies, lodash: '5.0.0' } } }, []],
    ['another version of Next.js', { 'package.json': { ...PACKAGE, dependencies: { ...PACKAGE.dependencies, next: '15.0.0' } } }, ALL],
    ['a package less', { 'package.json': { ...PACKAGE, dependencies: { ...PACKAGE.dependencies, react: '19' } } }, []],
    ['sideEffects', { 'package.json': { ...PACKAGE, sideEffects: false } }, ALL],
    ['a package.json that was broken', { 'package.json': '{' }, ALL],
    ['the compiler', { 'tsconfig.json': { compilerOptions: { verbatimModuleSyntax: true, paths: { '@/*': ['./*'] } } } }, ALL],
    ['a next.config that is gone', { 'next.config.ts': 'export default {}\n' }, ALL],
    ['a README', { 'README.md': '' }, []],
  ])('%s', (_name, before, files) => {
    expect(concerned(before)).toEqual(files)
  })
  test('of a folder say nothing of others', () => {
    expect(concerned({ 'models/tsconfig.json': {} })).toEqual([])
  })
})
