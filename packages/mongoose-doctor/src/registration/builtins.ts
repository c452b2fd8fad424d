/** Global functions by their paths: JavaScript's own, and the few of packages whose effect matters. */
import type { Site } from '../kernel/place.ts'
import { callNuxtMongoose } from '../models/nuxt-mongoose.ts'
import { UNDEFINED, UNKNOWN, constant, fileToken, unionOf } from '../models/value.ts'
import type { Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { callArray, callCollection } from './arrays.ts'
import { callAuth } from './auth.ts'
import { intersect, settle } from './await.ts'
import { computedValue } from './expressions.ts'
import { callNest } from './nest/vocabulary.ts'
import { callContext } from './files/contexts.ts'
import { callGlob } from './files/globs.ts'
import { callLoader } from './files/load-all.ts'
import { callNodeApi } from './files/node-apis.ts'
import { specifierOf } from './files/places.ts'
import { callRequires } from './files/requires.ts'
import { optionOf } from './files/values.ts'
import { callAfterwards, callLater, callPerhaps } from './later.ts'
import { listed, newKeyed } from './keyed.ts'
import { askedOfContainer } from './made-by-container.ts'
import { callObject } from './objects.ts'
import { newPromise, toldElsewhere, withResolvers } from './new-promise.ts'
import { itemsOf, promise, promiseAll } from './promises.ts'
import { madeBy } from './routers.ts'
import { callRuntime } from './runtime.ts'
import { noteSpawned } from './spawned.ts'
import { callTypegoose } from './typegoose.ts'
import { loadUnresolved } from './unresolved.ts'

/** A global function by its path: `Promise.all`, `Object.entries`, `require` … */
export function callGlobal(at: Activation, path: string, args: readonly Value[], site: Site): Value {
  const [first] = args
  switch (path) {
    case 'require': return callRequire(at, first, site, () => null)
    case 'Promise.all': case 'Promise.allSettled': return promiseAll(at, first, site, path === 'Promise.allSettled')
    case 'Promise.race': case 'Promise.any': {
      const settled = itemsOf(first).filter((item) => item.kind !== 'promise' || item.rejects !== true).map((item) => settle(at, item, site))
      return promise(unionOf(settled.map((s) => s.value)), intersect(settled.map((s) => s.pending), site))
    }
    case 'Promise.resolve': return first?.kind === 'promise' ? first : promise(first ?? UNDEFINED)
    case 'Promise': return newPromise(at, first, args, site)
    case 'Promise.withResolvers': case 'p-defer': return withResolvers(at, site)
    case 'node:events.once': case 'node:events.EventEmitter.once': case 'node:timers/promises.setTimeout': return toldElsewhere(site)
    case 'setTimeout': case 'setImmediate': case 'queueMicrotask': case 'process.nextTick': case 'next/server.after': case 'next/server.unstable_after': {
      if (first === undefined) break
      if (!at.interpreter.evaluatingModules) callAfterwards(at, first, site)
      else if (first.kind === 'function') callLater(at, first, args.slice(2), site)
      else break
      return UNKNOWN
    }
    case 'Array.from': {
      const list = first === undefined ? UNKNOWN : listed(at, at.force(first), site)
      return args[1] === undefined ? list : callArray(at, list, 'map', [args[1]], site)
    }
    case 'Proxy': {
      const [target, traps] = args
      const get = optionOf(at, traps, 'get')
      // Whoever reads a property of it calls this.
      if (get !== undefined) callPerhaps(at, get, [target ?? UNKNOWN, UNKNOWN, UNKNOWN], site)
      break
    }
    case 'process.exit': at.dead = true; return UNKNOWN
    case 'String': return first?.kind === 'constant' ? constant(String(first.value)) : UNKNOWN
    case 'mongoose.plugin': return UNKNOWN
    default: break
  }
  // `redirect()` and `notFound()` of Next never return.
  if (path === 'next/navigation.redirect' || path === 'next/navigation.notFound' || path === 'next/navigation.permanentRedirect' || path === 'next/navigation.forbidden' || path === 'next/navigation.unauthorized') {
    at.dead = true
    return UNKNOWN
  }
  // Suites are collected, and what they set up is done, before a test runs.
  if (at.interpreter.evaluatingModules && SET_UP.test(path)) {
    for (const arg of args) if (arg.kind === 'function') callLater(at, arg, [], site)
    return UNKNOWN
  }
  noteSpawned(at, path, args, site)
  const known = newKeyed(at, path, args, site) ?? callObject(at, path, args, site) ?? callCollection(at, path, args, site) ?? callAuth(at, path, args, site) ?? callRuntime(at, path, args, site) ?? callNest(at, path, args, site) ?? callTypegoose(at, path, args, site)
    ?? callNuxtMongoose(at, path, args, site)
    ?? callNodeApi(at, path, args, site) ?? callGlob(at, path, args, site) ?? callLoader(at, path, args, site)
    ?? callContext(at, path, args, site) ?? callRequires(at, path, args, site)
  if (known !== null) return known
  const instance = /^[a-z@]/.test(path) ? askedOfContainer(at, { kind: 'global', path }, path.slice(path.lastIndexOf('.') + 1), args, site) : null
  if (instance !== null) return instance
  at.escape(args, site)
  return madeBy(path, args) ?? UNKNOWN
}

const SET_UP = /^(?:(?:vitest|@jest\/globals|node:test|mocha)\.)?(?:describe|suite|context|beforeAll|beforeEach|before)(?:\.\w+)?$/

/** @param files those that a path may mean which is not constant; null: any */
export function callRequire(at: Activation, first: Value | undefined, site: Site, files: () => readonly string[] | null): Value {
  const specifier = first === undefined ? UNKNOWN : at.force(first)
  if (specifier.kind !== 'constant' || typeof specifier.value !== 'string') {
    return computedValue(at, files(), site, 'require()')
  }
  const { from, specifier: wanted } = specifierOf(at, specifier.value)
  const target = at.interpreter.graph.resolve(from, wanted)
  if (target.kind === 'external') return at.interpreter.modules.externalValue(target.name, '*')
  if (target.kind === 'unresolved') { loadUnresolved(at, target, site); return UNKNOWN }
  if (target.kind !== 'file') return UNKNOWN
  if (at.interpreter.reaches(target.file)) {
    const token = fileToken(target.file)
    at.addTokens([token])
    at.note({ token, site, via: 'require()', defines: null })
  }
  return at.interpreter.modules.requiredValue(target.file)
}
