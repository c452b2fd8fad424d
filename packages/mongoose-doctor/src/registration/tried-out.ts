/** What a function gives whose file can't reach Mongoose: `withCache(key, () => User.findById(id))`, `catchAsync(handler)`. */
import type { Site } from '../kernel/place.ts'
import { single } from '../models/schema-definition.ts'
import { UNKNOWN, allOptions, callablesIn } from '../models/value.ts'
import type { LazyCall, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { readProperty } from './properties.ts'
import { newCollector } from './summary.ts'

/** Nothing of it counts but what it gives: whatever it was given counts as handed to code that isn't looked into. */
export function triedOut(at: Activation, { callee, args }: LazyCall, site: Site): Value {
  const { made, self } = calledBy(at, callee, site)
  if (made.kind !== 'function') return UNKNOWN
  const { state, out, dead } = at
  at.state = state.copy()
  at.out = newCollector()
  const value = at.call(made, args, self, site)
  at.state = state
  at.out = out
  at.dead = dead
  return value
}

/**
 * A registry of the application's own: `registry.add(() => require('./role'))`. What the call does while modules are evaluated counts, and what it keeps.
 * @returns the registry itself, if the call gives it back: `registry.add(one).add(another)`
 */
export function handOn(at: Activation, { callee, args }: LazyCall, site: Site): Value | null {
  const { made, self } = calledBy(at, callee, site)
  if (callee.kind !== 'lazy' || (made.kind !== 'function' && (made.kind !== 'method' || made.receiver.kind !== 'object'))) return null
  const given = at.interpreter.modules.changedBy(callee.file, () => at.call(made, args, self, site))
  at.dead = false
  return given.kind === 'object' && self?.kind === 'object' && given.object === self.object ? given : null
}

/** Whether there is anything among these that is worth to be kept. */
export const mayBeKept = (args: readonly Value[]): boolean =>
  args.some((arg) => allOptions(arg).some(({ kind }) => kind === 'class' || kind === 'model' || kind === 'schema') || callablesIn(arg).length > 0)

/** `cache.getOrSet(…)`: the method of an object that such a file makes. */
function calledBy(at: Activation, callee: Value, site: Site): { readonly made: Value; readonly self: Value | null } {
  const name = callee.kind === 'lazy' ? callee.path.at(-1) : undefined
  if (callee.kind !== 'lazy' || name === undefined) return { made: single(at.force(callee)), self: null }
  const self = single(at.force({ ...callee, path: callee.path.slice(0, -1) }))
  return { made: self.kind === 'unknown' ? UNKNOWN : single(readProperty(at, self, name, site)), self }
}

/** Whether a function may give back what Mongoose makes: it is handed that, or what gets it. */
export const mayGiveBack = (args: readonly Value[]): boolean =>
  args.some((arg) => allOptions(arg).some(({ kind }) => kind === 'function' || kind === 'query' || kind === 'promise'))

/** Documents, and queries and promises that bring some, also among others in an object or a list. */
export function bringsDocuments(value: Value, depth = 2): boolean {
  return allOptions(value).some((one) => {
    if (one.kind === 'query' || one.kind === 'document') return true
    if (one.kind === 'promise') return bringsDocuments(one.value, depth)
    if (one.kind !== 'object' || depth === 0) return false
    return [...one.object.items ?? [], ...[...one.object.props.values()].flatMap(({ all }) => (all === null ? [] : [all]))].some((each) => bringsDocuments(each, depth - 1))
  })
}
