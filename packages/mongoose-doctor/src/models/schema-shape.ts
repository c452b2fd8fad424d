/** What a schema says of its paths, as far as populate and hooks need it. Mutable: schemas are built up. */
import type { Site } from '../kernel/place.ts'
import type { Autopopulated } from './autopopulate.ts'
import type { ModelRef, Token, Value } from './value.ts'

export interface SchemaShape {
  readonly id: number
  readonly site: Site
  readonly paths: Map<string, PathShape>
  readonly virtuals: Map<string, PathShape>
  readonly hooks: Hook[]
  readonly statics: Map<string, Value>
  readonly methods: Map<string, Value>
  readonly queryHelpers: Map<string, Value>
  /** The models that have been made of it so far; shared with what they were made into. */
  readonly compilations: Compilation[]
  /** Discriminators declared on the model of this schema. */
  readonly discriminators: SchemaShape[]
  /** What mongoose-autopopulate populates by itself. */
  readonly autopopulated: Autopopulated[]
  /** The same, as far as their models are known; shared with what the schema was made into. */
  readonly children: Child[]
  /** What `schema.discriminator()` was called with: `model()` registers these too. */
  readonly declared: (readonly Value[])[]
  /** The path that says which of them a document is. */
  discriminatorKey: string
  /** Names of the plugin packages given to `.plugin()`. */
  readonly plugins: string[]
  /** What `schema.plugin(loadMissingModels(…))` loads. */
  readonly loads: Map<string, ReadonlySet<Token>>
  /** `schema.obj`: what `new Schema()` was given; null where that is no plain object. */
  definition: Value | null
  /** Some of its definition can't be read: a path that is not here may still exist. */
  open: boolean
  /** `strictPopulate: false`: populating a path that is not here does nothing. */
  lenient: boolean
  /** `bufferCommands: false`: what is sent of its models doesn't wait for a connection that is being opened. */
  impatient: boolean
}

/** A discriminator of a model. */
export interface Child {
  readonly model: ModelRef
  /** What stands in the key of its documents; null where that can't be read. */
  readonly value: string | null
}

/** One call of `model()` with a schema. */
export interface Compilation {
  readonly model: ModelRef
  readonly site: Site
  /** Among a module's own statements: it is done once the module is evaluated. */
  readonly atTop: boolean
}

export interface PathShape {
  readonly ref: Ref | null
  /** Embedded schema, for `items.role`. */
  readonly sub: SchemaShape | null
  readonly values: readonly string[] | null
  readonly autopopulate: boolean
  /** A Map: Mongoose calls the path of its values `path.$*`. */
  readonly keyed: boolean
  /** Arrays in an array: Mongoose doesn't mind what is populated below them. */
  readonly nested: boolean
  readonly site: Site
}

/** A path of which nothing more is known than that it is there. */
const PLAIN: Omit<PathShape, 'site'> = { ref: null, sub: null, values: null, autopopulate: false, keyed: false, nested: false }

/** @param said what is not as with most paths */
export const pathShape = (site: Site, said?: Partial<PathShape>): PathShape => ({ site, ...PLAIN, ...said })

export type Ref =
  | { readonly kind: 'name'; readonly name: string; readonly site: Site }
  /** A model itself: populate needs no look-up by name. */
  | { readonly kind: 'model'; readonly model: ModelRef; readonly site: Site }
  /** `refPath`: the name stands in another path of the document. */
  | { readonly kind: 'path'; readonly path: string; readonly site: Site }
  | { readonly kind: 'unknown'; readonly why: string; readonly site: Site }

export interface Hook {
  readonly when: 'pre' | 'post'
  /** Operation names; or a regular expression over them. */
  readonly operations: readonly string[] | RegExp | null
  readonly run: Value
  readonly site: Site
}

let lastId = 0

export function newSchema(site: Site): SchemaShape {
  return {
    id: ++lastId, site, paths: new Map(), virtuals: new Map(), hooks: [], statics: new Map(), methods: new Map(),
    queryHelpers: new Map(), compilations: [], discriminators: [], children: [], declared: [], discriminatorKey: '__t', autopopulated: [], plugins: [], loads: new Map(), definition: null, open: false, lenient: false, impatient: false,
  }
}

/** What `model()` makes of a schema: hooks, statics and methods as they are now; paths and virtuals may still be added. */
export function compiled(schema: SchemaShape): SchemaShape {
  return {
    ...schema, hooks: [...schema.hooks], statics: new Map(schema.statics), methods: new Map(schema.methods), queryHelpers: new Map(schema.queryHelpers),
    autopopulated: [...schema.autopopulated], plugins: [...schema.plugins], loads: new Map(schema.loads), get open() { return schema.open }, set open(value) { schema.open = value },
    get lenient() { return schema.lenient }, set lenient(value) { schema.lenient = value },
  }
}

