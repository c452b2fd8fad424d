/** What can be told from the syntax around an `import()`. */
import type * as ast from 'oxc-parser'
import type { NewName } from './imports.ts'
import { walk } from '../code/syntax.ts'

export interface Found {
  readonly node: ast.ImportExpression
  readonly ancestors: readonly ast.Node[]
}

/** `import('x')` and `` import(`x`) ``. */
export function constantOf({ source, options }: ast.ImportExpression): string | null {
  if (options !== null) return null
  if (source.type === 'Literal') return typeof source.value === 'string' ? source.value : null
  return source.type === 'TemplateLiteral' && source.expressions.length === 0 ? (source.quasis[0]?.value.cooked ?? null) : null
}

/** `pick`: which export a `.then(m => m.default)` takes; null for the whole namespace. */
export interface Promised { readonly node: ast.Node; readonly up: readonly ast.Node[]; readonly pick: string | null }

export function promiseOf({ node, ancestors }: Found): Promised | null {
  const member = ancestors.at(-1)
  if (member?.type !== 'MemberExpression') return { node, up: ancestors, pick: null }
  const call = ancestors.at(-2)
  if (member.computed || member.property.type !== 'Identifier' || member.property.name !== 'then') return null
  if (call?.type !== 'CallExpression' || call.callee !== member || call.arguments.length !== 1) return null
  const pick = pickOf(call.arguments[0])
  return pick === undefined ? null : { node: call, up: ancestors.slice(0, -2), pick: pick === '*' ? null : pick }
}

/** `m => m.default`, `({ default: Role }) => Role`, `m => m`. */
function pickOf(node: ast.Argument | undefined): string | undefined {
  if (node?.type !== 'ArrowFunctionExpression' || !node.expression || node.params.length !== 1) return undefined
  const [param] = node.params
  // `expression` says that the body is one.
  const body: ast.Node = node.body
  if (param?.type === 'Identifier') {
    if (body.type === 'Identifier' && body.name === param.name) return '*'
    if (body.type !== 'MemberExpression' || body.computed || body.optional) return undefined
    const { object, property } = body
    return object.type === 'Identifier' && object.name === param.name && property.type === 'Identifier' ? property.name : undefined
  }
  const names = param?.type === 'ObjectPattern' ? namesOf(param, null) : null
  return body.type === 'Identifier' ? names?.find((n) => n.local === body.name)?.imported : undefined
}

/** The names that a pattern takes out of a namespace; null for shapes that an import has no words for. */
export function namesOf(pattern: ast.Node | null, pick: string | null): readonly NewName[] | null {
  if (pattern === null) return []
  if (pattern.type === 'Identifier') return pattern.typeAnnotation ? null : [{ imported: pick ?? '*', local: pattern.name }]
  if (pattern.type !== 'ObjectPattern' || pick !== null || pattern.typeAnnotation) return null
  const names: NewName[] = []
  for (const each of pattern.properties) {
    if (each.type !== 'Property' || each.computed || each.key.type !== 'Identifier' || each.value.type !== 'Identifier') return null
    names.push({ imported: each.key.name, local: each.value.name })
  }
  return names
}

/** An element of `Promise.all([…])` that is nothing but an `import()`. */
export function elementOf(element: ast.Node): { readonly specifier: string; readonly pick: string | null } | null {
  let found: { readonly specifier: string; readonly pick: string | null } | null = null
  walk(element, (node, ancestors) => {
    if (node.type !== 'ImportExpression') return
    const promise = promiseOf({ node, ancestors: [...ancestors] })
    const specifier = constantOf(node)
    if (promise?.node === element && specifier !== null) found = { specifier, pick: promise.pick }
  })
  return found
}
