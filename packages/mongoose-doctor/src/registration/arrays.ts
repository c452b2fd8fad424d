/** Array methods, and the functions of packages that do as they do. */
import type { Site } from '../kernel/place.ts'
import { MOST_ITEMS, UNKNOWN, constant, keyOf, truthOf, unionOf, type Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { callValue } from './calls.ts'
import { callText } from './files/texts.ts'
import { promiseAll } from './promises.ts'
import { elementOf } from './properties.ts'

/** Array methods, on arrays that we know, on arrays of documents and on unknown ones. */
export function callArray(at: Activation, receiver: Value, name: string, args: readonly Value[], site: Site): Value {
  const [callback] = args
  const said = receiver.kind === 'constant' && typeof receiver.value === 'string' ? callText(at, receiver.value, name, args, site) : null
  if (said !== null) return said
  const known = receiver.kind === 'object' && receiver.object.items !== null && !receiver.object.open ? receiver.object.items : null
  switch (name) {
    case 'map': case 'forEach': case 'flatMap': case 'filter': case 'some': case 'every': case 'find': case 'findLast': case 'findIndex': case 'sort': {
      if (callback === undefined) return receiver
      const results = runEach(at, receiver, known, callback, site)
      if (name === 'map') return known === null ? at.newArray(null, results.length === 0 ? null : unionOf(results), site) : at.newArray([...results], null, site)
      const inner = name === 'flatMap' && known !== null ? flattened(results) : null
      if (inner !== null) return at.newArray(inner, null, site)
      if (name === 'flatMap') return at.newArray(null, results.length === 0 ? null : elementOf(at, unionOf(results), null), site)
      if (name === 'filter' || name === 'sort') {
        if (receiver.kind !== 'object') return receiver
        const kept = name === 'filter' && known !== null ? keptOf(known, callback, results) : null
        if (kept !== null) return at.newArray(kept, null, site)
        const copy = at.newArray([...(receiver.object.items ?? [])], null, site)
        if (copy.kind === 'object') copy.object.open = name === 'filter' || receiver.object.open
        return copy
      }
      const truths = known === null ? [] : results.map(truthOf)
      if (known !== null && (name === 'some' || name === 'every') && !truths.includes('either')) return constant(name === 'some' ? truths.includes('truthy') : !truths.includes('falsy'))
      return name === 'find' || name === 'findLast' ? elementOf(at, receiver, null) : UNKNOWN
    }
    case 'reduce': case 'reduceRight': {
      if (callback === undefined) return UNKNOWN
      const items = known === null ? [elementOf(at, receiver, null)] : name === 'reduce' ? [...known] : known.toReversed()
      let value = args[1] ?? (known === null ? items[0] : items.shift()) ?? UNKNOWN
      for (const item of items) value = callValue(at, callback, [value, item, UNKNOWN, receiver], null, site)
      return value
    }
    case 'push': case 'unshift': {
      if (receiver.kind === 'object' && receiver.object.items !== null) {
        for (const arg of args) at.interpreter.modules.noteChange(receiver.object, arg)
        for (const arg of args) if (!receiver.object.items.some((i) => keyOf(i) === keyOf(arg))) receiver.object.items.push(arg)
        if (at.branches > 0) receiver.object.open = true
      }
      return UNKNOWN
    }
    case 'concat': {
      if (receiver.kind !== 'object') return receiver
      const more = args.flatMap((a) => (a.kind === 'object' && a.object.items !== null ? a.object.items : [a]))
      const joined = at.newArray([...(receiver.object.items ?? []), ...more].slice(0, MOST_ITEMS), null, site)
      const isOpen = receiver.object.open || args.some((a) => a.kind !== 'constant' && (a.kind !== 'object' || a.object.open))
      if (joined.kind === 'object' && (isOpen || (receiver.object.items ?? []).length + more.length > MOST_ITEMS)) joined.object.open = true
      return joined
    }
    case 'includes': case 'indexOf': {
      const wanted = callback === undefined ? UNKNOWN : at.force(callback)
      const all = known?.map((item) => at.force(item)) ?? null
      if (all === null || wanted.kind !== 'constant' || !all.every((item) => item.kind === 'constant')) { at.escape(args, site); return UNKNOWN }
      const index = all.findIndex((item) => item.kind === 'constant' && item.value === wanted.value)
      return constant(name === 'includes' ? index !== -1 : index)
    }
    case 'flat': {
      const inner = known === null ? null : flattened(known)
      return inner === null ? receiver : at.newArray(inner, null, site)
    }
    case 'entries': {
      if (receiver.kind !== 'object' || receiver.object.items === null) return UNKNOWN
      const rows = at.newArray(receiver.object.items.map((item, i) => at.newArray([constant(i), item], null, site)), null, site)
      if (rows.kind === 'object') rows.object.open = receiver.object.open
      return rows
    }
    case 'slice': case 'reverse': case 'toSorted': case 'toReversed': case 'values': return receiver
    case 'at': case 'pop': case 'shift': return elementOf(at, receiver, null)
    case 'join': {
      const parts = known?.map((i) => at.force(i)) ?? null
      const [separator] = args
      if (parts === null || !parts.every((p) => p.kind === 'constant')) return UNKNOWN
      return constant(parts.map((p) => (p.kind === 'constant' ? String(p.value) : '')).join(separator?.kind === 'constant' ? String(separator.value) : ','))
    }
    case 'split': {
      if (receiver.kind !== 'constant' || typeof receiver.value !== 'string' || callback?.kind !== 'constant' || typeof callback.value !== 'string') return UNKNOWN
      return at.newArray(receiver.value.split(callback.value).map((p) => constant(p)), null, site)
    }
    case 'trim': case 'toString': return receiver.kind === 'constant' ? constant(String(receiver.value).trim()) : UNKNOWN
    case 'toLowerCase': return receiver.kind === 'constant' ? constant(String(receiver.value).toLowerCase()) : UNKNOWN
    case 'toUpperCase': return receiver.kind === 'constant' ? constant(String(receiver.value).toUpperCase()) : UNKNOWN
    default:
      at.escape(args, site)
      return UNKNOWN
  }
}

const COLLECTIONS = /^(lodash(?:-es)?|underscore|async|neo-async|bluebird)(?:[./])(\w+)$/
const METHODS: Readonly<Record<string, string>> = {
  forEach: 'forEach', each: 'forEach', eachSeries: 'forEach', forEachSeries: 'forEach', eachOf: 'forEach', forOwn: 'forEach', mapSeries: 'map', map: 'map', flatMap: 'flatMap', filter: 'filter', reduce: 'reduce',
}
/** They give a function that does what this one does. */
const SAME: ReadonlySet<string> = new Set(['once', 'memoize', 'debounce', 'throttle', 'bind', 'partial', 'method'])

/** `_.forEach(list, f)`, `async.each(list, f)`, `_.once(f)`; null for another function. */
export function callCollection(at: Activation, path: string, args: readonly Value[], site: Site): Value | null {
  const [, library, name = ''] = COLLECTIONS.exec(path) ?? []
  const [list, callback] = args
  if (library === undefined || list === undefined) return null
  if (SAME.has(name)) return list.kind === 'function' ? list : null
  const method = METHODS[name]
  if (method === undefined || callback === undefined) return null
  const value = callArray(at, list, method, args.slice(1), site)
  if (library !== 'bluebird') return value
  return promiseAll(at, value, site, false)
}

/** The items that a filter surely keeps; null where it can't be told of each. */
function keptOf(items: readonly Value[], callback: Value, results: readonly Value[]): Value[] | null {
  const truths = (callback.kind === 'global' && callback.path === 'Boolean' ? items : results).map(truthOf)
  return truths.includes('either') ? null : items.filter((_, i) => truths[i] === 'truthy')
}

/** The items of arrays of which all is known. */
function flattened(values: readonly Value[]): Value[] | null {
  const items: Value[] = []
  for (const value of values) {
    if (value.kind !== 'object') { items.push(value); continue }
    if (value.object.open) return null
    if (value.object.items === null) items.push(value)
    else items.push(...value.object.items)
  }
  return items.length > MOST_ITEMS ? null : items
}

/** Calls `callback` on each item; on an unknown number of items nothing that it registers is sure. */
function runEach(at: Activation, receiver: Value, known: readonly Value[] | null, callback: Value, site: Site): readonly Value[] {
  if (known !== null) return known.map((item, i) => callValue(at, callback, [item, constant(i), receiver], null, site))
  const before = at.state
  at.state = before.copy()
  const result = callValue(at, callback, [elementOf(at, receiver, null), UNKNOWN, receiver], null, site)
  for (const [token, may] of at.state.may) if (!before.must.has(token) && !before.may.has(token)) before.maybe(token, may)
  for (const token of at.state.must) if (!before.must.has(token) && !before.may.has(token)) before.maybe(token, { reason: 'conditional', site })
  at.state = before
  at.dead = false
  return [result]
}
