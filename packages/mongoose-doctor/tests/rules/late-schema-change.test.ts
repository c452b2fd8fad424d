/** What a model has of a change to its schema that comes after it: as observed on Mongoose 7.8.13, 8.24.10 and 9.12.1. */
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { mend } from '../fixes/mend.ts'
import { withTree } from '../helpers/tree.ts'

const manifest = { name: 'clinic', type: 'module', main: 'index.js', dependencies: { mongoose: '^9.12.1' } }
const files = (body: string, more: Readonly<Record<string, string>> = {}) => ({ 'package.json': manifest, 'index.js': body, ...more })

const of = (body: string, more?: Readonly<Record<string, string>>) =>
  examine(withTree(files(body, more))).report.findings.flatMap(({ rule, severity, confidence, line, message }) =>
    (rule === 'late-schema-change' ? [`${line} ${severity} ${confidence} ${message.split(' after ')[0]}`] : []))

const program = (change: string, before = '') => `import mongoose, { Schema, model } from 'mongoose'
const schema = new Schema({ name: String })
${before}
export const User = model('User', schema)
${change}
`

describe('what the model is not told of', () => {
  test.each([
    [`schema.pre('save', async function () {})`, `error proved The hook pre('save') is added`],
    [`schema.post(['find', 'findOne'], () => {})`, `error proved The hook post('find', 'findOne') is added`],
    [`schema.pre(/^find/, function () {})`, `error proved The hook pre(/^find/) is added`],
    [`schema.methods.full = function () {}`, `error proved The method "full" is added`],
    [`schema.methods = { full() {} }`, `error proved The method "full" is added`],
    [`Object.assign(schema.methods, { full() {} })`, `error proved The method "full" is added`],
    [`schema.method('full', function () {})`, `error proved The method "full" is added`],
    [`schema.statics.byName = function () {}`, `error proved The static "byName" is added`],
    [`schema.static('byName', function () {})`, `error proved The static "byName" is added`],
    [`schema.query.byName = function () {}`, `error proved The query helper "byName" is added`],
    [`schema.virtual('full').get(function () {})`, `warning proved The virtual "full" is added`],
    [`schema.add({ age: Number })`, `warning proved The path "age" is added`],
    [`schema.path('age', Number)`, `warning proved The path "age" is added`],
    [`schema.set('timestamps', true)`, `error proved The option "timestamps" is set`],
    [`schema.plugin((one) => { one.pre('save', () => {}) })`, `error proved A plugin is applied`],
    [`schema.loadClass(class { full() {} })`, `error proved A class is loaded`],
    [`User.schema.statics.byName = function () {}`, `error proved The static "byName" is added`],
  ])('%s', (change, says) => { expect(of(program(change))).toEqual([`5 ${says}`]) })

  test.each([
    `schema.index({ name: 1 })`, `schema.set('toJSON', { virtuals: true })`, `schema.path('name').validate(() => true)`, `schema.add({ name: { type: String, required: true } })`,
    `schema.plugin((one) => { one.set('toObject', { virtuals: true }) })`, `User.byName = function () {}`,
  ])('what it reads whenever it is wanted: %s', (change) => { expect(of(program(change))).toEqual([]) })

  test('a virtual that was there before can be given another getter', () => {
    expect(of(program(`schema.virtual('full').get(() => 1)`, `schema.virtual('full')`))).toEqual([])
  })

  test('a plugin from a package: known to add members, or not', () => {
    expect(of(`import paginate from 'mongoose-paginate-v2'\n${program('schema.plugin(paginate)')}`)).toEqual(['6 error proved A plugin is applied'])
    expect(of(`import more from 'mongoose-more'\n${program('schema.plugin(more)')}`)).toEqual(['6 error likely A plugin is applied'])
  })
})

