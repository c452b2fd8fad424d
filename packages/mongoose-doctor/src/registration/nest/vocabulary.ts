/** What the functions of `@nestjs/*` give: modules, features, tokens, applications. As observed in docs/frameworks/nestjs.md. */
import type { Site } from '../../kernel/place.ts'
import { modelNameOf, schemaOfClass } from '../../models/class-schema.ts'
import { RAW, single } from '../../models/schema-definition.ts'
import { compiled } from '../../models/schema-shape.ts'
import { NOTHING_PENDING, UNKNOWN, UNKNOWN_CONNECTION, allOptions, constant, keyOf } from '../../models/value.ts'
import type { ConnectionId, Feature, HeapObject, Value } from '../../models/value.ts'
import type { Activation } from '../activation.ts'
import { listed } from '../keyed.ts'
import { start } from './container.ts'

const OWN = /^(?:@nestjs\/|nestjs-typegoose\.|@m8a\/nestjs-typegoose\.)/
const FEATURE = /(?:^@nestjs\/mongoose\.MongooseModule|TypegooseModule)\.forFeature(?:Async)?$/
const CREATE = /^@nestjs\/core\.NestFactory\.create(?:Microservice|ApplicationContext)?$/
/** A module of a package, made by one of its static methods: it registers nothing of ours. */
const FOREIGN_MODULE = /Module\.(?:for[A-Z]\w*|register\w*|config\w*)$/
const DEFAULT_TOKEN = 'DatabaseConnection'

/** The connections that Nest makes are never Mongoose's own. */
export const connectionOf = (token: string): ConnectionId => `nest@${token}`

/** The call of a function of these packages; null where `path` is none. */
export function callNest(at: Activation, path: string, args: readonly Value[], site: Site): Value | null {
  if (FEATURE.test(path)) return features(at, path, args, site)
  if (!OWN.test(path)) return FOREIGN_MODULE.test(path) ? { kind: 'decorator', path, args } : null
  const [first, second] = args
  if (CREATE.test(path)) return start(at, first ?? UNKNOWN, site)
  switch (path) {
    case '@nestjs/mongoose.SchemaFactory.createForClass': case '@nestjs/mongoose.DefinitionsFactory.createForClass': {
      const cls = first === undefined ? UNKNOWN : single(at.force(first))
      if (cls.kind !== 'class') return UNKNOWN
      at.interpreter.classSchemas.set(cls.class.fact.name ?? '', site)
      return { kind: 'schema', schema: schemaOfClass(at, cls.class, site) }
    }
    case '@nestjs/mongoose.getModelToken': {
      const name = text(at, first)
      const connection = connectionToken(at, second)
      return name === null || connection === null ? UNKNOWN : constant(modelToken(name, isGiven(second) ? connection : null))
    }
    case '@nestjs/mongoose.getConnectionToken': {
      const token = connectionToken(at, first)
      return token === null ? UNKNOWN : constant(token)
    }
    case RAW: return { kind: 'decorator', path, args }
    default: break
  }
  return { kind: 'decorator', path, args }
}

/** `app.get(UsersService)`, `consumer.apply(Middleware)` and others. */
export function callNestMethod(at: Activation, receiver: Value & { readonly kind: 'nestApp' | 'decorator' }, name: string, args: readonly Value[], site: Site): Value {
  if (receiver.kind === 'decorator') {
    const [app] = receiver.args
    if (receiver.path === CONSUMER && name === 'apply' && app?.kind === 'nestApp') at.interpreter.containers.get(keyOf(app.root))?.enhancers.push(...args)
    else at.escape(args, site)
    return receiver
  }
  const container = at.interpreter.containers.get(keyOf(receiver.root))
  switch (name) {
    case 'get': case 'resolve': case 'create': {
      const [token] = args
      const value = token === undefined || container === undefined ? UNKNOWN : container.take(at, token, null)
      return name === 'get' ? value : { kind: 'promise', value, pending: NOTHING_PENDING }
    }
    case 'select': case 'enableShutdownHooks': case 'setGlobalPrefix': case 'connectMicroservice': return receiver
    case 'init': case 'listen': case 'startAllMicroservices': at.giveControlAway(); return { kind: 'promise', value: receiver, pending: NOTHING_PENDING }
    case 'useGlobalGuards': case 'useGlobalInterceptors': case 'useGlobalPipes': case 'useGlobalFilters': case 'useWebSocketAdapter':
      container?.enhancers.push(...args)
      return receiver
    default:
      at.escape(args, site)
      return UNKNOWN
  }
}

export const CONSUMER = '@nestjs/common.MiddlewareConsumer'

