/** Running statements: branches, loops, exits. */
import type { Expr, Stmt } from '../facts/ir.ts'
import { runQuery } from '../models/query-methods.ts'
import { UNDEFINED, UNKNOWN, truthOf, type Value } from '../models/value.ts'
import type { Activation, Jump } from './activation.ts'
import { bind, cellOf, writeCell } from './assignment.ts'
import { awaitValue } from './await.ts'
import { branch } from './conditions.ts'
import { addContact } from './contacts.ts'
import { dynamicImport, evaluate } from './expressions.ts'
import { NO_NAMES } from './tokens.ts'
import { isTold } from './files/told.ts'
import { listed } from './keyed.ts'
import { elementOf } from './properties.ts'
import { meet } from './state.ts'
import type { State } from './state.ts'
import { addDemand, addStray, newCollector } from './summary.ts'

/** A list that is longer than this is taken as one of unknown length. */
const MOST_UNROLLED = 64
/** Each file of a folder counts. */
const MOST_FILES = 2000

/** Runs `statements` in `state`; null when their end isn't reached. */
export function run(at: Activation, statements: readonly Stmt[], state: State): State | null {
  at.state = state
  at.dead = false
  for (const statement of statements) {
    runOne(at, statement)
    if (at.dead) { at.dead = false; return null }
  }
  return at.state
}

function become(at: Activation, state: State | null): void {
  if (state === null) at.dead = true
  else { at.state = state; at.dead = false }
}

function nested(at: Activation, statements: readonly Stmt[], state: State | null): State | null {
  if (state === null) return null
  at.branches++
  at.conditions++
  const end = run(at, statements, state)
  at.branches--
  at.conditions--
  return end
}

function runOne(at: Activation, statement: Stmt): void {
  switch (statement.kind) {
    case 'expression': {
      const { value } = statement
      if (value.kind === 'await' && value.value.kind === 'import') awaitValue(at, dynamicImport(at, value.value.source, value.value, NO_NAMES), at.site(value))
      else evaluate(at, value)
      return
    }
    case 'declare': {
      const { target, init } = statement
      if (init === null) { if (statement.declares !== 'var') bind(at, target, UNDEFINED, at.site(statement), true); return }
      const names = init.kind === 'await' && init.value.kind === 'import' && target.kind === 'bindObject' && target.rest === null
        ? target.properties.map((p) => p.key) : null
      const only = names !== null && names.every((n) => typeof n === 'string') ? names : null
      const value = only !== null && init.kind === 'await' && init.value.kind === 'import'
        ? awaitValue(at, dynamicImport(at, init.value.source, init.value, only), at.site(init)) : evaluate(at, init)
      bind(at, target, value, at.site(statement), true)
      return
    }
    case 'return': {
      const value = statement.value === null ? UNDEFINED : evaluate(at, statement.value)
      if (at.dead) return
      // The caller awaits what an async function returns.
      const result = at.async ? awaitValue(at, value, at.site(statement)) : value
      at.exits.push({ state: at.state, value: result })
      at.dead = true
      return
    }
    case 'throw': evaluate(at, statement.value); at.dead = true; return
    case 'if': {
      const [yes, no] = branch(at, statement.test)
      // Where only one side is possible, it is no branch.
      const taken = yes === null || no === null ? run : nested
      const a = yes === null ? null : taken(at, statement.then, yes)
      const b = no === null ? null : taken(at, statement.else, no)
      become(at, meet(a, b, at.site(statement), at.interpreter.tokens.agree))
      return
    }
    case 'block': {
      const end = run(at, statement.body, at.state)
      become(at, statement.label === null ? end : land(at, end, (j) => j.label === statement.label && j.jump === 'break', statement))
      return
    }
    case 'jump': at.jumps.push({ jump: statement.jump, label: statement.label, state: at.state }); at.dead = true; return
    case 'declareFunction': {
      const closure = at.interpreter.closureIn(at.file, statement.id, at.frame, at.self, at.home)
      if (closure !== null) writeCell(at, cellOf(at, statement.binding), { kind: 'function', closure, self: null }, true)
      return
    }
    case 'declareClass': {
      const value = { kind: 'class', class: at.interpreter.classIn(at, statement.id) } as const
      writeCell(at, cellOf(at, statement.binding), value, true)
      return
    }
    case 'loop': loop(at, statement); return
    case 'forEach': forEach(at, statement); return
    case 'try': tryCatch(at, statement); return
    case 'switch': switchCase(at, statement)
  }
}

