import { version, type Mongoose, type Schema } from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { explainMissingModels, loadMissingModels } from '../src/index.ts'
import { fresh } from './support/mongoose.ts'
import { startServer, type Server } from './support/server.ts'

let server: Server
let mongoose: Mongoose
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  mongoose = fresh()
  await mongoose.connect(server.uri)
  for (const name of Object.keys(server.collections)) delete server.collections[name]
  server.commands.length = 0
})
afterEach(() => mongoose.disconnect())

const id = (number: number) => new mongoose.Types.ObjectId(String(number).padStart(24, '0'))
const refTo = (ref: unknown) => ({ type: mongoose.Schema.Types.ObjectId, ref }) as object
const schema = (definition: object, options: object = {}): Schema => new mongoose.Schema(definition as Record<string, never>, options)
const insert = (collection: string, ...documents: object[]) => {
  server.collections[collection] = documents
}

/** Loaders for models, as a manifest has them: a turn of the event loop later the model is registered. */
function manifest(schemas: Record<string, () => Schema>, on = () => mongoose.connection) {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, make]) => [
      name,
      vi.fn(async () => {
        await Promise.resolve()
        return { default: on().model(name, make()) as unknown }
      }),
    ]),
  )
}

/** Users with a role, roles with a team: only User is registered, the others are in the manifest. */
function clinic(more: Record<string, () => Schema> = {}, plugin: 'global' | 'schema' = 'global') {
  const loads = manifest({ Role: () => schema({ title: String, team: refTo('Team') }), Team: () => schema({ name: String }), ...more })
  const load = loadMissingModels(loads)
  if (plugin === 'global') mongoose.plugin(load)
  insert('users', { _id: id(1), role: id(2), roles: [id(2)], items: [{ role: id(2) }], nested: { role: id(2) }, kind: 'Role', owner: id(2), byKey: { a: id(2) } })
  insert('roles', { _id: id(2), title: 'nurse', team: id(3), user: id(1) })
  insert('teams', { _id: id(3), name: 'night' })
  const define = (definition: object, prepare: (own: Schema) => void = () => {}) => {
    const own = schema(definition)
    prepare(own)
    if (plugin === 'schema') own.plugin(load)
    return mongoose.model('User', own)
  }
  return { loads, define }
}

const called = (loads: ReturnType<typeof manifest>) => Object.keys(loads).filter((name) => loads[name]?.mock.calls.length === 1)
const finds = () => server.commands.map((command) => Object.values(command)[0])