/** `MongooseModule.forFeature([…], connection)` as a dynamic module. */
function features(at: Activation, path: string, args: readonly Value[], site: Site): Value {
  const connection = connectionToken(at, args[1])
  const given = isGiven(args[1])
  const lists = args[0] === undefined ? [] : allOptions(listed(at, at.force(args[0]), site)).filter((one) => one.kind !== 'constant')
  const known = lists.flatMap((one) => (one.kind === 'object' && one.object.items !== null ? [one.object] : []))
  const items = new Map(known.flatMap((one) => one.items ?? []).map((item) => [keyOf(item), item]))
  const providers: Value[] = []
  const imports: Value[] = []
  // Which of several lists it is, or what else is in one, hangs on what is known at run time.
  if (lists.length > 1 || known.length < lists.length || known.some(({ open }) => open)) providers.push(UNKNOWN)
  for (const item of items.values()) {
    const option = single(at.force(item))
    if (option.kind === 'class') providers.push(classFeature(at, option, connection, given, site))
    else if (option.kind === 'object') {
      providers.push(...optionFeatures(at, option.object, connection, given, path))
      const more = propertyOf(at, option.object, 'imports')
      if (more?.kind === 'object') imports.push(...(more.object.items ?? []))
    } else providers.push(UNKNOWN)
  }
  if (providers.some((one) => one.kind === 'unknown')) at.unknown(site, 'the name of a model or the list of them is computed at run time')
  const module = at.newObject(site)
  const array = at.newArray(providers, null, site)
  for (const [key, value] of [['module', { kind: 'decorator', path, args: [] }], ['imports', at.newArray(imports, null, site)], ['providers', array], ['exports', array]] as const) {
    module.props.set(key, { all: value, initial: undefined, lasting: false })
  }
  return { kind: 'object', object: module }
}

/** `{ name, schema | useFactory, discriminators }`; `{ typegooseClass }` of a Typegoose module. */
function optionFeatures(at: Activation, option: HeapObject, connection: string | null, given: boolean, path: string): readonly Value[] {
  const cls = propertyOf(at, option, 'typegooseClass')
  if (cls?.kind === 'class') return [classFeature(at, cls, connection, given, option.site)]
  const name = text(at, propertyOf(at, option, 'name') ?? undefined)
  if (name === null) return [UNKNOWN]
  const isAsync = path.endsWith('Async')
  const schema = propertyOf(at, option, isAsync ? 'useFactory' : 'schema') ?? UNKNOWN
  const list = propertyOf(at, option, 'inject')
  const inject = isAsync ? (list?.kind === 'object' ? (list.object.items ?? []) : []) : null
  const token = modelToken(name, given ? connection : null)
  const id = connection === null ? UNKNOWN_CONNECTION : connectionOf(connection)
  const made = [feature(at, { token, name, connection: id, schema, inject, base: null, site: option.site })]
  const children = propertyOf(at, option, 'discriminators')
  for (const item of children?.kind === 'object' ? (children.object.items ?? []) : []) {
    const child = single(at.force(item))
    const childName = child.kind === 'object' ? text(at, propertyOf(at, child.object, 'name') ?? undefined) : null
    if (child.kind !== 'object' || childName === null) { made.push(UNKNOWN); continue }
    made.push(feature(at, {
      token: modelToken(childName, given ? connection : null), name: childName, connection: id, schema: propertyOf(at, child.object, 'schema') ?? UNKNOWN, inject: null, base: token,
      site: child.object.site,
    }))
  }
  return made
}

function classFeature(at: Activation, cls: Value & { readonly kind: 'class' }, connection: string | null, given: boolean, site: Site): Value {
  const name = modelNameOf(at, cls.class)
  if (name === null) return UNKNOWN
  const schema = schemaOfClass(at, cls.class, site)
  return feature(at, { token: modelToken(name, given ? connection : null), name, connection: connection === null ? UNKNOWN_CONNECTION : connectionOf(connection), schema: { kind: 'schema', schema }, inject: null, base: null, site })
}

/** It is defined by being written, whether or not its module is part of an application. */
function feature(at: Activation, one: Feature): Value {
  const schema = single(at.force(one.schema))
  at.index.add({ name: one.name, connection: one.connection, schema: schema.kind === 'schema' ? compiled(schema.schema) : null, site: one.site, base: null, feature: true })
  return { kind: 'feature', feature: one }
}

export const modelToken = (name: string, connection: string | null): string => (connection === null ? `${name}Model` : `${connection}/${name}Model`)

const isGiven = (value: Value | undefined): boolean => value !== undefined && !(value.kind === 'constant' && value.value === undefined)

/** The token of a connection by its name; null where that is computed. */
export function connectionToken(at: Activation, name: Value | undefined): string | null {
  if (name === undefined) return DEFAULT_TOKEN
  const value = single(at.force(name))
  if (value.kind !== 'constant') return null
  return typeof value.value === 'string' && value.value !== '' && value.value !== DEFAULT_TOKEN ? `${value.value}Connection` : DEFAULT_TOKEN
}

/** A text, or the name of a class. */
export function text(at: Activation, value: Value | undefined): string | null {
  const one = value === undefined ? UNKNOWN : single(at.force(value))
  if (one.kind === 'class') return modelNameOf(at, one.class)
  return one.kind === 'constant' && typeof one.value === 'string' ? one.value : null
}

export function propertyOf(at: Activation, object: HeapObject, name: string): Value | null {
  const value = object.props.get(name)?.all
  return value === undefined || value === null ? null : single(at.force(value))
}
