/** What a server does before it answers: plugins that it takes, functions that it calls once it is there. */
import type { Site } from '../kernel/place.ts'
import { UNKNOWN, callablesIn, type Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { autoload } from './files/load-all.ts'
import { callLater } from './later.ts'

/** `app.register(plugin)` of Fastify, and callbacks of `listen()` and `ready()`; false for another call. */
export function startUp(at: Activation, server: Value, name: string, args: readonly Value[], site: Site): boolean {
  const [first, second] = args
  if (first === undefined) return false
  if (name === 'register' && first.kind === 'global' && /^@fastify\/autoload(?:\.|$)/.test(first.path)) {
    autoload(at, server, second, site)
    return true
  }
  const called = name === 'register' || name === 'after' ? callablesIn(first, 0) : name === 'listen' || name === 'ready' ? args.flatMap((arg) => callablesIn(arg, 0)) : []
  // A plugin is handed the server; what else holds a function may hand it anything.
  const own = name === 'register' && first.kind === 'function' ? server : UNKNOWN
  for (const callee of called) if (callee.kind === 'function') callLater(at, callee, [own, UNKNOWN, UNKNOWN], site)
  return called.length > 0
}

/** Whether a function is what starts the server: requests come after it. */
export function listens(at: Activation, callee: Value): boolean {
  if (callee.kind !== 'function') return false
  const { file, fact } = callee.closure
  return at.interpreter.graph.text(file).slice(fact.start, fact.end).includes('.listen(')
}
