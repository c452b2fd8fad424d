/** Reads a schema definition: `{ role: { type: ObjectId, ref: 'Role' } }` and all its other spellings. */
import type { Site } from '../kernel/place.ts'
import { classOf, modelNameOf, schemaOfType } from './class-schema.ts'
import type { Machine } from './machine.ts'
import { findPath, mergeInto, newSchema, pathShape } from './schema-shape.ts'
import type { PathShape, Ref, SchemaShape } from './schema-shape.ts'
import { UNKNOWN, allOptions, keyOf } from './value.ts'
import type { HeapObject, Value } from './value.ts'

const DEEPEST = 12
export const RAW = '@nestjs/mongoose.raw'

/** Adds to `schema` what the definition object says; an unreadable one leaves the schema open. */
export function addDefinition(machine: Machine, schema: SchemaShape, definition: Value, site: Site, prefix = '', depth = 0): void {
  const value = plain(single(machine.force(definition)))
  if (value.kind === 'schema') { mergeInto(schema, value.schema, prefix); return }
  if (value.kind !== 'object' || depth > DEEPEST) { schema.open = true; return }
  if (value.object.open) schema.open = true
  for (const [key, cell] of value.object.props) addPath(machine, schema, prefix + key, cell.all ?? UNKNOWN, site, depth + 1)
}

function addPath(machine: Machine, schema: SchemaShape, path: string, raw: Value, site: Site, depth: number): void {
  const value = plain(single(machine.force(raw)))
  const set = (shape: Partial<PathShape>): void => {
    schema.paths.set(path, pathShape(siteOf(value) ?? site, shape))
  }
  if (depth > DEEPEST) { schema.open = true; return }
  if (value.kind === 'schema') { set({ sub: value.schema }); return }
  if (value.kind === 'class' || value.kind === 'function') { set(elementShape(machine, value, site, depth)); return }
  if (value.kind !== 'object') { set({}); return }
  const { object } = value
  if (object.items !== null) {
    // An array: its one item is the type of the elements; `ref` may stand inside.
    const item = object.items[0] === undefined ? null : single(machine.force(object.items[0]))
    set(item === null ? {} : elementShape(machine, item, site, depth))
    return
  }
  const type = typeOf(machine, object)
  if (type === null) {
    if (isMixed(object)) { set({}); return }
    // A nested object is no path of its own: its keys are.
    addDefinition(machine, schema, value, site, `${path}.`, depth)
    return
  }
  set(typedShape(machine, object, type, site, depth))
  const alias = single(machine.force(object.props.get('alias')?.all ?? UNKNOWN))
  if (alias.kind !== 'constant' || typeof alias.value !== 'string') return
  schema.virtuals.set(path.slice(0, path.lastIndexOf('.') + 1) + alias.value, pathShape(site))
}

/** `{ type: …, ref: … }`; null when `type` is itself the name of a nested path. */
function typeOf(machine: Machine, object: HeapObject): Value | null {
  const type = object.props.get('type')?.all
  if (type === undefined || type === null) return object.props.has('$type') ? (object.props.get('$type')?.all ?? null) : null
  const value = plain(single(machine.force(type)))
  // mongoose: `{ type: { type: String }, url: String }` is a nested object with a path named type.
  if (value.kind === 'object' && value.object.items === null && value.object.class === null && value.object.props.has('type')) return null
  return value
}

/** What the options of a path say, with a type that may stand elsewhere. */
export function typedShape(machine: Machine, object: HeapObject, given: Value, site: Site, depth: number): Partial<PathShape> {
  const type = depth > DEEPEST ? UNKNOWN : plain(given.kind === 'function' ? (classOf(machine, given, site) ?? UNKNOWN) : given)
  const own = { ref: refOf(machine, object, site), values: enumOf(machine, object), autopopulate: autopopulates(machine, object) }
  let inner: Partial<PathShape> = {}
  if (type.kind === 'schema') inner = { sub: type.schema }
  else if (type.kind === 'class') inner = { sub: schemaOfType(machine, type.class, site) }
  else if (type.kind === 'object' && type.object.items !== null) {
    const item = type.object.items[0]
    if (item !== undefined) inner = elementShape(machine, single(machine.force(item)), site, depth)
  } else if (type.kind === 'object' && !isMixed(type.object)) inner = { sub: subSchema(machine, type, site, depth) }
  const of = object.props.get('of')?.all
  if (of !== undefined && of !== null) inner = { ...inner, ...elementShape(machine, single(machine.force(of)), site, depth), keyed: true }
  return { ...inner, values: own.values ?? inner.values ?? null, ref: own.ref ?? inner.ref ?? null, autopopulate: own.autopopulate || (inner.autopopulate ?? false) }
}

function elementShape(machine: Machine, item: Value, site: Site, depth: number): Partial<PathShape> {
  if (depth > DEEPEST) return {}
  if (item.kind === 'schema') return { sub: item.schema }
  if (item.kind === 'class') return { sub: schemaOfType(machine, item.class, site) }
  if (item.kind === 'function') {
    const meant = classOf(machine, item, site)
    return meant === null ? {} : elementShape(machine, meant, site, depth + 1)
  }
  if (item.kind !== 'object') return {}
  if (item.object.items !== null) {
    const first = item.object.items[0]
    return first === undefined ? {} : { ...elementShape(machine, single(machine.force(first)), site, depth + 1), nested: true }
  }
  const type = typeOf(machine, item.object)
  if (type !== null) return typedShape(machine, item.object, type, site, depth + 1)
  return isMixed(item.object) ? {} : { sub: subSchema(machine, item, site, depth) }
}

