/** `Map`, `Set` and their weak kin: what was put in under which key, and what of that a cold start finds. */
import type { Site } from '../kernel/place.ts'
import { MOST_ITEMS, UNDEFINED, UNKNOWN, constant, keyOf, newCell, optionsOf, truthOf, unionOf } from '../models/value.ts'
import type { Cell, ClassValue, HeapObject, Keyed, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { callArray } from './arrays.ts'
import { outlives, readCell, writeCell } from './assignment.ts'
import { callValue } from './calls.ts'
import { elementOf } from './properties.ts'

type Collection = HeapObject & { readonly keyed: Keyed }
const MAKERS: ReadonlyMap<string, Keyed['of']> = new Map([['Map', 'map'], ['WeakMap', 'map'], ['Set', 'set'], ['WeakSet', 'set']])

/** `new Map(entries)`, `new Set(items)`; null for another function. */
export function newKeyed(at: Activation, path: string, [source]: readonly Value[], site: Site): Value | null {
  const of = MAKERS.get(path)
  if (of === undefined) return null
  const object: Collection = { ...at.newObject(site), keyed: { of, entries: new Map(), rest: null } }
  const list = source === undefined ? null : listed(at, at.force(source), site)
  if (list === null || list.kind === 'constant') return { kind: 'object', object }
  const isKnown = list.kind === 'object' && list.object.items !== null && !list.object.open
  const items = list.kind === 'object' && list.object.items !== null ? list.object.items : [elementOf(at, list, null)]
  for (const item of items) {
    if (of === 'set') put(at, object, item, item)
    else put(at, object, elementOf(at, item, 0), elementOf(at, item, 1))
  }
  if (!isKnown) object.open = true
  return { kind: 'object', object }
}

/** `class Registry extends Map`. */
export function keyedBy(cls: ClassValue): Keyed | null {
  for (let one: ClassValue | null = cls, depth = 0; one !== null && depth < DEEPEST_CLASS; depth++) {
    const base: Value | null = one.base
    const of = base?.kind === 'global' ? MAKERS.get(base.path) : undefined
    if (of !== undefined) return { of, entries: new Map(), rest: null }
    one = base?.kind === 'class' ? base.class : null
  }
  return null
}
const DEEPEST_CLASS = 10

const isKeyed = (object: HeapObject): object is Collection => object.keyed !== null

/** A call of one of its methods; null where the object is none, or has no such method. */
export function callKeyed(at: Activation, receiver: Value & { readonly kind: 'object' }, name: string, args: readonly Value[], site: Site): Value | null {
  const { object } = receiver
  if (!isKeyed(object)) return null
  const [first = UNDEFINED, second = UNDEFINED] = args
  switch (name) {
    case 'get': return found(at, object, first)
    case 'has': return isThere(found(at, object, first))
    case 'set': put(at, object, first, second); return receiver
    case 'add': put(at, object, first, first); return receiver
    // On a cold start nothing is there yet that a request takes out.
    case 'delete': case 'clear': if (!outlives(at, object)) object.open = true; return UNKNOWN
    case 'keys': return rows(at, object, site, 'keys')
    case 'values': return rows(at, object, site, 'values')
    case 'entries': return rows(at, object, site, 'entries')
    case 'forEach': return eachOf(at, object, receiver, first, site)
    default: return null
  }
}

/** What going through a value gives: the items of a set, the pairs of a map; other values as they are. */
export function listed(at: Activation, value: Value, site: Site): Value {
  if (value.kind !== 'object' || !isKeyed(value.object)) return value
  return rows(at, value.object, site, value.object.keyed.of === 'map' ? 'entries' : 'values')
}

/** `size`, as a cold start finds it. */
export function sizeOf(at: Activation, object: HeapObject): Value {
  if (!isKeyed(object) || object.open) return UNKNOWN
  const { entries, rest } = object.keyed
  if (!outlives(at, object)) return rest === null ? constant(entries.size) : UNKNOWN
  return { kind: 'cold', cold: [...entries.values()].filter(({ cell }) => !isLate(cell)).length, warm: UNKNOWN }
}

/** Handed to code that isn't looked into, which may put in whatever it likes. */
export function mayBeFilled(at: Activation, object: HeapObject): void {
  if (isKeyed(object) && !outlives(at, object)) object.open = true
}

/** Put in by a request: no cold start finds it. */
const isLate = (cell: Cell): boolean => cell.lasting && cell.initial === undefined

/** Null where it can't be told which of the keys it is. */
function nameOf(at: Activation, key: Value): string | null {
  const one = at.force(key)
  switch (one.kind) {
    case 'constant': case 'class': case 'function': case 'model': case 'schema': case 'object': case 'namespace': return keyOf(one)
    default: return null
  }
}

function put(at: Activation, object: Collection, key: Value, value: Value): void {
  const { keyed: { entries } } = object
  at.interpreter.modules.noteChange(object, value)
  const name = nameOf(at, key)
  const known = name === null ? object.keyed.rest : entries.get(name)?.cell ?? null
  if (known !== null) {
    // Any of those under unknown keys.
    if (name === null) { known.all = known.all === null ? value : unionOf([known.all, value]); at.state.forget(known) } else writeCell(at, known, value, false)
    return
  }
  const late = outlives(at, object)
  const cell: Cell = late ? { all: value, initial: undefined, lasting: true } : newCell(false, value)
  if (name === null || entries.size > MOST_ITEMS) object.keyed.rest = cell
  else entries.set(name, { key, cell })
  if (!late && at.branches > 0) object.open = true
  if (!at.isModule) at.state.assign(cell, value)
}

function found(at: Activation, object: Collection, key: Value): Value {
  const { keyed: { entries, rest } } = object
  const name = nameOf(at, key)
  const own = name === null ? [...entries.values()] : [entries.get(name)].filter((entry) => entry !== undefined)
  const values = [...own.map(({ cell }) => readCell(at, cell)), ...(rest === null ? [] : [readCell(at, rest)])]
  if (values.length === 0) return object.open ? UNKNOWN : outlives(at, object) ? { kind: 'cold', cold: undefined, warm: UNKNOWN } : UNDEFINED
  if (name !== null && own.length > 0 && rest === null && !object.open) return unionOf(values)
  const warm = values.flatMap((value) => (value.kind === 'cold' && value.cold === undefined ? [value.warm] : []))
  if (warm.length === values.length && !object.open) return { kind: 'cold', cold: undefined, warm: unionOf(warm) }
  return unionOf([...values, UNDEFINED])
}

/** Whether something is there, by what is. */
function isThere(value: Value): Value {
  if (value.kind === 'cold') return { kind: 'cold', cold: value.cold !== undefined, warm: constant(true) }
  if (value.kind === 'constant') return constant(value.value !== undefined)
  return truthOf(value) === 'either' && (value.kind === 'unknown' || optionsOf(value).some((one) => one.kind === 'constant' || one.kind === 'unknown')) ? UNKNOWN : constant(true)
}

function rows(at: Activation, object: Collection, site: Site, what: 'keys' | 'values' | 'entries'): Value {
  const { keyed: { entries, rest } } = object
  const pairs = [...entries.values()].map(({ key, cell }): readonly [Value, Value] => [key, readCell(at, cell)])
  if (rest !== null) pairs.push([UNKNOWN, readCell(at, rest)])
  const array = at.newArray(pairs.map(([key, value]) => (what === 'keys' ? key : what === 'values' ? value : at.newArray([key, value], null, site))), null, site)
  const mayHaveMore = object.open || rest !== null || (outlives(at, object) && (entries.size === 0 || [...entries.values()].some(({ cell }) => isLate(cell))))
  if (array.kind === 'object' && mayHaveMore) array.object.open = true
  return array
}

/** Each of what is known is taken to be there. */
function eachOf(at: Activation, object: Collection, receiver: Value, callback: Value, site: Site): Value {
  const all = rows(at, object, site, 'entries')
  if (all.kind !== 'object' || all.object.open) {
    callArray(at, rows(at, object, site, 'values'), 'forEach', [callback], site)
    return UNDEFINED
  }
  for (const row of all.object.items ?? []) callValue(at, callback, [elementOf(at, row, 1), elementOf(at, row, 0), receiver], null, site)
  return UNDEFINED
}
