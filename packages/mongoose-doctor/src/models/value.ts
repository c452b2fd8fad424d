/** What a value can be, as far as Mongoose is concerned. Everything else is `unknown`. */
import type { ClassFact, ClassMember, FunctionFact } from '../facts/ir.ts'
import type { Site } from '../kernel/place.ts'
import type { SchemaShape } from './schema-shape.ts'

export type Primitive = string | number | boolean | null | undefined

export type Value =
  /**
   * `holds`: functions that went into it and may be called by whoever calls it. `parts`: properties of which more is known.
   * `through`: a call of it goes through all that it holds, one after the other. `exported`: what it is in one of the files that may have been loaded, each called as it is called. `router`: it is an application, a router or a route of that web framework. `call`: what gave it, where that was not looked into but can be.
   */
  | { readonly kind: 'unknown'; readonly holds: readonly Value[]; readonly parts?: ReadonlyMap<string, Value>; readonly router?: WebFramework; readonly call?: LazyCall; readonly exported?: readonly Value[]; readonly through?: true }
  | { readonly kind: 'constant'; readonly value: Primitive }
  /** A cell of the process: what it holds on a cold start, and what a later assignment may have put there. */
  | { readonly kind: 'cold'; readonly cold: Primitive; readonly warm: Value }
  | { readonly kind: 'object'; readonly object: HeapObject }
  /** `given`: the first arguments of any call, as of `bind()`. */
  | { readonly kind: 'function'; readonly closure: Closure; readonly self: Value | null; readonly given?: readonly Value[] }
  | { readonly kind: 'class'; readonly class: ClassValue }
  | { readonly kind: 'namespace'; readonly file: string }
  /** An export of a module that can't reach Mongoose: looked into only when a constant is asked for. */
  | { readonly kind: 'lazy'; readonly file: string; readonly name: string; readonly path: readonly string[] }
  /** `rejects`: it may be rejected and is never fulfilled, as that of a time limit. */
  | { readonly kind: 'promise'; readonly value: Value; readonly pending: Pending; readonly rejects?: true }
  | { readonly kind: 'union'; readonly options: readonly Value[] }
  // What Mongoose makes.
  | { readonly kind: 'mongoose'; readonly connection: ConnectionId }
  | { readonly kind: 'models'; readonly connection: ConnectionId }
  | { readonly kind: 'modelNames'; readonly connection: ConnectionId }
  | { readonly kind: 'connection'; readonly connection: ConnectionId }
  | { readonly kind: 'schemaClass' }
  | { readonly kind: 'schema'; readonly schema: SchemaShape }
  /** What `schema.virtual()` and `schema.path()` give. */
  | { readonly kind: 'virtual'; readonly schema: SchemaShape; readonly path: string }
  | { readonly kind: 'model'; readonly model: ModelRef }
  /** `mongoose.models.X`: the model where it is registered, else undefined; `vain` where the program defines none of that name. */
  | { readonly kind: 'modelLookup'; readonly model: ModelRef; readonly vain?: true }
  | { readonly kind: 'query'; readonly query: QueryValue }
  | { readonly kind: 'document'; readonly model: ModelRef; readonly many: boolean; readonly shape?: Shape }
  // What NestJS makes.
  /** What a decorator of a package was given: `Module({ … })`, `Prop({ … })`, `InjectModel('User')`; also a module of one. */
  | { readonly kind: 'decorator'; readonly path: string; readonly args: readonly Value[] }
  /** A provider of `MongooseModule.forFeature()`. */
  | { readonly kind: 'feature'; readonly feature: Feature }
  /** `NestFactory.create(AppModule)`; what is asked of it is taken from the modules below `root`. */
  | { readonly kind: 'nestApp'; readonly root: Value }
  // What @mongoose-doctor/runtime makes.
  /** `lazyModel(load)`: calling it gives a promise of the model; `pick` is the export that holds it. */
  | { readonly kind: 'lazyModel'; readonly load: Value; readonly pick: string | null }
  /** `loadMissingModels(manifest)`: a plugin. */
  | { readonly kind: 'modelLoader'; readonly loads: Loads }
  /** A method of one of the above, or of an array, promise or global: `User.find`, `[].map`, `Promise.all`. */
  | { readonly kind: 'method'; readonly receiver: Value; readonly name: string }
  /** A global such as Promise, Object, process. */
  | { readonly kind: 'global'; readonly path: string }

