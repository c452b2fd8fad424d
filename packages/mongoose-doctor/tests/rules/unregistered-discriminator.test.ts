/** What a discriminator that is not loaded does: as observed on Mongoose 7.8.13, 8.24.10 and 9.12.1. */
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { mend } from '../fixes/mend.ts'
import { withTree } from '../helpers/tree.ts'

const event = `
  import { Schema, model } from 'mongoose'
  export default model('Event', new Schema({ at: Date }, { discriminatorKey: 'kind' }))
`
const child = (name: string, paths: string, value = '') => `
  import { Schema } from 'mongoose'
  import Event from './Event.js'
  export default Event.discriminator('${name}', new Schema({ ${paths} })${value})
`

const program = (body: string, more: Readonly<Record<string, string>> = {}) => ({
  'package.json': { name: 'clinic', type: 'module', main: 'index.js', dependencies: { mongoose: '^9.12.1' } },
  'models/Role.js': `import { Schema, model } from 'mongoose'\nexport default model('Role', new Schema({}))\n`,
  'models/Event.js': event,
  'models/Click.js': `import Role from './Role.js'\n${child('Click', 'url: String, role: { type: Schema.Types.ObjectId, ref: () => Role }')}`,
  'models/View.js': child('View', 'page: String', `, 'viewed'`),
  'index.js': `import Event from './models/Event.js'\n${body}\n`,
  ...more,
})

const of = (...given: Parameters<typeof program>) => examine(withTree(program(...given))).report.findings.map(({ rule, confidence, model, message }) => `${rule} ${confidence} ${model}: ${message.split('Event: ')[1]}`)
const rule = 'unregistered-discriminator proved'

describe('a populate of its path on the base', () => {
  const populate = `await Event.find().populate('role')`
  test('throws where the base has no discriminator', () => {
    expect(of(populate)).toEqual([`${rule} Click: StrictPopulateError: Cannot populate path \`role\` because it is not in your schema.`])
  })
  test('does nothing where it has another one', () => {
    expect(of(`import './models/View.js'\n${populate}`)).toEqual([`${rule} Click: its documents are read as plain Event, and "role" is not populated.`])
  })
  test('is fine where it is loaded', () => { expect(of(`import './models/Click.js'\n${populate}`)).toEqual([]) })
  test('is fine where the base has the path too', () => {
    expect(of(populate, { 'models/Event.js': event.replace('at: Date', 'at: Date, role: Schema.Types.ObjectId') })).toEqual([])
  })
  test('is fine where nothing is minded', () => {
    expect(of(`await Event.find().populate({ path: 'role', strictPopulate: false })`)).toEqual([])
    expect(of(`await Event.populate([{}], 'role')`)).toEqual([])
  })
})

describe('documents of its kind', () => {
  test.each([`Event.create({ kind: 'Click', url: '/' })`, `Event.create([{ kind: 'Click' }])`, `new Event({ kind: 'Click' })`, `Event.insertMany([{ kind: 'Click' }])`])('%s', (made) => {
    expect(of(`await ${made}`)).toEqual([`${rule} Click: what is made here is a plain Event, and the paths of Click are left out without a word.`])
    expect(of(`import './models/Click.js'\nawait ${made}`)).toEqual([])
  })
  test('create() throws where the base has another discriminator', () => {
    expect(of(`import './models/View.js'\nawait Event.create({ kind: 'Click' })`)).toEqual([`${rule} Click: it has others, so this throws: Discriminator "Click" not found for model "Event".`])
  })
  test('are told by the value that stands for it', () => {
    expect(of(`await Event.create({ kind: 'viewed' })`)).toEqual([`${rule} View: what is made here is a plain Event, and the paths of View are left out without a word.`])
    expect(of(`await Event.create({ kind: 'View' })`)).toEqual([])
  })
  test('another path, another model or another kind is something else', () => {
    expect(of(`import Role from './models/Role.js'\nawait Event.create({ type: 'Click' }); await Role.create({ kind: 'Click' }); await Event.create({ kind: 'Other' })`)).toEqual([])
  })
})

test('declared by the schema it is registered with the model', () => {
  const declared = event.replace('export default', `const schema = new Schema({}, { discriminatorKey: 'kind' })\n  schema.discriminator('Click', new Schema({ url: String }))\n  export default`).replace(/new Schema\(\{ at.*\}\)\)/, 'schema)')
  expect(of(`import { model } from 'mongoose'\nmodel('Click'); await Event.create({ kind: 'Click' })`, { 'models/Event.js': declared })).toEqual([])
})

test('it is loaded too late', () => {
  expect(of(`await Event.create({ kind: 'Click' }); await import('./models/Click.js')`)).toEqual([`${rule} Click: what is made here is a plain Event, and the paths of Click are left out without a word.`])
})

test('a look-up of it by name is a model that is missing', () => {
  expect(examine(withTree(program(`import { model } from 'mongoose'\nmodel('Click')`))).report.findings.map((one) => one.rule)).toEqual(['missing-model'])
})

test('the fix imports it', () => {
  expect(mend(program(`await Event.find().populate('role')`)).after['index.js']).toBe(`import Event from './models/Event.js'\nimport './models/Click.js'\nawait Event.find().populate('role')\n`)
})
