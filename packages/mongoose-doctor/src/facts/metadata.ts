/** What `emitDecoratorMetadata` makes values of: the types of decorated properties, parameters and results. */
import type * as ast from 'oxc-parser'
import type { Context } from './scopes.ts'

type Annotated = ast.TSTypeAnnotation | null | undefined

/** A name that stands for a class is written out as a value; anything else is `Object` or one of JavaScript's own. */
export function describeType(ctx: Context, annotation: Annotated): void {
  if (annotation !== null && annotation !== undefined) describe(ctx, annotation.typeAnnotation)
}

/**
 * The types of parameters, where they, their function or its class have a decorator.
 * @param decorators of the function or the class
 * @returns whether there are any
 */
export function describeParams(ctx: Context, params: readonly ast.ParamPattern[], decorators: readonly ast.Decorator[] | undefined): boolean {
  if ((decorators?.length ?? 0) === 0 && params.every((param) => (param.decorators?.length ?? 0) === 0)) return false
  for (const param of params) {
    const inner = param.type === 'TSParameterProperty' ? param.parameter : param
    describeType(ctx, inner.type === 'AssignmentPattern' ? inner.left.typeAnnotation : inner.typeAnnotation)
  }
  return true
}

function describe(ctx: Context, type: ast.TSType): void {
  if (type.type === 'TSUnionType') {
    // `Role | null` is told as Role.
    const [only, ...others] = type.types.filter((each) => each.type !== 'TSNullKeyword' && each.type !== 'TSUndefinedKeyword')
    if (only !== undefined && others.length === 0) describe(ctx, only)
    return
  }
  if (type.type === 'TSParenthesizedType') return describe(ctx, type.typeAnnotation)
  if (type.type !== 'TSTypeReference') return
  let name = type.typeName
  while (name.type === 'TSQualifiedName') name = name.left
  if (name.type !== 'Identifier') return
  const binding = ctx.scope.find(name.name)
  if (binding !== null) ctx.described.add(binding)
}