export interface LazyCall { readonly callee: Value; readonly args: readonly Value[] }

export type WebFramework = 'express' | 'fastify' | 'koa' | 'hono'

/** What a query gives: documents of the model, or plain objects with an ObjectId as `_id`. Not said where it may be something else. */
export type Shape = 'hydrated' | 'lean'

/** 'default' for mongoose's own; otherwise the place that made it; '?' where it can't be known. */
export type ConnectionId = string
export const DEFAULT_CONNECTION: ConnectionId = 'default'
export const UNKNOWN_CONNECTION: ConnectionId = '?'

export interface ModelRef {
  readonly name: string
  readonly connection: ConnectionId
  /** null: registered elsewhere; ask the index by name. */
  readonly schema: SchemaShape | null
  readonly site: Site
  /** The model that this one is a discriminator of. */
  readonly base: ModelRef | null
  /** Registered by a NestJS module, where that is part of the application. */
  readonly feature?: true
}

/** A model that a NestJS application registers while it starts, if the module is part of it. */
export interface Feature {
  /** What it is injected by. */
  readonly token: string
  readonly name: string
  readonly connection: ConnectionId
  /** The schema, or a factory of it, called with what `inject` names. */
  readonly schema: Value
  readonly inject: readonly Value[] | null
  /** The token of the model that it is a discriminator of. */
  readonly base: string | null
  readonly site: Site
}

/** A query is built up in place, as in Mongoose: `q.populate('role')` changes `q`. */
export interface QueryValue {
  readonly id: number
  readonly model: ModelRef
  /** find, findOne, findOneAndUpdate … as Mongoose's hooks name it. */
  operation: string
  readonly populates: PopulateCall[]
  /** `lean()`, or an option that keeps mongoose-autopopulate from running. */
  keptOff: boolean
  /** null: a projection or a transform makes something else of it. */
  shape: Shape | null
}

let lastQuery = 0
export const newQuery = (model: ModelRef, operation: string, populates: PopulateCall[] = []): QueryValue => ({ id: ++lastQuery, model, operation, populates, keptOff: false, shape: 'hydrated' })

/** A populate as written: its arguments' values and where. */
export interface PopulateCall {
  readonly args: readonly Value[]
  readonly site: Site
  /** False where it stands for one of several models. */
  readonly isSettled: boolean
  /** What was surely registered when it was called, on a query that is sent later: `if (mongoose.models.Role) query.populate('role')`. */
  readonly had?: ReadonlySet<Token>
}

/** What is registered once a promise is fulfilled, and not before. */
export interface Pending {
  readonly must: ReadonlySet<Token>
  readonly may: ReadonlyMap<Token, May>
}
export const NOTHING_PENDING: Pending = { must: new Set(), may: new Map() }

/** `model:<connection>:<name>`, or `file:<path>`: everything that evaluating this module registers. */
export type Token = string
export const modelToken = (model: { name: string; connection: ConnectionId }): Token => `model:${model.connection}:${model.name}`
export const fileToken = (file: string): Token => `file:${file}`

/** On this path the model is surely not there: a test said so, or it was taken out. `*`: none is. */
export const freeToken = (model: { name: string; connection: ConnectionId }): Token => `free:${model.connection}:${model.name}`
export const isFree = (token: Token): boolean => token.startsWith('free:')
/** Opened, or on its way: what is sent over it from here on waits until it is there. */
export const openToken = (connection: ConnectionId): Token => `open:${connection}`
/** Opened, and waited for: where nothing else waits, only what is sent from here on passes. */
export const readyToken = (connection: ConnectionId): Token => `open:${connection}:ready`
export const isOpen = (token: Token): boolean => token.startsWith('open:')

/** Populates of models that are compiled from here on load this one. */
export const loadToken = (model: { name: string; connection: ConnectionId }): Token => `load:${model.connection}:${model.name}`
/** The model of this token was compiled before a plugin that loads others. */
export const bareToken = (model: Token): Token => model.replace('model:', 'bare:')

