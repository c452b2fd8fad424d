/** Functions that are called by others: surely, but later, when a connection opens or a server listens; or perhaps, and nobody knows when. */
import type { Site } from '../kernel/place.ts'
import { UNKNOWN, callablesIn, isOpen, type Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { settle } from './await.ts'
import { callValue, handed } from './calls.ts'
import { addContact } from './contacts.ts'
import { addPending, type State } from './state.ts'
import { newCollector, type Collector } from './summary.ts'

/** What it registers is not there yet, and will be. */
export function callLater(at: Activation, callee: Value, args: readonly Value[], site: Site): void {
  at.aside++
  const { after: { must, may } } = calledAside(at, callee, args, site, at.out)
  at.aside--
  const before = at.state
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
  closesFor(at, callee, site)
}

/** A connection that is closed once the request is answered is closed for it all the same. */
export function closesFor(at: Activation, callee: Value, site: Site): void {
  if (at.interpreter.evaluatingModules) return
  for (const callable of callablesIn(callee)) {
    const { out } = calledAside(at, callable, [], site, newCollector(), (_, run) => run())
    for (const contact of out.contacts.values()) if (contact.kind === 'close') addContact(at.out.contacts, contact)
  }
}

/** While modules are evaluated it is too early to hold against it what it needs. */
const collectorAside = (at: Activation): Collector => (at.interpreter.evaluatingModules ? newCollector() : at.out)

/** What it gives, the state that it would leave, and `out`, to which it adds. */
function calledAside(at: Activation, callee: Value, args: readonly Value[], site: Site, out = collectorAside(at), by = handed): { readonly value: Value; readonly after: State; readonly out: Collector } {
  const { state: before, out: outer } = at
  at.state = before.copy()
  at.out = out
  let value: Value = UNKNOWN
  by(at, () => {
    value = callValue(at, callee, args, null, site)
    if (!at.dead) addPending(at.state, settle(at, value, site).pending)
  })
  const after = at.state
  at.state = before
  at.out = outer
  at.dead = false
  return { value, after, out }
}
