/** A function without what is only asked for when it is followed: that is had some other way, and let go again. */
import type { FunctionFact, Param, Stmt } from './ir.ts'

export type Head = Omit<FunctionFact, 'params' | 'body'>

export abstract class FunctionHead implements FunctionFact {
  readonly start; readonly end; readonly name; readonly async; readonly generator; readonly arrow; readonly directives; readonly parent; readonly self; readonly counts

  constructor(fact: Head) {
    this.start = fact.start
    this.end = fact.end
    this.name = fact.name
    this.async = fact.async
    this.generator = fact.generator
    this.arrow = fact.arrow
    this.directives = fact.directives
    this.parent = fact.parent
    this.self = fact.self
    this.counts = fact.counts
  }

  abstract get params(): readonly Param[]
  abstract get body(): readonly Stmt[]
}
