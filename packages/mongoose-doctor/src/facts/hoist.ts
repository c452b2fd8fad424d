/** First phase of a scope: its declarations, before anything in it is lowered. */
import type * as ast from 'oxc-parser'
import type { Binding } from './ir.ts'
import { type Context, declare } from './scopes.ts'

type Statement = ast.Statement | ast.Directive

/** Declares what is visible in this block alone: let, const, class, function, enum, namespace, import. */
export function declareLexical(ctx: Context, statements: readonly Statement[]): void {
  for (const node of statements) declareOne(ctx, node)
}

function declareOne(ctx: Context, node: Statement): void {
  switch (node.type) {
    case 'VariableDeclaration':
      if (node.kind === 'var' || node.declare === true) return
      for (const each of node.declarations) declarePattern(ctx, each.id, node.kind === 'let' ? 'let' : 'const')
      return
    case 'FunctionDeclaration':
      if (node.id !== null && isValueFunction(node)) declare(ctx, node.id.name, 'function', node.id.start)
      return
    case 'ClassDeclaration':
      if (node.id !== null && node.declare !== true) declare(ctx, node.id.name, 'class', node.id.start)
      return
    case 'TSEnumDeclaration':
      if (!node.declare) declare(ctx, node.id.name, 'enum', node.id.start)
      return
    case 'TSModuleDeclaration': {
      const id = namespaceId(node)
      if (id !== null) declare(ctx, id.name, 'namespace', id.start)
      return
    }
    case 'TSImportEqualsDeclaration':
      declare(ctx, node.id.name, node.moduleReference.type === 'TSExternalModuleReference' ? 'import' : 'const', node.id.start)
      return
    case 'ImportDeclaration':
      for (const each of node.specifiers) declare(ctx, each.local.name, 'import', each.local.start)
      return
    case 'ExportNamedDeclaration':
      if (node.declaration !== null) declareOne(ctx, node.declaration)
      return
    case 'ExportDefaultDeclaration':
      declareDefault(ctx, node.declaration)
      return
    case 'LabeledStatement':
      declareOne(ctx, node.body)
      return
  }
}

/** The binding of a default export that has no name of its own. */
export const DEFAULT_NAME = '*default*'

function declareDefault(ctx: Context, node: ast.ExportDefaultDeclarationKind): void {
  if (node.type === 'TSInterfaceDeclaration') return
  if (node.type === 'FunctionDeclaration') declare(ctx, node.id?.name ?? DEFAULT_NAME, 'function', node.id?.start ?? node.start)
  else if (node.type === 'ClassDeclaration') declare(ctx, node.id?.name ?? DEFAULT_NAME, 'class', node.id?.start ?? node.start)
  else if (node.type !== 'TSDeclareFunction') declare(ctx, DEFAULT_NAME, 'const', node.start)
}

/** Declares every `var` of a function or module body, nested blocks included, nested functions not. */
export function hoistVars(ctx: Context, statements: readonly Statement[]): void {
  for (const node of statements) hoist(ctx, node)
}

function hoist(ctx: Context, node: Statement | null): void {
  if (node === null) return
  switch (node.type) {
    case 'VariableDeclaration':
      hoistDeclaration(ctx, node)
      return
    case 'ExportNamedDeclaration':
      if (node.declaration?.type === 'VariableDeclaration') hoistDeclaration(ctx, node.declaration)
      return
    case 'BlockStatement':
      return hoistVars(ctx, node.body)
    case 'IfStatement':
      hoist(ctx, node.consequent)
      return hoist(ctx, node.alternate)
    case 'ForStatement':
      if (node.init?.type === 'VariableDeclaration') hoistDeclaration(ctx, node.init)
      return hoist(ctx, node.body)
    case 'ForInStatement':
    case 'ForOfStatement':
      if (node.left.type === 'VariableDeclaration') hoistDeclaration(ctx, node.left)
      return hoist(ctx, node.body)
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'LabeledStatement':
    case 'WithStatement':
      return hoist(ctx, node.body)
    case 'TryStatement':
      hoistVars(ctx, node.block.body)
      if (node.handler !== null) hoistVars(ctx, node.handler.body.body)
      if (node.finalizer !== null) hoistVars(ctx, node.finalizer.body)
      return
    case 'SwitchStatement':
      for (const each of node.cases) hoistVars(ctx, each.consequent)
      return
  }
}

function hoistDeclaration(ctx: Context, node: ast.VariableDeclaration): void {
  if (node.kind !== 'var' || node.declare === true) return
  for (const each of node.declarations) declarePattern(ctx, each.id, 'var')
}

type Target = ast.BindingPattern | ast.BindingRestElement | ast.FormalParameterRest

/** Declares every name of a pattern. */
export function declarePattern(ctx: Context, node: Target, kind: Binding['kind']): void {
  switch (node.type) {
    case 'Identifier':
      declare(ctx, node.name, kind, node.start)
      return
    case 'AssignmentPattern':
      return declarePattern(ctx, node.left, kind)
    case 'RestElement':
      return declarePattern(ctx, node.argument, kind)
    case 'ArrayPattern':
      for (const each of node.elements) if (each !== null) declarePattern(ctx, each, kind)
      return
    case 'ObjectPattern':
      for (const each of node.properties) declarePattern(ctx, each.type === 'Property' ? each.value : each, kind)
  }
}

/** False for overload signatures and `declare function`. */
export function isValueFunction(node: ast.Function): boolean {
  return node.body !== null && node.declare !== true
}

/** The name that a namespace adds to its scope; null for ambient ones, `declare global` and those that hold only types. */
export function namespaceId(node: ast.TSModuleDeclaration | ast.TSGlobalDeclaration): ast.BindingIdentifier | null {
  if (node.declare || node.global || node.body === null || !node.body.body.some(isValue)) return null
  let id = node.id
  while (id.type === 'TSQualifiedName') {
    if (id.left.type === 'ThisExpression') return null
    id = id.left
  }
  return id.type === 'Identifier' ? id : null
}

function isValue(node: Statement): boolean {
  switch (node.type) {
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSDeclareFunction':
    case 'TSImportEqualsDeclaration':
      return false
    case 'ExportNamedDeclaration':
      return node.declaration === null ? node.exportKind !== 'type' : isValue(node.declaration)
    case 'TSModuleDeclaration':
      return namespaceId(node) !== null
    case 'VariableDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
      return node.declare !== true
  }
  return true
}
