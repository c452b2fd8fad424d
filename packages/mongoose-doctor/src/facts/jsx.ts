/** JSX: the tag as a value, attributes as an object, children without their text. */
import type * as ast from 'oxc-parser'
import { expression } from './expressions.ts'
import type { Expr, Jsx, Property } from './ir.ts'
import { type Context, nameOf } from './scopes.ts'

export function jsxElement(ctx: Context, node: ast.JSXElement): Jsx {
  const { openingElement: opening, start, end } = node
  const properties: Property[] = opening.attributes.map((each): Property => {
    if (each.type === 'JSXSpreadAttribute') {
      return { kind: 'spread', value: expression(ctx, each.argument), start: each.start, end: each.end }
    }
    const key = each.name.type === 'JSXIdentifier' ? each.name.name : `${each.name.namespace.name}:${each.name.name.name}`
    return { kind: 'property', key, value: attributeValue(ctx, each), start: each.start, end: each.end }
  })
  const tag = tagName(ctx, opening.name)
  return {
    kind: 'jsx', tag, start, end, children: children(ctx, node.children),
    attributes: { kind: 'object', properties, start: opening.start, end: opening.end },
  }
}

/** A fragment has the tag `''`. */
export function jsxFragment(ctx: Context, node: ast.JSXFragment): Jsx {
  const { start, end, openingFragment: { start: from, end: to } } = node
  return {
    kind: 'jsx', tag: { kind: 'literal', value: '', start: from, end: to }, start, end, children: children(ctx, node.children),
    attributes: { kind: 'object', properties: [], start: from, end: to },
  }
}

function attributeValue(ctx: Context, node: ast.JSXAttribute): Expr {
  const { value, start, end } = node
  if (value === null) return { kind: 'literal', value: true, start, end }
  if (value.type === 'JSXExpressionContainer') {
    if (value.expression.type === 'JSXEmptyExpression') return { kind: 'literal', value: undefined, start, end }
    return expression(ctx, value.expression, node.name.type === 'JSXIdentifier' ? node.name.name : null)
  }
  return expression(ctx, value)
}

function tagName(ctx: Context, node: ast.JSXElementName): Expr {
  const { start, end } = node
  if (node.type === 'JSXNamespacedName') return { kind: 'literal', value: `${node.namespace.name}:${node.name.name}`, start, end }
  if (node.type === 'JSXIdentifier' && /^[a-z]/.test(node.name) && node.name !== 'this') {
    return { kind: 'literal', value: node.name, start, end }
  }
  return tagValue(ctx, node)
}

function tagValue(ctx: Context, node: ast.JSXMemberExpressionObject): Expr {
  const { start, end } = node
  if (node.type === 'JSXMemberExpression') {
    return { kind: 'member', object: tagValue(ctx, node.object), property: node.property.name, optional: false, start, end }
  }
  return node.name === 'this' ? { kind: 'this', start, end } : nameOf(ctx, node)
}

function children(ctx: Context, nodes: readonly ast.JSXChild[]): Expr[] {
  const values: Expr[] = []
  for (const each of nodes) {
    if (each.type === 'JSXText') continue
    if (each.type === 'JSXElement' || each.type === 'JSXFragment') values.push(expression(ctx, each))
    else if (each.expression.type !== 'JSXEmptyExpression') values.push(expression(ctx, each.expression))
  }
  return values
}