/** What a populate loads, by the model's name: the tokens that its loader brings. */
export type Loads = ReadonlyMap<string, ReadonlySet<Token>>
export const NO_LOADS: Loads = new Map()

/** Whatever an import registers that leads to no file: the build makes it, or it was never committed. */
export const LOST: Token = 'lost'

/** Something was waited for that other code brings about: what that code, and whatever was started before, has registered is possibly there. */
export const LATER: Token = 'later'

/** Why a registration is possible and not sure; `later`: if the process ever makes it. */
export interface May {
  readonly reason: 'conditional' | 'unawaited' | 'computed' | 'unresolved' | 'later'
  readonly site: Site
}

export interface Closure {
  readonly id: number
  readonly file: string
  readonly fact: FunctionFact
  /** Its number in the file. */
  readonly function: number
  readonly frame: Frame
  /** `this` of an arrow function, taken from where it was made. */
  readonly outerThis: Value | null
  /** The class whose method this is, for `super`. */
  readonly home: ClassValue | null
  /** Made while modules were evaluated: it outlives the request. */
  readonly lasting: boolean
}

/** Variables of one activation (or one module). */
export interface Frame {
  readonly file: string
  readonly parent: Frame | null
  readonly owner: number | null
  readonly cells: Map<number, Cell>
  closures: Map<number, Closure> | null
  classes: Map<number, ClassValue> | null
  /** Fresh objects by the place that makes them, so that a second look yields the same. */
  objects: Map<number | string, HeapObject> | null
}

export interface Cell {
  /** Everything that was ever assigned. */
  all: Value | null
  /** What it holds once its module is evaluated, where that is a constant and later code may change it. */
  initial: Primitive | typeof NOT_CONSTANT
  /** Belongs to a module or to something that a module made: it outlives the request. */
  readonly lasting: boolean
}
export const NOT_CONSTANT = Symbol('not a constant')
export const newCell = (lasting: boolean, all: Value | null = null): Cell => ({ all, initial: lasting && all?.kind === 'constant' ? all.value : NOT_CONSTANT, lasting })

export interface HeapObject {
  readonly id: number
  readonly props: Map<string, Cell>
  /** Array items; null for what is no array. */
  items: Value[] | null
  /** An array or object that holds more than is known (spread of an unknown, computed keys, loops). */
  open: boolean
  readonly class: ClassValue | null
  /** Made while a module was evaluated: what it holds then is what a cold start finds. */
  readonly cold: boolean
  readonly site: Site
  /** Where each property of a literal is written. */
  readonly sites: Map<string, Site> | null
  /** Of a `Map` or a `Set`. */
  readonly keyed: Keyed | null
}

/** What a `Map` or `Set` holds, by the key of its key; an item of a set is its own key. */
export interface Keyed {
  readonly of: 'map' | 'set'
  readonly entries: Map<string, { readonly key: Value; readonly cell: Cell }>
  /** What was put in under keys that can't be told. */
  rest: Cell | null
}

export interface ClassValue {
  readonly id: number
  readonly file: string
  readonly fact: ClassFact
  readonly frame: Frame
  base: Value | null
  readonly statics: HeapObject
  /** What its decorators were given, in the order of the text. */
  decorators: readonly Value[]
  /** The same of its members, where they have any. */
  readonly memberDecorators: Map<ClassMember, readonly Value[]>
  /** Methods that a decorator of the project's own has put something else in the place of. */
  readonly replaced: Map<ClassMember, Value>
}

/** Surely `false`, as an option is written that is switched off. */
export const isFalse = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === false

export const UNKNOWN: Value = { kind: 'unknown', holds: [] }
export const UNDEFINED: Value = { kind: 'constant', value: undefined }
export const constant = (value: Primitive): Value => ({ kind: 'constant', value })

/** Texts and arrays that double with each line would fill the memory. */
export const LONGEST_TEXT = 200_000
export const MOST_ITEMS = 20_000

