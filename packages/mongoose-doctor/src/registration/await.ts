/** `await`: what a promise brings, and what runs when a query is awaited. */
import type { Site } from '../kernel/place.ts'
import { runQuery } from '../models/query-methods.ts'
import { NOTHING_PENDING, allOptions, unionOf } from '../models/value.ts'
import type { May, Pending, Token, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { addPending } from './state.ts'

export function awaitValue(at: Activation, value: Value, site: Site): Value {
  if (at.isTop) at.interpreter.modules.waiting.add(at.file)
  const { value: result, pending } = settle(at, value, site)
  at.state.giveControlAway()
  at.afterAwait()
  addPending(at.state, pending)
  return result
}

/** What awaiting `value` gives and registers, without registering it yet. Queries run. */
export function settle(at: Activation, value: Value, site: Site): { value: Value; pending: Pending } {
  if (value.kind !== 'union' && value.kind !== 'cold') return settleOne(at, value, site)
  const settled = allOptions(value).map((option) => settleOne(at, option, site))
  const [first] = settled
  if (settled.length === 1 && first !== undefined) return first
  // Only what each alternative registers is sure. A constant is what the cell held before: no alternative to a promise.
  const promises = settled.filter((s, i) => allOptions(value)[i]?.kind !== 'constant' || s.pending !== NOTHING_PENDING)
  return { value: unionOf(settled.map((s) => s.value)), pending: intersect(promises.map((s) => s.pending), site) }
}

function settleOne(at: Activation, value: Value, site: Site): { value: Value; pending: Pending } {
  if (value.kind === 'query') return { value: runQuery(at, value.query, value.query.populates.length > 0 ? site : site), pending: NOTHING_PENDING }
  if (value.kind === 'promise') {
    const inner = value.value.kind === 'promise' || value.value.kind === 'query' || value.value.kind === 'union' ? settle(at, value.value, site) : { value: value.value, pending: NOTHING_PENDING }
    return { value: inner.value, pending: both(value.pending, inner.pending) }
  }
  return { value, pending: NOTHING_PENDING }
}

export function both(a: Pending, b: Pending): Pending {
  if (a === NOTHING_PENDING) return b
  if (b === NOTHING_PENDING) return a
  return { must: new Set([...a.must, ...b.must]), may: new Map([...a.may, ...b.may]) }
}

export function intersect(pendings: readonly Pending[], site: Site): Pending {
  const [first, ...rest] = pendings
  if (first === undefined) return NOTHING_PENDING
  const must = new Set<Token>([...first.must].filter((t) => rest.every((p) => p.must.has(t))))
  const may = new Map<Token, May>(pendings.flatMap((p) => [...p.may]))
  for (const pending of pendings) for (const token of pending.must) if (!must.has(token)) may.set(token, { reason: 'conditional', site })
  return { must, may }
}
