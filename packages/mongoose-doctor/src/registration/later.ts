/** Functions that are called by others: surely, but later, when a connection opens or a server listens; or perhaps, and nobody knows when. */
import type { Site } from '../kernel/place.ts'
import { callablesIn, isOpen, type Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { settle } from './await.ts'
import { callValue, handed } from './calls.ts'
import { addPending, type State } from './state.ts'
import { newCollector } from './summary.ts'

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

/** Handed to code that is not looked into. `retry(() => User.find())`: whoever calls it awaits what it returns. */
export function callPerhaps(at: Activation, callee: Value, args: readonly Value[], site: Site): void {
  const before = at.state
  const { must, may } = calledAside(at, callee, args, site)
  // What it does with connections is noted by itself, as handed.
  const added = [...must, ...may.keys()].filter((token) => !isOpen(token) && !before.must.has(token) && !before.may.has(token))
  for (const token of added) before.maybe(token, { reason: 'computed', site })
}

/** Called when the request is answered, or at another turn: what it needs counts, what it registers comes too late. */
export function callAfterwards(at: Activation, callee: Value, site: Site): void {
  for (const callable of callablesIn(callee)) calledAside(at, callable, [], site)
}

/** The state that it would leave. */
function calledAside(at: Activation, callee: Value, args: readonly Value[], site: Site): State {
  const { state: before, out } = at
  at.state = before.copy()
  // While modules are evaluated it is too early to hold against it what it needs.
  if (at.interpreter.evaluatingModules) at.out = newCollector()
  handed(at, () => {
    const value = callValue(at, callee, args, null, site)
    if (!at.dead) addPending(at.state, settle(at, value, site).pending)
  })
  const after = at.state
  at.state = before
  at.out = out
  at.dead = false
  return after
}
