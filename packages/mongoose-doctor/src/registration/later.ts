/** Functions that are surely called, but later: when a connection opens, when a server listens. */
import type { Site } from '../kernel/place.ts'
import type { Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { settle } from './await.ts'
import { callValue, handed } from './calls.ts'
import { addPending } from './state.ts'

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
