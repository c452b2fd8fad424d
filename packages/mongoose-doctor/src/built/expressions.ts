/** Every expression of a lowered file, with where it stands. */
import type { BodyFacts } from '../facts/facts.ts'
import type { ClassMember, Expr, FunctionId, Pattern, Property, Stmt } from '../facts/ir.ts'

/** Where an expression stands. */
export interface Standing {
  /** The innermost function; null: the file itself. */
  readonly within: FunctionId | null
  /** Whether it is evaluated whenever that function's body is. */
  readonly sure: boolean
}

export type Visit = (expr: Expr, standing: Standing) => void

/** Visits all expressions in these statements, those of the functions in them included, outer ones before inner ones. */
export function visitStatements(body: BodyFacts, statements: readonly Stmt[], standing: Standing, visit: Visit): void {
  const maybe: Standing = { within: standing.within, sure: false }
  const all = (list: readonly Stmt[], at: Standing): void => visitStatements(body, list, at, visit)
  const see = (expr: Expr | null, at = standing): void => { if (expr !== null) visitExpression(body, expr, at, visit) }
  for (const statement of statements) {
    switch (statement.kind) {
      case 'expression': case 'throw': see(statement.value); break
      case 'return': see(statement.value); break
      case 'declare': visitPattern(body, statement.target, standing, visit); see(statement.init); break
      case 'if': see(statement.test); all(statement.then, maybe); all(statement.else, maybe); break
      case 'loop': all(statement.init, standing); see(statement.test); all(statement.body, maybe); break
      case 'forEach': visitPattern(body, statement.target, maybe, visit); see(statement.iterable); all(statement.body, maybe); break
      case 'try': {
        all(statement.block, standing)
        if (statement.param !== null) visitPattern(body, statement.param, maybe, visit)
        all(statement.handler ?? [], maybe)
        all(statement.finalizer ?? [], standing)
        break
      }
      case 'switch': {
        see(statement.on)
        for (const each of statement.cases) { see(each.test, maybe); all(each.body, maybe) }
        break
      }
      case 'block': all(statement.body, standing); break
      case 'declareFunction': visitFunction(body, statement.id, visit); break
      case 'declareClass': visitClass(body, statement.id, standing, visit); break
      case 'jump': break
    }
  }
}

export function visitExpression(body: BodyFacts, expr: Expr, standing: Standing, visit: Visit): void {
  visit(expr, standing)
  const see = (inner: Expr, at = standing): void => visitExpression(body, inner, at, visit)
  const maybe: Standing = { within: standing.within, sure: false }
  switch (expr.kind) {
    case 'template': expr.holes.forEach((hole) => see(hole)); break
    case 'member': see(expr.object); if (typeof expr.property !== 'string') see(expr.property); break
    case 'call': {
      if (expr.callee.kind !== 'super') see(expr.callee)
      for (const { value } of expr.args) see(value, expr.optional ? maybe : standing)
      break
    }
    case 'await': case 'unary': see(expr.value); break
    case 'import': see(expr.source); break
    case 'object': for (const property of expr.properties) visitProperty(body, property, standing, visit); break
    case 'array': for (const { value } of expr.items) see(value); break
    case 'function': visitFunction(body, expr.id, visit); break
    case 'class': visitClass(body, expr.id, standing, visit); break
    case 'conditional': see(expr.test); see(expr.then, maybe); see(expr.else, maybe); break
    case 'logical': see(expr.left); see(expr.right, maybe); break
    case 'binary': see(expr.left); see(expr.right); break
    case 'assign': visitPattern(body, expr.target, standing, visit); see(expr.value, expr.operator === null ? standing : maybe); break
    case 'sequence': case 'other': for (const item of expr.items) see(item); break
    case 'jsx': see(expr.tag); see(expr.attributes); for (const child of expr.children) see(child); break
    case 'name': case 'literal': case 'this': break
  }
}

function visitProperty(body: BodyFacts, property: Property, standing: Standing, visit: Visit): void {
  if (property.kind !== 'spread' && typeof property.key !== 'string') visitExpression(body, property.key, standing, visit)
  visitExpression(body, property.value, standing, visit)
}

export function visitFunction(body: BodyFacts, id: FunctionId, visit: Visit): void {
  const fact = body.functions[id]
  if (fact === undefined) return
  const standing: Standing = { within: id, sure: true }
  for (const { target } of fact.params) visitPattern(body, target, standing, visit)
  visitStatements(body, fact.body, standing, visit)
}

function visitClass(body: BodyFacts, id: number, standing: Standing, visit: Visit): void {
  const fact = body.classes[id]
  if (fact === undefined) return
  if (fact.extends !== null) visitExpression(body, fact.extends, standing, visit)
  if (fact.construct !== null) visitFunction(body, fact.construct, visit)
  for (const member of fact.members) visitMember(body, member, standing, visit)
}

function visitMember(body: BodyFacts, { key, value, static: isStatic }: ClassMember, standing: Standing, visit: Visit): void {
  if (typeof key !== 'string') visitExpression(body, key, standing, visit)
  if (value !== null) visitExpression(body, value, isStatic ? standing : { within: standing.within, sure: false }, visit)
}

function visitPattern(body: BodyFacts, pattern: Pattern, standing: Standing, visit: Visit): void {
  switch (pattern.kind) {
    case 'bind': case 'bindGlobal': break
    case 'bindMember': visitExpression(body, pattern.target, standing, visit); break
    case 'bindObject': {
      for (const { key, value } of pattern.properties) {
        if (typeof key !== 'string') visitExpression(body, key, standing, visit)
        visitPattern(body, value, standing, visit)
      }
      if (pattern.rest !== null) visitPattern(body, pattern.rest, standing, visit)
      break
    }
    case 'bindArray': for (const item of [...pattern.items, pattern.rest]) if (item !== null) visitPattern(body, item, standing, visit); break
    case 'bindDefault': {
      visitPattern(body, pattern.target, standing, visit)
      visitExpression(body, pattern.default, { within: standing.within, sure: false }, visit)
      break
    }
  }
}
