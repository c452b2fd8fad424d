import { Schema, model, type Model, type Types } from 'mongoose'
import { expect, expectTypeOf, test } from 'vitest'
import { createRegistry, defineModel, ensureModels, lazyModel, loadMissingModels, type ModelManifest } from '../src/index.ts'

// What is checked here is checked by tsc, once with the types of each version of Mongoose (package/types.test.ts). Nothing is called.
const never = (check: () => unknown) => expect(check).toBeTypeOf('function')

const schema = new Schema(
  { title: { type: String, required: true, enum: ['admin', 'nurse'] }, team: { type: Schema.Types.ObjectId, ref: 'Team' }, rank: Number },
  {
    methods: { outranks(other: number) { return other < 3 } },
    statics: { byTitle(title: string) { return title.length } },
    virtuals: { label: { get() { return 'x' } } },
  },
)

test('defineModel gives what mongoose.model gives', () => never(async () => {
  const Role = defineModel('Role', schema)
  const Plain = model('Role', schema)
  expectTypeOf(Role).toEqualTypeOf(Plain)
  const role = new Role({ title: 'admin' })
  expectTypeOf(role.title).toEqualTypeOf<'admin' | 'nurse'>()
  expectTypeOf(role.rank).toExtend<number | null | undefined>()
  expectTypeOf(role.rank).not.toBeAny()
  expectTypeOf(role.team).toExtend<Types.ObjectId | null | undefined>()
  expectTypeOf(role.outranks(1)).toEqualTypeOf<boolean>()
  expectTypeOf(role.label).toEqualTypeOf<string>()
  expectTypeOf(Role.byTitle('x')).toEqualTypeOf<number>()
  const found = await Role.findOne().orFail()
  expectTypeOf(found.title).toEqualTypeOf<'admin' | 'nurse'>()
  expectTypeOf(found).not.toBeAny()
  // @ts-expect-error: there is no such path
  void found.salary
  // @ts-expect-error: a schema is needed
  defineModel('Role')
}))

interface User { email: string }
interface UserMethods { hello(): string }
type UserModel = Model<User, object, UserMethods> & { byEmail(email: string): Promise<User> }

test('defineModel takes explicit types as mongoose.model does', () => never(() => {
  const userSchema = new Schema<User, UserModel, UserMethods>({ email: String })
  const User = defineModel<User, UserModel>('User', userSchema)
  expectTypeOf(User).toEqualTypeOf<UserModel>()
  expectTypeOf(new User().hello()).toEqualTypeOf<string>()
  const Simple = defineModel<User>('User', new Schema<User>({ email: String }))
  expectTypeOf(Simple).toEqualTypeOf<Model<User>>()
  const Inferred = defineModel('User', new Schema<User>({ email: String }))
  expectTypeOf(Inferred).toEqualTypeOf(model('User', new Schema<User>({ email: String })))
}))

test('createRegistry keeps each model, and knows no others', () => never(() => {
  const Role = defineModel('Role', schema)
  const User = defineModel<User, UserModel>('User', new Schema<User, UserModel, UserMethods>({ email: String }))
  const registry = createRegistry({ User, Role })
  expectTypeOf(registry.Role).toEqualTypeOf(Role)
  expectTypeOf(registry.User).toEqualTypeOf<UserModel>()
  // @ts-expect-error: not in the registry
  void registry.Team
  // @ts-expect-error: it can't be changed
  registry.Role = Role
  // @ts-expect-error: not a model
  createRegistry({ User, schema })
}))

test('lazyModel finds the model in what is loaded', () => never(async () => {
  const Role = defineModel('Role', schema)
  const User = defineModel<User, UserModel>('User', new Schema<User, UserModel, UserMethods>({ email: String }))
  expectTypeOf(await lazyModel(async () => Role)()).toEqualTypeOf(Role)
  expectTypeOf(await lazyModel(async () => ({ default: Role, limit: 3 }))()).toEqualTypeOf(Role)
  expectTypeOf(await lazyModel(async () => ({ Role, limit: 3 }))()).toEqualTypeOf(Role)
  expectTypeOf(await lazyModel(async () => ({ default: { default: Role } }))()).toEqualTypeOf(Role)
  expectTypeOf(await lazyModel(async () => ({ User, Role }), 'User')()).toEqualTypeOf<UserModel>()
  expectTypeOf(lazyModel(async () => ({ limit: 3 }))()).toEqualTypeOf<Promise<never>>()
  // @ts-expect-error: no such export
  lazyModel(async () => ({ User, Role }), 'Team')
}))

test('ensureModels gives the models in order', () => never(async () => {
  const Role = defineModel('Role', schema)
  const User = defineModel<User, UserModel>('User', new Schema<User, UserModel, UserMethods>({ email: String }))
  const [role, user, lazy] = await ensureModels(Role, async () => ({ default: User }), lazyModel(async () => ({ Role })))
  expectTypeOf(role).toEqualTypeOf(Role)
  expectTypeOf(user).toEqualTypeOf<UserModel>()
  expectTypeOf(lazy).toEqualTypeOf(Role)
  const [other] = await ensureModels({ connection: Role.db }, User)
  expectTypeOf(other).toEqualTypeOf<UserModel>()
  // @ts-expect-error: neither a model nor a loader
  void ensureModels('Role')
}))

test('loadMissingModels is a plugin for any schema', () => never(() => {
  const manifest: ModelManifest = { Role: () => import('mongoose') }
  schema.plugin(loadMissingModels(manifest))
  new Schema<User, UserModel, UserMethods>({ email: String }).plugin(loadMissingModels(manifest))
  Schema.prototype.plugin(loadMissingModels(manifest))
}))