/** What `schema.clone()`, `add(schema)` and inheritance give: the same paths and hooks in a schema of its own. */
export function mergeInto(target: SchemaShape, source: SchemaShape, prefix = ''): void {
  for (const [path, shape] of source.paths) target.paths.set(prefix + path, shape)
  for (const [path, shape] of source.virtuals) target.virtuals.set(prefix + path, shape)
  if (prefix === '') {
    target.hooks.push(...source.hooks)
    for (const [name, value] of source.statics) target.statics.set(name, value)
    for (const [name, value] of source.methods) target.methods.set(name, value)
    for (const [name, value] of source.queryHelpers) target.queryHelpers.set(name, value)
    target.autopopulated.push(...source.autopopulated)
    target.plugins.push(...source.plugins)
    for (const [name, tokens] of source.loads) target.loads.set(name, tokens)
  }
  if (source.open) target.open = true
  if (source.lenient) target.lenient = true
  if (source.impatient) target.impatient = true
}

/** Of a path: every way to cut it is looked at. */
const MOST_PARTS = 100

/** Where nothing was found: a schema in itself can be entered in very many ways. */
type Tried = Map<SchemaShape, Set<string>>

/** The path as populate finds it: written out, inside an embedded schema, virtual, or in a discriminator. */
export function findPath(schema: SchemaShape, path: string, depth = 0, tried: Tried = new Map()): PathShape | null {
  const direct = schema.paths.get(path) ?? schema.virtuals.get(path)
  if (direct !== undefined) return direct
  const parts = path.split('.')
  if (depth > 8 || parts.length > MOST_PARTS || tried.get(schema)?.has(path) === true) return null
  for (let cut = parts.length - 1; cut > 0; cut--) {
    const head = schema.paths.get(parts.slice(0, cut).join('.'))
    if (head === undefined) continue
    const rest = parts.slice(cut).filter((p) => !isPlaceholder(p)).join('.')
    if (rest === '') return head
    const found = head.sub === null ? null : findPath(head.sub, rest, depth + 1, tried)
    if (found !== null) return found
  }
  for (const child of schema.discriminators) {
    const found = child === schema ? null : findPath(child, path, depth + 1, tried)
    if (found !== null) return found
  }
  const paths = tried.get(schema) ?? new Set()
  tried.set(schema, paths.add(path))
  return null
}

/** True when some part that a look-up of `path` goes through can't be read, or when it is longer than what is followed. */
export function isOpen(schema: SchemaShape, path: string, depth = 0, tried: Tried = new Map()): boolean {
  if (schema.open) return true
  const parts = path.split('.')
  if (parts.length > MOST_PARTS) return true
  if (depth > 8 || tried.get(schema)?.has(path) === true) return false
  tried.set(schema, (tried.get(schema) ?? new Set()).add(path))
  for (let cut = parts.length - 1; cut > 0; cut--) {
    const head = schema.paths.get(parts.slice(0, cut).join('.'))
    if (head?.sub && isOpen(head.sub, parts.slice(cut).join('.'), depth + 1, tried)) return true
  }
  return schema.discriminators.some((child) => child !== schema && isOpen(child, path, depth + 1, tried))
}

/** What each schema has without saying so, and what an option may add under these names. */
const ALWAYS = new Set(['_id', 'id', '__v', '__t', 'createdAt', 'updatedAt'])

/**
 * Whether populate lets a path pass: as a path, a virtual, a nested object, or because it leads through a path without a schema of its own.
 * What it does not let pass is a StrictPopulateError. Observed on Mongoose 6.13, 7.8, 8.24 and 9.12 (lib/helpers/populate/getModelsMapForPopulate.js).
 */
export function admits(schema: SchemaShape, path: string, depth = 0): boolean {
  if (schema.open || depth > 8 || schema.paths.has(path) || schema.virtuals.has(path) || ALWAYS.has(path)) return true
  const parts = path.split('.')
  if (parts.length > MOST_PARTS) return true
  const below = `${path}.`
  for (const one of [...schema.paths.keys(), ...schema.virtuals.keys()]) if (one.startsWith(below)) return true
  for (let cut = parts.length - 1; cut > 0; cut--) {
    const head = schema.paths.get(parts.slice(0, cut).join('.'))
    if (head === undefined) continue
    if (head.sub === null || head.keyed || head.nested) return true
    const rest = parts.slice(cut).filter((p) => !isPlaceholder(p)).join('.')
    return rest === '' || admits(head.sub, rest, depth + 1)
  }
  return schema.discriminators.some((child) => child !== schema && admits(child, path, depth + 1))
}

/** The one discriminator that has a path which the model itself doesn't have; null where several have it, or the model does. */
export function childWith(schema: SchemaShape, path: string): Child | null {
  if (schema.children.length === 0 || admits({ ...schema, discriminators: [] }, path)) return null
  const having = schema.children.filter(({ model }) => model.schema !== null && admits(model.schema, path))
  const [only] = having
  return having.length === 1 && only !== undefined ? only : null
}

/** `items.$*.role` and `items.0.role` lead into the items as `items.role` does. */
const isPlaceholder = (part: string): boolean => part === '$*' || part === '$' || /^\d+$/.test(part)

/** The plugins of a schema and of all that a path leads through: any of them may have added the path. */
export function pluginsOn(schema: SchemaShape, path: string, depth = 0): readonly string[] {
  if (depth > 8) return []
  const parts = path.split('.')
  const subs = parts.slice(1).flatMap((_, i) => {
    const sub = schema.paths.get(parts.slice(0, i + 1).join('.'))?.sub
    return sub ? pluginsOn(sub, parts.slice(i + 1).join('.'), depth + 1) : []
  })
  return [...schema.plugins, ...subs]
}
