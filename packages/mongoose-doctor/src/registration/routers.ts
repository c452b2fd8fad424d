/** Web frameworks: what makes a router, and which of the functions that it is given are called for each request. */
import { single } from '../models/schema-definition.ts'
import { UNKNOWN, callablesIn, keyOf } from '../models/value.ts'
import type { Value, WebFramework } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { optionOf } from './files/values.ts'
import { callPerhaps } from './later.ts'
import { triedOut } from './tried-out.ts'

/** By the package and its export. */
const MAKERS: ReadonlyMap<string, WebFramework> = new Map([
  ['express', 'express'], ['express.Router', 'express'],
  ['fastify', 'fastify'], ['fastify.fastify', 'fastify'],
  ['koa', 'koa'], ['koa-router', 'koa'], ['@koa/router', 'koa'], ['@koa/router.Router', 'koa'],
  ['next-connect', 'express'], ['next-connect.createRouter', 'express'], ['next-connect.createEdgeRouter', 'express'],
  ['elysia', 'hono'], ['elysia.Elysia', 'hono'],
  ['hono.Hono', 'hono'], ['hono/tiny.Hono', 'hono'], ['hono/quick.Hono', 'hono'],
])

/** They give back what they are given, or what calls it and does no more. */
const WRAPPERS: ReadonlySet<string> = new Set(['fastify-plugin', 'fastify-plugin.fastifyPlugin', 'express-async-handler'])

/** What a package's function gives that is not looked into; null where nothing is known of it. */
export function madeBy(path: string, args: readonly Value[]): Value | null {
  const [first] = args
  if (WRAPPERS.has(path) && first?.kind === 'function') return first
  const router = MAKERS.get(path)
  const holds = args.flatMap((arg) => callablesIn(arg))
  if (router === undefined) return holds.length === 0 ? null : { kind: 'unknown', holds }
  return { kind: 'unknown', holds, router }
}

const METHODS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all'])
/** They give the router that they are called on, or one of the same framework. */
const CHAINED: ReadonlySet<string> = new Set([...METHODS, 'use', 'on', 'route', 'basePath', 'param', 'addHook', 'withTypeProvider', 'register'])
/** Of Fastify's hooks those that a request goes through. */
const REQUEST_HOOKS: readonly string[] = ['onRequest', 'preParsing', 'preValidation', 'preHandler', 'preSerialization', 'onSend', 'onResponse']

/** The call of a method that is not looked into: notes what a router is given to answer with. `result`: what the call gives in any case. */
export function callRouter(at: Activation, receiver: Value, name: string, args: readonly Value[], result: Value): Value {
  if (receiver.kind !== 'unknown' || receiver.router === undefined) return result
  // Whether one of a branch is there hangs on the test.
  const handlers = handlersIn(at, receiver.router, name, args)
  if (at.conditions === 0) for (const handler of handlers) at.out.handlers.set(keyOf(handler), handler)
  // A request goes through these before it comes to what answers it.
  const first = name === 'use' || name === 'addHook' ? handlers : METHODS.has(name) && receiver.router !== 'fastify' ? handlers.slice(0, -1) : []
  for (const handler of first) callPerhaps(at, handler, [UNKNOWN, UNKNOWN, UNKNOWN], at.site({ start: 0, end: 0 }))
  // `app.get('db')` reads a setting.
  const chained = CHAINED.has(name) && (name !== 'get' || args.length > 1 || args[0]?.kind !== 'constant')
  return chained && result.kind === 'unknown' ? { ...result, router: receiver.router } : result
}

function handlersIn(at: Activation, framework: WebFramework, name: string, args: readonly Value[]): readonly Value[] {
  const [first, ...others] = args
  if (first === undefined) return []
  if (framework === 'fastify') {
    if (name === 'addHook') return isHook(at, first) ? functionsIn(at, others) : []
    // `get(path, handler)`, `get(path, options, handler)`, `route(options)`
    const given = name === 'route' ? [first] : METHODS.has(name) ? others : []
    return functionsIn(at, given.flatMap((one) => [one, ...['handler', ...REQUEST_HOOKS].map((key) => optionOf(at, one, key) ?? UNKNOWN)]))
  }
  if (name === 'on' && framework === 'hono') return functionsIn(at, others)
  if (!METHODS.has(name) && name !== 'use') return []
  // Express hands errors to a function of four.
  return functionsIn(at, args).filter((one) => framework !== 'express' || one.closure.fact.params.length < 4)
}

function isHook(at: Activation, name: Value): boolean {
  const value = at.force(name)
  return value.kind === 'constant' && typeof value.value === 'string' && REQUEST_HOOKS.includes(value.value)
}

/** Those that are surely functions of the project, also in lists. */
function functionsIn(at: Activation, values: readonly Value[]): readonly (Value & { readonly kind: 'function' })[] {
  return values.flatMap((given) => {
    const one = single(at.force(given))
    const value = one.kind === 'unknown' && one.call !== undefined ? single(triedOut(at, one.call, { file: at.file, start: 0, end: 0 })) : one
    if (value.kind === 'function') return [value]
    return value.kind === 'object' && value.object.items !== null && !value.object.open ? functionsIn(at, value.object.items) : []
  })
}
