/** What populate lets pass and what it doesn't: as observed on Mongoose 7.8.13, 8.24.10 and 9.12.1. */
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'
import { mend } from '../fixes/mend.ts'

const RULE = 'invalid-populate-path'

/** A program whose model User has a role, an object, subdocuments, and whatever else is given. */
function program(query: string, { before = '', definition = '', options = '{}', after = '', mongoose = '^9.12.1' } = {}) {
  return {
    'package.json': { name: 'clinic', type: 'module', main: 'index.js', dependencies: { mongoose } },
    'index.js': `
      import mongoose, { Schema, model } from 'mongoose'
      ${before}
      const ref = { type: Schema.Types.ObjectId, ref: 'Role' }
      const Perm = model('Perm', new Schema({ name: String }))
      const Role = model('Role', new Schema({ name: String, perm: { type: Schema.Types.ObjectId, ref: 'Perm' } }))
      const schema = new Schema({ role: ref, email: String, at: { desk: ref }, items: [new Schema({ product: ref })], any: {}, map: { type: Map, of: ref }, ${definition} }, ${options})
      ${after}
      const User = model('User', schema)
      await (async () => { ${query} })()
    `,
  }
}

const of = (...given: Parameters<typeof program>) =>
  examine(withTree(program(...given))).report.findings.flatMap(({ rule, confidence, message }) => (rule === RULE ? [`${/Cannot populate path `(.*)`/.exec(message)?.[1]} ${confidence}`] : []))

test.each([
  'role', 'email', 'at', 'at.desk', 'items', 'items.product', 'items.0.product', 'role.perm', 'role.nope', 'email.nope', 'any', 'any.nope', 'map', 'map.$*', '_id', 'id', 'createdAt',
])('%s passes', (path) => { expect(of(`await User.find().populate('${path}')`)).toEqual([]) })

test.each(['nope', 'Role', 'desk', 'at.nope', 'items.nope', 'product'])('%s does not', (path) => {
  expect(of(`await User.find().populate('${path}')`)).toEqual([`${path} proved`])
})

describe('each spelling of a populate', () => {
  test.each([
    `User.find().populate('role nope')`, `User.find().populate(['role', 'nope'])`, `User.find().populate({ path: 'nope' })`, `User.findOne().populate({ path: 'nope', model: Role })`,
    `User.find({}, null, { populate: 'nope' })`, `(await User.findOne()).populate('nope')`, `new User({}).populate('nope')`, `User.findOneAndUpdate({}, {}).populate('nope')`, `User.find().lean().populate('nope')`,
  ])('%s', (query) => { expect(of(`await ${query}`)).toEqual(['nope proved']) })

  test.each([
    [`populate({ path: 'role', populate: 'nope' })`, 'role.nope'], [`populate({ path: 'role', populate: ['perm', { path: 'nope' }] })`, 'role.nope'],
    [`populate({ path: 'role', populate: { path: 'perm', populate: 'nope' } })`, 'role.perm.nope'],
  ])('%s: the path of the inner model', (populate, full) => { expect(of(`await User.find().${populate}`)).toEqual([`${full} proved`]) })

  test('what counts, or works on plain objects, does not mind', () => {
    expect(of(`await User.countDocuments().populate('nope'); await User.populate([{}], 'nope')`)).toEqual([])
    expect(of(`await User.populate([{}], { path: 'role', populate: 'nope' })`)).toEqual(['role.nope proved'])
  })
})

describe('strictPopulate: false', () => {
  const query = `await User.find().populate('nope')`
  test('of the schema', () => { expect(of(query, { options: '{ strictPopulate: false }' })).toEqual([]) })
  test('of the schema, set', () => { expect(of(query, { after: `schema.set('strictPopulate', false)` })).toEqual([]) })
  test('of mongoose', () => { expect(of(query, { before: `mongoose.set('strictPopulate', false)` })).toEqual([]) })
  test('of mongoose, as an object', () => { expect(of(query, { before: `mongoose.set({ strictPopulate: false })` })).toEqual([]) })
  test('of the populate', () => { expect(of(`await User.find().populate({ path: 'nope', strictPopulate: false })`)).toEqual([]) })
  test('of its options', () => { expect(of(`await User.find().populate({ path: 'nope', options: { strictPopulate: false } })`)).toEqual([]) })
  test('true is what it is anyway', () => { expect(of(query, { before: `mongoose.set('strictPopulate', true)` })).toEqual(['nope proved']) })
  test('strict: false is something else', () => { expect(of(query, { options: '{ strict: false }' })).toEqual(['nope proved']) })
})

describe('paths that are added', () => {
  const query = `await User.find().populate('extra')`
  test.each([
    ['by add()', { after: `schema.add({ extra: ref })` }],
    ['by path()', { after: `schema.path('extra', ref)` }],
    ['as a virtual', { after: `schema.virtual('extra', { ref: 'Role', localField: '_id', foreignField: 'user' })` }],
    ['as an alias', { definition: `x: { type: Schema.Types.ObjectId, ref: 'Role', alias: 'extra' },` }],
    ['by a plugin', { before: `const more = (schema) => schema.add({ extra: Schema.Types.ObjectId })`, after: `schema.plugin(more)` }],
    ['by a plugin of mongoose', { before: `mongoose.plugin((schema) => schema.add({ extra: Schema.Types.ObjectId }))` }],
    ['by something unknown', { before: `const more = JSON.parse(process.env.MORE)`, definition: '...more,' }],
    ['by a package', { before: `import more from 'mongoose-more'`, after: 'schema.plugin(more)' }],
  ])('%s', (_, given) => { expect(of(query, given)).toEqual([]) })

  test('not by a plugin that is known to add none', () => {
    expect(of(query, { before: `import paginate from 'mongoose-paginate-v2'`, after: 'schema.plugin(paginate)' })).toEqual(['extra proved'])
  })
  test('a slip is a slip in spite of a plugin', () => {
    expect(of(`await User.find().populate('roles')`, { before: `import more from 'mongoose-more'`, after: 'schema.plugin(more)' })).toEqual(['roles likely'])
  })
})

