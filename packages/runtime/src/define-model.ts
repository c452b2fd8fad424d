import peer, { type Connection, type Model, type Mongoose, type Schema } from 'mongoose'
import { get } from './get.ts'
import { isModel, type AnyModel } from './model.ts'
import { callSite } from './origin.ts'
import { shapeOf } from './shape.ts'
import { shared } from './state.ts'

/** What `mongoose.model(name, schema)` is for a schema, in the Mongoose that the application has installed. */
export type ModelFor<S extends Schema> = typeof peer.model<S> extends { (...args: never): infer Inferred; (...args: never): unknown } ? Inferred : never

/** The schemas that `mongoose.model<T>(name, schema)` takes. */
export type SchemaFor<T> = NonNullable<Parameters<typeof peer.model<T, unknown>>[1]>

export interface DefineModelOptions {
  /** The collection's name, where Mongoose's plural of the model's name is not it. */
  collection?: string
  /** The connection to register on; the default connection unless given. */
  connection?: Connection
  /** The copy of Mongoose whose default connection to register on; the one that this package imports unless given. */
  mongoose?: Mongoose
  /** What to do with a model of that name and another schema: replace it, or throw. Unless given, it is replaced if NODE_ENV is `development`. */
  replace?: boolean
}

interface Definition {
  readonly model: unknown
  readonly schema: Schema
  readonly place: string
}

/**
 * Registers a model, or gives the one that is registered with the same schema.
 *
 * A schema is the same if it is the same object, or if its data are equal: paths with their options, virtuals, indexes, schema options, and the names of methods.
 * What a function closes over cannot be compared. So in development, where a module that is evaluated again may bring changed functions, a new
 * schema object with functions of the application replaces the model, and the edit takes effect. Elsewhere functions are not compared: one module that two
 * bundles hold has its functions minified differently, and that must not bring a server down.
 *
 * Documents and models from before a replacement stay usable with the schema that they were made with.
 *
 * @param name the model's name, as `ref` has it
 * @param schema its schema
 * @returns the model, with the type that `mongoose.model(name, schema)` gives
 * @throws Error naming both places, if another schema has the name and is not to be replaced; what Mongoose throws for an invalid schema
 */
export function defineModel<S extends Schema>(name: string, schema: S, options?: DefineModelOptions): ModelFor<S>
export function defineModel<T>(name: string, schema: SchemaFor<T>, options?: DefineModelOptions): Model<T>
export function defineModel<T, M>(name: string, schema: SchemaFor<T>, options?: DefineModelOptions): M
export function defineModel(name: string, schema: Schema, options: DefineModelOptions = {}): unknown {
  const connection = options.connection ?? (options.mongoose ?? peer).connection
  const definitions = definitionsOn(connection)
  const place = callSite(defineModel)
  const registered: unknown = connection.models[name]
  const shape = shapeOf(schema)

  if (isModel(registered)) {
    const noted = definitions.get(name)
    const before = noted?.model === registered ? noted : undefined
    if (schema === (before?.schema ?? registered.schema)) return registered

    const replace = options.replace ?? process.env.NODE_ENV === 'development'
    const equal = before !== undefined && shapeOf(before.schema).text === shape.text
    if (equal && !(replace && shape.behaves)) return registered
    if (!replace) throw new Error(conflict(name, before?.place ?? 'by code that does not use defineModel()', place))
    unregister(connection, registered)
  }

  try {
    const model: unknown = connection.model(name, schema, options.collection)
    definitions.set(name, { model, schema, place })
    return model
  } catch (error) {
    if (isModel(registered)) Reflect.set(connection.models, name, registered)
    throw error
  }
}

function definitionsOn(connection: Connection): Map<string, Definition> {
  const all = shared('definitions', () => new WeakMap<Connection, Map<string, Definition>>())
  const definitions = all.get(connection) ?? new Map<string, Definition>()
  all.set(connection, definitions)
  return definitions
}

/** Discriminators go with their base: their modules define them again on its successor, which Mongoose refuses while the name is taken. */
function unregister(connection: Connection, model: AnyModel): void {
  for (const child of Object.values(Object(get(model, 'discriminators'))).filter(isModel)) {
    if (connection.models[child.modelName] === child) connection.deleteModel(child.modelName)
  }
  connection.deleteModel(model.modelName)
}

function conflict(name: string, first: string, second: string): string {
  return (
    `Two different schemas for model "${name}":\n- first defined ${first.startsWith('by ') ? first : `at ${first}`}\n- now defined at ${second}\n` +
    'Keep one of them, or give one another name.'
  )
}
