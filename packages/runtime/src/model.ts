import type { Connection, Mongoose } from 'mongoose'
import { get } from './get.ts'

/** What every Mongoose model has, of whichever version and document type. */
export interface AnyModel {
  readonly modelName: string
  readonly schema: object
  readonly db: Connection
  readonly base: Mongoose
}

/** The model that a loader's result holds: itself, its default export, or else its exported model. */
export type ModelIn<Loaded> = Loaded extends AnyModel
  ? Loaded
  : Loaded extends { default: infer Default }
    ? ModelIn<Default>
    : Extract<Loaded[keyof Loaded], AnyModel>

/** Whether a value is a compiled Mongoose model, of any copy of Mongoose. */
export function isModel(value: unknown): value is AnyModel {
  return typeof value === 'function' && typeof get(value, 'modelName') === 'string' && 'schema' in value && 'db' in value
}

/** The copy, or instance, of Mongoose that a connection belongs to. The types of Mongoose 7 do not have it. */
export function baseOf(connection: Connection): Mongoose {
  return (connection as Connection & { readonly base: Mongoose }).base
}

/** The model that is registered now under this one's name on its connection: after a hot reload, its successor. */
export function current<M extends AnyModel>(model: M): M {
  const registered: unknown = model.db.models[model.modelName]
  return isModel(registered) ? (registered as M) : model
}

/**
 * Finds the model in what a loader gave: a model, a module with a default export, or one with a single model among its exports.
 * @param pick the export to take, where a module has several models
 * @returns the model, or in words why there is none
 */
export function modelIn(loaded: unknown, pick?: PropertyKey): AnyModel | string {
  if (isModel(loaded)) return loaded
  if (typeof loaded !== 'object' || loaded === null) return `it gave ${describe(loaded)}`
  if (pick !== undefined) {
    const picked = get(loaded, pick)
    return isModel(picked) ? picked : `its export "${String(pick)}" is ${describe(picked)}`
  }
  // A CommonJS module that was compiled from an ES module has its default inside the default that import() adds.
  if ('default' in loaded) {
    const inner = modelIn(loaded.default)
    if (typeof inner !== 'string') return inner
  }
  const models = [...new Set(Object.values(loaded).filter(isModel))]
  const [only] = models
  if (only && models.length === 1) return only
  if (!only) return `it exports no model (its exports: ${Object.keys(loaded).join(', ') || 'none'})`
  return `it exports several models (${models.map((model) => model.modelName).join(', ')}): pick one`
}

/** A few words for a value that is not what was asked for. */
export function describe(value: unknown): string {
  if (value === undefined) return 'undefined (a circular import?)'
  if (value === null) return 'null'
  if (typeof value === 'function') return value.name ? `the function ${value.name}` : 'a function'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
