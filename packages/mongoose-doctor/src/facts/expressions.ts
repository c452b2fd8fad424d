/** Expressions: types erased, parentheses and optional chains unwrapped, names bound. */
import type * as ast from 'oxc-parser'
import { classExpression } from './classes.ts'
import { isTrue, isFalse, isNullish } from './constants.ts'
import { functionRef } from './functions.ts'
import type { Arg, Assign, Call, Expr, Member, ObjectLiteral, Property } from './ir.ts'
import { jsxElement, jsxFragment } from './jsx.ts'
import { keyName, propertyKey } from './keys.ts'
import { owned } from './owned.ts'
import { target } from './patterns.ts'
import { type Context, indexes, nameOf, steps } from './scopes.ts'

/** `hint`: the name that an anonymous function or class takes from where it is assigned. */
export function expression(ctx: Context, node: ast.Expression, hint: string | null = null): Expr {
  const { start, end } = node
  switch (node.type) {
    case 'Identifier': {
      const name = nameOf(ctx, node)
      return name.binding === null && name.name === 'undefined' ? { kind: 'literal', value: undefined, start, end } : name
    }
    case 'Literal':
      return literal(node)
    case 'TemplateLiteral':
      return template(ctx, node)
    case 'TaggedTemplateExpression': {
      const callee = expression(ctx, node.tag)
      const holes = node.quasi.expressions.map((each): Arg => ({ spread: false, value: expression(ctx, each) }))
      return { kind: 'call', callee, args: holes, construct: false, optional: false, start, end }
    }
    case 'MemberExpression':
      return member(ctx, node)
    case 'CallExpression': {
      const { callee: of, optional } = node
      const callee: Call['callee'] = of.type === 'Super' ? { kind: 'super', start: of.start, end: of.end } : expression(ctx, of)
      return { kind: 'call', callee, args: argList(ctx, node.arguments), construct: false, optional, start, end }
    }
    case 'NewExpression': {
      const callee = expression(ctx, node.callee)
      return { kind: 'call', callee, args: argList(ctx, node.arguments), construct: true, optional: false, start, end }
    }
    case 'AwaitExpression':
      return { kind: 'await', value: expression(ctx, node.argument), start, end }
    case 'ImportExpression':
      return { kind: 'import', source: expression(ctx, node.source), start, end }
    case 'ObjectExpression':
      return objectLiteral(ctx, node)
    case 'ArrayExpression':
      return { kind: 'array', items: argList(ctx, node.elements), start, end }
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
      return functionRef(ctx, node, node.id?.name ?? hint)
    case 'ClassExpression':
    case 'ClassDeclaration':
      return classExpression(ctx, node, hint)
    case 'ConditionalExpression': {
      const test = expression(ctx, node.test)
      return {
        kind: 'conditional', test, then: unlessDead(ctx, isFalse(test), node.consequent, hint),
        else: unlessDead(ctx, isTrue(test), node.alternate, hint), start, end,
      }
    }
    case 'LogicalExpression':
      return logical(ctx, node, hint)
    case 'BinaryExpression': {
      // Long sums lean left: a loop keeps `'a' + 'b' + …` of any length off the stack.
      const spine: (ast.BinaryExpression | ast.PrivateInExpression)[] = []
      let at: ast.Expression | ast.PrivateIdentifier = node
      while (at.type === 'BinaryExpression') {
        spine.push(at)
        at = at.left
      }
      let left = at.type === 'PrivateIdentifier' ? privateName(at) : expression(ctx, at)
      for (const each of spine.reverse()) {
        left = { kind: 'binary', operator: each.operator, left, right: expression(ctx, each.right), start: each.start, end: each.end }
      }
      return left
    }
    case 'UnaryExpression':
      return { kind: 'unary', operator: node.operator, value: expression(ctx, node.argument), start, end }
    case 'UpdateExpression': {
      const to = target(ctx, node.argument)
      steps(ctx, to)
      const one: Expr = { kind: 'literal', value: 1, start, end }
      const [operator, back] = node.operator === '++' ? ['+', '-'] : ['-', '+']
      const assigned: Expr = { kind: 'assign', operator, target: to, value: one, start, end }
      return node.prefix ? assigned : { kind: 'binary', operator: back, left: assigned, right: one, start, end }
    }
    case 'AssignmentExpression':
      return assignment(ctx, node)
    case 'SequenceExpression':
      return { kind: 'sequence', items: node.expressions.map((each) => expression(ctx, each)), start, end }
    case 'ThisExpression':
      return { kind: 'this', start, end }
    case 'Super':
      return { kind: 'name', name: 'super', binding: null, start, end }
    case 'MetaProperty':
      return { kind: 'name', name: `${node.meta.name}.${node.property.name}`, binding: null, start, end }
    case 'JSXElement':
      return jsxElement(ctx, node)
    case 'JSXFragment':
      return jsxFragment(ctx, node)
    case 'YieldExpression':
      return { kind: 'other', items: node.argument === null ? [] : [expression(ctx, node.argument)], start, end }
    case 'ChainExpression':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      return expression(ctx, node.expression, hint)
    case 'V8IntrinsicExpression':
      return { kind: 'other', items: argList(ctx, node.arguments).map((each) => each.value), start, end }
  }
}

