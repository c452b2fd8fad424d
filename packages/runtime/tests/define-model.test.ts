import { createRequire } from 'node:module'
import defaultMongoose, { type Mongoose, type Schema } from 'mongoose'
import { describe, expect, test, vi } from 'vitest'
import { defineModel } from '../src/index.ts'
import { fresh, missing } from './support/mongoose.ts'

const schemaOf = (mongoose: Mongoose) => new mongoose.Schema({ title: { type: String, enum: ['admin', 'nurse'] }, items: [{ at: Date }] }, { timestamps: true })
const withMethod = (mongoose: Mongoose, rank: number) => {
  const schema = new mongoose.Schema({ title: String })
  schema.method('rank', () => rank)
  return schema
}

describe.each(['development', 'production', 'test'])('with NODE_ENV %s', (env) => {
  test('the same schema object gives the same model', () => {
    vi.stubEnv('NODE_ENV', env)
    const mongoose = fresh()
    const schema = withMethod(mongoose, 1)
    const Role = defineModel('Role', schema, { mongoose })
    expect(defineModel('Role', schema, { mongoose })).toBe(Role)
    expect(mongoose.model('Role')).toBe(Role)
  })

  test('a new schema object with equal data gives the same model, though plugins have changed the first', () => {
    vi.stubEnv('NODE_ENV', env)
    const mongoose = fresh()
    mongoose.plugin((schema) => schema.add({ deletedAt: Date }))
    const Role = defineModel('Role', schemaOf(mongoose), { mongoose })
    expect(defineModel('Role', schemaOf(mongoose), { mongoose })).toBe(Role)
    expect(Role.schema.path('deletedAt')).toBeDefined()
  })

  test('a model that was registered without it is kept for its own schema', () => {
    vi.stubEnv('NODE_ENV', env)
    const mongoose = fresh()
    const schema = withMethod(mongoose, 1)
    const Role = mongoose.model('Role', schema)
    expect(defineModel('Role', schema, { mongoose })).toBe(Role)
  })

  test('connections and copies have their own models', () => {
    vi.stubEnv('NODE_ENV', env)
    const [one, two] = [fresh(), fresh()]
    const connection = one.createConnection()
    const a = defineModel('Role', withMethod(one, 1), { mongoose: one })
    const b = defineModel('Role', new one.Schema({ other: String }), { connection })
    const c = defineModel('Role', new two.Schema({ third: String }), { mongoose: two })
    expect([a.db, b.db, c.db]).toEqual([one.connection, connection, two.connection])
    expect(new Set([a, b, c]).size).toBe(3)
  })
})

describe('in development, as after a hot reload', () => {
  test.each<[string, (mongoose: Mongoose) => Schema]>([
    ['a path', (m) => new m.Schema({ title: String, rank: Number })],
    ['a type', (m) => new m.Schema({ title: Number })],
    ['an option of a path', (m) => new m.Schema({ title: { type: String, required: true } })],
    ['a ref', (m) => new m.Schema({ title: { type: String, ref: 'Title' } })],
    ['an index', (m) => new m.Schema({ title: String }).index({ title: 1 })],
    ['a virtual', (m) => { const s = new m.Schema({ title: String }); s.virtual('users', { ref: 'User', localField: '_id', foreignField: 'role' }); return s }],
    ['a schema option', (m) => new m.Schema({ title: String }, { collection: 'titles' })],
    ['a subdocument', (m) => new m.Schema({ title: String, at: new m.Schema({ a: String }) })],
    ['a method', (m) => withMethod(m, 1)],
    ['a hook', (m) => new m.Schema({ title: String }).pre('validate', async () => {})],
    ['a validator', (m) => new m.Schema({ title: { type: String, validate: () => true } })],
  ])('a schema that differs by %s replaces the model', (_, changed) => {
    vi.stubEnv('NODE_ENV', 'development')
    const mongoose = fresh()
    const before = defineModel('Role', new mongoose.Schema({ title: String }), { mongoose })
    const schema = changed(mongoose)
    const after = defineModel('Role', schema, { mongoose })
    expect(after).not.toBe(before)
    expect(mongoose.model('Role')).toBe(after)
    expect(mongoose.models.Role).toBe(after)
    expect(after.schema).toBe(schema)
  })

  test('a function that is written the same but closes over something else takes effect', () => {
    vi.stubEnv('NODE_ENV', 'development')
    const mongoose = fresh()
    defineModel('Role', withMethod(mongoose, 1), { mongoose })
    const after = defineModel('Role', withMethod(mongoose, 2), { mongoose })
    expect(Reflect.get(new after(), 'rank')()).toBe(2)
  })

  test('the usual guard keeps the stale model', () => {
    const mongoose = fresh()
    const define = (schema: Schema) => mongoose.models.Role || mongoose.model('Role', schema)
    const before = define(new mongoose.Schema({ title: String }))
    expect(define(new mongoose.Schema({ title: String, rank: Number }))).toBe(before)
  })

  test('documents of the old model stay sane', async () => {
    vi.stubEnv('NODE_ENV', 'development')
    const mongoose = fresh()
    const Old = defineModel('Role', new mongoose.Schema({ title: { type: String, required: true } }), { mongoose })
    const User = defineModel('User', new mongoose.Schema({ role: { type: mongoose.Schema.Types.ObjectId, ref: 'Role' } }), { mongoose })
    const old = new Old({ title: 'nurse' })
    const New = defineModel('Role', new mongoose.Schema({ title: String, rank: Number }), { mongoose })

    expect(old).toBeInstanceOf(Old)
    await expect(old.validate()).resolves.toBeUndefined()
    expect(old.toObject()).toMatchObject({ title: 'nurse' })
    await expect(new Old().validate()).rejects.toThrow('required')
    expect(Old.collection.name).toBe(New.collection.name)
    // It may stand where the new one is expected, and the populate of a model from before finds the new one.
    const user = new User({ role: old })
    expect(user.role).toBe(old)
    expect(await missing(() => User.populate(new User({ role: old.id }), 'role'))).toBeUndefined()
  })

  test('discriminators go with their base, so that their modules can define them again', () => {
    vi.stubEnv('NODE_ENV', 'development')
    const mongoose = fresh()
    const Before = defineModel('Event', new mongoose.Schema({ at: Date }), { mongoose })
    Before.discriminator('Click', new mongoose.Schema({ x: Number }))
    const After = defineModel('Event', new mongoose.Schema({ at: Date, by: String }), { mongoose })
    expect(mongoose.modelNames()).toEqual(['Event'])
    const Click = After.discriminator('Click', new mongoose.Schema({ x: Number }))
    expect(Click.schema.path('by')).toBeDefined()
  })

  test('a model that something else registered is replaced too', () => {
    vi.stubEnv('NODE_ENV', 'development')
    const mongoose = fresh()
    mongoose.model('Role', new mongoose.Schema({ title: String }))
    const after = defineModel('Role', new mongoose.Schema({ title: String }), { mongoose })
    expect(mongoose.model('Role')).toBe(after)
  })

  test('an invalid schema leaves the old model in its place', () => {
    vi.stubEnv('NODE_ENV', 'development')
    const mongoose = fresh()
    const before = defineModel('Role', new mongoose.Schema({ title: String }), { mongoose })
    const invalid = new mongoose.Schema({ rank: Number })
    invalid.plugin(() => {})
    mongoose.plugin((schema) => {
      if (schema === invalid) throw new Error('a plugin does not like it')
    })
    expect(() => defineModel('Role', invalid, { mongoose })).toThrow('does not like it')
    expect(mongoose.model('Role')).toBe(before)
  })
})

