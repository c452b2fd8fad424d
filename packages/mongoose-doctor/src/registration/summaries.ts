/** Calls of the project's own functions, each interpreted once for each way of calling it. */
import type { Site } from '../kernel/place.ts'
import { UNDEFINED, UNKNOWN, isFree, keyOf, unionOf } from '../models/value.ts'
import type { Cell, Closure, Frame, May, Token, Value } from '../models/value.ts'
import { Activation } from './activation.ts'
import { bind } from './assignment.ts'
import type { Carried } from './counters.ts'
import { isTold } from './files/told.ts'
import { DEEPEST, newFrame } from './interpreter.ts'
import type { Interpreter } from './interpreter.ts'
import { meet } from './state.ts'
import type { State } from './state.ts'
import { run } from './statements.ts'
import { findingsOf, newCollector } from './summary.ts'
import type { Exit, Summary } from './summary.ts'

/** Where a file speaks of populate or models, what a function is called with may be the path or the name. */
const MOST_SPEAKING_CONTEXTS = 8
const MOST_CONTEXTS = 3
const MOST_QUERY_CONTEXTS = 64
/** While modules are evaluated a list of names is gone through: what to load, which models to make. */
const MOST_NAMED_CONTEXTS = 200
const MOST_TELLING_CONTEXTS = 2000

const isText = (value: Value | null | undefined): boolean => value?.kind === 'constant' && typeof value.value === 'string'

/** `define('User', …)`, `define({ name: 'User', … })`. */
const names = (value: Value): boolean => isText(value) || (value.kind === 'object' && isText(value.object.props.get('name')?.all))

type Contexts = Map<string, Summary | 'running'>

/** Of so many functions what was found is kept for certain; of those that nobody has called since as many others were, it is forgotten. */
const MOST_REMEMBERED = 4000

class Remembered {
  #recent = new Map<Closure, Contexts>()
  #before = new Map<Closure, Contexts>()

  of(closure: Closure): Contexts {
    const recent = this.#recent.get(closure)
    if (recent !== undefined) return recent
    const contexts: Contexts = this.#before.get(closure) ?? new Map<string, Summary>()
    this.#recent.set(closure, contexts)
    return contexts
  }

  forgetOldest(): void {
    if (this.#recent.size < MOST_REMEMBERED) return
    this.#before = this.#recent
    this.#recent = new Map()
  }

  clear(): void {
    this.#recent.clear()
    this.#before.clear()
  }
}

export class Summaries {
  readonly #program: Interpreter
  /** Calls made while a module is evaluated defer what they hand to others: they are remembered apart. */
  readonly #summaries = { modules: new Remembered(), requests: new Remembered() }

  constructor(program: Interpreter) {
    this.#program = program
  }

  /** They were made for another application. */
  clear(): void {
    this.#summaries.modules.clear()
    this.#summaries.requests.clear()
  }

  /** To be called while nothing is being interpreted: what is running is remembered, too. */
  forgetOldest(): void {
    this.#summaries.requests.forgetOldest()
  }

