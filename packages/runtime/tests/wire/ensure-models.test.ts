/** Does a populate work once ensureModels has resolved? */
import { expect, vi } from 'vitest'
import { ensureModels } from '../../src/index.ts'
import { connected, databaseOfFile, onDatabase } from './support/database.ts'

const database = databaseOfFile()

onDatabase('populates what it was given, nested too, after one load each', async () => {
  const mongoose = await connected(database())
  const { connection, Schema } = mongoose
  const [team, role] = [new mongoose.Types.ObjectId(), new mongoose.Types.ObjectId()]
  await connection.collection('teams').insertOne({ _id: team, name: 'night' })
  await connection.collection('roles').insertOne({ _id: role, title: 'nurse', team })
  await connection.collection('users').insertOne({ role })

  const User = mongoose.model('User', new Schema({ role: { type: Schema.Types.ObjectId, ref: 'Role' } }))
  const loadRole = vi.fn(async () => ({ default: mongoose.model('Role', new Schema({ title: String, team: { type: Schema.Types.ObjectId, ref: 'Team' } })) }))
  const ask = () => User.findOne().populate({ path: 'role', populate: { path: 'team' } }).lean()
  await expect(ask()).rejects.toMatchObject({ name: 'MissingSchemaError' })

  const Team = mongoose.model('Team', new Schema({ name: String }))
  const [Role, Same] = await ensureModels({ connection }, loadRole, Team)

  expect(await ask()).toMatchObject({ role: { title: 'nurse', team: { name: 'night' } } })
  expect(await Role.findOne().lean()).toMatchObject({ title: 'nurse' })
  expect(Same).toBe(Team)
  expect(loadRole).toHaveBeenCalledTimes(1)
})

onDatabase('rejects while a loader fails, and a populate works after the next call', async () => {
  const mongoose = await connected(database())
  const { connection, Schema } = mongoose
  const role = new mongoose.Types.ObjectId()
  await connection.collection('roles').insertOne({ _id: role, title: 'nurse' })
  await connection.collection('users').insertOne({ role })
  const User = mongoose.model('User', new Schema({ role: { type: Schema.Types.ObjectId, ref: 'Role' } }))
  const load = vi.fn(async () => mongoose.model('Role', new Schema({ title: String }))).mockRejectedValueOnce(new Error('chunk not found'))

  await expect(ensureModels({ connection }, load)).rejects.toThrow('argument 1: its loader failed: chunk not found')
  await ensureModels({ connection }, load)
  expect(await User.findOne().populate('role').lean()).toMatchObject({ role: { title: 'nurse' } })
})
