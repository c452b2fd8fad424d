/** TypeScript declarations that leave a value behind: enums, namespaces, `import A = B.C`. */
import type * as ast from 'oxc-parser'
import { expression } from './expressions.ts'
import { declareLexical, hoistVars, namespaceId } from './hoist.ts'
import type { BindingId, Expr, Pattern, Property, Stmt } from './ir.ts'
import { type Context, declare, declares, inScope, nameOf } from './scopes.ts'
import { statements } from './statements.ts'

/** An enum is a constant object of its members' values. */
export function enumDeclaration(ctx: Context, node: ast.TSEnumDeclaration): Stmt {
  const { start, end } = node
  const id = ctx.scope.find(node.id.name)
  if (id !== null) declares(ctx, id)
  const properties = inScope(ctx, () => {
    // Initialisers may name earlier members.
    for (const each of node.body.members) declare(ctx, memberName(each), 'enum', each.start)
    let next: number | null = 0
    return node.body.members.map((each): Property => {
      let value: Expr = { kind: 'other', items: [], start: each.start, end: each.end }
      if (each.initializer !== null) value = expression(ctx, each.initializer)
      else if (next !== null) value = { kind: 'literal', value: next, start: each.start, end: each.end }
      next = value.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : null
      return { kind: 'property', key: memberName(each), value, start: each.start, end: each.end }
    })
  })
  const init: Expr = { kind: 'object', properties, start, end }
  const target: Pattern = id === null ? { kind: 'bindGlobal', name: node.id.name } : { kind: 'bind', binding: id }
  return { kind: 'declare', declares: 'const', target, init, start, end }
}

function memberName(node: ast.TSEnumMember): string {
  if (node.id.type === 'Identifier') return node.id.name
  return node.id.type === 'Literal' ? node.id.value : node.id.quasis[0]?.value.cooked ?? ''
}

/** A namespace is a block that ends by making an object of what it exports. */
export function namespaceDeclaration(ctx: Context, node: ast.TSModuleDeclaration | ast.TSGlobalDeclaration, out: Stmt[]): void {
  const name = namespaceId(node)
  const nodes = node.body?.body
  if (name === null || nodes === undefined) return
  const { start, end } = node
  const id = ctx.scope.find(name.name)
  if (id !== null) declares(ctx, id)
  const body = inScope(ctx, () => {
    hoistVars(ctx, nodes)
    declareLexical(ctx, nodes)
    const list = statements(ctx, nodes)
    const properties = nodes.flatMap(exportedNames).flatMap((key): Property[] => {
      const local = ctx.scope.own(key)
      if (local === undefined) return []
      return [{ kind: 'property', key, value: { kind: 'name', name: key, binding: local, start, end }, start, end }]
    })
    list.push(...namespaceValue(ctx, id, node, properties))
    return list
  })
  out.push({ kind: 'block', label: null, body, start, end })
}

/** A class, function or enum that a namespace is merged with keeps its own value; `A.B` is nested in one object more. */
function namespaceValue(
  ctx: Context, id: BindingId | null, node: ast.TSModuleDeclaration | ast.TSGlobalDeclaration, properties: Property[],
): Stmt[] {
  if (id === null || ctx.bindings[id]?.kind !== 'namespace') return []
  const { start, end } = node
  let init: Expr = { kind: 'object', properties, start, end }
  for (let at: ast.TSTypeName | ast.TSModuleDeclaration['id'] | ast.IdentifierName = node.id; at.type === 'TSQualifiedName'; at = at.left) {
    init = { kind: 'object', properties: [{ kind: 'property', key: at.right.name, value: init, start, end }], start, end }
  }
  return [{ kind: 'declare', declares: 'const', target: { kind: 'bind', binding: id }, init, start, end }]
}

function exportedNames(node: ast.Statement | ast.Directive): string[] {
  return node.type === 'ExportNamedDeclaration' && node.declaration !== null ? declaredNames(node.declaration) : []
}

function declaredNames(node: ast.Declaration): string[] {
  switch (node.type) {
    case 'VariableDeclaration':
      return node.declarations.flatMap((each) => (each.id.type === 'Identifier' ? [each.id.name] : []))
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
      return node.id === null ? [] : [node.id.name]
    case 'TSModuleDeclaration': {
      const id = namespaceId(node)
      return id === null ? [] : [id.name]
    }
  }
  return []
}

/** `import A = B.C` is a constant; `import A = require('x')` is an import and leaves no statement. */
export function importAlias(ctx: Context, node: ast.TSImportEqualsDeclaration, out: Stmt[]): void {
  const { moduleReference: from, start, end } = node
  if (from.type === 'TSExternalModuleReference' || node.importKind === 'type') return
  const id = ctx.scope.find(node.id.name)
  if (id === null) return
  declares(ctx, id)
  out.push({ kind: 'declare', declares: 'const', target: { kind: 'bind', binding: id }, init: entity(ctx, from), start, end })
}

function entity(ctx: Context, node: ast.TSTypeName): Expr {
  const { start, end } = node
  if (node.type === 'TSQualifiedName') {
    return { kind: 'member', object: entity(ctx, node.left), property: node.right.name, optional: false, start, end }
  }
  return node.type === 'ThisExpression' ? { kind: 'this', start, end } : nameOf(ctx, node)
}