describe.each(['global', 'schema'] as const)('as a %s plugin', (kind) => {
  test.each<[string, () => object, unknown]>([
    ['a ref', () => ({ role: refTo('Role') }), 'role'],
    ['an array of refs', () => ({ roles: [refTo('Role')] }), 'roles'],
    ['a ref in a document array', () => ({ items: [{ role: refTo('Role') }] }), 'items.role'],
    ['a ref in a nested path', () => ({ nested: { role: refTo('Role') } }), 'nested.role'],
    ['a ref in a subdocument', () => ({ nested: schema({ role: refTo('Role') }) }), 'nested.role'],
    ['a map of refs', () => ({ byKey: { type: Map, of: refTo('Role') } }), 'byKey.$*'],
    ['a function as ref', () => ({ role: refTo(() => 'Role') }), 'role'],
    ['a model named by the populate', () => ({ role: mongoose.Schema.Types.ObjectId }), { path: 'role', model: 'Role' }],
    ['refPath', () => ({ kind: String, owner: { type: mongoose.Schema.Types.ObjectId, refPath: 'kind' } }), 'owner'],
    ['several paths in a string', () => ({ role: refTo('Role'), roles: [refTo('Role')] }), 'role roles'],
    ['several paths in an array', () => ({ role: refTo('Role'), roles: [refTo('Role')] }), ['role', { path: 'roles' }]],
  ])('a query with %s', async (_, definition, paths) => {
    const { loads, define } = clinic({}, kind)
    const User = define(definition())
    const user = await User.findOne().populate(paths as string)
    expect(JSON.stringify(user)).toContain('nurse')
    expect(called(loads)).toEqual(['Role'])
  })

  // Mongoose 7.8 and 8.24 throw a TypeError of their own here, with or without this plugin.
  test.runIf(version.startsWith('9'))('a function as refPath', async () => {
    const { define } = clinic({}, kind)
    const User = define({ kind: String, owner: { type: mongoose.Schema.Types.ObjectId, refPath: () => 'kind' } })
    expect((await User.findOne().populate('owner'))?.get('owner.title')).toBe('nurse')
  })

  test('nested populate', async () => {
    const { loads, define } = clinic({}, kind)
    const User = define({ role: refTo('Role') })
    const users = await User.find().populate({ path: 'role', populate: { path: 'team' } }).lean()
    expect(users).toMatchObject([{ role: { title: 'nurse', team: { name: 'night' } } }])
    expect(called(loads)).toEqual(['Role', 'Team'])
  })

  test('nested populate behind a refPath', async () => {
    const { loads, define } = clinic({}, kind)
    const User = define({ kind: String, owner: { type: mongoose.Schema.Types.ObjectId, refPath: 'kind' } })
    const user = await User.findOne().populate({ path: 'owner', populate: 'team' })
    expect(JSON.stringify(user)).toContain('night')
    expect(called(loads)).toEqual(['Role', 'Team'])
  })

  test('a virtual', async () => {
    const { define } = clinic({}, kind)
    const User = define({}, (own) => own.virtual('held', { ref: 'Role', localField: '_id', foreignField: 'user' }))
    const user = await User.findOne().populate('held')
    expect(user?.get('held')).toMatchObject([{ title: 'nurse' }])
  })

  test('a virtual whose ref is a function', async () => {
    const { define } = clinic({}, kind)
    const User = define({}, (own) => own.virtual('held', { ref: () => 'Role', localField: '_id', foreignField: 'user', justOne: true }))
    expect((await User.findOne().populate('held'))?.get('held')).toMatchObject({ title: 'nurse' })
  })

  test('hooks that populate, before and after', async () => {
    const { loads, define } = clinic({}, kind)
    const User = define({ role: refTo('Role'), owner: refTo('Team') }, (own) => {
      own.pre(/^find/, function () {
        void (this as unknown as { populate(path: string): unknown }).populate('role')
      })
      own.post('findOne', async (user: { populate(path: string): Promise<unknown> }) => {
        await user.populate('owner')
      })
    })
    expect((await User.findOne())?.get('role.title')).toBe('nurse')
    expect(called(loads)).toEqual(['Role', 'Team'])
  })

  test('a hook that was added after this plugin, as autopopulate does it', async () => {
    const { define } = clinic({}, kind)
    const autopopulate = (own: Schema) => own.pre('findOne', function () {
      void this.populate('role')
    })
    if (kind === 'global') mongoose.plugin(autopopulate)
    const User = define({ role: refTo('Role') }, kind === 'schema' ? autopopulate : undefined)
    expect((await User.findOne())?.get('role.title')).toBe('nurse')
  })

  test('doc.populate(), Model.populate() of a document, of plain objects and of what an aggregate gave', async () => {
    const { define } = clinic({}, kind)
    const User = define({ role: refTo('Role'), roles: [refTo('Role')] })
    const user = await User.findOne()
    await user?.populate([{ path: 'role', populate: { path: 'team' } }, 'roles'])
    expect(user?.get('role.team.name')).toBe('night')
    expect(await User.populate([{ role: id(2) }], 'role roles')).toMatchObject([{ role: { title: 'nurse' } }])
    expect(await User.populate(await User.aggregate([{ $match: {} }]), { path: 'role' })).toMatchObject([{ role: { title: 'nurse' } }])
  })

  test('a cursor, findOneAndUpdate and the populate option of a query', async () => {
    const { define } = clinic({}, kind)
    const User = define({ role: refTo('Role') })
    for await (const user of User.find().populate('role').cursor()) expect(user.get('role.title')).toBe('nurse')
    expect((await User.findOneAndUpdate({ _id: id(1) }, { name: 'x' }).populate('role'))?.get('role.title')).toBe('nurse')
    expect((await User.findOne({}, null, { populate: 'role' }))?.get('role.title')).toBe('nurse')
  })

  test('discriminators', async () => {
    const { loads, define } = clinic({}, kind)
    const User = define({ kind: String, team: refTo('Team') })
    const Staff = User.discriminator('Staff', schema({ role: refTo('Role') }))
    insert('users', { _id: id(1), __t: 'Staff', role: id(2), team: id(3) })
    expect((await Staff.findOne().populate('role team'))?.toObject()).toMatchObject({ role: { title: 'nurse' }, team: { name: 'night' } })
    expect((await User.findOne().populate('role'))?.get('role.title')).toBe('nurse')
    expect(called(loads)).toEqual(['Role', 'Team'])
  })
})

