/** What a test is known to be in a production build: the branches that a bundler drops. */
import type { Expr } from './ir.ts'

export function isTrue(expr: Expr): boolean {
  return truth(expr) === true
}
export function isFalse(expr: Expr): boolean {
  return truth(expr) === false
}
/** Null when it is not known. */
export function isNullish(expr: Expr): boolean | null {
  const known = constant(expr)
  return known === null ? null : known.value === null || known.value === undefined
}

function truth(expr: Expr): boolean | null {
  if (expr.kind === 'logical' && expr.operator !== '??') {
    const left = truth(expr.left)
    // `known && x`: the left side decides, or the right one does; `x && false` is false whatever x is.
    const decides = expr.operator === '||'
    if (left === decides) return left
    const right = truth(expr.right)
    return right === decides || left !== null ? right : null
  }
  if (expr.kind === 'unary' && expr.operator === '!') {
    const value = truth(expr.value)
    return value === null ? null : !value
  }
  const known = constant(expr)
  return known === null ? null : Boolean(known.value)
}

type Constant = { readonly value: string | number | boolean | null | undefined }

function constant(expr: Expr): Constant | null {
  switch (expr.kind) {
    case 'literal':
      return expr.regex === undefined ? { value: expr.value } : { value: true }
    case 'unary':
      if (expr.operator === '!') {
        const value = truth(expr.value)
        return value === null ? null : { value: !value }
      }
      return expr.operator === 'void' && expr.value.kind === 'literal' ? { value: undefined } : null
    case 'member':
      return isNodeEnv(expr) ? { value: 'production' } : null
    case 'binary': {
      const equal = expr.operator === '===' || expr.operator === '=='
      if (!equal && expr.operator !== '!==' && expr.operator !== '!=') return null
      const left = constant(expr.left)
      const right = constant(expr.right)
      // Loose equality of unlike types is left alone.
      if (left === null || right === null || typeof left.value !== typeof right.value) return null
      return { value: (left.value === right.value) === equal }
    }
  }
  return null
}

/** `process.env.NODE_ENV`, which bundlers replace by its value. */
function isNodeEnv(expr: Expr): boolean {
  return expr.kind === 'member' && expr.property === 'NODE_ENV' && expr.object.kind === 'member' && expr.object.property === 'env'
    && expr.object.object.kind === 'name' && expr.object.object.name === 'process' && expr.object.object.binding === null
}
