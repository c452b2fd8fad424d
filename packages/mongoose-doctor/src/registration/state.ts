/** What surely holds at one point of a function, relative to where it was entered. */
import type { Site } from '../kernel/place.ts'
import { join } from '../models/value.ts'
import type { Cell, May, Pending, Token, Value } from '../models/value.ts'

export interface State {
  /** Surely registered since the function was entered. */
  readonly must: Set<Token>
  /** Possibly registered, and why only possibly. */
  readonly may: Map<Token, May>
  /** Variables as assigned on this path. */
  readonly vars: Map<Cell, Value>
  /** What was surely registered when the function first gave control away (`await`); null before. */
  sync: Set<Token> | null
  /** Only taken when an earlier request has left something behind: no part of a cold start. */
  warm: boolean
}

export const newState = (): State => ({ must: new Set(), may: new Map(), vars: new Map(), sync: null, warm: false })

export function copyOf(state: State): State {
  return { must: new Set(state.must), may: new Map(state.may), vars: new Map(state.vars), sync: state.sync === null ? null : new Set(state.sync), warm: state.warm }
}

export function addPending(state: State, pending: Pending): void {
  for (const token of pending.must) { state.must.add(token); state.may.delete(token) }
  for (const [token, may] of pending.may) if (!state.must.has(token)) state.may.set(token, may)
}

/** Marks the first point at which other code may run. */
export function giveControlAway(state: State): void {
  state.sync ??= new Set(state.must)
}

/**
 * Two paths meet. What only one of them registered is only possible; a path that no cold start takes doesn't weaken the other.
 * `has` knows what a file's evaluation registers, so that two ways to the same model agree.
 */
export function meet(a: State | null, b: State | null, site: Site, agree: (tokens: ReadonlySet<Token>, token: Token) => boolean): State | null {
  if (a === null) return b
  if (b === null) return a
  if (a.warm !== b.warm) {
    const [cold, warm] = a.warm ? [b, a] : [a, b]
    // Its variables hold what the cold path assigned; what an earlier request would have left is no part of it.
    for (const [cell, value] of warm.vars) if (!cold.vars.has(cell) && cell.all === null) cold.vars.set(cell, value)
    for (const token of warm.must) if (!cold.must.has(token) && !cold.may.has(token)) cold.may.set(token, { reason: 'conditional', site })
    return cold
  }
  const must = new Set<Token>()
  for (const token of a.must) if (b.must.has(token) || agree(b.must, token)) must.add(token)
  for (const token of b.must) if (!must.has(token) && agree(a.must, token)) must.add(token)
  const may = new Map([...a.may, ...b.may])
  for (const token of [...a.must, ...b.must]) if (!must.has(token) && !may.has(token)) may.set(token, { reason: 'conditional', site })
  const merged: State = { must, may, vars: a.vars, sync: meetSets(a.sync ?? a.must, b.sync ?? b.must, a.sync === null && b.sync === null), warm: a.warm }
  joinVars(merged, b)
  return merged
}

function meetSets(a: ReadonlySet<Token>, b: ReadonlySet<Token>, neither: boolean): Set<Token> | null {
  return neither ? null : new Set([...a].filter((token) => b.has(token)))
}

function joinVars(into: State, other: State): void {
  for (const [cell, value] of other.vars) {
    const mine = into.vars.get(cell)
    into.vars.set(cell, mine === undefined ? (cell.all === null ? value : join(value, cell.all)) : join(mine, value))
  }
  for (const [cell, value] of into.vars) if (!other.vars.has(cell) && cell.all !== null) into.vars.set(cell, join(value, cell.all))
}