/** `{}`: anything. */
const isMixed = (object: HeapObject): boolean => object.props.size === 0 && !object.open

function subSchema(machine: Machine, definition: Value, site: Site, depth: number): SchemaShape {
  const sub = newSchema(site)
  addDefinition(machine, sub, definition, site, '', depth + 1)
  return sub
}

/** `ref` or `refPath` of a path's or virtual's options. */
export function refOf(machine: Machine, object: HeapObject, site: Site): Ref | null {
  const ref = object.props.get('ref')?.all
  if (ref !== undefined && ref !== null) return readRef(machine, ref, siteOfProperty(object, 'ref') ?? site)
  const path = object.props.get('refPath')?.all
  if (path === undefined || path === null) return null
  const at = siteOfProperty(object, 'refPath') ?? site
  const value = single(machine.force(path))
  if (value.kind === 'constant' && typeof value.value === 'string') return { kind: 'path', path: value.value, site: at }
  return { kind: 'unknown', why: 'refPath is a function', site: at }
}

function readRef(machine: Machine, raw: Value, site: Site): Ref | null {
  const value = single(machine.force(raw))
  switch (value.kind) {
    case 'constant':
      if (typeof value.value === 'string') return { kind: 'name', name: value.value, site }
      return value.value === undefined || value.value === null ? null : { kind: 'unknown', why: 'ref is no name', site }
    case 'model': case 'modelLookup': return { kind: 'model', model: value.model, site }
    case 'function': {
      // Mongoose calls it for each document that it populates.
      const result = single(machine.force(machine.tryOut(value, [UNKNOWN], site)))
      // `() => mongoose.model('Role')` looks it up by its name, and throws in its turn.
      if (result.kind === 'model' && result.model.schema === null) return { kind: 'name', name: result.model.name, site }
      return result.kind === 'function' ? { kind: 'unknown', why: 'ref is a function of a function', site } : readRef(machine, result, site)
    }
    case 'class': return { kind: 'name', name: modelNameOf(machine, value.class) ?? '?', site }
    default: return { kind: 'unknown', why: 'ref is computed at run time', site }
  }
}

function enumOf(machine: Machine, object: HeapObject): readonly string[] | null {
  const cell = object.props.get('enum')?.all
  if (cell === undefined || cell === null) return null
  let value = single(machine.force(cell))
  if (value.kind === 'object' && value.object.items === null) {
    const values = value.object.props.get('values')?.all
    if (values !== undefined && values !== null) value = single(machine.force(values))
  }
  if (value.kind !== 'object') return null
  const items = value.object.items ?? [...value.object.props.values()].map((c) => c.all ?? UNKNOWN)
  if (value.object.open) return null
  const names: string[] = []
  for (const item of items) {
    const one = single(machine.force(item))
    if (one.kind === 'constant' && typeof one.value === 'string') names.push(one.value)
    else if (one.kind !== 'constant') return null
  }
  return names
}

function autopopulates(machine: Machine, object: HeapObject): boolean {
  const cell = object.props.get('autopopulate')?.all
  if (cell === undefined || cell === null) return false
  const value = single(machine.force(cell))
  return !(value.kind === 'constant' && !value.value)
}

/** Names that `refPath` may take: the enum of the path it names. Null when that can't be known. */
export function refPathNames(schema: SchemaShape, refPath: string, owner: string): readonly string[] | null {
  // Inside an embedded schema `refPath` is written from the root of the document.
  const candidates = [refPath, refPath.split('.').at(-1) ?? refPath, `${owner.split('.').slice(0, -1).join('.')}.${refPath}`]
  for (const path of candidates) {
    const found = findPath(schema, path)
    if (found?.values) return found.values
  }
  return null
}

/** `raw({ … })` of @nestjs/mongoose is what it was given. */
const plain = (value: Value): Value => (value.kind === 'decorator' && value.path === RAW ? (value.args[0] ?? UNKNOWN) : value)

/** The one alternative that says something, else unknown. */
export function single(value: Value): Value {
  const options = allOptions(value).filter((o) => !(o.kind === 'constant' && (o.value === undefined || o.value === null)))
  const [only] = options
  if (only === undefined) return value.kind === 'cold' ? UNKNOWN : value
  return options.length === 1 || options.every((o) => keyOf(o) === keyOf(only)) ? only : UNKNOWN
}

/** A name as it is on a cold start: what an object of a module was made with, though later code could change it. */
export function nameIn(machine: Machine, value: Value | undefined): Value {
  const forced = value === undefined ? UNKNOWN : machine.force(value)
  return forced.kind === 'cold' && typeof forced.cold === 'string' ? { kind: 'constant', value: forced.cold } : single(forced)
}

const siteOf = (value: Value): Site | null => (value.kind === 'object' ? value.object.site : value.kind === 'schema' ? value.schema.site : null)

/** Where a property of an object literal is written, when that is known. */
export function siteOfProperty(object: HeapObject, name: string): Site | null {
  return object.sites?.get(name) ?? null
}
