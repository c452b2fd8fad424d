/** Does a process that is cold get the populated documents from a real database, and load each model once? */
import type { Model, Schema } from 'mongoose'
import { expect } from 'vitest'
import { clinic, type Clinic, sent } from './support/clinic.ts'
import { connected, databaseOfFile, onDatabase } from './support/database.ts'

const database = databaseOfFile()
const PARALLEL = 50

type Users = Model<unknown>
type Ask = (User: Users) => PromiseLike<unknown>

interface Case {
  definition: (refTo: (ref: unknown) => object, id: unknown) => object
  prepare?: (schema: Schema) => void
  ask: Ask
  /** Ada's and Bob's, in this order. */
  expected: [object, object]
  loaded: Partial<ReturnType<Clinic['counts']>>
}

const NURSE = { title: 'nurse' }
const ADMIN = { title: 'admin' }
const NIGHT = { name: 'night' }
const ROLES: Case['expected'] = [{ name: 'Ada', role: NURSE }, { name: 'Bob', role: ADMIN }]
const byRefPath: Case['definition'] = (_, id) => ({ kind: String, owner: { type: id, refPath: 'kind' } })
const byRole: Case['definition'] = (refTo) => ({ role: refTo('Role') })
const all = (User: Users) => User.find().sort('name')

const cases: Record<string, Case> = {
  'a ref': { definition: byRole, ask: (User) => all(User).populate('role'), expected: ROLES, loaded: { Role: 1 } },
  'a lean query': { definition: byRole, ask: (User) => all(User).populate('role').lean(), expected: ROLES, loaded: { Role: 1 } },
  'an array of refs': {
    definition: (refTo) => ({ roles: [refTo('Role')] }),
    ask: (User) => all(User).populate('roles'),
    expected: [{ roles: [NURSE, ADMIN] }, { roles: [ADMIN] }],
    loaded: { Role: 1 },
  },
  'a ref in a document array': {
    definition: (refTo) => ({ shifts: [{ team: refTo('Team') }] }),
    ask: (User) => all(User).populate('shifts.team'),
    expected: [{ shifts: [{ team: NIGHT }] }, { shifts: [] }],
    loaded: { Team: 1 },
  },
  'nested populate': {
    definition: byRole,
    ask: (User) => all(User).populate({ path: 'role', populate: { path: 'team' } }),
    expected: [{ role: { ...NURSE, team: NIGHT } }, { role: { ...ADMIN, team: NIGHT } }],
    loaded: { Role: 1, Team: 1 },
  },
  'a virtual': {
    definition: () => ({}),
    prepare: (schema) => schema.set('toJSON', { virtuals: true }).virtual('held', { ref: 'Role', localField: '_id', foreignField: 'holder' }),
    ask: (User) => all(User).populate('held'),
    expected: [{ held: [NURSE] }, { held: [ADMIN] }],
    loaded: { Role: 1 },
  },
  'refPath': { definition: byRefPath, ask: (User) => all(User).populate('owner'), expected: [{ owner: NURSE }, { owner: NIGHT }], loaded: { Role: 1, Team: 1 } },
  'a function as ref': { definition: (refTo) => ({ role: refTo(() => 'Role') }), ask: (User) => all(User).populate('role'), expected: ROLES, loaded: { Role: 1 } },
  'a populate in a pre-find hook': {
    definition: byRole,
    prepare: (schema) => schema.pre(/^find/, function () {
      void (this as unknown as { populate(path: object): unknown }).populate({ path: 'role', populate: 'team' })
    }),
    ask: (User) => all(User),
    expected: [{ role: { ...NURSE, team: NIGHT } }, { role: { ...ADMIN, team: NIGHT } }],
    loaded: { Role: 1, Team: 1 },
  },
  'doc.populate()': {
    definition: byRole,
    ask: async (User) => Promise.all((await all(User)).map((user) => user.populate({ path: 'role', populate: 'team' }))),
    expected: [{ role: { ...NURSE, team: NIGHT } }, { role: { ...ADMIN, team: NIGHT } }],
    loaded: { Role: 1, Team: 1 },
  },
  'Model.populate() of an aggregate': {
    definition: byRole,
    ask: async (User) => User.populate(await User.aggregate([{ $sort: { name: 1 } }]), { path: 'role' }),
    expected: ROLES,
    loaded: { Role: 1 },
  },
  'a cursor': {
    definition: byRole,
    ask: async (User) => {
      const users: unknown[] = []
      for await (const user of all(User).populate('role').cursor()) users.push(user)
      return users
    },
    expected: ROLES,
    loaded: { Role: 1 },
  },
  'a discriminator': {
    definition: () => ({}),
    ask: (User) => all(staff(User)).populate('role'),
    expected: ROLES,
    loaded: { Role: 1 },
  },
  'the base of a discriminator': {
    definition: () => ({}),
    ask: (User) => {
      staff(User)
      return all(User).populate('role')
    },
    expected: ROLES,
    loaded: { Role: 1 },
  },
}

/** The discriminator that both users are of. */
function staff(User: Users): Users {
  const { Schema } = User.base
  return User.discriminators?.Staff ?? User.discriminator<unknown>('Staff', new Schema({ role: { type: Schema.Types.ObjectId, ref: 'Role' } }))
}

onDatabase.each(Object.entries(cases))('%s', async (_, { definition, prepare, ask, expected, loaded }) => {
  const mongoose = await connected(database())
  const { ObjectId } = mongoose.Schema.Types
  const { define, counts } = await clinic(mongoose)
  const User = define(definition((ref) => ({ type: ObjectId, ref }), ObjectId), prepare)

  const answers = await Promise.all(Array.from({ length: PARALLEL }, () => ask(User)))

  for (const answer of answers) expect(sent(answer)).toMatchObject(expected)
  expect(counts()).toEqual({ Role: 0, Team: 0, ...loaded })
  await ask(User)
  expect(counts()).toEqual({ Role: 0, Team: 0, ...loaded })
})

onDatabase('findOneAndUpdate writes once and gives the populated document', async () => {
  const mongoose = await connected(database())
  const { ObjectId } = mongoose.Schema.Types
  const { define, counts } = await clinic(mongoose)
  const User = define({ visits: Number, role: { type: ObjectId, ref: 'Role' } })
  const visit = () => User.findOneAndUpdate({ name: 'Ada' }, { $inc: { visits: 1 } }).populate('role')

  const visits = await Promise.all(Array.from({ length: PARALLEL }, visit))

  for (const user of visits) expect(sent(user)).toMatchObject({ name: 'Ada', role: NURSE })
  expect(sent(await User.findOne({ name: 'Ada' }))).toMatchObject({ visits: PARALLEL })
  expect(counts()).toEqual({ Role: 1, Team: 0 })
})
