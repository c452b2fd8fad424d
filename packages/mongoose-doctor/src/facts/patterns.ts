/** Binding patterns and assignment targets. */
import type * as ast from 'oxc-parser'
import { expression, member } from './expressions.ts'
import type { Pattern } from './ir.ts'
import { propertyKey } from './keys.ts'
import { type Context, declares, use } from './scopes.ts'

type PatternNode = ast.BindingPattern | ast.AssignmentTarget | ast.AssignmentTargetMaybeDefault
type RestNode = ast.BindingRestElement | ast.AssignmentTargetRest

/** A pattern whose names this statement declares; they are in the scope already. */
export function binding(ctx: Context, node: ast.BindingPattern): Pattern {
  return pattern(ctx, node, true)
}

/** The left side of an assignment. */
export function target(ctx: Context, node: ast.AssignmentTarget): Pattern {
  return pattern(ctx, node, false)
}

function pattern(ctx: Context, node: PatternNode, declaring: boolean): Pattern {
  switch (node.type) {
    case 'Identifier': {
      const id = declaring ? ctx.scope.find(node.name) : use(ctx, node.name)
      if (id === null) return { kind: 'bindGlobal', name: node.name }
      if (declaring) declares(ctx, id)
      return { kind: 'bind', binding: id }
    }
    case 'MemberExpression':
      return { kind: 'bindMember', target: member(ctx, node) }
    case 'AssignmentPattern':
      return { kind: 'bindDefault', target: pattern(ctx, node.left, declaring), default: expression(ctx, node.right) }
    case 'ObjectPattern':
      return objectPattern(ctx, node.properties, declaring)
    case 'ArrayPattern':
      return arrayPattern(ctx, node.elements, declaring)
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return erased(ctx, node.expression)
  }
}

type ObjectMembers = readonly (ast.BindingProperty | ast.AssignmentTargetProperty | RestNode)[]

function objectPattern(ctx: Context, members: ObjectMembers, declaring: boolean): Pattern {
  const properties: Extract<Pattern, { kind: 'bindObject' }>['properties'][number][] = []
  let rest: Pattern | null = null
  for (const each of members) {
    if (each.type === 'RestElement') rest = pattern(ctx, each.argument, declaring)
    else properties.push({ key: propertyKey(ctx, each), value: pattern(ctx, each.value, declaring), start: each.start, end: each.end })
  }
  return { kind: 'bindObject', properties, rest }
}

function arrayPattern(ctx: Context, elements: readonly (PatternNode | RestNode | null)[], declaring: boolean): Pattern {
  const items: (Pattern | null)[] = []
  let rest: Pattern | null = null
  for (const each of elements) {
    if (each === null) items.push(null)
    else if (each.type === 'RestElement') rest = pattern(ctx, each.argument, declaring)
    else items.push(pattern(ctx, each, declaring))
  }
  return { kind: 'bindArray', items, rest }
}

/** `(x as T) = …`: what is left when the type is gone. */
function erased(ctx: Context, node: ast.Expression): Pattern {
  switch (node.type) {
    case 'Identifier':
    case 'MemberExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return pattern(ctx, node, false)
  }
  // Not assignable: the parser reports it; its parts are still looked at.
  const value = expression(ctx, node)
  return { kind: 'bindMember', target: { kind: 'member', object: value, property: '', optional: false, start: node.start, end: node.end } }
}