test('refs that the schema names are loaded before the query is sent', async () => {
  const { loads, define } = clinic()
  const User = define({ role: refTo('Role') })
  const order: unknown[] = []
  loads.Role?.mockImplementationOnce(async () => {
    order.push(...finds())
    return { default: mongoose.model('Role', schema({ title: String, team: refTo('Team') })) }
  })
  await User.find().populate({ path: 'role', populate: 'team' })
  expect(order).toEqual([])
  expect(finds()).toEqual(['users', 'roles', 'teams'])
})

test('a load that fails stops the query before it writes', async () => {
  const { loads, define } = clinic()
  loads.Role?.mockRejectedValueOnce(new Error('chunk not found'))
  const User = define({ role: refTo('Role') })
  const query = () => User.findOneAndUpdate({ _id: id(1) }, { name: 'x' }).populate('role')
  await expect(query()).rejects.toThrow('loadMissingModels: loading model "Role" failed: chunk not found')
  expect(server.commands).toEqual([])
  expect((await query())?.get('role.title')).toBe('nurse')
})

test('1,000 concurrent first queries load once', async () => {
  const { loads, define } = clinic()
  const User = define({ role: refTo('Role'), kind: String, owner: { type: mongoose.Schema.Types.ObjectId, refPath: 'kind' } })
  await Promise.all(Array.from({ length: 1000 }, () => User.populate(new User({ kind: 'Role', role: id(2), owner: id(2) }), 'owner')))
  expect(loads.Role).toHaveBeenCalledTimes(1)
})

test('a refPath with several kinds loads each, and queries each collection once', async () => {
  const { loads, define } = clinic()
  const User = define({ kind: String, owner: { type: mongoose.Schema.Types.ObjectId, refPath: 'kind' } })
  insert('users', { _id: id(1), kind: 'Role', owner: id(2) }, { _id: id(4), kind: 'Team', owner: id(3) })
  const users = await User.find().populate('owner').lean()
  expect(users).toMatchObject([{ owner: { title: 'nurse' } }, { owner: { name: 'night' } }])
  expect(called(loads)).toEqual(['Role', 'Team'])
  expect(finds().sort()).toEqual(['roles', 'teams', 'users'])
})

test('populates in series where Mongoose is asked to', async () => {
  const { define } = clinic()
  const User = define({ role: refTo('Role'), kind: String, owner: { type: mongoose.Schema.Types.ObjectId, refPath: 'kind' } })
  const user = await User.findOne().populate([{ path: 'role', ordered: true } as { path: string }, { path: 'owner' }])
  expect(JSON.parse(JSON.stringify(user))).toMatchObject({ role: { title: 'nurse' }, owner: { title: 'nurse' } })
})

test('a query without populate loads nothing', async () => {
  const { loads, define } = clinic()
  const User = define({ role: refTo('Role') })
  await User.find()
  await User.populate([], 'role')
  expect(called(loads)).toEqual([])
})

