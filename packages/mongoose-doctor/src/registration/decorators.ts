/** Decorators: of packages, what they were given; the project's own are functions like others. */
import type { Expr } from '../facts/ir.ts'
import type { Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { callValue } from './calls.ts'
import { argumentsOf, evaluate } from './expressions.ts'

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