/** A text that was put together; unknown when it is longer than what is followed. */
export const constantText = (text: string): Value => (text.length > LONGEST_TEXT ? UNKNOWN : constant(text))

/** Two values with the same key are the same to us. */
export function keyOf(value: Value): string {
  switch (value.kind) {
    case 'unknown': {
      const held = value.holds.length === 0 ? `_${value.router ?? ''}` : `_${value.router ?? ''}${value.holds.map(keyOf).join(',')}`
      return value.exported === undefined ? held : `${held}<${value.exported.map(keyOf).join(',')}>`
    }
    case 'constant': return typeof value.value === 'string' ? JSON.stringify(value.value) : String(value.value)
    case 'cold': return `c${String(value.cold)}(${keyOf(value.warm)})`
    case 'object': return `o${value.object.id}`
    case 'function': return `f${value.closure.id}${value.self === null ? '' : `(${keyOf(value.self)})`}${value.given === undefined ? '' : `[${value.given.map(keyOf).join(',')}]`}`
    case 'class': return `k${value.class.id}`
    case 'namespace': return `n:${value.file}`
    case 'lazy': return `l:${value.file}:${value.name}:${value.path.join('.')}`
    case 'promise': return `p(${keyOf(value.value)};${[...value.pending.must].join(',')};${[...value.pending.may.keys()].join(',')})`
    case 'union': return `u(${value.options.map(keyOf).join('|')})`
    case 'mongoose': case 'models': case 'modelNames': case 'connection': return `${value.kind}:${value.connection}`
    case 'schemaClass': return 'Schema'
    case 'schema': return `s${value.schema.id}`
    case 'virtual': return `v${value.schema.id}:${value.path}`
    case 'model': return `M:${modelKey(value.model)}`
    case 'modelLookup': return `L:${modelKey(value.model)}`
    case 'query': return `q${value.query.id}`
    case 'document': return `d:${modelKey(value.model)}:${value.many ? 'n' : '1'}${value.shape ?? ''}`
    case 'decorator': return `@${value.path}(${value.args.map(keyOf).join(',')})`
    case 'feature': return `F${value.feature.token}@${value.feature.site.file}@${value.feature.site.start}`
    case 'nestApp': return `N(${keyOf(value.root)})`
    case 'lazyModel': return `z(${keyOf(value.load)}).${value.pick ?? ''}`
    case 'modelLoader': return `P(${[...value.loads].map(([name, tokens]) => `${name}=${[...tokens].join('+')}`).join(',')})`
    case 'method': return `m(${keyOf(value.receiver)}).${value.name}`
    case 'global': return `g:${value.path}`
  }
}
const modelKey = (model: ModelRef): string => `${model.connection}:${model.name}:${model.schema?.id ?? ''}`

/** More possibilities than this are no knowledge any more. */
const MOST_OPTIONS = 12

export function join(a: Value, b: Value): Value {
  return a === b ? a : unionOf([a, b])
}

export function unionOf(values: readonly Value[]): Value {
  const [first] = values
  // By far the most often: one value, or the same one on every way.
  if (first !== undefined && first.kind !== 'union' && values.every((value) => value === first)) return first
  const options = withoutEmptyModels(distinct(values))
  const [only] = options
  if (only === undefined) return UNKNOWN
  if (options.length === 1) return only
  if (options.length > MOST_OPTIONS) return { kind: 'unknown', holds: options.filter((o) => o.kind === 'function') }
  return { kind: 'union', options }
}

/** Of options that are the same, the last one in the place of the first. */
function distinct(values: readonly Value[]): readonly Value[] {
  const found: Value[] = []
  const add = (option: Value): void => {
    const known = found.findIndex((one) => isSame(one, option))
    found[known < 0 ? found.length : known] = option
  }
  // So many are compared quicker by their keys.
  if (values.length > MOST_OPTIONS) return [...new Map(values.flatMap(optionsOf).map((each) => [keyOf(each), each])).values()]
  values.forEach((value) => { if (value.kind === 'union') value.options.forEach(add); else add(value) })
  return found
}