/** States of the jumps that end here join the normal end. */
function land(at: Activation, end: State | null, takes: (jump: Jump) => boolean, span: { start: number; end: number }): State | null {
  const mine = at.jumps.filter(takes)
  at.jumps = at.jumps.filter((j) => !takes(j))
  return mine.reduce((state, jump) => meet(state, jump.state, at.site(span), at.interpreter.tokens.agree), end)
}

function body(at: Activation, statements: readonly Stmt[], state: State | null, span: { start: number; end: number }, turn: typeof run = nested): { end: State | null; broken: State | null } {
  const end = state === null ? null : turn(at, statements, state)
  const next = land(at, end, (j) => j.jump === 'continue' && j.label === null, span)
  return { end: next, broken: land(at, null, (j) => j.jump === 'break' && j.label === null, span) }
}

function loop(at: Activation, statement: Stmt & { kind: 'loop' }): void {
  const start = run(at, statement.init, at.state)
  if (start === null) { at.dead = true; return }
  at.state = start
  const counted = turns(at, statement)
  if (counted !== null) { become(at, counted.end); return }
  const first = statement.test === null || statement.form === 'do' ? [at.state.copy(), null] as const : branch(at, statement.test)
  const once = body(at, statement.body, first[0], statement)
  // A second turn sees what the first one assigned.
  const again = once.end === null ? { end: null, broken: null } : body(at, statement.body, once.end.copy(), statement)
  const site = at.site(statement)
  const ends = statement.form === 'do' ? once.end : meet(first[1], once.end, site, at.interpreter.tokens.agree)
  const endless = statement.test === null && statement.form !== 'do'
  const out = [endless ? null : ends, once.broken, again.broken].reduce((a, b) => meet(a, b, site, at.interpreter.tokens.agree), null)
  become(at, out)
}

/** `for (let i = 0; i < files.length; i++)` over what the file system has told, or over a short list: turn by turn; null for a loop whose turns are not known. */
function turns(at: Activation, statement: Stmt & { kind: 'loop' }): { readonly end: State | null } | null {
  if (statement.form !== 'for' || statement.test === null || !at.interpreter.evaluatingModules) return null
  if (at.interpreter.listed.size === 0 && !countsShortList(at, statement.test)) return null
  const before = at.state.copy()
  let state: State | null = at.state.copy()
  const broken: State[] = []
  for (let turn = 0; state !== null && turn < MOST_FILES; turn++) {
    at.state = state
    const [yes, no] = branch(at, statement.test)
    if (yes === null) return { end: broken.reduce((a, b) => meet(a, b, at.site(statement), at.interpreter.tokens.agree), no) }
    if (no !== null) break
    const once = body(at, statement.body, yes, statement, run)
    state = once.end
    if (once.broken !== null) broken.push(once.broken)
  }
  at.state = before
  return null
}

/** `i < list.length` */
function countsShortList(at: Activation, test: Expr): boolean {
  if (test.kind !== 'binary' || !test.operator.startsWith('<') || test.right.kind !== 'member' || test.right.property !== 'length' || test.right.object.kind !== 'name') return false
  const list = evaluate(at, test.right.object)
  return list.kind === 'object' && list.object.items !== null && !list.object.open && list.object.items.length <= MOST_UNROLLED
}

const mostUnrolled = (at: Activation, items: readonly Value[]): number => {
  const [first] = items
  return first !== undefined && isTold(at.interpreter, first) ? MOST_FILES : MOST_UNROLLED
}

function forEach(at: Activation, statement: Stmt & { kind: 'forEach' }): void {
  const site = at.site(statement)
  const given = at.force(evaluate(at, statement.iterable))
  // A query gives its documents one by one: it is sent now.
  // So does what an async generator gives: all of it has run when the loop ends.
  if (statement.form === 'await' && given.kind === 'promise') awaitValue(at, given, site)
  const iterable = statement.form === 'await' && given.kind === 'query' ? runQuery(at, given.query, site) : listed(at, given, site)
  if (statement.form === 'of' && iterable.kind === 'object' && iterable.object.items !== null && !iterable.object.open && iterable.object.items.length <= mostUnrolled(at, iterable.object.items)) {
    let state: State | null = at.state
    const broken: State[] = []
    for (const item of iterable.object.items) {
      if (state === null) break
      at.state = state
      bind(at, statement.target, item, site, true)
      const turn = body(at, statement.body, at.state.copy(), statement, run)
      state = turn.end
      if (turn.broken !== null) broken.push(turn.broken)
    }
    become(at, broken.reduce((a, b) => meet(a, b, site, at.interpreter.tokens.agree), state))
    return
  }
  const before = at.state.copy()
  const item = statement.form === 'in' ? UNKNOWN : statement.form === 'await' ? awaitValue(at, elementOf(at, iterable, null), site) : elementOf(at, iterable, null)
  bind(at, statement.target, item, site, true)
  const once = body(at, statement.body, at.state.copy(), statement)
  if (once.end !== null) { bind(at, statement.target, item, site, true); body(at, statement.body, once.end.copy(), statement) }
  become(at, [once.end, once.broken].reduce((a, b) => meet(a, b, site, at.interpreter.tokens.agree), before))
}

