/** What a demand that isn't surely met amounts to. */
import type { Token } from '../models/value.ts'
import type { EntryState } from './entry-states.ts'
import type { Demand } from './summary.ts'

export type Verdict =
  /** Registered on every way that leads to it. */
  | 'met'
  /** Not surely registered, and nothing unseen could change that. */
  | 'missing'
  /** Something that can't be seen into may register it. */
  | 'unknown'

export function verdictOf(demand: Demand): Verdict {
  if (demand.satisfied) return 'met'
  if (demand.need.model.connection === '?') return 'unknown'
  return demand.may?.reason === 'computed' ? 'unknown' : 'missing'
}

export const nameOf = (token: Token): string => token.slice(token.indexOf(':', 'model:'.length) + 1)

/** Names, sorted, of the model tokens among `tokens`. */
export function namesOf(tokens: Iterable<Token>): string[] {
  const names = new Set<string>()
  for (const token of tokens) if (token.startsWith('model:')) names.add(nameOf(token))
  return [...names].sort()
}

export function missingOf(state: EntryState): readonly Demand[] {
  return state.demands.filter((d) => verdictOf(d) === 'missing')
}
