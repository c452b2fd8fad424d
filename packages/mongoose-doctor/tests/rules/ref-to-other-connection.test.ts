/** Which connection a name is looked up on: as observed on Mongoose 7.8.13, 8.24.10 and 9.12.1. */
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'

const program = (body: string, populate = `'role'`, ref = `ref: 'Role'`) => ({
  'package.json': { name: 'clinic', type: 'module', main: 'index.js', dependencies: { mongoose: '^9.12.1' } },
  'index.js': `
    import mongoose, { Schema } from 'mongoose'
    const connection = mongoose.createConnection('')
    const role = (on) => on.model('Role', new Schema({}))
    ${body}
    const schema = new Schema({ role: { type: Schema.Types.ObjectId, ${ref} } })
    const User = connection.model('User', schema)
    await User.find().populate(${populate})
  `,
})

const rules = (...given: Parameters<typeof program>) => examine(withTree(program(...given))).report.findings.map(({ rule }) => rule)

test.each([
  ['by the schema', `'role'`, `ref: 'Role'`], ['by the populate', `{ path: 'role', model: 'Role' }`, ''], ['on the connection of the populate', `{ path: 'role', connection: mongoose.createConnection('') }`, `ref: 'Role'`],
])('named %s', (_, populate, ref) => { expect(rules('role(mongoose)', populate, ref)).toEqual(['ref-to-other-connection']) })

describe('nothing is wrong', () => {
  test('on the same connection', () => { expect(rules('role(connection)')).toEqual([]) })
  test('on both', () => { expect(rules('role(connection); role(mongoose)')).toEqual([]) })
  test('on one from which useDb() took it', () => { expect(rules(`role(connection.useDb('a'))`)).toEqual([]) })
  test('with the model itself', () => {
    expect(rules('const Role = role(mongoose)', `'role'`, 'ref: Role')).toEqual([])
    expect(rules('const Role = role(mongoose)', `'role'`, 'ref: () => Role')).toEqual([])
    expect(rules('const Role = role(mongoose)', `{ path: 'role', model: Role }`)).toEqual([])
  })
  test('with the right connection in the populate', () => { expect(rules('role(mongoose)', `{ path: 'role', connection: mongoose.connection }`)).toEqual([]) })
  test('where the connection can not be followed', () => { expect(rules('role(globalThis.tenants)')).toEqual([]) })
})

test('a look-up by name', () => {
  const [finding] = examine(withTree(program(`role(connection); mongoose.model('Role')`))).report.findings
  expect(finding?.message).toBe(`In this entry, "Role" is asked for by name on mongoose's own connection, and it is registered only on the connection made at index.js:3: MissingSchemaError.`)
})

test('a model that nothing has registered on either is missing', () => {
  const files = { ...program(''), 'role.js': `import mongoose, { Schema } from 'mongoose'\nexport default mongoose.model('Role', new Schema({}))\nexport const other = (connection) => connection.model('Role', new Schema({}))\n` }
  expect(examine(withTree(files)).report.findings.map(({ rule }) => rule)).toEqual(['missing-model'])
})
