/** What NestJS calls of an application that has started. */
import type { Site } from '../../kernel/place.ts'
import { chainOf, decoratorsOf } from '../../models/class-schema.ts'
import { single } from '../../models/schema-definition.ts'
import { keyOf } from '../../models/value.ts'
import type { ClassValue, Value } from '../../models/value.ts'
import type { Activation } from '../activation.ts'
import { readProperty } from '../properties.ts'
import type { Container, ModuleNode } from './container.ts'
import { CONSUMER } from './vocabulary.ts'

/** Called by these names, whoever has them. */
const BY_NAME = new Set([
  'onModuleInit', 'onApplicationBootstrap', 'onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown',
  'canActivate', 'intercept', 'transform', 'catch', 'use', 'handleConnection', 'handleDisconnect', 'afterInit',
])
/** Called by these names where the class says what it is: a strategy, a handler, a worker, a command. */
const OF_DECORATED: Readonly<Record<string, RegExp>> = {
  validate: /ValidatorConstraint$/, execute: /(?:Command|Query)Handler$/, handle: /EventsHandler$/, process: /Processor$/, run: /(?:^|\.)(?:Sub)?Command$/,
}
const ENHANCING = /\.(?:UseGuards|UseInterceptors|UsePipes|UseFilters)$/

export interface Root {
  readonly file: string
  readonly call: Value
}

/** Every method that a request, a message, the clock or Nest itself calls. */
export function rootsOfContainer(at: Activation, container: Container): readonly Root[] {
  const roots = new Map<string, Root>()
  const done = new Set<string>()
  const visit = (value: Value, module: ModuleNode | null): void => {
    const instance = single(value)
    if (instance.kind !== 'object' || instance.object.class === null || done.has(keyOf(instance))) return
    done.add(keyOf(instance))
    const cls = instance.object.class
    for (const name of calledOf(cls)) {
      const call = readProperty(at, instance, name, siteOf(cls))
      if (call.kind === 'function') roots.set(`${keyOf(call)}`, { file: call.closure.file, call })
    }
    for (const one of enhancersOf(cls)) visit(one.kind === 'class' ? container.take(at, one, module) : one, module)
    if (module?.cls !== cls) return
    const configure = readProperty(at, instance, 'configure', siteOf(cls))
    if (configure.kind === 'function') at.call(configure, [{ kind: 'decorator', path: CONSUMER, args: [{ kind: 'nestApp', root: container.root }] }], instance, siteOf(cls))
  }
  for (const module of container.modules) {
    if (module.cls !== null) visit(container.take(at, { kind: 'class', class: module.cls }, module), module)
    for (const one of [...module.controllers, ...module.providers]) if (one.kind !== 'feature') visit(container.make(at, one, module), module)
  }
  for (const one of container.enhancers) {
    const value = single(at.force(one))
    if (value.kind === 'function') roots.set(keyOf(value), { file: value.closure.file, call: value })
    else visit(value.kind === 'class' ? container.take(at, value, null) : value, null)
  }
  return [...roots.values()]
}

const siteOf = (cls: ClassValue): Site => ({ file: cls.file, start: cls.fact.start, end: cls.fact.end })

/** Names of methods: decorated ones (a route, a message, a job, a resolver), and those of an interface that Nest knows. */
function calledOf(cls: ClassValue): ReadonlySet<string> {
  const names = new Set<string>()
  const chain = chainOf(cls)
  const decorators = chain.flatMap((one) => decoratorsOf(one.decorators))
  for (const { fact } of chain) {
    for (const { kind, key, static: isStatic, decorators: given } of fact.members) {
      if (kind !== 'method' || isStatic || typeof key !== 'string') continue
      const special = OF_DECORATED[key]
      if (given.length > 0 || BY_NAME.has(key) || (special !== undefined && decorators.some(({ path }) => special.test(path)))) names.add(key)
    }
  }
  // passport: `class JwtStrategy extends PassportStrategy(Strategy)`.
  if (chain.some(({ base }) => base !== null && base.kind !== 'class') && chain.some(({ fact }) => fact.members.some(({ key }) => key === 'validate'))) names.add('validate')
  return names
}

function enhancersOf(cls: ClassValue): readonly Value[] {
  return chainOf(cls).flatMap((one) => [one.decorators, ...one.memberDecorators.values()]).flatMap((given) => decoratorsOf(given))
    .flatMap(({ path, args }) => (ENHANCING.test(path) ? args : []))
}
