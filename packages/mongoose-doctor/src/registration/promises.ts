/** Promises: all of them, and what follows on one. */
import type { Site } from '../kernel/place.ts'
import { NOTHING_PENDING, UNKNOWN, allOptions, join, unionOf, type Pending, type Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { both, intersect, settle } from './await.ts'
import { callValue } from './calls.ts'
import { addPending } from './state.ts'

export const promise = (value: Value, pending: Pending = NOTHING_PENDING): Value => ({ kind: 'promise', value, pending })

export function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'object' && value.object.items !== null ? value.object.items : []
}

export function promiseAll(at: Activation, list: Value | undefined, site: Site, wrapped: boolean): Value {
  if (list === undefined) return promise(UNKNOWN)
  const settled = itemsOf(list).map((item) => settle(at, item, site))
  const open = list.kind !== 'object' || list.object.open
  // A list of unknown length may be empty: then nothing was awaited.
  const pending = open ? intersect([...settled.map((s) => s.pending), NOTHING_PENDING], site) : settled.reduce((p, s) => both(p, s.pending), NOTHING_PENDING)
  const values = wrapped ? settled.map(() => UNKNOWN) : settled.map((s) => s.value)
  return promise(open ? at.newArray(null, values.length === 0 ? null : unionOf(values), site) : at.newArray(values, null, site), pending)
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
    at.aside++
    const value = callValue(at, onFulfilled, name === 'finally' ? [] : [settled.value], null, site)
    at.aside--
    const inner = settle(at, value, site)
    const registered: Pending = { must: new Set([...at.state.must].filter((t) => !had.has(t))), may: new Map() }
    at.dead = false
    result = { value: name === 'finally' ? settled.value : inner.value, pending: both(both(settled.pending, registered), inner.pending) }
  }
  if (onRejected !== undefined && isFunction(onRejected)) {
    at.state = before.copy()
    at.aside++
    const value = callValue(at, onRejected, [UNKNOWN], null, site)
    at.aside--
    at.dead = false
    result = { value: join(result.value, settle(at, value, site).value), pending: result.pending }
  }
  at.state = before
  for (const token of result.pending.must) if (!at.state.must.has(token) && !at.state.may.has(token)) at.state.maybe(token, { reason: 'unawaited', site })
  return promise(result.value, result.pending)
}

const isFunction = (value: Value): boolean => allOptions(value).some((o) => o.kind === 'function' || o.kind === 'method' || (o.kind === 'unknown' && o.holds.length > 0))

