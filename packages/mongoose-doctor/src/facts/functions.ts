/** Functions: parameters, body, directives. */
import type * as ast from 'oxc-parser'
import { expression } from './expressions.ts'
import { declareLexical, declarePattern, hoistVars } from './hoist.ts'
import type { BindingId, Expr, FunctionFact, FunctionRef, Stmt } from './ir.ts'
import { owned } from './owned.ts'
import { binding } from './patterns.ts'
import { type Context, type Draft, Scope, declare } from './scopes.ts'
import { statements } from './statements.ts'

/** Lowers a function where it stands. A constructor's parameter properties become assignments ahead of its body. */
export function functionRef(ctx: Context, node: ast.Function | ast.ArrowFunctionExpression, name: string | null): FunctionRef {
  const { start, end } = node
  const outer = ctx.scope
  let self: BindingId | null = null
  if (node.type === 'FunctionExpression' && node.id !== null) {
    ctx.scope = new Scope(outer)
    self = declare(ctx, node.id.name, 'function', node.id.start)
  }
  const draft = enter(ctx, node, name, node.type === 'ArrowFunctionExpression', self)
  const id = ctx.functions.length - 1

  // All parameters are declared first: a default may name any of them.
  const params = node.params.filter((each) => !(each.type === 'Identifier' && each.name === 'this'))
  for (const each of params) declarePattern(ctx, each.type === 'TSParameterProperty' ? each.parameter : each, 'param')
  draft.params = params.map((each) => param(ctx, each))

  if (node.body !== null && node.body.type === 'BlockStatement') {
    draft.directives = directives(node.body.body)
    if (draft.directives.includes('use server')) ctx.inlineActions.push(id)
    const assigned: Stmt[] = []
    for (const each of params) if (each.type === 'TSParameterProperty') memberAssignment(ctx, each, assigned)
    const own = body(ctx, node.body.body)
    draft.body = assigned.length > 0 ? [...assigned, ...own] : own
  } else if (node.body !== null) {
    const value = expression(ctx, node.body)
    draft.body = [{ kind: 'return', value, start: node.body.start, end: node.body.end }]
  }
  leave(ctx, draft, outer)
  return { kind: 'function', id, start, end }
}

/** A static block, as a function that its class calls once. */
export function staticBlock(ctx: Context, node: ast.StaticBlock): FunctionRef {
  const outer = ctx.scope
  const draft = enter(ctx, node, null, false, null)
  const id = ctx.functions.length - 1
  draft.body = body(ctx, node.body)
  leave(ctx, draft, outer)
  return { kind: 'function', id, start: node.start, end: node.end }
}

type Node = { readonly start: number; readonly end: number; readonly async?: boolean; readonly generator?: boolean }

/** Numbers the function and stands in it: its scope is the one that its parameters and body share. */
function enter(ctx: Context, node: Node, name: string | null, arrow: boolean, self: BindingId | null): Draft<FunctionFact> {
  const draft: Draft<FunctionFact> = {
    name: name === null ? null : owned(name), async: node.async === true, generator: node.generator === true, arrow, self,
    params: [], body: [], directives: [], counts: [], parent: ctx.fn, start: node.start, end: node.end,
  }
  ctx.fn = ctx.functions.push(draft) - 1
  ctx.scope = new Scope(ctx.scope)
  return draft
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
function memberAssignment(ctx: Context, node: ast.TSParameterProperty, out: Stmt[]): void {
  const inner = node.parameter.type === 'AssignmentPattern' ? node.parameter.left : node.parameter
  if (inner.type !== 'Identifier') return
  const { start, end } = inner
  const value: Expr = { kind: 'name', name: inner.name, binding: ctx.scope.find(inner.name), start, end }
  const target = { kind: 'member', object: { kind: 'this', start, end }, property: inner.name, optional: false, start, end } as const
  const assign: Expr = { kind: 'assign', operator: null, target: { kind: 'bindMember', target }, value, start, end }
  out.push({ kind: 'expression', value: assign, start, end })
}

function directives(nodes: readonly (ast.Statement | ast.Directive)[]): string[] {
  const found: string[] = []
  for (const each of nodes) {
    if (each.type !== 'ExpressionStatement' || typeof each.directive !== 'string') break
    found.push(each.directive)
  }
  return found
}