/** Whether their keys are the same, which for most is told without making them. */
function isSame(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a.kind !== b.kind) return false
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value || (a.value !== a.value && b.value !== b.value)
  if (a.kind === 'unknown' && b.kind === 'unknown') return (a.holds.length === 0 && b.holds.length === 0 && a.router === b.router && a.exported === b.exported) || keyOf(a) === keyOf(b)
  if (a.kind === 'object' && b.kind === 'object') return a.object.id === b.object.id
  if (a.kind === 'function' && b.kind === 'function' && a.closure.id !== b.closure.id) return false
  if (a.kind === 'method' && b.kind === 'method') return a.name === b.name && isSame(a.receiver, b.receiver)
  return keyOf(a) === keyOf(b)
}

/** `models.X || model('X', schema)` is one model, of which one way to it knows the schema. */
function withoutEmptyModels(options: readonly Value[]): readonly Value[] {
  if (!options.some((o) => o.kind === 'model')) return options
  const known = new Set(options.flatMap((o) => (o.kind === 'model' && o.model.schema !== null ? [modelToken(o.model)] : [])))
  return known.size === 0 ? options : options.filter((o) => o.kind !== 'model' || o.model.schema !== null || !known.has(modelToken(o.model)))
}

/** The alternatives that a value stands for; a cold cell is both what it was and what it may have become. */
export function optionsOf(value: Value): readonly Value[] {
  return value.kind === 'union' ? value.options : [value]
}

/** Alternatives with cold cells opened. */
export function allOptions(value: Value): readonly Value[] {
  if (value.kind === 'union') return value.options.some((o) => o.kind === 'union' || o.kind === 'cold') ? value.options.flatMap(allOptions) : value.options
  if (value.kind === 'cold') return [constant(value.cold), ...allOptions(value.warm)]
  return [value]
}

/** Everything callable inside a value, arrays and plain objects opened to a small depth. */
export function callablesIn(value: Value, depth = 3): readonly Value[] {
  switch (value.kind) {
    case 'constant': case 'model': case 'schema': case 'document': case 'query': return NONE
    case 'function': return [value]
    case 'unknown': return value.holds
    default: {
      const found: Value[] = []
      addCallables(value, depth, found)
      return found
    }
  }
}

/** Into one list: what a program keeps as data may hold thousands of constants. */
function addCallables(value: Value, depth: number, found: Value[]): void {
  switch (value.kind) {
    case 'function': found.push(value); break
    case 'unknown': for (const one of value.holds) found.push(one); break
    case 'cold': addCallables(value.warm, depth, found); break
    case 'union': for (const one of value.options) addCallables(one, depth, found); break
    case 'promise': addCallables(value.value, depth, found); break
    case 'lazyModel': addCallables(value.load, depth, found); break
    // `const { handlers: { GET } } = NextAuth({ … })`: whatever is taken out of an unknown may call what went in.
    case 'method': if (value.receiver.kind === 'unknown' || value.receiver.kind === 'method') addCallables(value.receiver, depth, found); break
    case 'object':
      if (depth === 0 || value.object.class !== null) break
      for (const item of value.object.items ?? []) addCallables(item, depth - 1, found)
      for (const { all } of value.object.props.values()) if (all !== null) addCallables(all, depth - 1, found)
      for (const { cell: { all } } of value.object.keyed?.entries.values() ?? []) if (all !== null) addCallables(all, depth - 1, found)
      if (value.object.keyed?.rest?.all) addCallables(value.object.keyed.rest.all, depth - 1, found)
      break
    default:
  }
}
const NONE: readonly Value[] = []

export type Truth = 'truthy' | 'falsy' | 'either'

export function truthOf(value: Value): Truth {
  switch (value.kind) {
    case 'constant': return value.value ? 'truthy' : 'falsy'
    case 'unknown': case 'lazy': case 'cold': case 'method': case 'global': return 'either'
    case 'modelLookup': return value.vain ? 'falsy' : 'either'
    case 'union': {
      const truths = new Set(value.options.map(truthOf))
      const [only] = truths
      return truths.size === 1 && only !== undefined ? only : 'either'
    }
    // A query for one document may find none.
    case 'document': return value.many ? 'truthy' : 'either'
    default: return 'truthy'
  }
}
