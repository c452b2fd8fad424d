/** Calling a value: the project's own functions by their summary, Mongoose by its vocabulary, the rest as unknown. */
import type { Site } from '../kernel/place.ts'
import { compiledTo } from '../models/late-change.ts'
import { callMongoose } from '../models/mongoose-api.ts'
import { callDocument, callModel, callQuery, needChildren } from '../models/query-methods.ts'
import { callPath, callSchema, makeSchema } from '../models/schema-methods.ts'
import { single } from '../models/schema-definition.ts'
import { compiled } from '../models/schema-shape.ts'
import { NOTHING_PENDING, UNKNOWN, UNKNOWN_CONNECTION, allOptions, callablesIn, keyOf, unionOf } from '../models/value.ts'
import type { ClassValue, Closure, HeapObject, ModelRef, Token, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { settle } from './await.ts'
import { callArray } from './arrays.ts'
import { callGlobal } from './builtins.ts'
import { callPromise } from './promises.ts'
import { addContact, better } from './contacts.ts'
import type { Contacts } from './contacts.ts'
import { evaluate } from './expressions.ts'
import { keyName, writeProperty } from './assignment.ts'
import { callNestMethod } from './nest/vocabulary.ts'
import { testPattern } from './files/texts.ts'
import { noteEvent } from './events.ts'
import { callLater, callPerhaps } from './later.ts'
import { callKeyed, mayBeFilled } from './keyed.ts'
import { askedOfContainer } from './made-by-container.ts'
import { defineGetter } from './objects.ts'
import { readProperty } from './properties.ts'
import { callRouter } from './routers.ts'
import { callLazyModel } from './runtime.ts'
import { noteProcessor } from './spawned.ts'
import { listens, startUp } from './start-up.ts'
import { meet } from './state.ts'
import type { State } from './state.ts'
import { addDemand, addStray, isEmpty } from './summary.ts'
import type { Demand, Findings, Summary } from './summary.ts'
import { bringsDocuments, handOn, mayBeKept, mayGiveBack, triedOut } from './tried-out.ts'

export function callValue(at: Activation, callee: Value, args: readonly Value[], self: Value | null, site: Site): Value {
  switch (callee.kind) {
    case 'function': return callClosure(at, callee.closure, callee.given === undefined ? args : [...callee.given, ...args], callee.self ?? self, site)
    case 'union': case 'cold': {
      // What isn't a function can't be called: only the alternatives that can are taken, each on its own.
      const options = allOptions(callee).filter((o) => o.kind !== 'constant')
      const known = options.some((o) => o.kind !== 'unknown') ? options.filter((o) => o.kind !== 'unknown' || o.holds.length > 0) : options
      return eachWay(at, known, site, (option) => callValue(at, option, args, self, site))
    }
    case 'class': return construct(at, callee.class, args, site, null)
    case 'schemaClass': return makeSchema(at, args, site)
    // `new User()`; `User()` does the same.
    case 'model': case 'modelLookup': needChildren(at, callee.model, args.slice(0, 1), site); return { kind: 'document', model: callee.model, many: false }
    case 'method': return callMethod(at, callee.receiver, callee.name, args, site)
    case 'lazyModel': return callLazyModel(at, callee, site)
    case 'global': return callGlobal(at, callee.path, args, site)
    case 'lazy': case 'unknown': {
      if (callee.kind === 'lazy' && at.interpreter.evaluatingModules) at.interpreter.order.asked(callee.file)
      const made = callee.kind === 'lazy' && args.some((arg) => arg.kind === 'class') ? at.force(callee) : UNKNOWN
      // It may make an instance of the class, whose constructor is the application's own.
      if (made.kind === 'function') return callValue(at, made, args, self, site)
      const results = callee.kind === 'unknown' ? (callee.exported ?? []).flatMap((one) => callAsExported(at, one, args, site)) : []
      for (const held of callee.kind === 'unknown' ? callee.holds : []) {
        at.escape([held], site)
        if (at.interpreter.evaluatingModules) callPerhaps(at, held, [], site)
      }
      at.escape(args, site)
      const fluent = callee.kind === 'lazy' && at.interpreter.evaluatingModules && mayBeKept(args) ? handOn(at, { callee, args }, site) : null
      if (fluent !== null) return fluent
      // While modules are evaluated, functions are handed on to be called later.
      if (callee.kind === 'lazy' && !at.interpreter.evaluatingModules && mayGiveBack(args)) {
        const tried = triedOut(at, { callee, args }, site)
        if (bringsDocuments(tried)) return tried
      }
      const given = holding(callee.kind === 'unknown' ? callee.holds : [], args)
      if (results.length > 0 && given.kind === 'unknown') return { ...given, exported: results }
      // What a module is made of may be asked for later, though nothing was handed over.
      return callee.kind === 'lazy' && given.kind === 'unknown' && (given.holds.length > 0 || at.interpreter.evaluatingModules) ? { ...given, call: { callee, args } } : given
    }
    default:
      at.escape(args, site)
      return UNKNOWN
  }
}

/** Which file was loaded is not known: what its export does is possible from here on. */
function callAsExported(at: Activation, exported: Value, args: readonly Value[], site: Site): readonly Value[] {
  return allOptions(exported).flatMap((one) => (one.kind === 'function' || one.kind === 'class' || one.kind === 'method' ? [callPerhaps(at, one, args, site, at.out)] : []))
}

const MOST_HELD = 200
/** What comes back from code that isn't looked into: it may call whatever it was given. */
function holding(held: readonly Value[], args: readonly Value[]): Value {
  const all = [...held]
  args.forEach((arg) => { all.push(...callablesIn(arg)) })
  if (all.length === 0) return UNKNOWN
  return { kind: 'unknown', holds: all.length < 2 ? all : [...new Map(all.map((v) => [keyOf(v), v])).values()].slice(0, MOST_HELD) }
}

/** Runs each alternative from the same state; sure is what all of them did. */
function eachWay(at: Activation, options: readonly Value[], site: Site, run: (option: Value) => Value): Value {
  const [only] = options
  if (only === undefined) return UNKNOWN
  if (options.length === 1) return run(only)
  const start = at.state
  const wasSettled = at.isSettled
  at.isSettled = false
  let end: State | null = null
  const values: Value[] = []
  const { cuts } = at.interpreter
  const before = new Set(at.out.demands.values())
  const brought = new Set<Token>()
  for (const option of options) {
    at.state = start.copy()
    values.push(run(option))
    for (const token of at.state.must) if (!start.must.has(token)) brought.add(token)
    if (!at.dead) end = meet(end, at.state, site, at.interpreter.tokens.agree)
    at.dead = false
  }
  at.isSettled = wasSettled
  at.state = end ?? start
  at.dead = end === null
  // `queue.shift()(next)`, where next() comes here again: any of the others may have been called, before or after.
  if (at.interpreter.cuts > cuts && brought.size > 0) excuse(at, before, brought, site)
  return unionOf(values)
}

/** What was found missing meanwhile is possibly brought by these. */
function excuse(at: Activation, before: ReadonlySet<Demand>, brought: ReadonlySet<Token>, site: Site): void {
  for (const token of brought) if (!at.state.must.has(token)) at.state.maybe(token, { reason: 'computed', site })
  for (const [id, demand] of at.out.demands) {
    if (before.has(demand) || demand.satisfied || demand.may?.reason === 'computed' || !at.interpreter.tokens.has(brought, demand.token)) continue
    at.out.demands.set(id, { ...demand, may: { reason: 'computed', site } })
  }
}

function callMethod(at: Activation, receiver: Value, name: string, args: readonly Value[], site: Site): Value {
  if (name === 'bind' && receiver.kind !== 'unknown') {
    const [self, ...given] = args
    if (receiver.kind !== 'function' || self === undefined) return receiver
    return { ...receiver, self: receiver.self ?? self, ...(given.length === 0 ? {} : { given: [...receiver.given ?? [], ...given] }) }
  }
  if (name === 'call' && isCallable(receiver)) return callValue(at, receiver, args.slice(1), args[0] ?? null, site)
  if (name === 'apply' && isCallable(receiver)) return callValue(at, receiver, appliedTo(at, args[1]), args[0] ?? null, site)
  switch (receiver.kind) {
    case 'union': case 'cold': return eachWay(at, allOptions(receiver).filter((o) => o.kind !== 'constant'), site, (o) => callValue(at, readProperty(at, o, name, site), args, o, site))
    case 'mongoose': case 'connection': return callMongoose(at, receiver, name, args, site)
    case 'schema': return callSchema(at, receiver.schema, name, args, site)
    case 'virtual': return callPath(at, receiver, name, args)
    case 'model': case 'modelLookup': return callModel(at, receiver.model, name, args, site)
    case 'query': return callQuery(at, receiver.query, name, args, site)
    case 'document': return receiver.many ? callArray(at, receiver, name, args, site) : callDocument(at, receiver.model, name, args, site)
    case 'promise': return callPromise(at, receiver, name, args, site)
    case 'object': return receiver.object.items !== null ? callArray(at, receiver, name, args, site) : callKeyed(at, receiver, name, args, site) ?? defineGetter(at, receiver, name, args) ?? unknownMethod(at, receiver, name, args, site)
    case 'modelNames': return UNKNOWN
    case 'nestApp': case 'decorator': return callNestMethod(at, receiver, name, args, site)
    case 'constant': return callArray(at, receiver, name, args, site)
    default: return unknownMethod(at, receiver, name, args, site)
  }
}

/** The arguments of `apply()`; none where they can't be told, which leaves each of them unknown. */
function appliedTo(at: Activation, list: Value | undefined): readonly Value[] {
  const given = list === undefined ? UNKNOWN : at.force(list)
  return given.kind === 'object' && given.object.items !== null && !given.object.open ? given.object.items : []
}

const isCallable = (value: Value): boolean => value.kind === 'function' || value.kind === 'method' || value.kind === 'class'
const ARRAY_LIKE = new Set(['map', 'forEach', 'filter', 'find', 'some', 'every', 'flatMap', 'reduce', 'reduceRight', 'sort', 'findIndex', 'findLast'])

function unknownMethod(at: Activation, receiver: Value, name: string, args: readonly Value[], site: Site): Value {
  const tested = receiver.kind === 'global' ? testPattern(at, receiver, name, args, site) : null
  if (tested !== null) return tested
  noteProcessor(at, name, args, site)
  noteEvent(at, receiver, name, args, site)
  if (at.interpreter.evaluatingModules && startUp(at, receiver, name, args, site)) return callRouter(at, receiver, name, args, UNKNOWN)
  if (name === 'model') {
    // `connection.model('User', schema)` on a connection that we can't follow.
    const [first, second] = args
    const given = second === undefined ? null : single(at.force(second))
    const called = first === undefined ? null : single(at.force(first))
    if (given?.kind === 'schema' && called?.kind === 'constant' && typeof called.value === 'string') {
      const model: ModelRef = { name: called.value, connection: UNKNOWN_CONNECTION, schema: compiled(given.schema), site: at.definedAt(called.value, site), base: null }
      at.register(model, true)
      compiledTo(at, given.schema, model, site)
      return { kind: 'model', model }
    }
  }
  const instance = askedOfContainer(at, receiver, name, args, site)
  if (instance !== null) return instance
  // Whatever has such a method may be a helper that can't be followed.
  if (name === 'connect') at.opens(UNKNOWN_CONNECTION, site)
  if (name === 'populate' && args.length > 0 && receiver.kind !== 'global') at.unknown(site, "populate() on a value whose model can't be told")
  if (ARRAY_LIKE.has(name) && args.some((a) => a.kind === 'function')) return callArray(at, receiver, name, args, site)
  if ((name === 'then' || name === 'catch' || name === 'finally') && args.some((a) => a.kind === 'function')) {
    return callPromise(at, { kind: 'promise', value: UNKNOWN, pending: NOTHING_PENDING }, name, args, site)
  }
  const held = receiver.kind === 'unknown' || receiver.kind === 'method' ? callablesIn(receiver) : []
  at.escape(args, site)
  for (const one of held) at.escape([one], site)
  const result = callRouter(at, receiver, name, args, holding(held, args))
  // `client.use(async ({ next }) => …).action(…)`: what comes after it is called by it.
  const isThrough = receiver.kind === 'unknown' && receiver.router === undefined && (receiver.through === true || (name === 'use' && args.some(({ kind }) => kind === 'function')))
  return isThrough && result.kind === 'unknown' ? { ...result, through: true } : result
}

/** Functions and queries handed to code that isn't looked into: it may call them, now or later, and run the queries. */
export function escapeAll(at: Activation, values: readonly Value[], site: Site): void {
  for (const one of values) {
    if (one.kind === 'constant' || (one.kind === 'unknown' && one.holds.length === 0)) continue
    for (const option of allOptions(one)) {
      if (option.kind === 'query') settle(at, option, site)
      if (option.kind === 'object') mayBeFilled(at, option.object)
      // `retry(mongoose.connect, uri)`
      if (option.kind === 'method' && option.name === 'connect' && option.receiver.kind === 'mongoose') at.opens(option.receiver.connection, site)
    }
    for (const callable of callablesIn(one)) {
      if (callable.kind === 'function') at.interpreter.statics.handAway(callable.closure)
      if (at.interpreter.evaluatingModules) {
        at.out.escapes.set(keyOf(callable), callable)
        if (listens(at, callable)) callLater(at, callable, [], site)
        continue
      }
      callPerhaps(at, callable, [UNKNOWN, UNKNOWN, UNKNOWN], site)
    }
  }
}

/** Whatever `run` does with connections is done when others want it. */
export function handed(at: Activation, run: () => void): void {
  const outer = at.out.contacts
  const inner: Contacts = new Map()
  at.out.contacts = inner
  run()
  at.out.contacts = outer
  for (const contact of inner.values()) addContact(outer, { ...contact, handed: true })
}

/** `new C(…)`; `into` where a derived class's super() goes on with its own object. */
export function construct(at: Activation, cls: ClassValue, args: readonly Value[], site: Site, into: HeapObject | null): Value {
  const object = into ?? at.interpreter.instanceAt(at, cls, site)
  const self = { kind: 'object', object } as const
  const base = cls.base === null ? [] : allOptions(cls.base)
  if (cls.fact.construct === null) for (const option of base) constructBase(at, option, args, site, self)
  const makesModels = base.find((o) => o.kind === 'model')
  const fields = at.interpreter.activationIn(cls, self, at.depth + 1)
  if (fields !== null) {
    fields.state = at.state
    fields.out = at.out
    for (const member of cls.fact.members) {
      if (member.kind !== 'field' || member.static || member.value === null) continue
      const name = keyName(fields, member.key)
      if (name !== null) writeProperty(fields, self, name, evaluate(fields, member.value), fields.site(member))
    }
    at.state = fields.state
  }
  if (cls.fact.construct !== null) {
    const closure = at.interpreter.closureIn(cls.file, cls.fact.construct, cls.frame, null, cls)
    if (closure !== null) callClosure(at, closure, args, self, site)
  }
  return makesModels?.kind === 'model' ? { kind: 'document', model: makesModels.model, many: false } : self
}

/** `super(…)`: a class, or a function, makes what it makes of the same object. */
export function constructBase(at: Activation, base: Value, args: readonly Value[], site: Site, self: Value & { readonly kind: 'object' }): void {
  if (base.kind === 'class') construct(at, base.class, args, site, self.object)
  else if (base.kind === 'function') callValue(at, base, args, self, site)
}

function callClosure(at: Activation, closure: Closure, args: readonly Value[], self: Value | null, site: Site): Value {
  at.interpreter.calls.push(site)
  const summary = at.interpreter.summaries.of(closure, args, closure.fact.arrow ? closure.outerThis : self, at.depth + 1, at.interpreter.counters.carriedBy(at, closure))
  at.interpreter.calls.pop()
  if (summary === null) {
    at.interpreter.cuts++
    at.giveControlAway()
    return closure.fact.async ? { kind: 'promise', value: UNKNOWN, pending: NOTHING_PENDING } : UNKNOWN
  }
  return applySummary(at, closure, summary, site)
}

const LONGEST_TRAIL = 12

function applySummary(at: Activation, closure: Closure, summary: Summary, site: Site): Value {
  if (!isEmpty(summary.out)) applyFound(at, summary.out, site)
  for (const [cell, value] of summary.writes) if (at.state.vars.has(cell) || at.interpreter.counters.has(cell)) at.state.assign(cell, value)
  if (closure.fact.async) {
    for (const token of summary.sync) at.addTokens([token])
    if (summary.done.size === 0 && summary.may.size === 0) return { kind: 'promise', value: summary.value, pending: NOTHING_PENDING }
    const must = new Set([...summary.done].filter((t) => !at.state.must.has(t)))
    for (const [token, may] of summary.may) if (!at.state.must.has(token) && !at.state.may.has(token)) at.state.maybe(token, may)
    for (const token of must) if (!at.state.may.has(token)) at.state.maybe(token, { reason: 'unawaited', site })
    return { kind: 'promise', value: summary.value, pending: { must, may: summary.may } }
  }
  at.addTokens(summary.done)
  for (const [token, may] of summary.may) if (!at.state.must.has(token) && !at.state.may.has(token)) at.state.maybe(token, may)
  // A function of which every path throws (redirect(), notFound() of one's own) doesn't come back.
  if (summary.never) at.dead = true
  return summary.value
}

/** What a function has found on its way, as its caller has it. */
function applyFound(at: Activation, out: Findings, site: Site): void {
  const { interpreter } = at
  for (const demand of out.demands.values()) {
    const satisfied = demand.satisfied || interpreter.tokens.meets(at.state.must, demand)
    addDemand(at.out, {
      ...demand, satisfied, may: satisfied ? null : interpreter.tokens.reconsidered(demand.may, at.state, demand.token),
      trail: demand.trail.length < LONGEST_TRAIL ? [site, ...demand.trail] : demand.trail,
      have: demand.have === null ? null : new Set([...demand.have, ...at.state.must]),
      later: demand.later || at.isLater,
    })
  }
  for (const contact of out.contacts.values()) {
    if (contact.kind === 'close' && at.state.warm) continue
    const opened = contact.opened === 'surely' ? 'surely' : better(contact.opened, at.opened(contact.connection, contact.impatient))
    const trail = contact.trail.length < LONGEST_TRAIL ? [site, ...contact.trail] : contact.trail
    addContact(at.out.contacts, { ...contact, opened, conditional: contact.conditional || at.conditions > 0, trail })
  }
  for (const stray of out.strays?.values() ?? []) addStray(at.out, { ...stray, trail: stray.trail.length < LONGEST_TRAIL ? [site, ...stray.trail] : stray.trail })
  for (const [key, registration] of out.registrations) at.out.registrations.set(key, at.seenFrom(registration))
  for (const [key, escaped] of out.escapes) at.out.escapes.set(key, escaped)
  if (at.conditions === 0) for (const [key, handler] of out.handlers) at.out.handlers.set(key, handler)
  for (const [key, boot] of out.boots) at.out.boots.set(key, boot)
}
