/** Tests: which branch a cold start takes, and what a test tells about the registry. */
import type { Expr } from '../facts/ir.ts'
import { UNKNOWN, allOptions, constant, constantText, modelToken, truthOf, unionOf } from '../models/value.ts'
import type { ConnectionId, HeapObject, ModelRef, Primitive, Token, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { ANY_KEY, atStart, cellOf, keyName, outlives } from './assignment.ts'
import { evaluate } from './expressions.ts'
import { meet } from './state.ts'
import type { State } from './state.ts'

/** The states in which `test` is true and false; null for what can't be. Evaluates the test. */
export function branch(at: Activation, test: Expr): [State | null, State | null] {
  if (test.kind === 'unary' && test.operator === '!') {
    const [yes, no] = branch(at, test.value)
    return [no, yes]
  }
  if (test.kind === 'logical' && test.operator !== '??') {
    const [yes, no] = branch(at, test.left)
    const [first, second] = test.operator === '&&' ? [yes, no] : [no, yes]
    if (first === null) return test.operator === '&&' ? [null, second] : [second, null]
    const before = at.state
    at.state = first
    const [rightYes, rightNo] = branch(at, test.right)
    at.state = before
    const site = at.site(test)
    return test.operator === '&&' ? [rightYes, meet(second, rightNo, site, at.interpreter.tokens.agree)] : [meet(second, rightYes, site, at.interpreter.tokens.agree), rightNo]
  }
  const told = membership(at, test)
  if (told !== null) {
    const there = at.state.copy()
    there.add(modelToken(told.model))
    const gone = at.state.copy()
    at.isFree(told.model, gone)
    if (at.interpreter.vain.has(told.model.name)) return told.whenTrue ? [null, gone] : [gone, null]
    return told.whenTrue ? [there, gone] : [gone, there]
  }
  const value = testedValue(at, test)
  if (at.dead) return [null, null]
  const truth = truthOf(value)
  if (truth === 'truthy' && !hasLookup(value)) return [at.state, null]
  if (truth === 'falsy') {
    noteFree(at, value, at.state)
    return [null, at.state]
  }
  const yes = at.state.copy()
  const no = at.state.copy()
  if (value.kind === 'cold') (value.cold ? no : yes).warm = true
  if (value.kind === 'modelLookup' && definedByThisCallOnly(at, value.model.name)) yes.warm = true
  refine(at, test, value, yes, 'truthy')
  refine(at, test, value, no, 'falsy')
  return [yes, no]
}

/** The value of a test, or of what decides how `a || b` goes on. */
export function testedValue(at: Activation, test: Expr): Value {
  const outer = at.testing
  at.testing = true
  const value = evaluate(at, test)
  at.testing = outer
  return value
}

const hasLookup = (value: Value): boolean => allOptions(value).some((o) => o.kind === 'modelLookup')

/** `if (!mongoose.models.User) { … }` around all of a function's definitions: the model is there only if the function has run before. */
function definedByThisCallOnly(at: Activation, name: string): boolean {
  const definitions = at.interpreter.index.definitions(name)
  return definitions.some(({ site }) => site.file === at.file) && definitions.every(({ site }) => {
    const functions = at.interpreter.graph.body(site.file)?.functions ?? []
    return functions.some(({ start, end }) => start <= site.start && site.end <= end)
  })
}

/** A test of whether a model is there, and what its being true means. */
interface Told { readonly model: ModelRef; readonly whenTrue: boolean }

/** `'X' in mongoose.models`, `mongoose.modelNames().includes('X')`, `models.hasOwnProperty('X')`, `models.X === undefined`. */
function membership(at: Activation, test: Expr): Told | null {
  const named = (connection: ConnectionId, name: Value): Told | null =>
    (name.kind === 'constant' ? { model: { name: String(name.value), connection, schema: null, site: at.site(test), base: null }, whenTrue: true } : null)
  if (test.kind === 'binary' && test.operator === 'in') {
    const object = evaluate(at, test.right)
    const name = at.force(evaluate(at, test.left))
    if (object.kind === 'models') return named(object.connection, name)
  }
  if (test.kind === 'binary' && /^[!=]==?$/.test(test.operator) && isUndefined(test.right)) {
    const value = evaluate(at, test.left.kind === 'unary' && test.left.operator === 'typeof' ? test.left.value : test.left)
    if (value.kind === 'modelLookup') return { model: value.model, whenTrue: test.operator.startsWith('!') }
  }
  if (test.kind === 'call' && test.callee.kind === 'member') {
    const method = keyName(at, test.callee.property)
    const [arg] = test.args
    if ((method !== 'includes' && method !== 'hasOwnProperty') || arg === undefined) return null
    const object = evaluate(at, test.callee.object)
    if (object.kind !== 'modelNames' && object.kind !== 'models') return null
    return named(object.connection, at.force(evaluate(at, arg.value)))
  }
  return null
}

/** `undefined`, `null`, or `'undefined'` of a `typeof`. */
const isUndefined = (expr: Expr): boolean =>
  (expr.kind === 'name' && expr.name === 'undefined' && expr.binding === null) || (expr.kind === 'literal' && (expr.value === null || expr.value === undefined || expr.value === 'undefined'))

/** Where `value` is nothing, no model that it looked up is there. */
export function noteFree(at: Activation, value: Value, state: State): void {
  if (value.kind === 'constant' || value.kind === 'unknown') return
  for (const option of allOptions(value)) if (option.kind === 'modelLookup') at.isFree(option.model, state)
}

/** In the true branch of `if (Model)` the variable holds a model, so it is registered. */
function refine(at: Activation, test: Expr, value: Value, state: State, truth: 'truthy' | 'falsy'): void {
  const kept = narrowed(value, truth, false)
  if (kept === null) return
  for (const token of kept.tokens) state.add(token)
  if (truth === 'falsy') noteFree(at, value, state)
  if (test.kind === 'name' && test.binding !== null && at.body.bindings[test.binding]?.kind !== 'import') state.assign(cellOf(at, test.binding), kept.value)
}

/** The alternatives of `value` that are truthy (or falsy), and what is registered if it is one of them. */
export function narrowed(value: Value, truth: 'truthy' | 'falsy', nullish: boolean): { value: Value; tokens: readonly Token[] } | null {
  // By far the most often.
  if (value.kind === 'unknown') return { value, tokens: [] }
  // One that is no model, and no more than one.
  if (value.kind !== 'union' && value.kind !== 'cold' && value.kind !== 'constant' && value.kind !== 'model' && value.kind !== 'modelLookup') {
    return truth === 'truthy' || truthOf(value) !== 'truthy' ? { value, tokens: [] } : null
  }
  const options = allOptions(value).filter((o) => {
    if (o.kind === 'constant') return nullish ? (truth === 'truthy') === (o.value !== null && o.value !== undefined) : (truth === 'truthy') === Boolean(o.value)
    return truth === 'truthy' || truthOf(o) !== 'truthy'
  })
  if (options.length === 0) return null
  if (truth === 'falsy') return { value: unionOf(options.map((o) => (o.kind === 'modelLookup' ? constant(undefined) : o))), tokens: [] }
  const found = options.map((o) => (o.kind === 'modelLookup' ? ({ kind: 'model', model: o.model } as const) : o))
  const [first] = found
  const all = first?.kind === 'model' && found.every((o) => o.kind === 'model' && modelToken(o.model) === modelToken(first.model))
  return { value: unionOf(found), tokens: all && first?.kind === 'model' ? [modelToken(first.model)] : [] }
}

/** Binary operators, on constants and on cold cells. */
export function compare(at: Activation, operator: string, left: Value, right: Value): Value {
  const a = at.force(left)
  const b = at.force(right)
  if (a.kind === 'constant' && b.kind === 'constant') return constantOf(operator, a.value, b.value)
  if (operator === 'in' && b.kind === 'object') return has(at, b.object, atStart(at, a))
  if (isMain(at, a, b) || isMain(at, b, a)) return coldOf(constant(!operator.startsWith('!')))
  if (a.kind === 'cold' && b.kind === 'constant') return coldOf(constantOf(operator, a.cold, b.value))
  if (b.kind === 'cold' && a.kind === 'constant') return coldOf(constantOf(operator, a.value, b.cold))
  // A model is never null: `Model === undefined` is a test for being registered.
  if ((operator === '===' || operator === '==' || operator === '!==' || operator === '!=') && b.kind === 'constant' && (b.value === undefined || b.value === null)) {
    const truth = truthOf(a)
    if (truth === 'truthy' && a.kind !== 'unknown') return constant(operator.startsWith('!'))
  }
  return UNKNOWN
}

/** `name in object`: of one that is known to the full. */
function has(at: Activation, object: HeapObject, key: Value): Value {
  if (key.kind !== 'constant' || object.items !== null || object.keyed !== null || object.open || object.class !== null || object.props.has(ANY_KEY)) return UNKNOWN
  const name = String(key.value)
  const cell = object.props.get(name)
  if (cell !== undefined) return cell.lasting && cell.initial === undefined && !at.isModule ? { kind: 'cold', cold: false, warm: constant(true) } : constant(true)
  if (at.interpreter.getters.get(object)?.has(name) === true || at.interpreter.prototypes.inherits(object)) return UNKNOWN
  return outlives(at, object) ? { kind: 'cold', cold: false, warm: UNKNOWN } : constant(false)
}

/** `require.main === module`, in a file that a process starts with. */
const isMain = (at: Activation, main: Value, module: Value): boolean =>
  main.kind === 'global' && main.path === 'require.main' && module.kind === 'object' && at.interpreter.entryFiles.has(at.file)

const coldOf = (value: Value): Value => (value.kind === 'constant' ? { kind: 'cold', cold: value.value, warm: UNKNOWN } : UNKNOWN)

function constantOf(operator: string, a: Primitive, b: Primitive): Value {
  switch (operator) {
    case '===': return constant(a === b)
    case '!==': return constant(a !== b)
    case '==': return constant((a ?? null) === (b ?? null))
    case '!=': return constant((a ?? null) !== (b ?? null))
    case '+':
      if (typeof a === 'string' || typeof b === 'string') return constantText(`${String(a)}${String(b)}`)
      return typeof a === 'number' && typeof b === 'number' ? constant(a + b) : UNKNOWN
    case '-': return typeof a === 'number' && typeof b === 'number' ? constant(a - b) : UNKNOWN
    case '<': case '<=': case '>': case '>=': {
      if (typeof a !== 'number' || typeof b !== 'number') return UNKNOWN
      return constant(operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b)
    }
    default: return UNKNOWN
  }
}
