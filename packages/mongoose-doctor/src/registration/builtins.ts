/** JavaScript's own: promises, arrays, Object.*, and the few package functions whose effect matters. */
import type { Site } from '../kernel/place.ts'
import { callNuxtMongoose } from '../models/nuxt-mongoose.ts'
import { MOST_ITEMS, NOTHING_PENDING, UNDEFINED, UNKNOWN, allOptions, constant, fileToken, join, keyOf, truthOf, unionOf } from '../models/value.ts'
import type { Pending, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { callAuth } from './auth.ts'
import { readCell, writeProperty } from './assignment.ts'
import { both, intersect, settle } from './await.ts'
import { callValue } from './calls.ts'
import { computed } from './expressions.ts'
import { callNest } from './nest/vocabulary.ts'
import { callGlob } from './files/globs.ts'
import { callLoader } from './files/load-all.ts'
import { callNodeApi } from './files/node-apis.ts'
import { specifierOf } from './files/places.ts'
import { callText } from './files/texts.ts'
import { callLater } from './later.ts'
import { elementOf } from './properties.ts'
import { madeBy } from './routers.ts'
import { callRuntime } from './runtime.ts'
import { noteSpawned } from './spawned.ts'
import { addPending } from './state.ts'
import { callTypegoose } from './typegoose.ts'
import { loadUnresolved } from './unresolved.ts'

const promise = (value: Value, pending: Pending = NOTHING_PENDING): Value => ({ kind: 'promise', value, pending })

/** A global function by its path: `Promise.all`, `Object.entries`, `require` … */
export function callGlobal(at: Activation, path: string, args: readonly Value[], site: Site): Value {
  const [first] = args
  switch (path) {
    case 'require': return callRequire(at, first, site, () => null)
    case 'Promise.all': case 'Promise.allSettled': return promiseAll(at, first, site, path === 'Promise.allSettled')
    case 'Promise.race': case 'Promise.any': {
      const settled = itemsOf(first).map((item) => settle(at, item, site))
      return promise(unionOf(settled.map((s) => s.value)), intersect(settled.map((s) => s.pending), site))
    }
    case 'Promise.resolve': return first?.kind === 'promise' ? first : promise(first ?? UNDEFINED)
    case 'Promise': {
      // Its executor runs at once; when what it starts is done, nobody here can tell.
      if (first?.kind === 'function' && at.interpreter.evaluatingModules) callValue(at, first, [UNKNOWN, UNKNOWN], null, site)
      else at.escape(args, site)
      return promise(UNKNOWN)
    }
    case 'setTimeout': case 'setImmediate': case 'queueMicrotask': case 'process.nextTick': {
      if (first?.kind !== 'function' || !at.interpreter.evaluatingModules) break
      callLater(at, first, args.slice(2), site)
      return UNKNOWN
    }
    case 'Object.freeze': case 'Object.seal': case 'structuredClone': return first ?? UNKNOWN
    case 'Object.keys': case 'Object.values': case 'Object.entries': return entries(at, path.slice('Object.'.length), first, site)
    case 'Object.assign': {
      const target = first ?? UNKNOWN
      for (const source of args.slice(1)) {
        const value = at.force(source)
        if (value.kind === 'object') for (const [name, cell] of value.object.props) writeProperty(at, target, name, readCell(at, cell), site)
      }
      return target
    }
    case 'Array.from': {
      if (args[1] !== undefined && first !== undefined) return callArray(at, first, 'map', [args[1]], site)
      return first ?? UNKNOWN
    }
    case 'process.exit': at.dead = true; return UNKNOWN
    case 'String': return first?.kind === 'constant' ? constant(String(first.value)) : UNKNOWN
    case 'mongoose.plugin': return UNKNOWN
    default: break
  }
  // `redirect()` and `notFound()` of Next never return.
  if (path === 'next/navigation.redirect' || path === 'next/navigation.notFound' || path === 'next/navigation.permanentRedirect' || path === 'next/navigation.forbidden' || path === 'next/navigation.unauthorized') {
    at.dead = true
    return UNKNOWN
  }
  // Suites are collected, and what they set up is done, before a test runs.
  if (at.interpreter.evaluatingModules && SET_UP.test(path)) {
    for (const arg of args) if (arg.kind === 'function') callLater(at, arg, [], site)
    return UNKNOWN
  }
  noteSpawned(at, path, args, site)
  const known = callAuth(at, path, args, site) ?? callRuntime(at, path, args, site) ?? callNest(at, path, args, site) ?? callTypegoose(at, path, args, site)
    ?? callNuxtMongoose(at, path, args, site)
    ?? callNodeApi(at, path, args, site) ?? callGlob(at, path, args, site) ?? callLoader(at, path, args, site)
  if (known !== null) return known
  at.escape(args, site)
  return madeBy(path, args) ?? UNKNOWN
}

const SET_UP = /^(?:(?:vitest|@jest\/globals|node:test|mocha)\.)?(?:describe|suite|context|beforeAll|beforeEach|before)(?:\.\w+)?$/

/** @param files those that a path may mean which is not constant; null: any */
export function callRequire(at: Activation, first: Value | undefined, site: Site, files: () => readonly string[] | null): Value {
  const specifier = first === undefined ? UNKNOWN : at.force(first)
  if (specifier.kind !== 'constant' || typeof specifier.value !== 'string') {
    computed(at, files(), site, 'require()')
    return UNKNOWN
  }
  const { from, specifier: wanted } = specifierOf(at, specifier.value)
  const target = at.interpreter.graph.resolve(from, wanted)
  if (target.kind === 'external') return at.interpreter.modules.externalValue(target.name, '*')
  if (target.kind === 'unresolved') { loadUnresolved(at, target, site); return UNKNOWN }
  if (target.kind !== 'file') return UNKNOWN
  if (at.interpreter.reaches(target.file)) {
    const token = fileToken(target.file)
    at.addTokens([token])
    at.note({ token, site, via: 'require()', defines: null })
  }
  return at.interpreter.modules.requiredValue(target.file)
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'object' && value.object.items !== null ? value.object.items : []
}

function promiseAll(at: Activation, list: Value | undefined, site: Site, wrapped: boolean): Value {
  if (list === undefined) return promise(UNKNOWN)
  const settled = itemsOf(list).map((item) => settle(at, item, site))
  const open = list.kind !== 'object' || list.object.open
  // A list of unknown length may be empty: then nothing was awaited.
  const pending = open ? intersect([...settled.map((s) => s.pending), NOTHING_PENDING], site) : settled.reduce((p, s) => both(p, s.pending), NOTHING_PENDING)
  const values = wrapped ? settled.map(() => UNKNOWN) : settled.map((s) => s.value)
  return promise(open ? at.newArray(null, values.length === 0 ? null : unionOf(values), site) : at.newArray(values, null, site), pending)
}

function entries(at: Activation, what: string, raw: Value | undefined, site: Site): Value {
  const value = raw === undefined ? UNKNOWN : at.force(raw)
  const rows: [string, Value][] = []
  let open = true
  if (value.kind === 'object' && value.object.items === null) {
    open = value.object.open
    for (const [name, cell] of value.object.props) rows.push([name, readCell(at, cell)])
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

/** `.then()`, `.catch()`, `.finally()`: the callback runs with what the promise registers. */
export function callPromise(at: Activation, receiver: Value & { kind: 'promise' }, name: string, args: readonly Value[], site: Site): Value {
  const settled = settle(at, receiver, site)
  const [onFulfilled, onRejected] = name === 'then' ? args : name === 'catch' ? [undefined, args[0]] : [args[0], undefined]
  let result: { value: Value; pending: Pending } = settled
  const before = at.state
  if (onFulfilled !== undefined && isFunction(onFulfilled)) {
    at.state = before.copy()
    addPending(at.state, settled.pending)
    const had = at.state.copy().must
    const value = callValue(at, onFulfilled, name === 'finally' ? [] : [settled.value], null, site)
    const inner = settle(at, value, site)
    const registered: Pending = { must: new Set([...at.state.must].filter((t) => !had.has(t))), may: new Map() }
    at.dead = false
    result = { value: name === 'finally' ? settled.value : inner.value, pending: both(both(settled.pending, registered), inner.pending) }
  }
  if (onRejected !== undefined && isFunction(onRejected)) {
    at.state = before.copy()
    const value = callValue(at, onRejected, [UNKNOWN], null, site)
    at.dead = false
    result = { value: join(result.value, settle(at, value, site).value), pending: result.pending }
  }
  at.state = before
  for (const token of result.pending.must) if (!at.state.must.has(token) && !at.state.may.has(token)) at.state.maybe(token, { reason: 'unawaited', site })
  return promise(result.value, result.pending)
}

const isFunction = (value: Value): boolean => allOptions(value).some((o) => o.kind === 'function' || o.kind === 'method' || (o.kind === 'unknown' && o.holds.length > 0))

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
    case 'reduce': {
      if (callback === undefined) return UNKNOWN
      let value = args[1] ?? elementOf(at, receiver, 0)
      for (const item of known ?? [elementOf(at, receiver, null)]) value = callValue(at, callback, [value, item, UNKNOWN, receiver], null, site)
      return value
    }
    case 'push': case 'unshift': {
      if (receiver.kind === 'object' && receiver.object.items !== null) {
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
  for (const token of at.state.must) if (!before.must.has(token) && !before.may.has(token)) before.maybe(token, { reason: 'conditional', site })
  at.state = before
  at.dead = false
  return [result]
}
