/** What surely holds at one point of a function, relative to where it was entered. */
import type { Site } from '../kernel/place.ts'
import { join } from '../models/value.ts'
import type { Cell, May, Pending, Token, Value } from '../models/value.ts'

const NO_TOKENS: ReadonlySet<Token> = new Set()
const NO_MAY: ReadonlyMap<Token, May> = new Map()
const NO_VARS: ReadonlyMap<Cell, Value> = new Map()

/** States are copied at every branch and hardly ever written to: copies share their collections until one of them writes. */
export class State {
  /** Surely registered since the function was entered. */
  must: ReadonlySet<Token>
  /** Possibly registered, and why only possibly. */
  may: ReadonlyMap<Token, May>
  /** Variables as assigned on this path. */
  vars: ReadonlyMap<Cell, Value>
  /** What was surely registered when the function first gave control away (`await`); null before. */
  sync: ReadonlySet<Token> | null
  /** Only taken when an earlier request has left something behind: no part of a cold start. */
  warm: boolean
  // The collections above, where they are this state's alone.
  #must: Set<Token> | null = null
  #may: Map<Token, May> | null = null
  #vars: Map<Cell, Value> | null = null

  constructor(must: ReadonlySet<Token>, may: ReadonlyMap<Token, May>, vars: ReadonlyMap<Cell, Value>, sync: ReadonlySet<Token> | null, warm: boolean) {
    this.must = must
    this.may = may
    this.vars = vars
    this.sync = sync
    this.warm = warm
  }

  copy(): State {
    this.#must = this.#may = this.#vars = null
    return new State(this.must, this.may, this.vars, this.sync, this.warm)
  }

  /** From here on `token` is surely registered. */
  add(token: Token): void {
    if (!this.must.has(token)) this.#ownMust().add(token)
  }

  remove(token: Token): void {
    if (this.must.has(token)) this.#ownMust().delete(token)
  }

  /** What is sure is no longer only possible. */
  settle(token: Token): void {
    this.add(token)
    if (!this.may.has(token)) return
    this.#ownMay().delete(token)
  }

  maybe(token: Token, may: May): void {
    this.#ownMay().set(token, may)
  }

  assign(cell: Cell, value: Value): void {
    if (this.vars.get(cell) !== value) this.#ownVars().set(cell, value)
  }

  forget(cell: Cell): void {
    if (this.vars.has(cell)) this.#ownVars().delete(cell)
  }

  /** Marks the first point at which other code may run. */
  giveControlAway(): void {
    if (this.sync !== null) return
    this.sync = this.must
    this.#must = null
  }

  /** The variables of another path that leads here too. */
  joinVars(other: State): void {
    const { vars } = this
    if (vars === other.vars) return
    other.vars.forEach((value, cell) => {
      const mine = vars.get(cell)
      this.assign(cell, mine === undefined ? (cell.all === null ? value : join(value, cell.all)) : join(mine, value))
    })
    vars.forEach((value, cell) => { if (!other.vars.has(cell) && cell.all !== null) this.assign(cell, join(value, cell.all)) })
  }

  #ownMust(): Set<Token> {
    if (this.#must === null) this.must = this.#must = new Set(this.must)
    return this.#must
  }

  #ownMay(): Map<Token, May> {
    if (this.#may === null) this.may = this.#may = clone(this.may)
    return this.#may
  }

  #ownVars(): Map<Cell, Value> {
    if (this.#vars === null) this.vars = this.#vars = clone(this.vars)
    return this.#vars
  }
}

/** `new Map(map)` makes a pair for each entry. */
function clone<K, V>(map: ReadonlyMap<K, V>): Map<K, V> {
  const copy = new Map<K, V>()
  map.forEach((value, key) => copy.set(key, value))
  return copy
}

export const newState = (): State => new State(NO_TOKENS, NO_MAY, NO_VARS, null, false)


export function addPending(state: State, pending: Pending): void {
  for (const token of pending.must) state.settle(token)
  for (const [token, may] of pending.may) if (!state.must.has(token)) state.maybe(token, may)
}

type Agree = (tokens: ReadonlySet<Token>, token: Token) => boolean

/**
 * Two paths meet. What only one of them registered is only possible; a path that no cold start takes doesn't weaken the other.
 * @param agree knows what a file's evaluation registers, so that two ways to the same model agree
 */
export function meet(a: State | null, b: State | null, site: Site, agree: Agree): State | null {
  if (a === null) return b
  if (b === null) return a
  if (a.warm !== b.warm) {
    const [cold, warm] = a.warm ? [b, a] : [a, b]
    // Its variables hold what the cold path assigned; what an earlier request would have left is no part of it.
    for (const [cell, value] of warm.vars) if (!cold.vars.has(cell) && cell.all === null) cold.assign(cell, value)
    for (const token of warm.must) if (!cold.must.has(token) && !cold.may.has(token)) cold.maybe(token, { reason: 'conditional', site })
    return cold
  }
  const merged = a.copy()
  if (a.must !== b.must) {
    const must = bothOf(a.must, b.must, agree)
    const may = new Map([...a.may, ...b.may])
    for (const token of [...a.must, ...b.must]) if (!must.has(token) && !may.has(token)) may.set(token, { reason: 'conditional', site })
    merged.must = must
    merged.may = may
  } else if (a.may !== b.may) merged.may = new Map([...a.may, ...b.may])
  if (a.sync !== b.sync) merged.sync = meetSets(a.sync ?? a.must, b.sync ?? b.must)
  merged.joinVars(b)
  return merged
}

function bothOf(a: ReadonlySet<Token>, b: ReadonlySet<Token>, agree: Agree): ReadonlySet<Token> {
  if (a.size === 0 && b.size === 0) return a
  const both = new Set<Token>()
  for (const token of a) if (b.has(token) || agree(b, token)) both.add(token)
  for (const token of b) if (!both.has(token) && agree(a, token)) both.add(token)
  return both
}

function meetSets(a: ReadonlySet<Token>, b: ReadonlySet<Token>): ReadonlySet<Token> {
  return a === b ? a : new Set([...a].filter((token) => b.has(token)))
}
