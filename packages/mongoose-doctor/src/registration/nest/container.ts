/** A NestJS application that starts: the modules below its root, and what they provide. */
import type { Site } from '../../kernel/place.ts'
import { chainOf, decoratorsOf } from '../../models/class-schema.ts'
import { compile } from '../../models/mongoose-api.ts'
import { callModel } from '../../models/query-methods.ts'
import { single } from '../../models/schema-definition.ts'
import { UNDEFINED, UNKNOWN, allOptions, constant, keyOf, unionOf } from '../../models/value.ts'
import type { ClassValue, Feature, ModelRef, Token, Value } from '../../models/value.ts'
import type { Activation } from '../activation.ts'
import { settle } from '../await.ts'
import { callValue } from '../calls.ts'
import { listed } from '../keyed.ts'
import { triedOut } from '../tried-out.ts'
import { openConnection } from './connections.ts'
import { instanceOf } from './injection.ts'
import { connectionOf, connectionToken, modelToken, propertyOf, text } from './vocabulary.ts'

export interface Shadowed {
  readonly first: ModelRef
  readonly second: ModelRef
}

export interface ModuleNode {
  /** The class; null for what only a package knows. */
  readonly cls: ClassValue | null
  readonly imports: ModuleNode[]
  readonly providers: Value[]
  readonly controllers: Value[]
  /** Modules of packages, with what they were given. */
  readonly foreign: Value[]
  /** Part of the application on every start. */
  readonly sure: boolean
}

/** How many modules are looked at. */
const MOST_MODULES = 2000

export class Container {
  readonly root: Value
  readonly modules: ModuleNode[] = []
  /** Guards, middleware and their like, as classes or objects, beside those that decorators name. */
  readonly enhancers: Value[] = []
  readonly instances = new Map<string, Value>()
  readonly #nodes = new Map<string, ModuleNode>()
  readonly #models = new Map<string, ModelRef>()
  #booted: { readonly must: ReadonlySet<Token>; readonly unsure: ReadonlySet<Token> } | null = null

  /** Features that are the model of another one, which came first and has another schema. */
  readonly shadowed: Shadowed[] = []
  /** A condition that only the running program knows chooses one of its modules. */
  #isChosen = false

  constructor(root: Value) {
    this.root = root
  }

  /** Fills it, once; gives what is registered from then on. */
  boot(at: Activation, site: Site): { readonly must: ReadonlySet<Token>; readonly unsure: ReadonlySet<Token> } {
    if (this.#booted !== null) return this.#booted
    // Asked for again while it is filled: nothing more is known yet.
    this.#booted = { must: new Set(), unsure: new Set() }
    this.#add(at, this.root, true, site, 0)
    const before = at.state
    at.state = before.copy()
    const unsure = new Set<Token>()
    for (const sure of [true, false]) {
      const had = at.state
      if (!sure) at.state = had.copy()
      this.#fill(at, this.modules.filter((module) => module.sure === sure), sure, site)
      at.dead = false
      if (sure) continue
      for (const token of at.state.must) if (!had.must.has(token)) unsure.add(token)
      at.state = had
    }
    for (const [token, may] of at.state.may) if (may.reason === 'computed' && !before.may.has(token)) unsure.add(token)
    const must = new Set([...at.state.must].filter((token) => !before.must.has(token)))
    at.state = before
    // Which one it is makes no difference where the others register all that it does.
    if (this.#isChosen && [...unsure].some((token) => !must.has(token) && !before.must.has(token))) sayUnknown(at, site)
    this.#booted = { must, unsure }
    return this.#booted
  }

  #fill(at: Activation, modules: readonly ModuleNode[], sure: boolean, site: Site): void {
    for (const module of modules) for (const one of module.foreign) openConnection(at, one, (token) => this.take(at, token, module), site)
    const features = modules.flatMap(({ providers }) => providers.flatMap((one) => (one.kind === 'feature' ? [one.feature] : [])))
    for (const feature of features) if (feature.base === null) this.#register(at, feature, sure, site)
    for (const feature of features) if (feature.base !== null) this.#register(at, feature, sure, site)
    for (const module of modules) {
      if (module.cls !== null) this.take(at, { kind: 'class', class: module.cls }, module)
      for (const one of [...module.providers, ...module.controllers]) if (one.kind !== 'feature') this.make(at, one, module)
      if (module.providers.some((one) => one.kind === 'unknown')) at.state.maybe('any', { reason: 'computed', site })
    }
  }

  #register(at: Activation, feature: Feature, sure: boolean, site: Site): void {
    const known = this.#models.get(feature.token)
    // `connection.models[name] ? … : connection.model(…)`: the first one stays.
    if (known !== undefined) {
      at.assume(known)
      if (sure && feature.base === null && feature.inject === null) this.#shadow(at, known, feature)
      return
    }
    const base = feature.base === null ? undefined : this.#models.get(feature.base)
    const schema = this.#schemaOf(at, feature, site)
    if (base !== undefined) {
      const made = callModel(at, base, 'discriminator', [constant(feature.name), schema], feature.site)
      if (made.kind === 'model') this.#models.set(feature.token, { ...made.model, feature: true })
      return
    }
    // It looks whether the name is taken before it makes one.
    const { model } = compile(at, { name: feature.name, connection: feature.connection, site: feature.site, feature: true }, schema, feature.site, false)
    this.#models.set(feature.token, model)
  }

