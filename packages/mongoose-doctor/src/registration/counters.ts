/** Variables that functions count up and index by, as runners of middleware do: `stack[++i](context, next)`. A call of these depends on how far they have come. */
import type { BodyFacts } from '../facts/facts.ts'
import type { FunctionFact } from '../facts/ir.ts'
import type { Cell, Closure, Frame, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { cellIn } from './assignment.ts'

/** Further than that nobody counts by hand. */
const MOST_COUNTED = 32

/** What a call carries over of the variables that are counted. */
export type Carried = ReadonlyMap<Cell, Value>

export class Counters {
  readonly #ids = new Map<Cell, number>()

  /** A function is made that counts variables of those around it. */
  note(fact: FunctionFact, frame: Frame, body: BodyFacts): void {
    for (const binding of fact.counts) {
      const cell = cellIn(frame, body, binding)
      if (!this.#ids.has(cell)) this.#ids.set(cell, this.#ids.size)
    }
  }

  has(cell: Cell): boolean { return this.#ids.has(cell) }

  /** How far they are where the call is; null for nothing that is known. */
  carriedBy(at: Activation, { fact, frame, file }: Closure): Carried | null {
    if (this.#ids.size === 0) return null
    let carried: Map<Cell, Value> | null = null
    at.state.vars.forEach((value, cell) => { if (isCount(value) && this.#ids.has(cell)) (carried ??= new Map()).set(cell, value) })
    if (fact.counts.length === 0) return carried
    const body = at.interpreter.graph.body(file)
    if (body === null) return carried
    for (const binding of fact.counts) {
      const cell = cellIn(frame, body, binding)
      const value = cell.all
      // What a variable of the process holds is known while it starts.
      if (value !== null && isCount(value) && !at.state.vars.has(cell) && (!cell.lasting || at.interpreter.evaluatingModules)) (carried ??= new Map()).set(cell, value)
    }
    return carried
  }

  keyOf(carried: Carried): string {
    return [...carried].map(([cell, value]) => `#${this.#ids.get(cell) ?? ''}=${value.kind === 'constant' ? String(value.value) : ''}`).join('')
  }
}

const isCount = (value: Value): boolean => value.kind === 'constant' && typeof value.value === 'number' && Math.abs(value.value) <= MOST_COUNTED