  /** What calling `closure` with these arguments does; null while that very call is being interpreted. */
  of(closure: Closure, args: readonly Value[], self: Value | null, depth: number, carried: Carried | null = null): Summary | null {
    if (depth > DEEPEST || this.#program.exhausted) return null
    const contexts = (this.#program.evaluatingModules ? this.#summaries.modules : this.#summaries.requests).of(closure)
    let given = args
    const counted = carried === null ? '' : this.#program.counters.keyOf(carried)
    let key = `${keyOfCall(self, args)}${counted}`
    // By far the most often; what else is told by the arguments needs no look then.
    const before = key.length > 2000 ? undefined : contexts.get(key)
    if (before !== undefined) return before === 'running' ? null : before
    const most = this.#mostContexts(closure, args)
    if (key.length > 2000 || (contexts.size > most && !contexts.has(key))) {
      given = args.map((a) => (a.kind === 'function' || a.kind === 'model' || a.kind === 'schema' || a.kind === 'document' ? a : UNKNOWN))
      key = `~${keyOfCall(self, given)}${counted}`
      if (contexts.size > MOST_TELLING_CONTEXTS && !contexts.has(key)) { given = []; key = '~~' }
    }
    const known = contexts.get(key)
    if (known === 'running') return null
    if (known !== undefined) return known
    contexts.set(key, 'running')
    const summary = this.#interpret(closure, given, self, depth, carried)
    contexts.set(key, summary)
    return summary
  }

  /** A factory is called once for every model: each of these calls counts. Of other functions the first few ways are enough. */
  #mostContexts({ file }: Closure, args: readonly Value[]): number {
    let inHand = false
    for (const arg of args) {
      const { kind } = arg
      if (isTold(this.#program, arg)) return MOST_TELLING_CONTEXTS
      if (kind === 'schema' || kind === 'model' || kind === 'function') return MOST_TELLING_CONTEXTS
      inHand ||= kind === 'query' || kind === 'document'
    }
    if (inHand) return MOST_QUERY_CONTEXTS
    if (this.#program.evaluatingModules && args[0] !== undefined && names(args[0])) return MOST_NAMED_CONTEXTS
    return this.#speaks(file) ? MOST_SPEAKING_CONTEXTS : MOST_CONTEXTS
  }

  readonly #speaking = new Map<string, boolean>()
  #speaks(file: string): boolean {
    const known = this.#speaking.get(file) ?? /populate|\bmodels?\b/i.test(this.#program.graph.text(file))
    this.#speaking.set(file, known)
    return known
  }

  #interpret(closure: Closure, args: readonly Value[], self: Value | null, depth: number, carried: Carried | null): Summary {
    const body = this.#program.graph.body(closure.file)
    if (body === null) return { value: UNKNOWN, sync: NO_TOKENS, done: NO_TOKENS, may: NO_MAY, never: false, out: findingsOf(newCollector()), writes: NO_WRITES }
    const { fact } = closure
    const frame = newFrame(closure.file, closure.frame, closure.function)
    const at = new Activation(this.#program, body, frame, { self, home: closure.home, async: fact.async, isModule: false, depth })
    carried?.forEach((value, cell) => at.state.assign(cell, value))
    fact.params.forEach((param, i) => {
      const value = param.rest ? at.newArray(args.slice(i), null, at.site(fact)) : (args[i] ?? (args.length === 0 ? UNKNOWN : UNDEFINED))
      bind(at, param.target, value, at.site(fact), true)
    })
    const end = run(at, fact.body, at.state)
    const exits = [...at.exits, ...(end === null ? [] : [{ state: end, value: UNDEFINED }])]
    const isCold = exits.some((e) => !e.state.warm)
    const site = at.site(fact)
    let last: State | null = null
    for (const { state } of exits) if (!isCold || !state.warm) last = meet(last, state, site, this.#program.tokens.agree)
    const done = last === null ? NO_TOKENS : withoutFree(last.must)
    const may = registeredSomewhere(exits, done, last?.may ?? NO_MAY, site)
    if (fact.async && this.#program.evaluatingModules) for (const [id, demand] of at.out.demands) if (demand.later && !demand.satisfied && this.#program.tokens.has(done, demand.token)) at.out.demands.set(id, { ...demand, later: false })
    const value = fact.generator || exits.length === 0 ? UNKNOWN : unionOf(exits.map((e) => e.value))
    const writes = last === null || last.vars.size === 0 ? NO_WRITES : withoutOwn(last.vars, frame)
    return { value, sync: last?.sync ? withoutFree(last.sync) : done, done, may, never: exits.length === 0, out: findingsOf(at.out), writes }
  }
}

const NO_TOKENS: ReadonlySet<Token> = new Set()
const NO_MAY: ReadonlyMap<Token, May> = new Map()
const NO_WRITES: ReadonlyMap<Cell, Value> = new Map()

/** What is possible at the end, with what only some of the ways there register. */
function registeredSomewhere(exits: readonly Exit[], done: ReadonlySet<Token>, possible: ReadonlyMap<Token, May>, site: Site): ReadonlyMap<Token, May> {
  let may: Map<Token, May> | null = null
  for (const { state } of exits) {
    if (state.must === done) continue
    for (const token of state.must) if (!done.has(token) && !(may ?? possible).has(token)) (may ??= new Map(possible)).set(token, { reason: 'conditional', site })
  }
  return may ?? possible
}

/** What is not there may be by the time that the function comes back. */
function withoutFree(tokens: ReadonlySet<Token>): ReadonlySet<Token> {
  for (const token of tokens) if (isFree(token)) return new Set([...tokens].filter((one) => !isFree(one)))
  return tokens
}

/** What was assigned to variables of others. */
function withoutOwn(vars: ReadonlyMap<Cell, Value>, frame: Frame): ReadonlyMap<Cell, Value> {
  const own = new Set(frame.cells.values())
  const rest = new Map<Cell, Value>()
  vars.forEach((value, cell) => { if (!own.has(cell)) rest.set(cell, value) })
  return rest
}

function keyOfCall(self: Value | null, args: readonly Value[]): string {
  let key = self === null ? '|' : `${keyOf(self)}|`
  args.forEach((arg, i) => { key += i === 0 ? keyOf(arg) : `,${keyOf(arg)}` })
  return key
}
