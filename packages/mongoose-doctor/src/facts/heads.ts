/** Files and functions without what is only asked for when they are followed: that is had some other way, and let go again. */
import type { BodyFacts } from './facts.ts'
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

export abstract class BodyHead implements BodyFacts {
  readonly file; readonly bindings; readonly classes; readonly functions; readonly liveness; readonly imports; readonly exports; readonly inlineActions; readonly comments

  constructor(file: string, facts: Omit<BodyFacts, 'file' | 'body' | 'functions'>, functions: readonly FunctionFact[]) {
    this.file = file
    this.bindings = facts.bindings
    this.classes = facts.classes
    this.functions = functions
    this.liveness = facts.liveness
    this.imports = facts.imports
    this.exports = facts.exports
    this.inlineActions = facts.inlineActions
    this.comments = facts.comments
  }

  abstract get body(): readonly Stmt[]
}
