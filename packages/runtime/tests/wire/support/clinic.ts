/** People, roles and teams in a real database, and a process that knows User at first and Role and Team by a manifest. */
import type { Model, Mongoose, Schema } from 'mongoose'
import { type Mock, vi } from 'vitest'
import { loadMissingModels } from '../../../src/index.ts'

export interface Clinic {
  loads: Record<'Role' | 'Team', Mock<() => Promise<unknown>>>
  ids: Record<'nurse' | 'admin' | 'night' | 'ada' | 'bob', unknown>
  /** Registers User, the only model that is there without a load. */
  define(definition: object, prepare?: (schema: Schema) => void): Model<unknown>
  /** How often each loader ran. */
  counts(): Record<string, number>
}

export async function clinic(mongoose: Mongoose): Promise<Clinic> {
  const id = () => new mongoose.Types.ObjectId()
  const ids = { nurse: id(), admin: id(), night: id(), ada: id(), bob: id() }
  await fill(mongoose, ids)

  const { ObjectId } = mongoose.Schema.Types
  const schemas = {
    Role: () => new mongoose.Schema({ title: String, holder: { type: ObjectId, ref: 'User' }, team: { type: ObjectId, ref: 'Team' } }),
    Team: () => new mongoose.Schema({ name: String }),
  }
  // A turn of the event loop later the module is there, as with import().
  const loader = (name: 'Role' | 'Team') =>
    vi.fn(async (): Promise<unknown> => {
      await new Promise(setImmediate)
      return { default: mongoose.model(name, schemas[name]()) }
    })
  const loads = { Role: loader('Role'), Team: loader('Team') }
  mongoose.plugin(loadMissingModels(loads))
  return {
    loads,
    ids,
    define(definition, prepare = () => {}) {
      const schema = new mongoose.Schema({ name: String, ...definition }) as Schema
      prepare(schema)
      return mongoose.model<unknown>('User', schema)
    },
    counts: () => ({ Role: loads.Role.mock.calls.length, Team: loads.Team.mock.calls.length }),
  }
}

/** Ada is a nurse, Bob an administrator; both roles are of the night team. */
async function fill({ connection }: Mongoose, { nurse, admin, night, ada, bob }: Clinic['ids']): Promise<void> {
  const insert = (collection: string, ...documents: object[]) => connection.collection(collection).insertMany(documents)
  await insert('teams', { _id: night, name: 'night' })
  await insert('roles', { _id: nurse, title: 'nurse', team: night, holder: ada }, { _id: admin, title: 'admin', team: night, holder: bob })
  await insert(
    'users',
    { _id: ada, name: 'Ada', __t: 'Staff', role: nurse, roles: [nurse, admin], shifts: [{ team: night }], kind: 'Role', owner: nurse },
    { _id: bob, name: 'Bob', __t: 'Staff', role: admin, roles: [admin], shifts: [], kind: 'Team', owner: night },
  )
}

/** What an application would send out: documents as plain data, in an order that tests can rely on. */
export function sent(documents: unknown): unknown {
  return JSON.parse(JSON.stringify(documents))
}
