import peer, { type Connection } from 'mongoose'
import { get } from './get.ts'
import { baseOf, describe, isModel, modelIn, type AnyModel, type ModelIn } from './model.ts'

export interface EnsureModelsOptions {
  /** The connection that the models are needed on; Mongoose's default connection unless given. */
  connection: Connection
}

type Source = AnyModel | (() => unknown)

/** The models that `ensureModels` resolves to, in the order of what it was given. */
type Ensured<Sources extends readonly Source[]> = {
  -readonly [Index in keyof Sources]: Sources[Index] extends AnyModel
    ? Sources[Index]
    : Sources[Index] extends () => infer Loaded
      ? ModelIn<Awaited<Loaded>>
      : never
}

/**
 * Resolves when each of the models is registered on the connection in use.
 *
 * @param sources models, and functions that load one (`() => import('./models/User')`, or what `lazyModel` gave); loads run at the same time.
 *   `{ connection }` may come first, for another connection than the default one
 * @returns the models, in order
 * @throws (rejects with) an AggregateError whose message says of each that is not registered why not; `errors` has one for each
 */
export function ensureModels<const Sources extends readonly Source[]>(...sources: Sources): Promise<Ensured<Sources>>
export function ensureModels<const Sources extends readonly Source[]>(options: EnsureModelsOptions, ...sources: Sources): Promise<Ensured<Sources>>
export async function ensureModels(...args: unknown[]): Promise<unknown[]> {
  const [first] = args
  const chosen = typeof first === 'object' && get(first, 'connection') ? (first as EnsureModelsOptions) : undefined
  const connection = chosen?.connection ?? peer.connection
  const results = await Promise.allSettled((chosen ? args.slice(1) : args).map((source, index) => ensure(source, index, connection)))
  const errors = results.filter((result) => result.status === 'rejected').map((result): unknown => result.reason)
  if (errors.length > 0) {
    const reasons = errors.map((error) => `\n- ${error instanceof Error ? error.message : String(error)}`)
    throw new AggregateError(errors, `ensureModels: ${errors.length} of ${results.length} models not registered:${reasons.join('')}`)
  }
  return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined))
}

async function ensure(source: unknown, index: number, connection: Connection): Promise<unknown> {
  const place = `argument ${index + 1}`
  let found: AnyModel | string
  if (isModel(source)) found = source
  else if (typeof source === 'function') {
    try {
      found = modelIn(await source())
    } catch (cause) {
      throw new Error(`${place}: its loader failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    }
    if (typeof found === 'string') throw new TypeError(`${place}: its loader gave no model: ${found}.`)
  } else throw new TypeError(`${place} is neither a model nor a function that loads one, but ${describe(source)}.`)

  const registered = registeredOn(connection, found.modelName)
  if (registered === found || (registered && registered.db === found.db)) return registered
  throw new Error(`${found.modelName} (${place}) ${whyNot(found, connection, registered)}`)
}

/** Mongoose's own rule: a connection made by useDb() without a model of that name asks the one that it was made from. */
function registeredOn(connection: Connection, name: string): AnyModel | undefined {
  const model: unknown = connection.models[name]
  if (isModel(model)) return model
  const parent = get(connection, '_parent')
  return parent ? registeredOn(parent as Connection, name) : undefined
}

function whyNot(model: AnyModel, connection: Connection, registered: AnyModel | undefined): string {
  const base = baseOf(connection)
  if (model.base !== base) {
    return `belongs to another copy of mongoose (${model.base.version}) than the connection in use (${base.version}). Look for a second one with \`npm ls mongoose\`.`
  }
  const other = registered ? ', where a different model has this name' : ''
  if (model.db !== connection) return `is registered on ${nameOf(model.db)}, not on ${nameOf(connection)}${other}.`
  return `was removed from ${nameOf(connection)} after it was defined.`
}

function nameOf(connection: Connection): string {
  if (connection === baseOf(connection).connection) return 'the default connection'
  return `connection ${connection.id}${connection.name ? ` ("${connection.name}")` : ''}`
}
