/** Functions: parameters, body, directives. */
import type * as ast from 'oxc-parser'
import { expression } from './expressions.ts'
import { declareLexical, declarePattern, hoistVars } from './hoist.ts'
import type { Expr, FunctionFact, FunctionId, FunctionRef, Stmt } from './ir.ts'
import { binding } from './patterns.ts'
import { type Context, type Draft, Scope, declare } from './scopes.ts'
import { statements } from './statements.ts'

/** Lowers a function where it stands. `members`: constructors assign their parameter properties first. */
export function functionRef(ctx: Context, node: ast.Function | ast.ArrowFunctionExpression, name: string | null): FunctionRef {
  const outer = ctx.scope
  let self: number | null = null
  if (node.type === 'FunctionExpression' && node.id !== null) {
    ctx.scope = new Scope(outer)
    self = declare(ctx, node.id.name, 'function', node.id.start)
  }
  const arrow = node.type === 'ArrowFunctionExpression'
  const { id, draft } = enter(ctx, { name, async: node.async, generator: node.generator, arrow, self, start: node.start, end: node.end })

  const params = node.params.filter((each) => !(each.type === 'Identifier' && each.name === 'this'))
  for (const each of params) declarePattern(ctx, each.type === 'TSParameterProperty' ? each.parameter : each, 'param')
  draft.params = params.map((each) => param(ctx, each))

  const own = params.flatMap((each) => (each.type === 'TSParameterProperty' ? memberAssignment(ctx, each) : []))
  if (node.body !== null && node.body.type === 'BlockStatement') {
    draft.directives = directives(node.body.body)
    if (draft.directives.includes('use server')) ctx.inlineActions.push(id)
    draft.body = [...own, ...body(ctx, node.body.body)]
  } else if (node.body !== null) {
    const value = expression(ctx, node.body)
    draft.body = [{ kind: 'return', value, start: node.body.start, end: node.body.end }]
  }
  leave(ctx, draft, outer)
  return { kind: 'function', id, start: node.start, end: node.end }
}

/** A static block, as a function that its class calls once. */
export function staticBlock(ctx: Context, node: ast.StaticBlock): FunctionRef {
  const outer = ctx.scope
  const { id, draft } = enter(ctx, { name: null, async: false, generator: false, arrow: false, self: null, start: node.start, end: node.end })
  draft.body = body(ctx, node.body)
  leave(ctx, draft, outer)
  return { kind: 'function', id, start: node.start, end: node.end }
}

type Head = Pick<FunctionFact, 'name' | 'async' | 'generator' | 'arrow' | 'self' | 'start' | 'end'>

function enter(ctx: Context, head: Head): { id: FunctionId; draft: Draft<FunctionFact> } {
  const draft: Draft<FunctionFact> = { ...head, params: [], body: [], directives: [], parent: ctx.fn }
  const id = ctx.functions.length
  ctx.functions.push(draft)
  ctx.scope = new Scope(ctx.scope)
  ctx.fn = id
  return { id, draft }
}

function leave(ctx: Context, draft: FunctionFact, outer: Scope): void {
  ctx.scope = outer
  ctx.fn = draft.parent
}

function body(ctx: Context, nodes: readonly (ast.Statement | ast.Directive)[]): Stmt[] {
  hoistVars(ctx, nodes)
  declareLexical(ctx, nodes)
  return statements(ctx, nodes)
}

type Param = FunctionFact['params'][number]

function param(ctx: Context, node: ast.ParamPattern): Param {
  const decorators = decoratorList(ctx, node.decorators)
  const rest = node.type === 'RestElement'
  const inner = node.type === 'TSParameterProperty' ? node.parameter : rest ? node.argument : node
  const typed = inner.type === 'AssignmentPattern' ? inner.left : inner
  const annotation = rest ? node.typeAnnotation : typed.typeAnnotation
  return { target: binding(ctx, inner), rest, type: typeText(ctx, annotation), decorators }
}

/** The text of a type annotation without its colon. */
export function typeText(ctx: Context, node: ast.TSTypeAnnotation | null | undefined): string | null {
  return node === null || node === undefined ? null : ctx.text.slice(node.typeAnnotation.start, node.typeAnnotation.end)
}

export function decoratorList(ctx: Context, nodes: readonly ast.Decorator[] | undefined): Expr[] {
  return nodes === undefined ? [] : nodes.map((each) => expression(ctx, each.expression))
}

/** `constructor(private users: Model)` → `this.users = users`. */
function memberAssignment(ctx: Context, node: ast.TSParameterProperty): Stmt[] {
  const inner = node.parameter.type === 'AssignmentPattern' ? node.parameter.left : node.parameter
  if (inner.type !== 'Identifier') return []
  const { start, end } = inner
  const value: Expr = { kind: 'name', name: inner.name, binding: ctx.scope.find(inner.name), start, end }
  const target = { kind: 'member', object: { kind: 'this', start, end }, property: inner.name, optional: false, start, end } as const
  return [{ kind: 'expression', start, end, value: { kind: 'assign', operator: null, target: { kind: 'bindMember', target }, value, start, end } }]
}

export function directives(nodes: readonly (ast.Statement | ast.Directive)[]): string[] {
  const found: string[] = []
  for (const each of nodes) {
    if (each.type !== 'ExpressionStatement' || typeof each.directive !== 'string') break
    found.push(each.directive)
  }
  return found
}
