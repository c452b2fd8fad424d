import { mkdirSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { buildGraph } from '../../src/graph/build.ts'
import { projectIn } from '../helpers/project.ts'
import { withTree } from '../helpers/tree.ts'
import { graphOf, node, turbopack, webpack } from './graph-of.ts'

const ROLE = `const { Schema, model } = require('mongoose')\nmodule.exports = model('Role', new Schema({}))`
const app = (...names: string[]): Record<string, unknown> => ({
  'package.json': { name: 'app', dependencies: { mongoose: '9', ...Object.fromEntries(names.map((name) => [name, '1'])) } },
})
const db = { 'node_modules/@acme/db/package.json': { name: '@acme/db', main: 'lib/index.js', peerDependencies: { mongoose: '*' } } }
const filesOf = (files: Readonly<Record<string, unknown>>): string[] => [...graphOf(files).graph.modules.keys()]

describe('an installed package that may define models', () => {
  test('only what its imported entry reaches is read, as JavaScript', () => {
    expect(filesOf({
      ...app('@acme/db'), ...db, 'a.js': `require('@acme/db')`,
      'node_modules/@acme/db/lib/index.js': `exports.Role = require('./Role'); require('./data.json'); require('lodash')`,
      'node_modules/@acme/db/lib/index.d.ts': '', 'node_modules/@acme/db/lib/Role.js': ROLE, 'node_modules/@acme/db/lib/Role.ts': ROLE,
      'node_modules/@acme/db/lib/seed.js': ROLE, 'node_modules/@acme/db/node_modules/x/index.js': ROLE,
    })).toEqual(['a.js', 'node_modules/@acme/db/lib/index.js', 'node_modules/@acme/db/lib/Role.js'])
  })

  test('subpaths: any file without `exports`, else what `exports` names', () => {
    const files = { 'a.js': `require('@acme/db/lib/Role')`, 'node_modules/@acme/db/lib/Role.js': ROLE }
    expect(filesOf({ ...app('@acme/db'), ...db, ...files })).toHaveLength(2)
    const manifest = { name: '@acme/db', exports: { '.': './lib/Role.js', './r': './lib/Role.js' }, dependencies: { mongoose: '9' } }
    const closed = { ...app('@acme/db'), ...files, 'node_modules/@acme/db/package.json': manifest }
    expect(filesOf(closed)).toEqual(['a.js'])
    expect(filesOf({ ...closed, 'a.js': `import '@acme/db/r'` })).toHaveLength(2)
  })

  test('the nearest node_modules above the importer counts', () => {
    const made = graphOf({
      'apps/web/package.json': { name: 'web', dependencies: { models: '2' } }, 'apps/web/a.js': `require('models')`,
      'apps/api/package.json': { name: 'api', dependencies: { models: '1' } }, 'apps/api/a.js': `require('models')`,
      'node_modules/models/package.json': { dependencies: { mongoose: '9' } }, 'node_modules/models/index.js': ROLE,
      'apps/web/node_modules/models/package.json': { dependencies: { mongoose: '9' } }, 'apps/web/node_modules/models/index.js': ROLE,
    })
    expect(made.graph.resolve('apps/web/a.js', 'models')).toEqual({ kind: 'file', file: 'apps/web/node_modules/models/index.js' })
    expect(made.graph.resolve('apps/api/a.js', 'models')).toEqual({ kind: 'file', file: 'node_modules/models/index.js' })
  })

  test('its own "sideEffects" counts for bundlers, optimizePackageImports under both of them', () => {
    const made = (sideEffects?: boolean) => graphOf({
      ...app('@acme/db'), 'a.ts': `import { User } from '@acme/db'\nexport const u = User`,
      'node_modules/@acme/db/package.json': {
        name: '@acme/db', type: 'module', exports: './index.js', peerDependencies: { mongoose: '*' }, sideEffects,
      },
      'node_modules/@acme/db/index.js': `export { User } from './User.js'\nexport { Role } from './Role.js'`,
      'node_modules/@acme/db/User.js': `import m from 'mongoose'\nexport const User = m.model('User', new m.Schema({}))`,
      'node_modules/@acme/db/Role.js': `import m from 'mongoose'\nexport const Role = m.model('Role', new m.Schema({}))`,
    })
    const hasRole = (modules: readonly string[]): boolean => modules.some((file) => file.endsWith('/Role.js'))
    for (const compiler of [turbopack, webpack]) {
      expect(hasRole(made().run(compiler, ['a.ts']))).toBe(true)
      expect(hasRole(made(false).run(compiler, ['a.ts']))).toBe(false)
      expect(hasRole(made().run({ ...compiler, optimizePackageImports: ['@acme/db'] }, ['a.ts']))).toBe(false)
    }
    expect(hasRole(made(false).run(node, ['a.ts']))).toBe(true)
  })
})

describe('what stays outside', () => {
  const index = { 'a.js': `require('@acme/db')`, 'node_modules/@acme/db/lib/index.js': ROLE }
  test.each([
    ['a plugin that defines no model', {
      ...app('@acme/db'), ...db, ...index, 'node_modules/@acme/db/lib/index.js': `module.exports = (s) => s.set('x', 1)`,
    }],
    ['a package that the project does not name', { ...app(), ...db, ...index }],
    ['one without Mongoose', {
      ...app('@acme/db'), ...index, 'node_modules/@acme/db/package.json': { name: '@acme/db', main: 'lib/index.js' },
    }],
    ['one with a Mongoose of its own', {
      ...app('@acme/db'), ...db, ...index, 'node_modules/@acme/db/node_modules/mongoose/package.json': {},
    }],
    ['layers over Mongoose', {
      ...app('@nestjs/mongoose'), 'a.js': `require('@nestjs/mongoose')`, 'node_modules/@nestjs/mongoose/index.js': ROLE,
      'node_modules/@nestjs/mongoose/package.json': { peerDependencies: { mongoose: '*' } },
    }],
    ['more than a package of models holds', {
      ...app('@acme/db'), ...db, ...index,
      ...Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`node_modules/@acme/db/lib/${i}.js`, `require('./${i + 1}')`])),
      'node_modules/@acme/db/lib/index.js': `${ROLE}\nrequire('./0')`,
    }],
  ])('%s', (_title, files) => {
    expect(filesOf(files)).toEqual(['a.js'])
  })

  test('a link out of the root; a link to a workspace package is that package', () => {
    const outside = withTree({ 'db/package.json': { name: 'db', dependencies: { mongoose: '9' } }, 'db/index.js': ROLE })
    const root = withTree({
      ...app('db', '@acme/own'), 'a.js': `require('db'); require('@acme/own')`,
      'packages/own/package.json': { name: '@acme/own', dependencies: { mongoose: '9' } }, 'packages/own/index.js': ROLE,
    })
    mkdirSync(`${root}/node_modules/@acme`, { recursive: true })
    symlinkSync(`${outside}/db`, `${root}/node_modules/db`)
    symlinkSync('../../packages/own', `${root}/node_modules/@acme/own`)
    expect([...buildGraph(projectIn(root)).modules.keys()]).toEqual(['a.js', 'packages/own/index.js'])
  })

  test('its riddles are not reported, and nothing is written into it', () => {
    const { report } = examine(withTree({
      ...app('@acme/db'), ...db, 'package.json': { dependencies: { mongoose: '9', '@acme/db': '1' }, scripts: { start: 'node a.js' } },
      'a.js': `const { User } = require('@acme/db')\nUser.findOne().populate('role').then(console.log)`,
      'node_modules/@acme/db/lib/index.js': `
        const { Schema, model } = require('mongoose')
        const role = { type: Schema.Types.ObjectId, ref: 'Role' }
        exports.User = model('User', new Schema({ role, gone: { type: String, ref: 'Gone' } }))
        exports.role = () => require('./Role')
        exports.load = () => require(process.env.PLUGIN)
      `,
      'node_modules/@acme/db/lib/Role.js': ROLE,
    }))
    expect(report.unknown).toEqual([])
    const found = report.findings.map(({ rule, file, model, fixable }) => [rule, file, model, fixable])
    expect(found).toEqual([['missing-model', 'a.js', 'Role', false]])
  })
})
