/** Decorators: of packages, what they were given; the project's own are functions like others. */
import type { ClassMember, Expr } from '../facts/ir.ts'
import { UNKNOWN, allOptions, constant, keyOf } from '../models/value.ts'
import type { ClassValue, Value } from '../models/value.ts'
import { setProperty } from './activation.ts'
import type { Activation } from './activation.ts'
import { callValue } from './calls.ts'
import { argumentsOf, evaluate } from './expressions.ts'
import { readProperty } from './properties.ts'

/** Packages whose decorators only note down what they are given. */
const NOTING = /^(?:@nestjs\/|@typegoose\/|nestjs-|@m8a\/|class-validator|class-transformer)/

/** What a decorator in front of a class, a member or a parameter is. */
export function decoration(at: Activation, expr: Expr): Value {
  if (expr.kind !== 'call' || expr.callee.kind === 'super') return noted(evaluate(at, expr))
  const callee = evaluate(at, expr.callee)
  const args = argumentsOf(at, expr.args)
  if (callee.kind !== 'global') return noted(callValue(at, callee, args, null, at.site(expr)))
  if (!NOTING.test(callee.path)) at.escape(args, at.site(expr))
  return { kind: 'decorator', path: callee.path, args }
}

const noted = (value: Value): Value => (value.kind === 'global' ? { kind: 'decorator', path: value.path, args: [] } : value)

/**
 * What the project's own decorators make of a method. Those of TypeScript's `experimentalDecorators` are given a descriptor as their third argument, in which they put
 * another function; those of the standard give it back.
 */
export function decorateMethod(at: Activation, cls: ClassValue, member: ClassMember): void {
  const decorators = cls.memberDecorators.get(member) ?? []
  if (member.kind !== 'method' || member.value?.kind !== 'function' || !decorators.some(({ kind }) => kind === 'function')) return
  const closure = at.interpreter.closureIn(cls.file, member.value.id, cls.frame, null, cls)
  if (closure === null) return
  const site = at.site(member)
  const name: Value = typeof member.key === 'string' ? constant(member.key) : UNKNOWN
  const owner: Value = member.static ? { kind: 'class', class: cls } : { kind: 'method', receiver: { kind: 'class', class: cls }, name: 'prototype' }
  let value: Value = { kind: 'function', closure, self: null }
  // The last one is nearest to the method.
  for (const decorator of decorators.toReversed()) {
    if (decorator.kind !== 'function') continue
    const descriptor = at.newObject(site)
    setProperty(descriptor, 'value', value)
    const isLegacy = decorator.closure.fact.params.length > 2
    const given = callValue(at, decorator, isLegacy ? [owner, name, { kind: 'object', object: descriptor }] : [value, UNKNOWN], null, site)
    const put = isLegacy ? readProperty(at, given.kind === 'object' ? given : { kind: 'object', object: descriptor }, 'value', site) : given
    const before = keyOf(value)
    value = allOptions(put).findLast((one) => one.kind === 'function' && keyOf(one) !== before) ?? value
  }
  if (value.kind === 'function' && value.closure !== closure) cls.replaced.set(member, value)
}
