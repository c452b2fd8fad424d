/** Property names of objects, classes, patterns and member accesses. */
import type * as ast from 'oxc-parser'
import { expression } from './expressions.ts'
import type { Expr } from './ir.ts'
import { owned } from './owned.ts'
import type { Context } from './scopes.ts'

/** A constant key as a string (`a`, `'a'`, `['a']`, `1`, `#a` with its #), anything computed as an expression. */
export function propertyKey(ctx: Context, node: { readonly key: ast.PropertyKey; readonly computed: boolean }): string | Expr {
  const { key } = node
  if (key.type === 'PrivateIdentifier') return '#' + key.name
  if (!node.computed) {
    if (key.type === 'Identifier') return owned(key.name)
    if (key.type === 'Literal') return owned(String(key.value))
  }
  const value = expression(ctx, key)
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : value
}

/** The name a function gets from its key. */
export function keyName(key: string | Expr): string | null {
  return typeof key === 'string' ? key : null
}