test('a model that the manifest does not have is missed as ever', async () => {
  const { define } = clinic()
  const User = define({ other: refTo('Invoice') })
  insert('users', { _id: id(1), other: id(9) })
  await expect(User.find().populate('other')).rejects.toMatchObject({ name: 'MissingSchemaError', message: expect.stringContaining('"Invoice"') })
  await expect(User.find().populate('nowhere')).rejects.toMatchObject({ name: 'StrictPopulateError' })
})

test('a module that registers on another connection is found out', async () => {
  const other = mongoose.createConnection()
  const loads = manifest({ Role: () => schema({ title: String }) }, () => other)
  mongoose.plugin(loadMissingModels(loads))
  insert('users', { _id: id(1), role: id(2) })
  const User = mongoose.model('User', schema({ role: refTo('Role') }))
  await expect(User.find().populate('role')).rejects.toMatchObject({ name: 'MissingSchemaError', message: expect.stringContaining('does not register it on the connection in use') })
  expect(loads.Role).toHaveBeenCalledTimes(1)
})

test('a static populate of the application is kept', async () => {
  const { define } = clinic({}, 'schema')
  const seen = vi.fn()
  const User = define({ kind: String, owner: { type: mongoose.Schema.Types.ObjectId, refPath: 'kind' } }, (own) => {
    own.static('populate', function (...args: unknown[]) {
      seen()
      return Reflect.apply(mongoose.Model.populate, this, args)
    })
  })
  expect((await User.findOne().populate('owner'))?.get('owner.title')).toBe('nurse')
  expect(seen).toHaveBeenCalled()
})

test('two manifests, and explained errors, work together', async () => {
  const { loads, define } = clinic()
  const more = manifest({ Shift: () => schema({ hours: Number }) })
  mongoose.plugin(loadMissingModels(more))
  explainMissingModels(mongoose)
  insert('shifts', { _id: id(7), hours: 8 })
  insert('users', { _id: id(1), a: 'Shift', shift: id(7), b: 'Role', role: id(2) })
  const by = (refPath: string) => ({ type: mongoose.Schema.Types.ObjectId, refPath })
  const User = define({ a: String, b: String, shift: by('a'), role: by('b') })
  const user = await User.findOne().populate('shift role')
  expect(JSON.parse(JSON.stringify(user))).toMatchObject({ shift: { hours: 8 }, role: { title: 'nurse' } })
  expect([...called(loads), ...called(more)]).toEqual(['Role', 'Shift'])
})

describe('limits', () => {
  test('a model that was compiled before the plugin was given to Mongoose', async () => {
    const User = mongoose.model('User', schema({ role: refTo('Role') }))
    clinic()
    await expect(User.find().populate('role')).rejects.toMatchObject({ name: 'MissingSchemaError' })
  })

  test('synchronous look-ups', async () => {
    const { define } = clinic()
    const User = define({ role: refTo('Role') })
    expect(() => mongoose.model('Role')).toThrow('registered')
    expect(() => new User().model('Role')).toThrow('registered')
  })

  test.skipIf(version.startsWith('7'))('hydrate() with populated documents', () => {
    const { loads, define } = clinic()
    const User = define({}, (own) => own.virtual('held', { ref: 'Role', localField: '_id', foreignField: 'user' }))
    expect(() => User.hydrate({ _id: id(1), held: [{ _id: id(2) }] }, undefined, { hydratedPopulatedDocs: true })).toThrow('registered for model "Role"')
    expect(called(loads)).toEqual([])
  })

  test('calls of Mongoose\'s own populate', async () => {
    const { define } = clinic()
    const User = define({ role: refTo('Role') })
    await expect(mongoose.Model.populate.call(User, [{ role: id(2) }], { path: 'role' })).rejects.toMatchObject({ name: 'MissingSchemaError' })
  })

  test('the schema of a manifest that throws while it is evaluated', async () => {
    mongoose.plugin(loadMissingModels({ Role: () => { throw new Error('bad module') } }))
    insert('users', { _id: id(1), role: id(2) })
    const User = mongoose.model('User', schema({ role: refTo('Role') }))
    await expect(User.find().populate('role')).rejects.toThrow('loading model "Role" failed: bad module')
  })
})
