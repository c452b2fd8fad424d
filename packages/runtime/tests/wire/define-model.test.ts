/** Do queries, populates and documents go by the new schema when a model was replaced in development? */
import { expect, vi } from 'vitest'
import { defineModel } from '../../src/index.ts'
import { connected, databaseOfFile, onDatabase } from './support/database.ts'

const database = databaseOfFile()

async function replaced() {
  vi.stubEnv('NODE_ENV', 'development')
  const mongoose = await connected(database())
  const { Schema } = mongoose
  const before = defineModel('Role', new Schema({ title: String }), { mongoose })
  const nurse = await before.create({ title: 'nurse' })
  const schema = new Schema({ title: { type: String, uppercase: true }, rank: { type: Number, default: 3 } }, { methods: { text: (): string => 'new' }, autoIndex: true })
  schema.index({ title: 1 }, { unique: true })
  const after = defineModel('Role', schema, { mongoose })
  return { mongoose, before, nurse, after }
}

onDatabase('it finds what was there, writes by the new schema and ensures the new indexes', async () => {
  const { mongoose, before, after } = await replaced()
  expect(after).not.toBe(before)
  const found = await after.findOne().orFail()
  expect(found).toBeInstanceOf(after)
  expect(found.text()).toBe('new')
  expect(found.toObject()).toMatchObject({ title: 'nurse', rank: 3 })

  await after.create({ title: 'admin', rank: 1 })
  expect(await mongoose.connection.collection('roles').findOne({ rank: 1 })).toMatchObject({ title: 'ADMIN' })
  expect(await mongoose.model('Role').countDocuments({ rank: 1 })).toBe(1)
  await after.init()
  await expect(after.create({ title: 'admin' })).rejects.toMatchObject({ code: 11000 })
})

onDatabase('a populate gives documents of the new model, though its own model was compiled before', async () => {
  vi.stubEnv('NODE_ENV', 'development')
  const mongoose = await connected(database())
  const { Schema } = mongoose
  const User = defineModel('User', new Schema({ role: { type: Schema.Types.ObjectId, ref: 'Role' } }), { mongoose })
  const before = defineModel('Role', new Schema({ title: String }), { mongoose })
  const nurse = await before.create({ title: 'nurse' })
  await User.create({ role: nurse._id })
  const ask = () => User.findOne().populate('role').orFail()
  expect((await ask()).role).toBeInstanceOf(before)

  const after = defineModel('Role', new Schema({ title: String, rank: { type: Number, default: 3 } }), { mongoose })
  const { role } = await ask()
  expect(role).toBeInstanceOf(after)
  expect(role).not.toBeInstanceOf(before)
  expect(role).toMatchObject({ title: 'nurse', rank: 3 })
})

onDatabase('documents and the model from before go on with their own schema', async () => {
  const { before, nurse, after } = await replaced()
  nurse.title = 'nurse of before'
  await nurse.save()
  expect(await before.findOne().lean()).toMatchObject({ title: 'nurse of before' })
  expect(await before.findOne()).toBeInstanceOf(before)
  expect((await after.findOne())?.title).toBe('nurse of before')
})
