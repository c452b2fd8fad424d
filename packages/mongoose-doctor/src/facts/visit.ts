/** Every expression of lowered code, the outer before the inner ones; functions are not entered. */
import type { Expr, Pattern, Stmt } from './ir.ts'

export function visitStatements(statements: readonly Stmt[], visit: (expr: Expr) => void): void {
  for (const statement of statements) visitStatement(statement, visit)
}

function visitStatement(statement: Stmt, visit: (expr: Expr) => void): void {
  const body = (statements: readonly Stmt[] | null): void => { if (statements !== null) visitStatements(statements, visit) }
  const value = (expr: Expr | null): void => { if (expr !== null) visitExpression(expr, visit) }
  switch (statement.kind) {
    case 'expression': case 'throw': case 'return': value(statement.value); return
    case 'declare': visitPattern(statement.target, visit); value(statement.init); return
    case 'if': value(statement.test); body(statement.then); body(statement.else); return
    case 'loop': body(statement.init); value(statement.test); body(statement.body); return
    case 'forEach': visitPattern(statement.target, visit); value(statement.iterable); body(statement.body); return
    case 'try': body(statement.block); body(statement.handler); body(statement.finalizer); return
    case 'switch':
      value(statement.on)
      for (const one of statement.cases) { value(one.test); body(one.body) }
      return
    case 'block': body(statement.body); return
    default:
  }
}

export function visitExpression(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr)
  for (const child of childrenOf(expr, visit)) visitExpression(child, visit)
}

function childrenOf(expr: Expr, visit: (expr: Expr) => void): readonly Expr[] {
  switch (expr.kind) {
    case 'template': return expr.holes
    case 'member': return typeof expr.property === 'string' ? [expr.object] : [expr.object, expr.property]
    case 'call': return [...(expr.callee.kind === 'super' ? [] : [expr.callee]), ...expr.args.map((arg) => arg.value)]
    case 'await': case 'unary': return [expr.value]
    case 'import': return [expr.source]
    case 'object': return expr.properties.flatMap((one) => (one.kind === 'spread' || typeof one.key === 'string' ? [one.value] : [one.key, one.value]))
    case 'array': return expr.items.map((item) => item.value)
    case 'conditional': return [expr.test, expr.then, expr.else]
    case 'logical': case 'binary': return [expr.left, expr.right]
    case 'assign': visitPattern(expr.target, visit); return [expr.value]
    case 'sequence': case 'other': return expr.items
    case 'jsx': return [expr.tag, expr.attributes, ...expr.children]
    default: return []
  }
}

function visitPattern(pattern: Pattern, visit: (expr: Expr) => void): void {
  switch (pattern.kind) {
    case 'bindMember': visitExpression(pattern.target.object, visit); return
    case 'bindObject': for (const one of pattern.properties) visitPattern(one.value, visit); return
    case 'bindArray': for (const item of pattern.items) if (item !== null) visitPattern(item, visit); return
    case 'bindDefault': visitPattern(pattern.target, visit); visitExpression(pattern.default, visit); return
    default:
  }
}
