/**
 * One module of a bundle: a function that the bundler's runtime calls once. It becomes an ES module of its own, so that what follows the code of
 * an application follows that of a bundle too.
 */
import type { BodyFacts } from '../facts/facts.ts'
import type { Expr, FunctionFact, FunctionId, Name } from '../facts/ir.ts'

/** A file to be examined in place of a part of a bundle. */
export interface Rewritten {
  readonly file: string
  readonly text: string
}

export interface Factory {
  /** What the rest of the bundle calls it; more than one where modules were merged. */
  readonly ids: readonly string[]
  readonly files: readonly Rewritten[]
  /** The modules that it names, whether or not they are evaluated with it. */
  readonly refs: readonly string[]
  /** Modules that its own module leaves to later, for a framework that loads them before it answers: a page's parts, a handler's own module. */
  readonly parts: readonly string[]
  /** Chunks that it has loaded before it evaluates what it names. */
  readonly chunks: readonly string[]
  /** It hands on Mongoose, which is not in the bundle. */
  readonly isMongoose: boolean
  /** Mongoose itself is in the bundle, here. */
  readonly bundlesMongoose: boolean
}

/** The file of a module. */
export function fileOf(id: string): string {
  return /^\d+$/.test(id) ? `m${id}.mjs` : `x${Buffer.from(id).toString('hex')}.mjs`
}

/** Turbopack gives external packages a name of their own: `mongoose-8b99e611e7552af3`. */
export function externalName(specifier: string): string {
  return specifier.replace(/-[0-9a-f]{16}(?=\/|$)/, '')
}

export const isMongooseName = (specifier: string): boolean => externalName(specifier) === 'mongoose'

/** Error classes of Mongoose itself, whose names no minifier changes. */
export const holdsMongoose = (text: string): boolean => text.includes('OverwriteModelError') && text.includes('MissingSchemaError') && text.includes('StrictPopulateError')

/** The name of an export as it is written in an export list. */
export const exportName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name))

export const isName = (expr: Expr | { readonly kind: 'super' } | undefined, binding: number | null): expr is Name => binding !== null && expr?.kind === 'name' && expr.binding === binding

/** `123` or `"123"`: the id of a module. */
export function idOf(expr: Expr | undefined): string | null {
  return expr?.kind === 'literal' && (typeof expr.value === 'number' || typeof expr.value === 'string') ? String(expr.value) : null
}

/** The binding of a plain parameter; null where there is none. */
export function parameter(fact: FunctionFact, index: number): number | null {
  const target = fact.params[index]?.target
  return target?.kind === 'bind' ? target.binding : null
}

export const isWithin = (body: BodyFacts, id: FunctionId | null, outer: FunctionId): boolean => {
  for (let at = id; at !== null; at = body.functions[at]?.parent ?? null) if (at === outer) return true
  return false
}

/** What a function returns at once: `() => expr`, `function () { return expr }`. */
export function returned(body: BodyFacts, id: FunctionId): Expr | null {
  const [only, ...more] = body.functions[id]?.body ?? []
  return only?.kind === 'return' && more.length === 0 ? only.value : null
}
