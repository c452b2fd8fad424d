/** Classes: members in the order of the text, constructor apart, whatever is only a type left out. */
import type * as ast from 'oxc-parser'
import { expression } from './expressions.ts'
import { decoratorList, functionRef, staticBlock, typeText } from './functions.ts'
import type { BindingId, ClassFact, ClassId, ClassMember, ClassRef } from './ir.ts'
import { keyName, propertyKey } from './keys.ts'
import { describeParams, describeType } from './metadata.ts'
import { type Context, type Draft, declare, inScope } from './scopes.ts'

export function classExpression(ctx: Context, node: ast.Class, hint: string | null): ClassRef {
  const { id, start, end } = node
  const lowered = id === null
    ? lowerClass(ctx, node, hint, null)
    : inScope(ctx, () => lowerClass(ctx, node, id.name, declare(ctx, id.name, 'class', id.start)))
  return { kind: 'class', id: lowered, start, end }
}

/** Lowers a class whose name, if any, is in scope already. */
export function lowerClass(ctx: Context, node: ast.Class, name: string | null, binding: BindingId | null): ClassId {
  const draft: Draft<ClassFact> = {
    name, binding, extends: null, construct: null, members: [], decorators: [], parent: ctx.fn, start: node.start, end: node.end,
  }
  const id = ctx.classes.length
  ctx.classes.push(draft)
  draft.decorators = decoratorList(ctx, node.decorators)
  draft.extends = node.superClass === null ? null : expression(ctx, node.superClass)
  const members: ClassMember[] = []
  for (const each of node.body.body) {
    if (each.type === 'MethodDefinition' && each.kind === 'constructor') {
      if (each.value.body !== null) draft.construct = functionRef(ctx, each.value, name).id
      describeParams(ctx, each.value.params, node.decorators)
    } else {
      const member = lowerMember(ctx, each)
      if (member !== null) members.push(member)
    }
  }
  draft.members = members
  return id
}

function lowerMember(ctx: Context, node: ast.ClassElement): ClassMember | null {
  const { start, end } = node
  switch (node.type) {
    case 'StaticBlock':
      return { kind: 'block', static: true, key: '', value: staticBlock(ctx, node), decorators: [], type: null, start, end }
    case 'MethodDefinition': {
      // An overload signature has no body.
      if (node.value.body === null) return null
      const decorators = decoratorList(ctx, node.decorators)
      const key = propertyKey(ctx, node)
      const kind = node.kind === 'get' ? 'getter' : node.kind === 'set' ? 'setter' : 'method'
      const value = functionRef(ctx, node.value, keyName(key))
      if (describeParams(ctx, node.value.params, node.decorators)) describeType(ctx, node.value.returnType)
      return { kind, static: node.static, key, value, decorators, type: typeText(ctx, node.value.returnType), start, end }
    }
    case 'PropertyDefinition':
    case 'AccessorProperty': {
      if (node.declare === true) return null
      const decorators = decoratorList(ctx, node.decorators)
      if (decorators.length > 0) describeType(ctx, node.typeAnnotation)
      const key = propertyKey(ctx, node)
      const value = node.value === null ? null : expression(ctx, node.value, keyName(key))
      return { kind: 'field', static: node.static, key, value, decorators, type: typeText(ctx, node.typeAnnotation), start, end }
    }
  }
  // Abstract members and index signatures are types.
  return null
}