describe('when it is late', () => {
  const hook = `schema.pre('save', () => {})`
  test('behind a guard', () => {
    expect(of(`import { Schema, model, models } from 'mongoose'\nconst schema = new Schema({})\nexport default models.User || model('User', schema)\n${hook}\n`)).toEqual([`4 error proved The hook pre('save') is added`])
  })
  test('for a discriminator', () => {
    expect(of(`import { Schema, model } from 'mongoose'\nconst User = model('User', new Schema({}))\nconst schema = new Schema({})\nUser.discriminator('Doctor', schema)\n${hook}\n`)).toEqual([`5 error proved The hook pre('save') is added`])
  })
  test('in a function', () => {
    expect(of(`import { Schema, createConnection } from 'mongoose'\nfunction make(connection) {\n  const schema = new Schema({})\n  const User = connection.model('User', schema)\n  ${hook}\n  return User\n}\nmake(createConnection(''))\n`)).toEqual([`5 error proved The hook pre('save') is added`])
  })
  test('in another file', () => {
    const user = `import { Schema, model } from 'mongoose'\nexport const schema = new Schema({})\nexport const User = model('User', schema)\n`
    expect(of(`import { schema } from './User.js'\n${hook}\n`, { 'User.js': user })).toEqual([`2 error proved The hook pre('save') is added`])
  })
  test('not before, on another branch, in the next turn of a loop, after the model was deleted, or for a model that is made again', () => {
    expect(of(program('', hook))).toEqual([])
    expect(of(`import { Schema, model } from 'mongoose'\nconst schema = new Schema({})\nif (process.env.A) { model('User', schema) } else { ${hook}; model('User', schema) }\n`)).toEqual([])
    expect(of(`import { Schema, createConnection } from 'mongoose'\nconst schema = new Schema({})\nfor (const name of ['a', 'b']) { ${hook}; createConnection(name).model('User', schema) }\n`)).toEqual([])
    expect(of(program(`mongoose.deleteModel('User'); ${hook}`))).toEqual([])
    expect(of(program(`${hook}; model('Person', schema)`))).toEqual([])
  })
  test('not where no entry comes', () => {
    expect(of(`import { Schema, model } from 'mongoose'\nmodel('Role', new Schema({}))\n`, { 'unused.js': program(hook) })).toEqual([])
  })
})

describe('mongoose.plugin()', () => {
  const models = { 'User.js': program('') }
  test('after the imports of models', () => {
    expect(of(`import mongoose from 'mongoose'\nimport './User.js'\nmongoose.plugin((one) => { one.pre('save', () => {}) })\n`, models)).toEqual(['3 warning proved mongoose.plugin() is called'])
  })
  test('of which only some have been compiled', () => {
    const [finding] = examine(withTree(files(`import mongoose, { Schema, model } from 'mongoose'\nmodel('Role', new Schema({}))\nmongoose.plugin(() => {})\nmodel('Team', new Schema({}))\n`))).report.findings
    expect(finding?.message).toBe('mongoose.plugin() is called after the model "Role" has been compiled: Role will not have the plugin.')
  })
  test('before them', () => {
    expect(of(`import './plugins.js'\nimport './User.js'\n`, { ...models, 'plugins.js': `import mongoose from 'mongoose'\nmongoose.plugin(() => {})\n` })).toEqual([])
  })
  test('require() runs where it stands', () => {
    const commonjs = { 'package.json': { ...manifest, type: 'commonjs' }, 'User.js': `const { Schema, model } = require('mongoose')\nmodule.exports = model('User', new Schema({}))\n` }
    const run = (body: string) => examine(withTree({ ...commonjs, 'index.js': body })).report.findings.map(({ line }) => line)
    expect(run(`const mongoose = require('mongoose')\nmongoose.plugin(() => {})\nrequire('./User')\n`)).toEqual([])
    expect(run(`const mongoose = require('mongoose')\nrequire('./User')\nmongoose.plugin(() => {})\n`)).toEqual([3])
  })
})

describe('the fix', () => {
  const fixed = (body: string) => mend(files(body)).after['index.js'] ?? null

  test('moves the statement, with its comment, above the call of model()', () => {
    const text = `import { Schema, model } from 'mongoose'\nconst schema = new Schema({})\n\n// the model\nexport default model('User', schema)\n\n// hashes\nschema.pre('save', function () {\n  this.hash()\n})\n\nexport const more = 1\n`
    expect(fixed(text)).toBe(`import { Schema, model } from 'mongoose'\nconst schema = new Schema({})\n\n// hashes\nschema.pre('save', function () {\n  this.hash()\n})\n\n// the model\nexport default model('User', schema)\n\nexport const more = 1\n`)
  })
  test('several stay in their order', () => {
    expect(fixed(program(`schema.methods.a = () => {}\nschema.virtual('b')\nschema.pre('save', () => {})`))?.split('\n').map((line) => line.slice(0, 12))).toEqual([
      'import mongo', 'const schema', '', 'schema.metho', 'schema.pre(\'', 'schema.virtu', 'export const', '',
    ])
  })
  test('may use the model in its function, and not at once', () => {
    expect(fixed(program(`schema.methods.same = function () { return User.find() }`))).not.toBeNull()
    expect(fixed(program(`schema.statics.create2 = User.create`))).toBeNull()
  })
  test('is not made over what it needs', () => {
    expect(fixed(program(`const hash = () => {}\nschema.pre('save', hash)`))).toBeNull()
    expect(fixed(program(`schema.pre('save', hash)\nfunction hash() {}`))).not.toBeNull()
    expect(fixed(program(`const name = 'full'\nschema.plugin((one) => { one.methods[name] = () => {} })`))).toBeNull()
  })
})
