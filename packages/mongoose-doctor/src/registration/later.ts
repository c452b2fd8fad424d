/** Functions that are called by others: surely, but later, when a connection opens or a server listens; or perhaps, and nobody knows when. */
import type { Site } from '../kernel/place.ts'
import { UNKNOWN, callablesIn, isOpen, type Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { settle } from './await.ts'
import { callValue, handed } from './calls.ts'
import { addPending, type State } from './state.ts'
import { newCollector, type Collector } from './summary.ts'

/** What it registers is not there yet, and will be. */
export function callLater(at: Activation, callee: Value, args: readonly Value[], site: Site): void {
  const before = at.state
  at.state = before.copy()
  handed(at, () => {
    const { pending } = settle(at, callValue(at, callee, args, null, site), site)
    addPending(at.state, pending)
  })
  const { must, may } = at.state
  at.state = before
  at.dead = false
  for (const [token, why] of may) if (!before.must.has(token) && !before.may.has(token)) before.maybe(token, why)
  for (const token of must) if (!before.must.has(token)) before.maybe(token, { reason: 'unawaited', site })
}

/**
 * Handed to code that is not looked into. `retry(() => User.find())`: whoever calls it awaits what it returns.
 * @param kept takes the functions that it hands to others in its turn
 */
export function callPerhaps(at: Activation, callee: Value, args: readonly Value[], site: Site, kept?: Collector): Value {
  const before = at.state
  const { value, after: { must, may }, out } = calledAside(at, callee, args, site)
  if (kept !== undefined) for (const [key, escaped] of out.escapes) kept.escapes.set(key, escaped)
  // What it does with connections is noted by itself, as handed.
  const added = [...must, ...may.keys()].filter((token) => !isOpen(token) && !before.must.has(token) && !before.may.has(token))
  for (const token of added) before.maybe(token, { reason: 'computed', site })
  return value
}

/** Called when the request is answered, or at another turn: what it needs counts, what it registers comes too late. */
export function callAfterwards(at: Activation, callee: Value, site: Site): void {
  for (const callable of callablesIn(callee)) calledAside(at, callable, [], site)
}

/** What it gives and does, and the state that it would leave. */
function calledAside(at: Activation, callee: Value, args: readonly Value[], site: Site): { readonly value: Value; readonly after: State; readonly out: Collector } {
  const { state: before, out } = at
  at.state = before.copy()
  // While modules are evaluated it is too early to hold against it what it needs.
  if (at.interpreter.evaluatingModules) at.out = newCollector()
  let value: Value = UNKNOWN
  handed(at, () => {
    value = callValue(at, callee, args, null, site)
    if (!at.dead) addPending(at.state, settle(at, value, site).pending)
  })
  const result = { value, after: at.state, out: at.out }
  at.state = before
  at.out = out
  at.dead = false
  return result
}
