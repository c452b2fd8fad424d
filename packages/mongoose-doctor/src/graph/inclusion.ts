/** What Rollup keeps of one module, statement by statement: what has an effect, and what that mentions. */
import { isFalse, isTrue } from '../facts/constants.ts'
import type { BodyFacts } from '../facts/facts.ts'
import type { BindingId, ClassId, Expr, FunctionId, ObjectLiteral, Pattern, Stmt } from '../facts/ir.ts'
import { effectsIn, skipsRight, type Effect } from './effects.ts'
import type { ModuleGraph } from './graph.ts'

/** A use of a name: all of it, or only the property of that name. */
export type Part = string | null

export interface Inclusion {
  /** Its statements run: those that have an effect are kept. */
  run(): void
  use(binding: BindingId, part: Part): void
}

/**
 * @param least the least effect for which a statement is kept
 * @param onImport called for each use of an imported name
 */
export function createInclusion(graph: ModuleGraph, body: BodyFacts, least: Effect, onImport: (binding: BindingId, part: Part) => void): Inclusion {
  const effects = effectsIn(graph, body)
  const functions = new Set<FunctionId>()
  const classes = new Set<ClassId>()
  /** Of names that are used: which parts of them. */
  const wanted = new Map<BindingId, Set<Part>>()
  const declarations = new Map<BindingId, ((part: Part) => void)[]>()
  const pending: (() => void)[] = []
  let draining = false
  /** Above zero in a try block, of which Rollup keeps everything. */
  let whole = 0

  const isKept = (effect: Effect): boolean => whole > 0 || effect >= least

  function use(binding: BindingId, part: Part): void {
    const parts = wanted.get(binding) ?? new Set<Part>()
    wanted.set(binding, parts)
    if (parts.has(part) || parts.has(null)) return
    parts.add(part)
    if (body.bindings[binding]?.kind === 'import') onImport(binding, part)
    for (const include of declarations.get(binding) ?? []) later(() => { include(part) })
  }

  function declare(binding: BindingId, include: (part: Part) => void): void {
    declarations.set(binding, [...(declarations.get(binding) ?? []), include])
    for (const part of wanted.get(binding) ?? []) later(() => { include(part) })
  }

  /** Not by calling itself: names may lead on for longer than the stack is deep. */
  function later(task: () => void): void {
    pending.push(task)
    if (draining) return
    draining = true
    const before = whole
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) { whole = 0; next() }
    whole = before
    draining = false
  }

  /** Declares first, so that a use above a declaration finds it. */
  function list(statements: readonly Stmt[]): void {
    for (const stmt of statements) declared(stmt)
    for (const stmt of statements) {
      statement(stmt)
      // Nothing after it is reached; functions, which are, come first.
      if (stmt.kind === 'return' || stmt.kind === 'throw') break
    }
  }

  function declared(stmt: Stmt): void {
    if (stmt.kind === 'declareFunction') declare(stmt.binding, () => { func(stmt.id) })
    else if (stmt.kind === 'declareClass') declare(stmt.binding, () => { cls(stmt.id) })
    else if (stmt.kind === 'declare') {
      const { target, init } = stmt
      if (target.kind === 'bind') declare(target.binding, (part) => { if (init !== null) stored(init, part) })
      else for (const binding of boundIn(target)) declare(binding, () => { if (init !== null) pattern(target, init) })
    }
  }

  /** `const models = { User, Role }`: reading `models.User` keeps no more of it. */
  function stored(init: Expr, part: Part): void {
    if (init.kind !== 'object' || part === null) { expr(init); return }
    if (!hasOnlyNames(init)) { expr(init); return }
    for (const property of init.properties) if (property.kind === 'property' && property.key === part) expr(property.value)
  }

  /** `const { User } = models`. */
  function pattern(target: Pattern, init: Expr): void {
    const names = target.kind === 'bindObject' && target.rest === null ? target.properties.map(({ key }) => key) : null
    if (init.kind === 'name' && init.binding !== null && names?.every((name) => typeof name === 'string') === true) {
      for (const name of names) if (typeof name === 'string') use(init.binding, name)
    } else expr(init)
    defaults(target)
  }

  function defaults(target: Pattern): void {
    if (target.kind === 'bindDefault') { expr(target.default); defaults(target.target) }
    if (target.kind === 'bindMember') expr(target.target)
    if (target.kind === 'bindObject') for (const { key, value } of target.properties) { if (typeof key !== 'string') expr(key); defaults(value) }
    if (target.kind === 'bindArray') for (const item of target.items) if (item !== null) defaults(item)
  }

  function statement(stmt: Stmt): void {
    switch (stmt.kind) {
      case 'expression': if (isKept(effects.of(stmt.value))) expr(stmt.value); break
      case 'declare':
        if (stmt.init !== null && isKept(effects.ofStatement(stmt))) { if (stmt.target.kind === 'bind') expr(stmt.init); else pattern(stmt.target, stmt.init) }
        break
      case 'return': if (stmt.value !== null) expr(stmt.value); break
      case 'throw': expr(stmt.value); break
      case 'if':
        if (!isKept(effects.ofStatement(stmt)) && !hasJump(stmt)) break
        if (!isTrue(stmt.test) && !isFalse(stmt.test)) expr(stmt.test)
        if (!isFalse(stmt.test)) list(stmt.then)
        if (!isTrue(stmt.test)) list(stmt.else)
        break
      case 'loop':
        list(stmt.init)
        if (!isKept(effects.ofStatement(stmt)) && !hasJump(stmt)) break
        if (stmt.test !== null) expr(stmt.test)
        list(stmt.body)
        break
      case 'forEach':
        if (!isKept(effects.ofStatement(stmt)) && !hasJump(stmt)) break
        expr(stmt.iterable)
        for (const binding of boundIn(stmt.target)) declare(binding, () => { expr(stmt.iterable) })
        list(stmt.body)
        break
      case 'try':
        whole++
        list(stmt.block)
        whole--
        list(stmt.handler ?? [])
        list(stmt.finalizer ?? [])
        break
      case 'switch':
        expr(stmt.on)
        for (const each of stmt.cases) { if (each.test !== null) expr(each.test); list(each.body) }
        break
      case 'block': list(stmt.body); break
      case 'declareClass': if (isKept(effects.ofStatement(stmt))) cls(stmt.id); break
      case 'declareFunction': case 'jump': break
    }
  }

  function func(id: FunctionId): void {
    const fact = body.functions[id]
    if (fact === undefined || functions.has(id)) return
    functions.add(id)
    const before = whole
    whole = 0
    for (const { target, decorators } of fact.params) { defaults(target); decorators.forEach(expr) }
    list(fact.body)
    whole = before
  }

  function cls(id: ClassId): void {
    const fact = body.classes[id]
    if (fact === undefined || classes.has(id)) return
    classes.add(id)
    if (fact.extends !== null) expr(fact.extends)
    fact.decorators.forEach(expr)
    if (fact.construct !== null) func(fact.construct)
    for (const member of fact.members) {
      if (typeof member.key !== 'string') expr(member.key)
      if (member.value !== null) expr(member.value)
      member.decorators.forEach(expr)
    }
  }

  function expr(node: Expr): void {
    switch (node.kind) {
      case 'literal': case 'this': break
      case 'name': if (node.binding !== null) use(node.binding, null); break
      case 'function': func(node.id); break
      case 'class': cls(node.id); break
      case 'template': node.holes.forEach(expr); break
      case 'member':
        if (node.object.kind === 'name' && node.object.binding !== null && typeof node.property === 'string') use(node.object.binding, node.property)
        else expr(node.object)
        if (typeof node.property !== 'string') expr(node.property)
        break
      case 'call':
        // A method may read anything of its object.
        if (node.callee.kind === 'member' && node.callee.object.kind === 'name' && node.callee.object.binding !== null) { use(node.callee.object.binding, null); if (typeof node.callee.property !== 'string') expr(node.callee.property) }
        else if (node.callee.kind !== 'super') expr(node.callee)
        node.args.forEach(({ value }, i) => { if (value.kind !== 'name' || whole > 0 || effects.reads(node, i)) expr(value) })
        break
      case 'await': case 'unary': expr(node.value); break
      case 'import': expr(node.source); break
      case 'object': object(node); break
      case 'array': for (const { value } of node.items) expr(value); break
      case 'conditional':
        if (!isTrue(node.test) && !isFalse(node.test)) expr(node.test)
        if (!isFalse(node.test)) expr(node.then)
        if (!isTrue(node.test)) expr(node.else)
        break
      case 'logical':
        expr(node.left)
        if (!skipsRight(node.operator, node.left)) expr(node.right)
        break
      case 'binary': expr(node.left); expr(node.right); break
      case 'assign':
        if (node.target.kind === 'bind') { const { binding } = node.target; const { value } = node; declare(binding, () => { expr(value) }); if (isKept(effects.of(value))) expr(value) }
        else { expr(node.value); defaults(node.target) }
        break
      case 'sequence': node.items.forEach((item, i) => { if (i === node.items.length - 1 || isKept(effects.of(item))) expr(item) }); break
      case 'jsx': expr(node.tag); object(node.attributes); node.children.forEach(expr); break
      case 'other': node.items.forEach(expr); break
    }
  }

  function object(node: ObjectLiteral): void {
    for (const property of node.properties) {
      if (property.kind !== 'spread' && typeof property.key !== 'string') expr(property.key)
      expr(property.value)
    }
  }

  return { run: () => { list(body.body) }, use }
}

