/** Statements. */
import type * as ast from 'oxc-parser'
import { lowerClass } from './classes.ts'
import { isFalse, isTrue } from './constants.ts'
import { enumDeclaration, namespaceDeclaration, importAlias } from './declarations.ts'
import { expression } from './expressions.ts'
import { functionRef } from './functions.ts'
import { DEFAULT_NAME, declareLexical, declarePattern, isValueFunction } from './hoist.ts'
import type { Expr, Pattern, Stmt } from './ir.ts'
import { binding, target } from './patterns.ts'
import { type Context, declares, inScope } from './scopes.ts'

type Node = ast.Statement | ast.Directive

/** Lowers statements whose scope is declared already; function declarations come first. */
export function statements(ctx: Context, nodes: readonly Node[]): Stmt[] {
  const out: Stmt[] = []
  for (const node of nodes) lower(ctx, node, out)
  return hoisted(out)
}

/** Function declarations first, otherwise in the order of the text. */
function hoisted(list: Stmt[]): Stmt[] {
  if (!list.some((each) => each.kind === 'declareFunction')) return list
  return [...list.filter((each) => each.kind === 'declareFunction'), ...list.filter((each) => each.kind !== 'declareFunction')]
}

/** The body of an `if`, a loop, a block: in a scope of its own, without a block around it. */
function scoped(ctx: Context, node: ast.Statement | null): Stmt[] {
  if (node === null) return []
  const list = node.type === 'BlockStatement' ? node.body : [node]
  return inScope(ctx, () => {
    declareLexical(ctx, list)
    return statements(ctx, list)
  })
}

/** Appends what a statement is lowered to: nothing for a type, several for `const a = 1, b = 2`. */
export function lower(ctx: Context, node: Node, out: Stmt[]): void {
  const { start, end } = node
  switch (node.type) {
    case 'ExpressionStatement':
      if (typeof node.directive !== 'string') out.push({ kind: 'expression', value: expression(ctx, node.expression), start, end })
      return
    case 'VariableDeclaration':
      if (node.declare !== true) for (const each of node.declarations) out.push(declarator(ctx, node, each))
      return
    case 'FunctionDeclaration':
      if (isValueFunction(node)) declareFunction(ctx, node, node.id?.name ?? DEFAULT_NAME, out)
      return
    case 'ClassDeclaration':
      if (node.declare !== true) declareClass(ctx, node, node.id?.name ?? DEFAULT_NAME, out)
      return
    case 'ReturnStatement':
      out.push({ kind: 'return', value: node.argument === null ? null : expression(ctx, node.argument), start, end })
      return
    case 'ThrowStatement':
      out.push({ kind: 'throw', value: expression(ctx, node.argument), start, end })
      return
    case 'IfStatement': {
      const test = expression(ctx, node.test)
      const then = branch(ctx, isFalse(test), node.consequent)
      out.push({ kind: 'if', test, then, else: branch(ctx, isTrue(test), node.alternate), start, end })
      return
    }
    case 'BlockStatement':
      out.push({ kind: 'block', label: null, body: scoped(ctx, node), start, end })
      return
    case 'ForStatement':
      out.push(forLoop(ctx, node))
      return
    case 'ForInStatement':
    case 'ForOfStatement':
      out.push(forEach(ctx, node))
      return
    case 'WhileStatement': {
      const test = expression(ctx, node.test)
      out.push({ kind: 'loop', form: 'while', init: [], test, body: branch(ctx, isFalse(test), node.body), start, end })
      return
    }
    case 'DoWhileStatement': {
      const body = scoped(ctx, node.body)
      out.push({ kind: 'loop', form: 'do', init: [], test: expression(ctx, node.test), body, start, end })
      return
    }
    case 'TryStatement':
      out.push(tryStatement(ctx, node))
      return
    case 'SwitchStatement': {
      const on = expression(ctx, node.discriminant)
      const cases = inScope(ctx, () => {
        for (const each of node.cases) declareLexical(ctx, each.consequent)
        return node.cases.map((each) => ({
          test: each.test === null ? null : expression(ctx, each.test), body: statements(ctx, each.consequent),
        }))
      })
      out.push({ kind: 'switch', on, cases, start, end })
      return
    }
    case 'LabeledStatement':
      out.push({ kind: 'block', label: node.label.name, body: statements(ctx, [node.body]), start, end })
      return
    case 'WithStatement': {
      const object = expression(ctx, node.object)
      out.push({ kind: 'expression', value: { kind: 'other', items: [object], start, end: node.object.end }, start, end: node.object.end })
      out.push({ kind: 'block', label: null, body: scoped(ctx, node.body), start, end })
      return
    }
    case 'BreakStatement':
    case 'ContinueStatement':
      out.push({ kind: 'jump', jump: node.type === 'BreakStatement' ? 'break' : 'continue', label: node.label?.name ?? null, start, end })
      return
    case 'ExportNamedDeclaration':
      if (node.declaration !== null) lower(ctx, node.declaration, out)
      return
    case 'ExportDefaultDeclaration':
      exportDefault(ctx, node, out)
      return
    case 'TSEnumDeclaration':
      if (!node.declare) out.push(enumDeclaration(ctx, node))
      return
    case 'TSModuleDeclaration':
      namespaceDeclaration(ctx, node, out)
      return
    case 'TSImportEqualsDeclaration':
      importAlias(ctx, node, out)
      return
    case 'TSExportAssignment': {
      const module = { kind: 'name', name: 'module', binding: null, start, end } as const
      const exports = { kind: 'member', object: module, property: 'exports', optional: false, start, end } as const
      const value = expression(ctx, node.expression)
      const assign: Expr = { kind: 'assign', operator: null, target: { kind: 'bindMember', target: exports }, value, start, end }
      out.push({ kind: 'expression', value: assign, start, end })
      return
    }
  }
  // Left: imports, re-exports, `;`, `debugger`, and what is only a type.
}