function tryCatch(at: Activation, statement: Stmt & { kind: 'try' }): void {
  const before = at.state.copy()
  const outer = at.out
  at.out = newCollector()
  const inside = at.out
  const exitsBefore = at.exits.length
  at.branches++
  const end = run(at, statement.block, at.state)
  at.branches--
  at.out = outer
  let handled: State | null = null
  let recovers: State | null = null
  if (statement.handler !== null) {
    const state = before.copy()
    // A cold start that goes well doesn't come here: what the block registered isn't weakened by it.
    const wasWarm = state.warm
    for (const { need } of inside.demands.values()) if (need.how === 'lookup') at.isFree({ ...need.model, schema: null, site: need.site, base: null }, state)
    // `try { return model('X', schema) } catch { return model('X') }`: it throws where the name is taken, so then the model is there.
    for (const { token, defines, conditional } of inside.registrations.values()) if (defines !== null && !conditional) state.add(token)
    const returns = at.exits.length > exitsBefore
    state.warm = end !== null || returns || wasWarm
    at.state = state
    if (statement.param !== null) bind(at, statement.param, UNKNOWN, at.site(statement), true)
    const exits = at.exits.length
    handled = nested(at, statement.handler, at.state)
    recovers = handled ?? at.exits[exits]?.state ?? null
    // `try { return model('X') } catch {}`: a cold start does come here. After `try { await connect(); return }` it doesn't.
    const fails = [...inside.demands.values()].some(({ need, satisfied }) => need.how === 'lookup' && !satisfied)
    if (end === null && handled !== null && (fails || !returns)) handled.warm = wasWarm
  }
  for (const demand of inside.demands.values()) {
    // `try { return model('X') } catch { return model('X', schema) }`: the failure is caught and made good.
    const caught = demand.need.how === 'lookup' && recovers !== null && at.interpreter.tokens.has(recovers.must, demand.token)
    addDemand(at.out, caught ? { ...demand, satisfied: true } : demand)
  }
  for (const stray of inside.strays?.values() ?? []) addStray(at.out, stray)
  for (const [key, value] of inside.registrations) at.out.registrations.set(key, value)
  for (const [key, value] of inside.escapes) at.out.escapes.set(key, value)
  for (const [key, value] of inside.handlers) at.out.handlers.set(key, value)
  for (const contact of inside.contacts.values()) addContact(at.out.contacts, contact)
  for (const [key, value] of inside.boots) at.out.boots.set(key, value)
  const after = meet(end, handled, at.site(statement), at.interpreter.tokens.agree)
  if (after !== null && end !== null) after.warm = before.warm
  if (statement.finalizer === null) { become(at, after); return }
  const finals = nested(at, statement.finalizer, after ?? before.copy())
  become(at, after === null ? null : finals)
}

function switchCase(at: Activation, statement: Stmt & { kind: 'switch' }): void {
  const on = at.force(evaluate(at, statement.on))
  const start = at.state
  const site = at.site(statement)
  let falling: State | null = null
  let exhaustive = false
  at.state = start.copy()
  const tests = statement.cases.map(({ test }) => (test === null ? null : at.force(evaluate(at, test))))
  // `switch (mongoose.connection.readyState)`: which way a cold start goes.
  const isCold = (value: Value | null): boolean => on.kind === 'cold' && value?.kind === 'constant' && value.value === on.cold
  const taken = tests.find(isCold) ?? null
  for (const [i, one] of statement.cases.entries()) {
    at.state = start.copy()
    let possible = true
    const value = tests[i] ?? null
    if (value === null) {
      exhaustive = true
      if (taken !== null) at.state.warm = true
    } else {
      if (on.kind === 'constant' && value.kind === 'constant') possible = truthOf(value) !== 'either' && on.value === value.value
      if (on.kind === 'cold' && value.kind === 'constant' && !isCold(value)) at.state.warm = true
    }
    const entry: State | null = meet(possible ? at.state.copy() : null, falling, site, at.interpreter.tokens.agree)
    falling = nested(at, one.body, entry)
  }
  const passed = start.copy()
  if (taken !== null) passed.warm = true
  const end = meet(falling, exhaustive ? null : passed, site, at.interpreter.tokens.agree)
  become(at, land(at, end, (j) => j.jump === 'break' && j.label === null, statement))
}