  #shadow(at: Activation, first: ModelRef, feature: Feature): void {
    const schema = single(at.force(feature.schema))
    if (schema.kind !== 'schema' || first.schema === null || first.schema.id === schema.schema.id) return
    this.shadowed.push({ first, second: { name: feature.name, connection: feature.connection, schema: schema.schema, site: feature.site, base: null } })
  }

  #schemaOf(at: Activation, feature: Feature, site: Site): Value {
    if (feature.inject === null) return single(at.force(feature.schema))
    const given = feature.inject.map((token) => this.take(at, token, null))
    return single(settle(at, callValue(at, feature.schema, given, null, site), site).value)
  }

  /** The model that is injected by this name. */
  model(name: string, connection: string | null, from: ModuleNode | null, site: Site): Value {
    const known = this.#known(modelToken(name, connection), from)
    const model = known ?? { name, connection: connectionOf(connection ?? 'DatabaseConnection'), schema: null, site, base: null }
    return { kind: 'model', model }
  }

  /**
   * The model of a feature by its token. Up to @nestjs/mongoose 9.0 a token says nothing of the connection (`getModelToken(model)`): what a module sees decides.
   * From 9.1 on an application that leaves the connection out does not start.
   */
  #known(token: string, from: ModuleNode | null): ModelRef | undefined {
    const exact = this.#models.get(token)
    if (exact !== undefined || token.includes('/')) return exact
    for (const { providers } of this.#seenFrom(from)) {
      for (const one of providers) {
        const model = one.kind === 'feature' && one.feature.token.endsWith(`/${token}`) ? this.#models.get(one.feature.token) : undefined
        if (model !== undefined) return model
      }
    }
    return undefined
  }

  /** What a token stands for, seen from a module; made when it is first asked for. */
  take(at: Activation, token: Value, from: ModuleNode | null): Value {
    const asked = resolved(at, token)
    if (asked.kind === 'global' || asked.kind === 'decorator') return asked.path === '@nestjs/core.ModuleRef' ? { kind: 'nestApp', root: this.root } : UNKNOWN
    const own = asked.kind === 'constant' && typeof asked.value === 'string' ? asked.value : null
    const key = keyOf(asked)
    for (const module of this.#seenFrom(from)) {
      const provider = module.providers.find((one) => one.kind !== 'feature' && providedBy(at, one) === key)
      if (provider !== undefined) return this.make(at, provider, module)
    }
    const model = own === null ? undefined : this.#known(own, from)
    if (model !== undefined) return { kind: 'model', model }
    if (own?.endsWith('Connection') === true) return { kind: 'connection', connection: connectionOf(own) }
    return asked.kind === 'class' ? this.#instance(at, asked.class, from) : UNKNOWN
  }

  /** Its own providers come first, then those of the modules that it imports, then any. */
  *#seenFrom(from: ModuleNode | null): Generator<ModuleNode> {
    if (from !== null) {
      const seen = new Set([from])
      for (const module of seen) {
        yield module
        for (const one of module.imports) seen.add(one)
      }
    }
    yield* this.modules
  }

  /** What a provider of a module gives, made when it is first asked for. */
  make(at: Activation, provider: Value, module: ModuleNode): Value {
    if (provider.kind === 'class') return this.#instance(at, provider.class, module)
    if (provider.kind !== 'object') return UNKNOWN
    const key = `p${provider.object.id}`
    const known = this.instances.get(key)
    if (known !== undefined) return known
    this.instances.set(key, UNKNOWN)
    const value = this.#made(at, provider.object, module)
    this.instances.set(key, value)
    return value
  }

  #made(at: Activation, provider: (Value & { kind: 'object' })['object'], module: ModuleNode): Value {
    const useClass = propertyOf(at, provider, 'useClass')
    if (useClass?.kind === 'class') return this.#instance(at, useClass.class, module)
    const existing = propertyOf(at, provider, 'useExisting')
    if (existing !== null) return this.take(at, existing, module)
    const factory = propertyOf(at, provider, 'useFactory')
    if (factory === null) return propertyOf(at, provider, 'useValue') ?? UNKNOWN
    const inject = propertyOf(at, provider, 'inject')
    const given = (inject?.kind === 'object' ? (inject.object.items ?? []) : []).map((token) => this.take(at, token, module))
    const { value, pending } = settle(at, callValue(at, factory, given, null, provider.site), provider.site)
    for (const token of pending.must) at.addTokens([token])
    return value
  }

  #instance(at: Activation, cls: ClassValue, module: ModuleNode | null): Value {
    const key = `c${cls.id}`
    const known = this.instances.get(key)
    if (known !== undefined) return known
    const object = { ...at.newObject({ file: cls.file, start: cls.fact.start, end: cls.fact.end }), class: cls }
    const value: Value = { kind: 'object', object }
    // Before it is constructed: services may need each other.
    this.instances.set(key, value)
    instanceOf(at, this, cls, object, module)
    return value
  }

  /** A module, as it stands in a list of imports, with everything below it. */
  #add(at: Activation, given: Value, sure: boolean, site: Site, depth: number): ModuleNode | null {
    const value = madeBy(at, resolved(at, given), site)
    if (value.kind === 'promise') return this.#add(at, settle(at, value, site).value, sure, site, depth)
    if (value.kind === 'union' || value.kind === 'cold') {
      // What is in both of them may be used only with what the same one registers.
      this.#isChosen = true
      for (const option of allOptions(value)) if (option.kind !== 'constant') this.#add(at, option, false, site, depth + 1)
      return null
    }
    const cls = value.kind === 'class' ? value.class : value.kind === 'object' ? classIn(at, value.object) : null
    if (value.kind !== 'class' && value.kind !== 'object') {
      if (value.kind === 'unknown' || value.kind === 'method') this.#unseen(at, site)
      return null
    }
    const key = keyOf(value)
    const known = this.#nodes.get(`${key}${String(sure)}`) ?? this.#nodes.get(`${key}true`)
    if (known !== undefined || this.modules.length > MOST_MODULES || depth > 200) return known ?? null
    const node: ModuleNode = { cls, imports: [], providers: [], controllers: [], foreign: [], sure }
    this.#nodes.set(`${key}${String(sure)}`, node)
    this.modules.push(node)
    const parts = [...(cls === null ? [] : metadata(cls)), ...(value.kind === 'object' ? [value] : [])]
    for (const part of parts) {
      if (part.kind !== 'object') continue
      node.providers.push(...present(this.#list(at, part.object.props.get('providers')?.all ?? null, site)))
      node.controllers.push(...present(this.#list(at, part.object.props.get('controllers')?.all ?? null, site)))
      const exported = present(this.#list(at, part.object.props.get('exports')?.all ?? null, site)).filter((one) => one.kind === 'object' && one.object.props.has('module'))
      for (const one of [...this.#list(at, part.object.props.get('imports')?.all ?? null, site), ...exported]) {
        node.foreign.push(one)
        const below = this.#add(at, one, sure, site, depth + 1)
        if (below !== null) node.imports.push(below)
      }
    }
    return node
  }

  /** The items of a list, lists in it opened. One that is not known to its end may hold anything. */
  #list(at: Activation, given: Value | null, site: Site): readonly Value[] {
    if (given === null || (given.kind === 'constant' && given.value === undefined)) return []
    if (given.kind === 'union') return inAnyOf(given.options.map((one) => this.#list(at, one, site)))
    const value = listed(at, at.force(given), site)
    if (value.kind !== 'object' || value.object.items === null) { this.#unseen(at, site); return [] }
    if (value.object.open) this.#unseen(at, value.object.site)
    return value.object.items.flatMap((item) => {
      const one = at.force(item)
      return one.kind === 'object' && one.object.items !== null ? this.#list(at, one, site) : [one]
    })
  }

  #unseen(at: Activation, site: Site): void {
    sayUnknown(at, site)
    at.state.maybe('any', { reason: 'computed', site })
  }
}

/** What all of these lists have, and after it what some have and others lack. */
function inAnyOf(lists: readonly (readonly Value[])[]): readonly Value[] {
  const all = new Map(lists.flat().map((one) => [keyOf(one), one]))
  return [...all].map(([key, one]) => (lists.every((list) => list.some((other) => keyOf(other) === key)) ? one : unionOf([one, UNDEFINED])))
}

/** One that is only there under a condition is a provider like the others. */
const present = (list: readonly Value[]): readonly Value[] => list.flatMap((one) => (one.kind === 'union' ? one.options.filter(({ kind }) => kind !== 'constant') : [one]))

const sayUnknown = (at: Activation, site: Site): void => at.interpreter.undecided(site, 'a module of this NestJS application is computed at run time, so what it registers is unknown')

/** `NestFactory.create(AppModule)`: a promise of the application, with all models registered. */
export function start(at: Activation, root: Value, site: Site): Value {
  const { interpreter } = at
  const key = keyOf(root)
  const container = interpreter.containers.get(key) ?? new Container(root)
  interpreter.containers.set(key, container)
  const { must, unsure } = container.boot(at, site)
  at.out.boots.set(key, { root, site })
  const may = new Map([...unsure].map((token) => [token, { reason: 'computed', site } as const]))
  return { kind: 'promise', value: { kind: 'nestApp', root }, pending: { must, may } }
}

/** `forwardRef(() => X)` is X. */
export function resolved(at: Activation, value: Value): Value {
  const one = at.force(value)
  if (one.kind !== 'decorator' || one.path !== '@nestjs/common.forwardRef') return one
  const [made] = one.args
  return made === undefined ? UNKNOWN : at.force(callValue(at, made, [], null, SOMEWHERE))
}
/** `MailModule.register(…)` of a file that can't reach Mongoose: it may import what it is given. */
const madeBy = (at: Activation, value: Value, site: Site): Value => (value.kind === 'unknown' && value.call !== undefined ? resolved(at, triedOut(at, value.call, site)) : value)

const SOMEWHERE: Site = { file: '', start: 0, end: 0 }

function classIn(at: Activation, module: (Value & { kind: 'object' })['object']): ClassValue | null {
  const value = propertyOf(at, module, 'module')
  return value?.kind === 'class' ? value.class : null
}

/** What `@Module({ … })` was given. */
function metadata(cls: ClassValue): readonly Value[] {
  for (const one of chainOf(cls)) {
    const found = decoratorsOf(one.decorators).filter(({ path }) => path === '@nestjs/common.Module')
    if (found.length > 0) return found.flatMap(({ args }) => args)
  }
  return []
}

/** By which token a provider is known, as a key. */
function providedBy(at: Activation, provider: Value): string | null {
  if (provider.kind === 'class') return keyOf(provider)
  if (provider.kind !== 'object') return null
  const token = propertyOf(at, provider.object, 'provide')
  return token === null ? null : keyOf(resolved(at, token))
}

/** What `@InjectModel()`, `@InjectConnection()` or `@Inject()` asks for; null for other decorators. */
export function injected(at: Activation, container: Container, decorator: Value & { readonly kind: 'decorator' }, from: ModuleNode | null, site: Site): Value | null {
  const name = decorator.path.split('.').at(-1) ?? ''
  const [first, second] = decorator.args
  switch (name) {
    case 'InjectModel': {
      const model = text(at, first)
      const connection = second === undefined || (second.kind === 'constant' && second.value === undefined) ? null : connectionToken(at, second)
      return model === null ? UNKNOWN : container.model(model, connection, from, site)
    }
    case 'InjectConnection': {
      const token = connectionToken(at, first)
      return token === null ? UNKNOWN : { kind: 'connection', connection: connectionOf(token) }
    }
    case 'Inject': return container.take(at, first ?? UNDEFINED, from)
    default: return null
  }
}
