/** Models that only tests evaluate again. What each row expects was seen with the real Mocha 11 and Vitest 4.1, and Mongoose 9. */
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'

const express = `const express = require('express')
const User = require('./models/User')
express().get('/', async (request, response) => response.json(await User.find())).listen(3000)
`
const model = `const mongoose = require('mongoose')
module.exports = mongoose.model('User', new mongoose.Schema({ email: String }))
`
const guarded = `const mongoose = require('mongoose')
module.exports = mongoose.models.User || mongoose.model('User', new mongoose.Schema({ email: String }))
`
const asModule = `import mongoose from 'mongoose'
export default mongoose.model('User', new mongoose.Schema({ email: String }))
`
const spec = `const User = require('../models/User')
it('has a name', () => { if (User.modelName !== 'User') throw new Error('another') })
`

interface Manifest { readonly type?: string; readonly mocha?: unknown; readonly scripts: Readonly<Record<string, string>> }

function found(files: Readonly<Record<string, unknown>>, { scripts, ...more }: Manifest): readonly string[] {
  const { report } = examine(withTree({
    'package.json': { name: 'server', main: 'server.js', scripts: { start: 'node server.js', ...scripts }, dependencies: { express: '^5.0.0', mongoose: '^9.0.0' }, ...more },
    ...files,
  }))
  return report.findings.filter(({ rule }) => rule === 'unguarded-model').map(({ severity, confidence, file, because }) => `${severity} ${confidence} ${file} ${because.map((one) => one.file).join(' ')}`)
}

describe('mocha --watch', () => {
  const files = { 'server.js': express, 'models/User.js': model, 'test/user.js': spec }
  const expected = ['warning proved models/User.js test/user.js package.json']

  test.each<[what: string, script: string]>([
    ['the folder that it takes by itself', 'mocha --watch'],
    ['its short form, with an option that has a value', 'NODE_ENV=test mocha -w --timeout 5000 test/user.js'],
    ['a glob', "npx mocha 'test/**/*.js' --watch"],
    ['through another script', 'npm test -- --watch'],
  ])('%s', (_, watch) => {
    expect(found(files, { scripts: { test: 'mocha', watch } })).toEqual(expected)
  })

  test('a version that npx is asked for', () => {
    expect(found(files, { scripts: { watch: 'npx mocha@11 --watch' } })).toEqual(expected)
  })

  test.each<[what: string, files: Readonly<Record<string, unknown>>, script: string]>([
    ['tests that .mocharc.json names', { '.mocharc.json': { spec: 'checks/**/*.js' } }, 'mocha --watch'],
    ['tests that .mocharc.yml names', { '.mocharc.yml': 'spec:\n  - checks/*.js\n' }, 'mocha --watch'],
    ['tests that .mocharc.cjs names', { '.mocharc.cjs': "module.exports = { spec: ['checks/*.js'] }" }, 'mocha --watch'],
    ['watching that .mocharc.jsonc asks for', { '.mocharc.jsonc': '{ "watch": true, /* all */ "spec": ["checks"] }' }, 'mocha'],
  ])('%s', (_, more, watch) => {
    const tree = { 'server.js': express, 'models/User.js': model, 'checks/user.js': spec, ...more }
    expect(found(tree, { scripts: { watch } })).toEqual(['warning proved models/User.js checks/user.js package.json'])
  })

  test('what mocha in package.json names', () => {
    expect(found({ 'server.js': express, 'models/User.js': model, 'checks/user.js': spec }, { scripts: { watch: 'mocha --watch' }, mocha: { spec: 'checks' } })).toEqual(['warning proved models/User.js checks/user.js package.json'])
  })

  test('a hook that .mocharc names compiles TypeScript', () => {
    const typed = { 'server.js': `require('tsx/cjs')\nrequire('./models/User.ts')`, 'models/User.ts': asModule, 'test/user.ts': `import User from '../models/User'\nit('is there', () => User.modelName)` }
    expect(found({ ...typed, '.mocharc.json': { require: ['tsx/cjs'], extension: ['ts'], spec: 'test/**/*.ts' } }, { scripts: { watch: 'mocha --watch' } })).toEqual(['warning proved models/User.ts test/user.ts package.json'])
  })

  test('TypeScript that a hook compiles', () => {
    const typed = { 'server.js': `require('tsx/cjs')\nrequire('./models/User.ts')`, 'models/User.ts': asModule, 'test/user.ts': `import User from '../models/User'\nit('is there', () => User.modelName)` }
    expect(found(typed, { scripts: { watch: "mocha --watch -r tsx/cjs --extension ts 'test/**/*.ts'" } })).toEqual(['warning proved models/User.ts test/user.ts package.json'])
    expect(found(typed, { scripts: { watch: "mocha --watch -r tsx/cjs 'test/**/*.ts'" } })).toEqual([])
  })

  test.each<[what: string, files: Readonly<Record<string, unknown>>, manifest: Manifest]>([
    ['a run that ends', files, { scripts: { test: 'mocha' } }],
    ['only the tests are watched, as .mocharc.json says', { ...files, '.mocharc.json': { 'watch-files': ['test/**'] } }, { scripts: { test: 'mocha --watch' } }],
    ['only the tests are watched', files, { scripts: { test: "mocha --watch --watch-files 'test/**'" } }],
    ['a guard', { ...files, 'models/User.js': guarded }, { scripts: { test: 'mocha --watch' } }],
    ['a test that does not load it', { ...files, 'test/user.js': `it('is true', () => true)` }, { scripts: { test: 'mocha --watch' } }],
    ['a folder below, not asked for', { 'server.js': express, 'models/User.js': model, 'test/unit/user.js': spec.replace('../', '../../') }, { scripts: { test: 'mocha --watch' } }],
    ['ES modules, which stay', { 'server.js': `import './models/User.js'`, 'models/User.js': asModule, 'test/user.js': `import '../models/User.js'` }, { type: 'module', scripts: { test: 'mocha --watch' } }],
  ])('not: %s', (_, tree, manifest) => {
    expect(found(tree, manifest)).toEqual([])
  })
})