/** One declarator of `const a = 1, b = 2`. */
export function declarator(ctx: Context, node: ast.VariableDeclaration, each: ast.VariableDeclarator): Stmt {
  const to = binding(ctx, each.id)
  const init = each.init === null ? null : expression(ctx, each.init, each.id.type === 'Identifier' ? each.id.name : null)
  // `using` is a const here: what it does at the end of the block registers nothing.
  const kind = node.kind === 'var' || node.kind === 'let' ? node.kind : 'const'
  return { kind: 'declare', declares: kind, target: to, init, start: each.start, end: each.end }
}

function branch(ctx: Context, dead: boolean, node: ast.Statement | null): Stmt[] {
  if (dead) ctx.dead++
  const body = scoped(ctx, node)
  if (dead) ctx.dead--
  return body
}

function declareFunction(ctx: Context, node: ast.Function, name: string, out: Stmt[]): void {
  const id = ctx.scope.find(name)
  if (id === null) return
  declares(ctx, id)
  const { start, end } = node
  out.push({ kind: 'declareFunction', binding: id, id: functionRef(ctx, node, name === DEFAULT_NAME ? 'default' : name).id, start, end })
}

function declareClass(ctx: Context, node: ast.Class, name: string, out: Stmt[]): void {
  const id = ctx.scope.find(name)
  if (id === null) return
  declares(ctx, id)
  const { start, end } = node
  out.push({ kind: 'declareClass', binding: id, id: lowerClass(ctx, node, name === DEFAULT_NAME ? 'default' : name, id), start, end })
}

function exportDefault(ctx: Context, node: ast.ExportDefaultDeclaration, out: Stmt[]): void {
  const { declaration, start, end } = node
  switch (declaration.type) {
    case 'TSInterfaceDeclaration':
    case 'TSDeclareFunction':
      return
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return lower(ctx, declaration, out)
  }
  const id = ctx.scope.find(DEFAULT_NAME)
  if (id === null) return
  declares(ctx, id)
  const init = expression(ctx, declaration, 'default')
  out.push({ kind: 'declare', declares: 'const', target: { kind: 'bind', binding: id }, init, start, end })
}

function forLoop(ctx: Context, node: ast.ForStatement): Stmt {
  return inScope(ctx, () => {
    const init: Stmt[] = []
    if (node.init?.type === 'VariableDeclaration') {
      declareLexical(ctx, [node.init])
      lower(ctx, node.init, init)
    } else if (node.init !== null) {
      init.push({ kind: 'expression', value: expression(ctx, node.init), start: node.init.start, end: node.init.end })
    }
    const test = node.test === null ? null : expression(ctx, node.test)
    const body = scoped(ctx, node.body)
    if (node.update !== null) {
      body.push({ kind: 'expression', value: expression(ctx, node.update), start: node.update.start, end: node.update.end })
    }
    return { kind: 'loop', form: 'for', init, test, body, start: node.start, end: node.end }
  })
}

function forEach(ctx: Context, node: ast.ForInStatement | ast.ForOfStatement): Stmt {
  const iterable = expression(ctx, node.right)
  const form = node.type === 'ForInStatement' ? 'in' : node.await ? 'await' : 'of'
  return inScope(ctx, () => {
    let to: Pattern
    if (node.left.type === 'VariableDeclaration') {
      declareLexical(ctx, [node.left])
      const first = node.left.declarations[0]
      to = first === undefined ? { kind: 'bindGlobal', name: '' } : binding(ctx, first.id)
    } else to = target(ctx, node.left)
    return { kind: 'forEach', form, target: to, iterable, body: scoped(ctx, node.body), start: node.start, end: node.end }
  })
}

function tryStatement(ctx: Context, node: ast.TryStatement): Stmt {
  const block = scoped(ctx, node.block)
  let param: Pattern | null = null
  let handler: Stmt[] | null = null
  const clause = node.handler
  if (clause !== null) {
    inScope(ctx, () => {
      if (clause.param !== null) {
        declarePattern(ctx, clause.param, 'catch')
        param = binding(ctx, clause.param)
      }
      handler = scoped(ctx, clause.body)
    })
  }
  const finalizer = node.finalizer === null ? null : scoped(ctx, node.finalizer)
  return { kind: 'try', block, param, handler, finalizer, start: node.start, end: node.end }
}
