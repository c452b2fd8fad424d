/** Reading `object.name`. */
import type { Site } from '../kernel/place.ts'
import { modelOf, mongooseMember } from '../models/mongoose-api.ts'
import { findPath } from '../models/schema-shape.ts'
import { UNDEFINED, UNKNOWN, allOptions, constant, join, unionOf } from '../models/value.ts'
import type { ClassValue, HeapObject, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { outlives, readCell } from './assignment.ts'
import { callValue } from './calls.ts'
import { isUrl } from './files/places.ts'
import { listed, sizeOf } from './keyed.ts'
import { putOnObject, putThere } from './put-on.ts'
import { inherited, isPrototype, onPrototype } from './prototypes.ts'
import { inheritedStatic, ownStatic, unsetStatic } from './statics.ts'

export function readProperty(at: Activation, object: Value, name: string, site: Site): Value {
  switch (object.kind) {
    case 'union': {
      // Where something is known of the object, the other possibilities only add noise; nothing can be read off null.
      const options = object.options.filter((o) => !(o.kind === 'constant' && (o.value === undefined || o.value === null)))
      const known = options.filter((o) => o.kind !== 'unknown' || o.holds.length > 0)
      if (known.length === 0 || known.length === options.length) return unionOf(options.map((o) => readProperty(at, o, name, site)))
      // `params || {}`: that the known one has no such property doesn't make it undefined.
      const values = known.map((o) => readProperty(at, o, name, site))
      const telling = known.some((o) => o.kind !== 'constant') && values.every((v) => v.kind !== 'constant')
      return unionOf(telling ? values : [...values, ...options.filter((o) => !known.includes(o)).map((o) => readProperty(at, o, name, site))])
    }
    case 'cold': return readProperty(at, object.warm, name, site)
    case 'object': return readObject(at, object, name, site)
    case 'namespace': return at.interpreter.modules.exportValue(object.file, name)
    case 'lazy': {
      const opened = at.interpreter.modules.reopened(object)
      return opened === null || opened.kind === 'unknown' ? { ...object, path: [...object.path, name] } : readProperty(at, opened, name, site)
    }
    case 'class': return classMember(at, object.class, name, true, object) ?? (name === 'name' && object.class.fact.name !== null ? constant(object.class.fact.name) : inheritedStatic(at, object, name, site) ?? unsetStatic(at, object, name, method(object, name)))
    case 'mongoose': case 'connection': return ofMongoose(at, object, name)
    case 'models': return name === 'hasOwnProperty' ? method(object, name) : modelOf(object.connection, name, site, at.interpreter.vain.has(name))
    case 'schemaClass': return putThere(at, object, name) ?? { kind: 'global', path: `mongoose.Schema.${name}` }
    case 'schema': return name === 'obj' ? object.schema.definition ?? UNKNOWN : name === 'paths' ? UNKNOWN : method(object, name)
    case 'virtual': return method(object, name)
    case 'model': return putThere(at, object, name) ?? modelProperty(object.model, name, object)
    case 'modelLookup': return putThere(at, { kind: 'model', model: object.model }, name) ?? modelProperty(object.model, name, object)
    case 'document': {
      if (object.many) return /^\d+$/.test(name) ? { ...object, many: false } : name === 'length' ? UNKNOWN : method(object, name)
      const shape = at.index.schemaOf(object.model, at.file)
      const ref = shape === null ? null : findPath(shape, name)?.ref
      if (ref?.kind === 'name') return { kind: 'document', model: { name: ref.name, connection: object.model.connection, schema: null, site, base: null }, many: false }
      if (ref?.kind === 'model') return { kind: 'document', model: ref.model, many: false }
      // Plain objects of a lean query have neither.
      if (object.shape !== 'lean' && name === 'constructor') return { kind: 'model', model: object.model }
      return object.shape !== 'lean' && name === 'db' ? { kind: 'connection', connection: object.model.connection } : method(object, name)
    }
    case 'function': return ownStatic(at, object, name) ?? inheritedStatic(at, object, name, site) ?? unsetStatic(at, object, name, method(object, name))
    case 'query': return name === 'model' ? { kind: 'model', model: object.query.model } : method(object, name)
    case 'promise': case 'modelNames': case 'lazyModel': case 'modelLoader': case 'decorator': case 'feature': case 'nestApp': return method(object, name)
    case 'constant':
      if (typeof object.value === 'string' && isUrl(object.value) && (name === 'href' || name === 'pathname')) return constant(name === 'href' ? object.value : object.value.slice('file://'.length))
      if (typeof object.value === 'string') return name === 'length' ? constant(object.value.length) : method(object, name)
      return object.value === undefined || object.value === null ? UNDEFINED : UNKNOWN
    case 'global': return object.path.startsWith('regex:') ? method(object, name) : putThere(at, object, name) ?? globalMember(at, object.path, name)
    case 'method':
      // `mongoose.connections[0]` is the default connection.
      if (object.name === 'connections' && object.receiver.kind === 'mongoose') return name === '0' ? { kind: 'connection', connection: object.receiver.connection } : UNKNOWN
      if (isPrototype(object)) {
        const own = onPrototype(at, object, name, site)
        if (own !== null || object.receiver.kind === 'class') return own ?? (object.receiver.kind === 'class' ? classMember(at, object.receiver.class, name, false, UNKNOWN) : null) ?? UNKNOWN
      }
      if (name === 'bind' || name === 'call' || name === 'apply' || name === 'then' || name === 'catch') return method(object, name)
      // `mongoose.model.User` (a slip for `models`) is undefined.
      if (object.receiver.kind === 'mongoose' && object.name === 'model') at.interpreter.guards.note({ kind: 'slip', name, connection: object.receiver.connection, site })
      return object.receiver.kind === 'mongoose' ? UNDEFINED : object.receiver.kind === 'document' ? UNKNOWN : method(object, name)
    case 'unknown': return object.parts?.get(name) ?? exportedPart(at, object, name, site) ?? method(object, name)
  }
}

/** A property of what one of several files exports. */
function exportedPart(at: Activation, { exported }: Value & { kind: 'unknown' }, name: string, site: Site): Value | null {
  if (exported === undefined || name === 'then' || name === 'catch') return null
  return { kind: 'unknown', holds: [], exported: exported.map((one) => (name === 'default' && one.kind === 'function' ? one : readProperty(at, one, name, site))) }
}

const method = (receiver: Value, name: string): Value => ({ kind: 'method', receiver, name })

/** Mongoose's own members first. */
function ofMongoose(at: Activation, object: Value & { readonly kind: 'mongoose' | 'connection' }, name: string): Value {
  const member = mongooseMember(object.connection, name, object.kind)
  return member.kind === 'global' ? putThere(at, object, name) ?? notYet(at, object, name, member) : member
}

/** What else `mongoose` has, in any version since 5. */
const MEMBERS: ReadonlySet<string> = new Set(['Aggregate', 'BaseCollection', 'BaseConnection', 'CastError', 'Collection', 'Connection', 'ConnectionStates', 'Date', 'Decimal128', 'Document', 'DocumentProvider', 'Error', 'Mixed', 'Model', 'MongooseError', 'Number', 'ObjectId', 'Promise', 'Query', 'STATES', 'SchemaType', 'SchemaTypeOptions', 'SchemaTypes', 'Types', 'VirtualType', 'cast', 'constructor', 'driver', 'events', 'get', 'isObjectIdOrHexString', 'isValidObjectId', 'mongo', 'mquery', 'now', 'omitUndefined', 'options', 'plugins', 'pluralize', 'sanitizeFilter', 'setDriver', 'skipMiddlewareFunction', 'startSession', 'syncIndexes', 'trusted', 'utils', 'version'])

/** Nothing is known of it so far. */
function notYet(at: Activation, object: Value & { readonly kind: 'mongoose' | 'connection' }, name: string, member: Value): Value {
  if (at.interpreter.evaluatingModules) at.interpreter.order.missed(putOnObject(at, object), name, at.file)
  // Packages may put something there, but nobody tests that.
  if (!at.testing || object.kind !== 'mongoose' || MEMBERS.has(name)) return member
  return at.interpreter.evaluatingModules ? UNDEFINED : { kind: 'cold', cold: undefined, warm: member }
}

function readObject(at: Activation, value: Value & { kind: 'object' }, name: string, site: Site): Value {
  const { object } = value
  const getter = at.interpreter.getters.get(object)?.get(name)
  if (getter !== undefined) return callValue(at, getter, [], value, site)
  const cell = object.props.get(name)
  if (cell !== undefined) {
    if (at.testing && at.interpreter.evaluatingModules) at.interpreter.order.tested(cell, at.file)
    return readCell(at, cell)
  }
  if (object.keyed !== null && object.class === null) return name === 'size' ? sizeOf(at, object) : method(value, name)
  if (object.items !== null && name === 'length' && !object.open) return constant(object.items.length)
  if (object.items !== null) return /^\d+$/.test(name) ? elementOf(at, value, Number(name)) : method(value, name)
  const above = inherited(at, value, name, site)
  if (above !== null) return above
  if (object.class !== null) {
    const member = classMember(at, object.class, name, false, value)
    if (member !== null) return member
  }
  if (object.keyed !== null && name === 'size') return sizeOf(at, object)
  if (at.interpreter.evaluatingModules) at.interpreter.order.missed(object, name, at.file)
  if (object === at.interpreter.globalObject) return globalMember(at, '', name)
  // A constructor's own properties may be set by code that isn't interpreted: only literals are known to the full.
  if (object.class !== null || object.open || at.interpreter.prototypes.inherits(object)) return method(value, name)
  if (object.cold && !at.interpreter.evaluatingModules) return { kind: 'cold', cold: undefined, warm: method(value, name) }
  return OBJECT_METHODS.has(name) ? method(value, name) : UNDEFINED
}
const OBJECT_METHODS = new Set(['hasOwnProperty', 'toString', 'valueOf', 'constructor', 'isPrototypeOf', 'toLocaleString', '__defineGetter__'])

/** A method, accessor or static of a class or of what it extends. */
export function classMember(at: Activation, cls: ClassValue, name: string, isStatic: boolean, self: Value, depth = 0): Value | null {
  if (isStatic) {
    const own = cls.statics.props.get(name)
    if (own !== undefined) return readCell(at, own)
  }
  for (const member of cls.fact.members) {
    if (member.key !== name || member.static !== isStatic || member.value?.kind !== 'function') continue
    const closure = at.interpreter.closureIn(cls.file, member.value.id, cls.frame, null, cls)
    if (closure === null) continue
    if (member.kind === 'method') {
      const other = cls.replaced.get(member)
      return other?.kind === 'function' ? { ...other, self: other.self ?? self } : other ?? { kind: 'function', closure, self }
    }
    if (member.kind === 'getter') return callValue(at, { kind: 'function', closure, self }, [], self, { file: cls.file, start: member.start, end: member.end })
  }
  if (depth > 10 || cls.base === null) return null
  for (const base of allOptions(cls.base)) {
    if (base.kind === 'class') {
      const found = classMember(at, base.class, name, isStatic, self, depth + 1)
      if (found !== null) return found
    } else if (isStatic && (base.kind === 'model' || base.kind === 'mongoose')) return method(base, name)
    else if (isStatic && base.kind === 'function') {
      const found = ownStatic(at, base, name) ?? inheritedStatic(at, base, name, { file: cls.file, start: cls.fact.start, end: cls.fact.end })
      if (found !== null) return found
    }
  }
  return null
}

function modelProperty(model: (Value & { kind: 'model' })['model'], name: string, self: Value): Value {
  switch (name) {
    case 'modelName': case 'name': return constant(model.name)
    case 'db': return { kind: 'connection', connection: model.connection }
    // `Person.discriminators?.student` is there once the discriminator is registered.
    case 'discriminators': return { kind: 'models', connection: model.connection }
    case 'schema': return model.schema === null ? UNKNOWN : { kind: 'schema', schema: model.schema }
    case 'base': return { kind: 'mongoose', connection: model.connection }
    case 'collection': return UNKNOWN
    default: return method(self, name)
  }
}

/** Item `i` of an array-like; where it can't be told which, any of them. */
export function elementOf(at: Activation, value: Value, i: number | null): Value {
  switch (value.kind) {
    case 'union': return unionOf(value.options.map((o) => elementOf(at, o, i)))
    case 'cold': return elementOf(at, value.warm, i)
    case 'object': {
      if (value.object.keyed !== null) return elementOf(at, listed(at, value, value.object.site), i)
      const { items, open } = value.object
      if (items === null) return i === null ? underAnyKey(at, value.object) : readProperty(at, value, String(i), value.object.site)
      if (i !== null && !open) return items[i] ?? UNDEFINED
      return items.length === 0 ? UNKNOWN : items.reduce(join)
    }
    case 'document': return { ...value, many: false }
    // Of a Map, say: one of the functions that it was given.
    case 'unknown': return value.holds.length === 0 ? UNKNOWN : value
    default: return UNKNOWN
  }
}

/** `connections[tenant]`: on a cold start nothing that only requests put in. */
function underAnyKey(at: Activation, object: HeapObject): Value {
  if (!outlives(at, object) || object.open || object.class !== null) return UNKNOWN
  const values = [...object.props.values()].map((cell) => readCell(at, cell))
  const warm = values.flatMap((value) => (value.kind === 'cold' && value.cold === undefined ? [value.warm] : []))
  if (values.length === 0) return { kind: 'cold', cold: undefined, warm: UNKNOWN }
  return warm.length === values.length ? { kind: 'cold', cold: undefined, warm: unionOf(warm) } : UNKNOWN
}

/** What a bundler puts in for the server's production build, and what every process has. */
function globalMember(at: Activation, path: string, name: string): Value {
  const full = path === '' ? name : `${path}.${name}`
  switch (full) {
    case 'process.env.NODE_ENV': return constant('production')
    case 'process.env.NEXT_RUNTIME': return constant('nodejs')
    // What answers is a worker; a primary process is looked at beside it.
    case 'node:cluster.isPrimary': case 'node:cluster.isMaster': return { kind: 'cold', cold: false, warm: constant(true) }
    case 'node:cluster.isWorker': return { kind: 'cold', cold: true, warm: constant(false) }
    case 'import.meta.env.MODE': return constant('production')
    case 'import.meta.env.PROD': case 'import.meta.env.SSR': case 'import.meta.server': case 'process.server': return constant(true)
    case 'import.meta.env.DEV': case 'import.meta.dev': case 'import.meta.client': case 'import.meta.browser': case 'process.dev': case 'process.client': return constant(false)
    case 'window': case 'document': case 'navigator': case 'import.meta.hot': case 'import.meta.vitest': return UNDEFINED
    default: break
  }
  if (path === '' && !GLOBALS.has(name)) {
    const cell = at.interpreter.globalObject.props.get(name)
    if (cell !== undefined && at.testing && at.interpreter.evaluatingModules) at.interpreter.order.tested(cell, at.file)
    return cell === undefined ? { kind: 'cold', cold: undefined, warm: UNKNOWN } : readCell(at, cell)
  }
  return /^(?:process|import\.meta)\.env\./.test(full) ? UNKNOWN : { kind: 'global', path: full }
}
const GLOBALS = new Set(['process', 'Promise', 'Object', 'Array', 'JSON', 'Math', 'console', 'Reflect', 'Symbol', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Proxy', 'Error', 'Date', 'String', 'Number', 'Boolean', 'require', 'eval', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'structuredClone', 'Buffer', 'URL', 'fetch', 'import', 'import.meta', 'Function', 'RegExp', 'parseInt', 'parseFloat', 'isNaN', 'Response', 'Request', 'Headers', 'FormData', 'URLSearchParams', 'crypto', '__dirname', '__filename', 'describe', 'suite', 'context', 'beforeAll', 'beforeEach', 'before'])