describe('schemas that are written as classes', () => {
  const inClass = (base: string, options = '{}', member = '') => examine(withTree({
    'package.json': { name: 'clinic', scripts: { start: 'tsx index.ts' }, dependencies: { mongoose: '^9.12.1', '@nestjs/mongoose': '^11' } },
    'tsconfig.json': { compilerOptions: { experimentalDecorators: true, emitDecoratorMetadata: true } },
    'index.ts': `
      import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose'
      import { OmitType } from '@nestjs/mapped-types'
      import { Document, model } from 'mongoose'
      const Team = () => (target: object, key: string) => Prop()(target, key)
      class Dated { @Prop() at: Date }
      @Schema(${options}) class User extends ${base} { @Prop() email: string; ${member} }
      const Model = model('User', SchemaFactory.createForClass(User))
      Model.find().populate('team').exec()
    `,
  })).report.findings.flatMap(({ rule, confidence }) => (rule === RULE ? [confidence] : []))

  test('what they extend counts', () => {
    expect(inClass('Dated')).toEqual(['proved'])
    expect(inClass('Document')).toEqual(['proved'])
    expect(inClass(`OmitType(Dated, ['at'])`)).toEqual([])
  })
  test('so do their options and decorators', () => {
    expect(inClass('Dated', '{ strictPopulate: false }')).toEqual([])
    expect(inClass('Dated', '{}', '@Team() team: unknown')).toEqual([])
  })
})

describe('discriminators', () => {
  test('of an array: their paths pass, others do not', () => {
    const after = `schema.path('items').discriminator('Bundle', new Schema({ parts: ref }))`
    expect(of(`await User.find().populate('items.parts')`, { after })).toEqual([])
    expect(of(`await User.find().populate('items.nope')`, { after })).toEqual(['items.nope proved'])
  })
  test('a model that has some lets all pass', () => {
    expect(of(`User.discriminator('Doctor', new Schema({ ward: ref })); await User.find().populate('nope')`)).toEqual([])
  })
  test('of a child the paths of a sibling are none', () => {
    expect(of(`User.discriminator('Nurse', new Schema({ ward: ref })); const Doctor = User.discriminator('Doctor', new Schema({})); await Doctor.find().populate('ward')`)).toEqual(['ward proved'])
  })
  test('a nested populate minds no path of a child', () => {
    expect(of(`User.discriminator('Doctor', new Schema({})); const Visit = model('Visit', new Schema({ by: { type: Schema.Types.ObjectId, ref: 'Doctor' } })); await Visit.find().populate({ path: 'by', populate: 'nope' })`)).toEqual([])
  })
})

test('of several models nothing is said, of several paths one is only likely', () => {
  expect(of(`const any = process.env.A ? User : Role; await any.find().populate('perm')`)).toEqual([])
  expect(of(`await User.find().populate(process.env.A ? 'role' : 'nope')`)).toEqual(['nope likely'])
})

test('in a hook', () => {
  expect(of(`await User.find()`, { after: `schema.pre(/^find/, function () { this.populate('nope') })` })).toEqual(['nope proved'])
})

test('Mongoose 5 lets everything pass', () => { expect(of(`await User.find().populate('nope')`, { mongoose: '^5.13.0' })).toEqual([]) })

test('two models of one name: what one of them has passes', () => {
  const files = {
    ...program(`await mongoose.model('User').find().populate('extra')`),
    'other.js': `import { Schema, model } from 'mongoose'\nexport default model('User', new Schema({ extra: Schema.Types.ObjectId }))\n`,
  }
  expect(examine(withTree(files)).report.findings.filter(({ rule }) => rule === RULE)).toEqual([])
})

describe('what was meant', () => {
  const messages = (query: string) => examine(withTree(program(query))).report.findings.map(({ message }) => /Did you mean "(.*)"/.exec(message)?.[1] ?? null)
  test('the same word', () => { expect(messages(`await User.find().populate('roleId')`)).toEqual(['role']) })
  test('within an object', () => { expect(messages(`await User.find().populate('product')`)).toEqual(['items.product']) })
  test('a slip of the finger', () => { expect(messages(`await User.find().populate('rloe')`)).toEqual([null]) })
  test('nothing', () => { expect(messages(`await User.find().populate('company')`)).toEqual([null]) })
})

describe('the fix', () => {
  const fixed = (query: string) => /await \(async \(\) => \{ (.*) \}\)\(\)/.exec(mend(program(query)).after['index.js'] ?? '')?.[1] ?? null
  test('writes the path, in every place of the file', () => {
    expect(fixed(`await User.find().populate('roles'); await User.findOne().populate({ path: "roles email" })`)).toBe(`await User.find().populate('role'); await User.findOne().populate({ path: "role email" })`)
  })
  test('is not made for what is only similar, or where it is not clear which is meant', () => {
    expect(fixed(`await User.find().populate('rolle')`)).toBe(null)
    expect(mend(program(`await User.find().populate('desks')`, { definition: 'desk: ref, Desk: ref,' })).plan.files).toEqual([])
  })
  test('is not made where the path is not written there', () => { expect(fixed(`const path = 'roles'; await User.find().populate(path)`)).toBe(null) })
})
