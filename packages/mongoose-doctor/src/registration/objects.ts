/** `Object.keys`, `Object.assign` and their like: the properties of objects that are known, those with a getter too. */
import type { Site } from '../kernel/place.ts'
import { UNDEFINED, UNKNOWN, constant, type HeapObject, type Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { ANY_KEY, atStart, readCell, writeProperty } from './assignment.ts'
import { callValue } from './calls.ts'
import { textOf } from './files/values.ts'
import { listed } from './keyed.ts'
import { elementOf } from './properties.ts'
import { created, extendBy, inheritFrom, isPrototype, prototypeObject } from './prototypes.ts'
import { isFunctionOrClass, staticsOf } from './statics.ts'

/** Null for another function. */
export function callObject(at: Activation, path: string, args: readonly Value[], site: Site): Value | null {
  const [first] = args
  switch (path) {
    case 'Object.freeze': case 'Object.seal': case 'structuredClone': return first ?? UNKNOWN
    case 'Object.keys': case 'Object.values': case 'Object.entries': return entries(at, path.slice('Object.'.length), first, site)
    case 'Object.assign': {
      const target = first ?? UNKNOWN
      for (const source of args.slice(1)) {
        const value = at.force(source)
        if (isFunctionOrClass(target) && value.kind !== 'object' && value.kind !== 'constant') staticsOf(at, target).open = true
        if (value.kind === 'object') for (const [name, property] of propertiesOf(at, value.object, site)) writeProperty(at, target, name, property, site)
      }
      return target
    }
    case 'Object.fromEntries': return fromEntries(at, first, site)
    case 'Object.create': return created(at, first, site)
    case 'Object.setPrototypeOf': inheritFrom(at, first, args[1], site); return first ?? UNKNOWN
    case 'node:util.inherits': case 'inherits': case 'tslib.__extends': extendBy(at, first === undefined ? first : at.force(first), args[1], site); return UNKNOWN
    case 'Object.defineProperty': return defineProperty(at, args, site)
    default: return null
  }
}

/** As a spread reads them: getters run. */
export function propertiesOf(at: Activation, object: HeapObject, site: Site): readonly (readonly [string, Value])[] {
  const own = [...object.props].map(([name, cell]) => [name, readCell(at, cell)] as const)
  const got = [...at.interpreter.getters.get(object) ?? []].map(([name, getter]) => [name, callValue(at, getter, [], { kind: 'object', object }, site)] as const)
  return [...own, ...got]
}

function entries(at: Activation, what: string, raw: Value | undefined, site: Site): Value {
  const value = raw === undefined ? UNKNOWN : at.force(raw)
  const rows: [string, Value][] = []
  let open = true
  if (value.kind === 'object' && value.object.items === null) {
    open = value.object.open || value.object.props.has(ANY_KEY)
    const { object } = value
    if (what === 'keys') for (const name of [...object.props.keys(), ...at.interpreter.getters.get(object)?.keys() ?? []]) rows.push([name, UNKNOWN])
    else for (const [name, property] of propertiesOf(at, object, site)) rows.push([name, property])
  } else if (value.kind === 'namespace') {
    open = false
    for (const name of at.interpreter.modules.exportNames(value.file)) rows.push([name, at.interpreter.modules.exportValue(value.file, name)])
  } else if (value.kind === 'models') return { kind: 'modelNames', connection: value.connection }
  else return UNKNOWN
  const items = rows.map(([name, v]) => (what === 'keys' ? constant(name) : what === 'values' ? v : at.newArray([constant(name), v], null, site)))
  const array = at.newArray(items, null, site)
  if (array.kind === 'object') array.object.open = open
  return array
}

/** `exports.__defineGetter__('Role', () => require('./role'))`; null for another method. */
export function defineGetter(at: Activation, target: Value, method: string, [key, getter]: readonly Value[]): Value | null {
  if (method !== '__defineGetter__' || target.kind !== 'object' || getter === undefined) return null
  const name = textOf(at, key)
  if (name === null) target.object.open = true
  else at.interpreter.addGetter(target.object, name, getter)
  return name === null ? null : UNDEFINED
}

function fromEntries(at: Activation, pairs: Value | undefined, site: Site): Value {
  const list = pairs === undefined ? UNKNOWN : listed(at, at.force(pairs), site)
  const object = at.newObject(site)
  const rows = list.kind === 'object' ? list.object.items ?? [] : []
  if (list.kind !== 'object' || list.object.items === null || list.object.open) object.open = true
  for (const row of rows) {
    const name = textOf(at, elementOf(at, row, 0))
    if (name === null) object.open = true
    writeProperty(at, { kind: 'object', object }, name ?? ANY_KEY, elementOf(at, row, 1), site)
  }
  return { kind: 'object', object }
}

/** Compiled modules hand on what they import in this way, each by a getter. */
function defineProperty(at: Activation, [target = UNKNOWN, key, descriptor]: readonly Value[], site: Site): Value {
  const forced = at.force(target)
  const object: Value = isPrototype(forced) ? { kind: 'object', object: prototypeObject(at, forced, site) } : isFunctionOrClass(forced) ? { kind: 'object', object: staticsOf(at, forced) } : forced
  const name = key === undefined ? UNKNOWN : atStart(at, at.force(key))
  const described = descriptor === undefined ? UNKNOWN : at.force(descriptor)
  if (object.kind !== 'object' || name.kind !== 'constant' || typeof name.value !== 'string' || described.kind !== 'object') {
    at.escape(descriptor === undefined ? [] : [descriptor], site)
    return target
  }
  const getter = described.object.props.get('get')
  const value = described.object.props.get('value')
  if (getter !== undefined) at.interpreter.addGetter(object.object, name.value, readCell(at, getter))
  else if (value !== undefined) writeProperty(at, object, name.value, readCell(at, value), site)
  return target
}

