/** Promises that the code makes itself, and what may have happened by the time that they are fulfilled. */
import type { FunctionFact } from '../facts/ir.ts'
import { visitStatements } from '../facts/visit.ts'
import type { Site } from '../kernel/place.ts'
import { LATER, UNKNOWN, type Closure, type May, type Token, type Value } from '../models/value.ts'
import { setProperty, type Activation } from './activation.ts'
import { callValue } from './calls.ts'
import { promise } from './promises.ts'

/** `new Promise(executor)` */
export function newPromise(at: Activation, executor: Value | undefined, args: readonly Value[], site: Site): Value {
  // Its executor runs at once; when what it starts is done, nobody here can tell.
  const before = new Set(at.state.may.keys())
  if (executor?.kind === 'function') callValue(at, executor, [UNKNOWN, UNKNOWN], null, site)
  else at.escape(args, site)
  const started = [...at.state.may.keys()].filter((token) => !before.has(token))
  const may = new Map<Token, May>(started.map((token) => [token, { reason: 'computed', site }]))
  if (executor?.kind === 'function' && handsOnResolve(at, executor.closure)) may.set(LATER, { reason: 'later', site })
  const made = promise(UNKNOWN, { must: new Set(), may })
  return made.kind === 'promise' && executor?.kind === 'function' && neverFulfils(at, executor.closure) ? { ...made, rejects: true } : made
}

/** `Promise.withResolvers()` */
export function withResolvers(at: Activation, site: Site): Value {
  const object = at.newObject(site)
  for (const [name, value] of [['promise', toldElsewhere(site)], ['resolve', UNKNOWN], ['reject', UNKNOWN]] as const) setProperty(object, name, value)
  return { kind: 'object', object }
}

/** A promise that other code fulfils, when it comes to that. */
export const toldElsewhere = (site: Site): Value => promise(UNKNOWN, { must: new Set(), may: new Map([[LATER, { reason: 'later', site }]]) })

/** `new Promise((resolve) => { done = resolve })`: it is not the executor itself that calls it. */
function handsOnResolve(at: Activation, { file, fact }: Closure): boolean {
  const target = fact.params[0]?.target
  const functions = at.interpreter.graph.body(file)?.functions ?? []
  return target?.kind === 'bind' && mentions(fact, target.binding, functions, 0)
}

/** How deep in functions of functions a name is looked for. */
const DEEPEST_MENTION = 6

function mentions({ body }: Pick<FunctionFact, 'body'>, binding: number, functions: readonly FunctionFact[], depth: number): boolean {
  let count = 0
  visitStatements(body, (expr) => {
    if (expr.kind === 'name' && expr.binding === binding) count++
    // Called by the executor itself.
    if (depth === 0 && expr.kind === 'call' && expr.callee.kind === 'name' && expr.callee.binding === binding) count--
    const inner = expr.kind === 'function' && depth < DEEPEST_MENTION ? functions[expr.id] : undefined
    if (inner !== undefined && mentions(inner, binding, functions, depth + 1)) count++
  })
  return count > 0
}

/** `new Promise((_, reject) => setTimeout(reject, 5000))`: its executor doesn't speak of its first parameter. */
function neverFulfils(at: Activation, { file, fact: { params, start, end } }: Closure): boolean {
  const [resolve, reject] = params
  if (resolve === undefined || reject === undefined || resolve.target.kind !== 'bind') return false
  const name = at.interpreter.graph.body(file)?.bindings[resolve.target.binding]?.name
  return name !== undefined && at.interpreter.graph.text(file).slice(start, end).split(/[^\w$]+/).filter((word) => word === name).length === 1
}