/** `{ User, Role }`: no spread, no method that may read the object itself. */
const hasOnlyNames = (node: ObjectLiteral): boolean =>
  node.properties.every((each) => each.kind === 'property' && typeof each.key === 'string' && each.value.kind !== 'function')

function boundIn(pattern: Pattern): readonly BindingId[] {
  switch (pattern.kind) {
    case 'bind': return [pattern.binding]
    case 'bindDefault': return boundIn(pattern.target)
    case 'bindObject': return [...pattern.properties.flatMap(({ value }) => boundIn(value)), ...(pattern.rest === null ? [] : boundIn(pattern.rest))]
    case 'bindArray': return [...pattern.items.flatMap((item) => (item === null ? [] : boundIn(item))), ...(pattern.rest === null ? [] : boundIn(pattern.rest))]
  }
  return []
}

/** A branch that returns is kept, whatever else is in it. */
function hasJump(stmt: Stmt): boolean {
  switch (stmt.kind) {
    case 'return': case 'throw': case 'jump': return true
    case 'if': return [...stmt.then, ...stmt.else].some(hasJump)
    case 'loop': case 'forEach': case 'block': return stmt.body.some(hasJump)
    case 'try': return [...stmt.block, ...(stmt.handler ?? []), ...(stmt.finalizer ?? [])].some(hasJump)
    case 'switch': return stmt.cases.some((each) => each.body.some(hasJump))
  }
  return false
}