describe('vi.resetModules()', () => {
  const main = { 'server.js': `import './models/User.js'`, 'models/User.js': asModule }
  const manifest = { type: 'module', scripts: { test: 'vitest' } }
  const load = `const { default: User } = await import('../models/User.js')`
  const hook = `beforeEach(() => { vi.resetModules() })`
  const twoTests = `test('one', async () => { ${load} })\ntest('two', async () => { ${load} })`
  const of = (code: string): readonly string[] => found({ ...main, 'tests/user.test.js': `import { beforeEach, test, vi } from 'vitest'\n${code}\n` }, manifest)

  test.each<[what: string, code: string]>([
    ['before each test, which loads it', `${hook}\n${twoTests}`],
    ['before each test, and loaded there', `let User\nbeforeEach(async () => { vi.resetModules(); User = (await import('../models/User.js')).default })\ntest('one', () => User)\ntest('two', () => User)`],
    ['between two loads', `test('one', async () => { await import('../models/User.js'); vi.resetModules(); await import('../models/User.js') })`],
    ['after a static import', `import '../models/User.js'\n${hook}\ntest('one', async () => { ${load} })`],
  ])('%s', (_, code) => {
    expect(of(code)).toEqual(['warning likely models/User.js tests/user.test.js'])
  })

  test.each<[what: string, code: string]>([
    ['loaded once', `${hook}\ntest('one', async () => { ${load} })`],
    ['both loads before it', `test('one', async () => { await import('../models/User.js'); await import('../models/User.js'); vi.resetModules() })`],
    ['a mock in its place', `vi.mock('../models/User.js', () => ({ default: {} }))\n${hook}\n${twoTests}`],
    ['a mock of Mongoose', `vi.mock('mongoose', () => ({ default: {} }))\n${hook}\n${twoTests}`],
    ['models are taken out', `import mongoose from 'mongoose'\n${hook}\nafterEach(() => mongoose.deleteModel(/./))\n${twoTests}`],
  ])('not: %s', (_, code) => {
    expect(of(code)).toEqual([])
  })
})