describe.each(['production', 'test'])('with NODE_ENV %s', (env) => {
  test('a different schema is an error that names both places', () => {
    vi.stubEnv('NODE_ENV', env)
    const mongoose = fresh()
    const first = () => defineModel('Role', new mongoose.Schema({ title: String }), { mongoose })
    const Role = first()
    const here = /Two different schemas for model "Role":\n- first defined at .*define-model\.test\.ts:\d+:\d+\n- now defined at .*define-model\.test\.ts:\d+:\d+\n/
    expect(() => defineModel('Role', new mongoose.Schema({ name: String }), { mongoose })).toThrow(here)
    expect(mongoose.model('Role')).toBe(Role)
  })

  test('functions are not compared: two bundles minify one module differently', () => {
    vi.stubEnv('NODE_ENV', env)
    const mongoose = fresh()
    const schema = (validate: (title: string) => boolean) => new mongoose.Schema({ title: { type: String, validate } })
    const Role = defineModel('Role', schema((a) => a.length > 1), { mongoose })
    expect(defineModel('Role', schema((title) => title.length > 1), { mongoose })).toBe(Role)
  })

  test('replace: true replaces all the same', () => {
    vi.stubEnv('NODE_ENV', env)
    const mongoose = fresh()
    defineModel('Role', new mongoose.Schema({ title: String }), { mongoose })
    const after = defineModel('Role', new mongoose.Schema({ name: String }), { mongoose, replace: true })
    expect(mongoose.model('Role')).toBe(after)
  })

  test('another schema than the one of mongoose.model() is an error too', () => {
    vi.stubEnv('NODE_ENV', env)
    const mongoose = fresh()
    mongoose.model('Role', new mongoose.Schema({ title: String }))
    expect(() => defineModel('Role', new mongoose.Schema({ name: String }), { mongoose })).toThrow('- first defined by code that does not use defineModel()\n- now defined at ')
  })
})

test('uses the Mongoose of the application unless told otherwise', () => {
  const Thing = defineModel('ThingOfTheDefault', new defaultMongoose.Schema({ a: String }), { collection: 'stuff' })
  expect(defaultMongoose.model('ThingOfTheDefault')).toBe(Thing)
  expect(Thing.collection.name).toBe('stuff')
})

// Mongoose 7 itself can't take a schema of 8 or 9, the other copies that are here.
test.skipIf(defaultMongoose.version.startsWith('7'))('a schema of another copy is taken, and known again', () => {
  const other = createRequire(import.meta.url)(defaultMongoose.version.startsWith('8') ? 'mongoose7' : 'mongoose8') as Mongoose
  const mongoose = fresh()
  const schema = new other.Schema({ title: String })
  const Role = defineModel('Role', schema, { mongoose })
  expect(Role.base).toBe(mongoose)
  expect(defineModel('Role', schema, { mongoose })).toBe(Role)
})

test('cloned schemas and schemas with cycles are known again', () => {
  const mongoose = fresh()
  mongoose.set('cloneSchemas', true)
  const schema = new mongoose.Schema({ title: String })
  schema.add({ children: [schema] })
  const Role = defineModel('Role', schema, { mongoose })
  expect(defineModel('Role', schema, { mongoose })).toBe(Role)
})
