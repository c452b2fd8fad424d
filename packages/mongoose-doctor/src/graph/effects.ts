/** Whether evaluating a piece of code does something that Rollup keeps it for, when nothing uses its value. */
import { isFalse, isTrue } from '../facts/constants.ts'
import type { BodyFacts } from '../facts/facts.ts'
import type { BindingId, Call, ClassId, Expr, FunctionId, Member, Pattern, Stmt } from '../facts/ir.ts'
import { findExport } from './exports.ts'
import type { ModuleGraph } from './graph.ts'

/** 2: it has one. 1: perhaps; what Rollup makes of it is not known here. 0: none. */
export type Effect = 0 | 1 | 2

export interface Effects {
  of(expr: Expr): Effect
  ofStatement(stmt: Stmt): Effect
  /** False: a function of the project is called, and never reads what it is given at this place. */
  reads(call: Call, argument: number): boolean
}

const memos = new WeakMap<BodyFacts, Effects>()

export function effectsIn(graph: ModuleGraph, body: BodyFacts): Effects {
  let known = memos.get(body)
  if (known === undefined) memos.set(body, (known = createEffects(graph, body)))
  return known
}

/** Observed: `Object.keys({ Role })` is dropped. */
const HARMLESS = new Set(['Object.keys', 'Object.values', 'Object.entries', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Array', 'Object', 'Date', 'Error', 'Symbol'])
/** Some of their functions are dropped, others are kept. */
const BUILT_IN = /^(?:Object|Array|Math|JSON|Number|String|Boolean|BigInt|Symbol|Reflect|Promise|Map|Set|WeakMap|WeakSet|RegExp|Date|\w*Error|process|Intl)\b/

function createEffects(graph: ModuleGraph, body: BodyFacts): Effects {
  const functions = new Map<FunctionId, Effect>()
  let initials: Map<BindingId, Expr | FunctionId | null> | null = null

  function of(expr: Expr): Effect {
    switch (expr.kind) {
      case 'literal': case 'function': case 'this': return 0
      case 'name': return expr.binding !== null || expr.name === 'undefined' || BUILT_IN.test(expr.name) ? 0 : 1
      case 'template': return most(expr.holes.map(of))
      case 'member': return Math.max(of(expr.object), ofKey(expr.property), reading(expr)) as Effect
      case 'call': return calling(expr)
      case 'await': case 'import': return 2
      case 'object': return most(expr.properties.map((each) => Math.max(each.kind === 'spread' ? 0 : ofKey(each.key), each.kind === 'getter' ? 0 : of(each.value), each.kind === 'spread' ? 1 : 0) as Effect))
      case 'array': return most(expr.items.map((each) => (each.spread ? 1 : of(each.value))))
      case 'class': return ofClass(expr.id)
      case 'conditional': return most([of(expr.test), isFalse(expr.test) ? 0 : of(expr.then), isTrue(expr.test) ? 0 : of(expr.else)])
      case 'logical': return most([of(expr.left), skipsRight(expr.operator, expr.left) ? 0 : of(expr.right)])
      case 'binary': return most([of(expr.left), of(expr.right), expr.operator === 'in' || expr.operator === 'instanceof' ? 1 : 0])
      case 'unary': return expr.operator === 'delete' ? 2 : of(expr.value)
      case 'assign': return most([of(expr.value), assigning(expr.target)])
      case 'sequence': return most(expr.items.map(of))
      case 'jsx': return 1
      case 'other': return most([1, ...expr.items.map(of)])
    }
  }

  const ofKey = (key: string | Expr): Effect => (typeof key === 'string' ? 0 : of(key))

  /** Reading a property of something unknown may run a getter; a name whose value is written down here has none. */
  function reading({ object }: Member): Effect {
    if (object.kind === 'name') {
      if (object.binding === null) return BUILT_IN.test(object.name) ? 0 : 1
      return isPlain(object.binding) ? 0 : isImport(object.binding) ? ofImported(object.binding) : 1
    }
    return object.kind === 'call' || object.kind === 'await' ? 2 : object.kind === 'member' ? reading(object) : 1
  }

  function calling({ callee, args }: Call): Effect {
    if (callee.kind === 'super') return 2
    const inner = most([...args.map((each) => (each.spread ? 1 : of(each.value))), callee.kind === 'name' || callee.kind === 'member' ? 0 : of(callee)])
    return Math.max(inner, ofCallee(callee, args.length)) as Effect
  }

  function ofCallee(callee: Expr, args: number): Effect {
    const path = globalPath(callee)
    if (path !== null) return HARMLESS.has(path) ? 0 : BUILT_IN.test(path) ? 1 : 2
    const target = callee.kind === 'function' ? callee.id : callee.kind === 'name' && callee.binding !== null ? initialOf(callee.binding) : null
    if (typeof target === 'number') return Math.max(ofFunction(target), args > 0 ? 1 : 0) as Effect
    if (target !== null && target.kind === 'function') return Math.max(ofFunction(target.id), args > 0 ? 1 : 0) as Effect
    if (callee.kind === 'name' && callee.binding !== null) return isImport(callee.binding) ? ofImported(callee.binding, args) : 1
    // A method: of a package or a model surely, of an object of the project perhaps.
    const root = rootOf(callee)
    if (root === null) return 1
    return isImport(root) ? ofImported(root) : isMadeOutside(root) ? 2 : 1
  }

  /** `const schema = new Schema()`: what is done with it is seen by the package that has made it, for all that a bundler knows. */
  function isMadeOutside(binding: BindingId): boolean {
    const initial = initialOf(binding)
    if (initial === null || typeof initial === 'number' || initial.kind !== 'call' || initial.callee.kind === 'super') return false
    const maker = rootOf(initial.callee)
    const imported = maker === null ? undefined : body.imports.find((each) => each.binding === maker)
    return imported !== undefined && graph.modules.get(body.file)?.importTargets[imported.statement]?.kind === 'external'
  }

  /** What reading from, or calling, an imported value does. */
  function ofImported(binding: BindingId, args = 0): Effect {
    const imported = body.imports.find((each) => each.binding === binding)
    const target = imported === undefined ? undefined : graph.modules.get(body.file)?.importTargets[imported.statement]
    if (imported === undefined || target === undefined) return 1
    if (target.kind !== 'file') return 2
    if (imported.imported === '*') return 1
    const found = findExport(graph, target.file, imported.imported)
    if (found?.kind === 'external') return 2
    const other = found?.kind === 'local' ? graph.body(found.file) : null
    if (found?.kind !== 'local' || other === null) return 1
    const initial = initialOfExport(other, found.local)
    if (initial === null) return 1
    if (typeof initial === 'number') return Math.max(bodyEffect(other, initial), args > 0 ? 1 : 0) as Effect
    if (initial.kind === 'function') return Math.max(bodyEffect(other, initial.id), args > 0 ? 1 : 0) as Effect
    return isComputed(initial) ? 2 : 1
  }

  const bodyEffect = (other: BodyFacts, id: FunctionId): Effect =>
    (other === body ? ofFunction(id) : most((other.functions[id]?.body ?? []).map(effectsIn(graph, other).ofStatement)))

  function ofFunction(id: FunctionId): Effect {
    const known = functions.get(id)
    if (known !== undefined) return known
    functions.set(id, 0)
    const fact = body.functions[id]
    const effect = fact === undefined ? 1 : most(fact.body.map(ofStatement))
    functions.set(id, effect)
    return effect
  }

  function ofStatement(stmt: Stmt): Effect {
    switch (stmt.kind) {
      case 'expression': return of(stmt.value)
      case 'declare': return most([stmt.init === null ? 0 : of(stmt.init), stmt.target.kind === 'bind' ? 0 : 1])
      case 'return': return stmt.value === null ? 0 : of(stmt.value)
      case 'throw': return 2
      case 'if': return most([of(stmt.test), ...(isFalse(stmt.test) ? [] : stmt.then.map(ofStatement)), ...(isTrue(stmt.test) ? [] : stmt.else.map(ofStatement))])
      case 'loop': return most([...stmt.init.map(ofStatement), stmt.test === null ? 0 : of(stmt.test), ...stmt.body.map(ofStatement)])
      case 'forEach': return most([1, of(stmt.iterable), ...stmt.body.map(ofStatement)])
      case 'try': return most([...stmt.block, ...(stmt.handler ?? []), ...(stmt.finalizer ?? [])].map(ofStatement))
      case 'switch': return most([of(stmt.on), ...stmt.cases.flatMap((each) => each.body.map(ofStatement))])
      case 'block': return most(stmt.body.map(ofStatement))
      case 'declareClass': return ofClass(stmt.id)
      case 'declareFunction': case 'jump': return 0
    }
  }

  function ofClass(id: ClassId): Effect {
    const fact = body.classes[id]
    if (fact === undefined) return 1
    if (fact.decorators.length > 0 || fact.members.some((each) => each.decorators.length > 0 || each.kind === 'block')) return 2
    return most([
      fact.extends === null ? 0 : of(fact.extends),
      ...fact.members.map((each) => most([ofKey(each.key), each.static && each.kind === 'field' && each.value !== null ? of(each.value) : 0])),
    ])
  }

  /** A variable is kept if something reads it; what is not a variable may be seen by others. */
  function assigning(pattern: Pattern): Effect {
    if (pattern.kind !== 'bindMember') return pattern.kind === 'bindGlobal' ? 2 : 1
    const root = rootOf(pattern.target)
    return root === null || isMadeOutside(root) ? 2 : 1
  }

  const isImport = (binding: BindingId): boolean => body.bindings[binding]?.kind === 'import'
  const isPlain = (binding: BindingId): boolean => {
    const initial = initialOf(binding)
    return typeof initial === 'number' || (initial !== null && /^(?:object|array|function|class|literal|template)$/.test(initial.kind))
  }
  const initialOf = (binding: BindingId): Expr | FunctionId | null => (initials ??= initialsOf(body)).get(binding) ?? null

  /** The function of the project that is called by its name. */
  function functionCalled(callee: Call['callee']): { readonly of: BodyFacts; readonly id: FunctionId } | null {
    if (callee.kind !== 'name' || callee.binding === null) return null
    const own = initialOf(callee.binding)
    if (own !== null) return functionIn(body, own)
    const imported = body.imports.find((each) => each.binding === callee.binding)
    const target = imported === undefined ? undefined : graph.modules.get(body.file)?.importTargets[imported.statement]
    const found = imported === undefined || target?.kind !== 'file' ? null : findExport(graph, target.file, imported.imported)
    const other = found?.kind === 'local' ? graph.body(found.file) : null
    return found?.kind !== 'local' || other === null ? null : functionIn(other, initialOfExport(other, found.local))
  }

  function reads({ callee, args, construct }: Call, argument: number): boolean {
    const called = construct || args.slice(0, argument).some((each) => each.spread) ? null : functionCalled(callee)
    return called === null || readsParameter(called.of, called.id, argument)
  }

  return { of, ofStatement, reads }
}

const most = (effects: readonly Effect[]): Effect => (effects.includes(2) ? 2 : effects.includes(1) ? 1 : 0)

/** `false && x`, `true || x`: production never comes to the right side. */
export const skipsRight = (operator: string, left: Expr): boolean => (operator === '&&' && isFalse(left)) || (operator === '||' && isTrue(left))

/** A value that only running tells: what `model()` returns. */
function isComputed(expr: Expr): boolean {
  switch (expr.kind) {
    case 'call': case 'await': case 'member': return true
    case 'logical': return isComputed(expr.left) || isComputed(expr.right)
    case 'conditional': return isComputed(expr.then) || isComputed(expr.else)
  }
  return false
}

function globalPath(expr: Expr): string | null {
  if (expr.kind === 'name') return expr.binding === null ? expr.name : null
  if (expr.kind !== 'member' || typeof expr.property !== 'string') return null
  const object = globalPath(expr.object)
  return object === null ? null : `${object}.${expr.property}`
}

function rootOf(expr: Expr): BindingId | null {
  let at = expr
  for (;;) {
    if (at.kind === 'member') at = at.object
    else if (at.kind === 'call' && at.callee.kind !== 'super') at = at.callee
    else return at.kind === 'name' ? at.binding : null
  }
}

const tables = new WeakMap<BodyFacts, Map<BindingId, Expr | FunctionId | null>>()

/** What each of a module's own names is declared as; null where it is given several values. */
function initialsOf(body: BodyFacts): Map<BindingId, Expr | FunctionId | null> {
  const known = tables.get(body)
  if (known !== undefined) return known
  const table = new Map<BindingId, Expr | FunctionId | null>()
  tables.set(body, table)
  for (const stmt of body.body) {
    if (stmt.kind === 'declareFunction') table.set(stmt.binding, stmt.id)
    else if (stmt.kind === 'declare' && stmt.target.kind === 'bind') table.set(stmt.target.binding, stmt.declares === 'const' ? stmt.init : null)
  }
  return table
}

function initialOfExport(body: BodyFacts, local: string): Expr | FunctionId | null {
  return initialsOf(body).get(body.bindings.findIndex((each) => each.owner === null && each.name === local)) ?? null
}

function functionIn(body: BodyFacts, initial: Expr | FunctionId | null): { readonly of: BodyFacts; readonly id: FunctionId } | null {
  if (typeof initial === 'number') return { of: body, id: initial }
  return initial?.kind === 'function' ? { of: body, id: initial.id } : null
}

/** A parameter that is taken apart, or collected with others, counts as read. */
function readsParameter(body: BodyFacts, id: FunctionId, index: number): boolean {
  const params = body.functions[id]?.params ?? []
  const param = params[index]
  if (param === undefined) return params.at(-1)?.rest === true || mentions(body, id, null)
  return param.rest || param.target.kind !== 'bind' || mentions(body, id, param.target.binding)
}

/** Whether the binding, or `arguments`, is named anywhere in the function. */
function mentions(body: BodyFacts, id: FunctionId, binding: BindingId | null): boolean {
  const pending: unknown[] = [body.functions[id]?.body]
  const seen = new Set<FunctionId>([id])
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!isNode(node)) continue
    if (node['kind'] === 'name' && (node['name'] === 'arguments' || (binding !== null && node['binding'] === binding))) return true
    const inner = node['kind'] === 'function' || node['kind'] === 'declareFunction' ? node['id'] : null
    if (typeof inner === 'number' && !seen.has(inner)) { seen.add(inner); pending.push(body.functions[inner]?.body, body.functions[inner]?.params) }
    // What a class does with it is not looked for.
    if (node['kind'] === 'class' || node['kind'] === 'declareClass') return true
    for (const value of Object.values(node)) if (isNode(value)) pending.push(value)
  }
  return false
}

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