/** The left side of `#x in object`. */
function privateName(node: ast.PrivateIdentifier): Expr {
  return { kind: 'literal', value: '#' + node.name, start: node.start, end: node.end }
}

function literal(node: Extract<ast.Expression, { type: 'Literal' }>): Expr {
  const { start, end } = node
  if ('regex' in node) {
    return { kind: 'literal', value: undefined, regex: { source: node.regex.pattern, flags: node.regex.flags }, start, end }
  }
  if (typeof node.value === 'bigint') return { kind: 'other', items: [], start, end }
  return { kind: 'literal', value: typeof node.value === 'string' ? owned(node.value) : node.value, start, end }
}

function template(ctx: Context, node: ast.TemplateLiteral): Expr {
  const { start, end } = node
  const quasis = node.quasis.map((each) => each.value.cooked ?? each.value.raw)
  if (node.expressions.length === 0) return { kind: 'literal', value: owned(quasis[0] ?? ''), start, end }
  return { kind: 'template', quasis, holes: node.expressions.map((each) => expression(ctx, each)), start, end }
}

export function member(ctx: Context, node: ast.MemberExpression): Member {
  const object = expression(ctx, node.object)
  const { start, end, optional } = node
  if (!node.computed) {
    const property = node.property.type === 'PrivateIdentifier' ? '#' + node.property.name : owned(node.property.name)
    return { kind: 'member', object, property, optional, start, end }
  }
  const computed = expression(ctx, node.property)
  indexes(ctx, computed)
  const property = computed.kind === 'literal' && typeof computed.value === 'string' ? computed.value : computed
  return { kind: 'member', object, property, optional, start, end }
}

/** Arguments and array elements; a hole in an array is `undefined`. */
function argList(ctx: Context, nodes: readonly ast.ArrayExpressionElement[]): Arg[] {
  return nodes.map((each): Arg => {
    if (each === null) return { spread: false, value: { kind: 'literal', value: undefined, start: 0, end: 0 } }
    const spread = each.type === 'SpreadElement'
    return { spread, value: expression(ctx, spread ? each.argument : each) }
  })
}

function objectLiteral(ctx: Context, node: ast.ObjectExpression): ObjectLiteral {
  const properties: Property[] = []
  for (const each of node.properties) {
    const { start, end } = each
    if (each.type === 'SpreadElement') {
      properties.push({ kind: 'spread', value: expression(ctx, each.argument), start, end })
      continue
    }
    const key = propertyKey(ctx, each)
    const value = expression(ctx, each.value, keyName(key))
    if (each.kind === 'get' && value.kind === 'function') properties.push({ kind: 'getter', key, value, start, end })
    // A setter gives the property no value: it is lowered for its mentions only.
    else if (each.kind !== 'set') properties.push({ kind: 'property', key, value, start, end })
  }
  return { kind: 'object', properties, start: node.start, end: node.end }
}

function logical(ctx: Context, node: ast.LogicalExpression, hint: string | null): Expr {
  const spine: ast.LogicalExpression[] = []
  let at: ast.Expression = node
  while (at.type === 'LogicalExpression') {
    spine.push(at)
    at = at.left
  }
  let left = expression(ctx, at, hint)
  for (const each of spine.reverse()) {
    const dead = each.operator === '&&' ? isFalse(left) : each.operator === '||' ? isTrue(left) : isNullish(left) === false
    const right = unlessDead(ctx, dead, each.right, hint)
    left = { kind: 'logical', operator: each.operator, left, right, start: each.start, end: each.end }
  }
  return left
}

function assignment(ctx: Context, node: ast.AssignmentExpression): Assign {
  const to = target(ctx, node.left)
  const hint = node.left.type === 'Identifier' ? node.left.name : to.kind === 'bindMember' ? keyName(to.target.property) : null
  const operator = node.operator === '=' ? null : node.operator.slice(0, -1)
  if (operator === '+' || operator === '-') steps(ctx, to)
  return { kind: 'assign', operator, target: to, value: expression(ctx, node.right, hint), start: node.start, end: node.end }
}

function unlessDead(ctx: Context, dead: boolean, node: ast.Expression, hint: string | null): Expr {
  if (dead) ctx.dead++
  const value = expression(ctx, node, hint)
  if (dead) ctx.dead--
  return value
}
