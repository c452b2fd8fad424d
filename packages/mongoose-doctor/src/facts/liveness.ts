/** Which top-level statements a bundler may drop when nothing that they declare is used. */
import type { ClassFact, Expr, FunctionFact, Pattern, Property, Stmt } from './ir.ts'
import { isFalse, isTrue } from './constants.ts'

export interface Purity {
  readonly classes: readonly ClassFact[]
  readonly functions: readonly FunctionFact[]
  /** Offsets of calls marked `@__PURE__`. */
  readonly pure: ReadonlySet<number>
}

/**
 * False when the statement may be dropped. Declarations of pure values may; an expression statement never is before the last
 * minifying step, which comes after the modules are chosen: `Role;` keeps Role (truth, "sideEffects": false).
 */
export function hasEffect(of: Purity, stmt: Stmt): boolean {
  switch (stmt.kind) {
    case 'declareFunction':
      return false
    case 'declareClass':
      return !pureClass(of, stmt.id)
    case 'declare':
      return !(purePattern(of, stmt.target) && (stmt.init === null || pureValue(of, stmt.init)))
    case 'expression':
      return !(stmt.value.kind === 'literal' || (stmt.value.kind === 'call' && pureValue(of, stmt.value)))
    case 'block':
      return stmt.body.some((each) => hasEffect(of, each))
    case 'if': {
      if (!pureValue(of, stmt.test)) return true
      const then = !isFalse(stmt.test) && stmt.then.some((each) => hasEffect(of, each))
      return then || (!isTrue(stmt.test) && stmt.else.some((each) => hasEffect(of, each)))
    }
  }
  return true
}

/** `Role;` and `void Role`: some bundlers drop them with what they mention. Reading a property may run code, and stays. */
export function isBareMention(stmt: Stmt): boolean {
  if (stmt.kind !== 'expression') return false
  const { value } = stmt
  return value.kind === 'name' || (value.kind === 'unary' && value.operator === 'void' && value.value.kind === 'name')
}

/** Built-ins whose construction nobody can see. */
const PURE_GLOBALS = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array', 'Object', 'Date', 'Error', 'Symbol'])

function pureValue(of: Purity, expr: Expr): boolean {
  switch (expr.kind) {
    case 'literal':
    case 'name':
    case 'this':
    case 'function':
      return true
    case 'class':
      return pureClass(of, expr.id)
    case 'template':
      return expr.holes.every((each) => pureValue(of, each))
    case 'member':
      return pureValue(of, expr.object) && pureKey(of, expr.property)
    case 'call': {
      if (!expr.args.every((each) => pureValue(of, each.value))) return false
      if (of.pure.has(expr.start)) return true
      return expr.callee.kind === 'name' && expr.callee.binding === null && PURE_GLOBALS.has(expr.callee.name)
    }
    case 'object':
      return expr.properties.every((each) => pureProperty(of, each))
    case 'array':
      return expr.items.every((each) => !each.spread && pureValue(of, each.value))
    case 'conditional':
      return pureValue(of, expr.test) && (isFalse(expr.test) || pureValue(of, expr.then)) && (isTrue(expr.test) || pureValue(of, expr.else))
    case 'logical':
    case 'binary':
      return pureValue(of, expr.left) && pureValue(of, expr.right)
    case 'unary':
      return expr.operator !== 'delete' && pureValue(of, expr.value)
    case 'sequence':
      return expr.items.every((each) => pureValue(of, each))
    case 'jsx':
      return pureValue(of, expr.tag) && pureValue(of, expr.attributes) && expr.children.every((each) => pureValue(of, each))
    case 'other':
      return expr.items.length === 0
  }
  return false
}

function pureKey(of: Purity, key: string | Expr): boolean {
  return typeof key === 'string' || pureValue(of, key)
}

function pureProperty(of: Purity, property: Property): boolean {
  return (property.kind === 'spread' || pureKey(of, property.key)) && pureValue(of, property.value)
}

function purePattern(of: Purity, pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'bind':
      return true
    case 'bindObject':
      return pattern.properties.every((each) => pureKey(of, each.key) && purePattern(of, each.value))
        && (pattern.rest === null || purePattern(of, pattern.rest))
    case 'bindDefault':
      return purePattern(of, pattern.target) && pureValue(of, pattern.default)
  }
  // Destructuring an array runs its iterator; other targets write to something that is not this statement's.
  return false
}

/** A class is dropped like a function unless evaluating it runs something: decorators, static blocks and fields, computed keys. */
function pureClass(of: Purity, id: number): boolean {
  const fact = of.classes[id]
  if (fact === undefined || fact.decorators.length > 0 || (fact.extends !== null && !pureValue(of, fact.extends))) return false
  if (fact.construct !== null && decoratedParams(of, fact.construct)) return false
  return fact.members.every((each) => {
    if (each.kind === 'block' || each.decorators.length > 0 || !pureKey(of, each.key)) return false
    if (each.value?.kind === 'function' && decoratedParams(of, each.value.id)) return false
    return !(each.static && each.kind === 'field' && each.value !== null && !pureValue(of, each.value))
  })
}

function decoratedParams(of: Purity, id: number): boolean {
  return of.functions[id]?.params.some((each) => each.decorators.length > 0) ?? false
}
