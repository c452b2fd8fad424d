/** One function (or module) being interpreted: the point that the interpretation has reached, and what it found so far. */
import type { BodyFacts } from '../facts/facts.ts'
import type { Call } from '../facts/ir.ts'
import type { Site, Span } from '../kernel/place.ts'
import type { LateChange } from '../models/late-change.ts'
import type { ByValue, Machine, Need, Stray } from '../models/machine.ts'
import type { ModelIndex } from '../models/model-index.ts'
import type { SchemaShape } from '../models/schema-shape.ts'
import { DEFAULT_CONNECTION, NOTHING_PENDING, UNKNOWN, freeToken, loadToken, modelToken, newCell, openToken, readyToken } from '../models/value.ts'
import type { ClassValue, ConnectionId, Frame, HeapObject, Loads, ModelRef, Pending, Token, Value } from '../models/value.ts'
import { callValue, escapeAll } from './calls.ts'
import { addContact } from './contacts.ts'
import type { Contact, Opened } from './contacts.ts'
import type { Interpreter } from './interpreter.ts'
import { callLater, closesFor } from './later.ts'
import { readProperty } from './properties.ts'
import { newState } from './state.ts'
import type { State } from './state.ts'
import { addDemand, addStray, demandId, newCollector } from './summary.ts'
import type { Collector, Exit, Registration } from './summary.ts'
import { triedOut } from './tried-out.ts'

export interface Jump {
  readonly jump: 'break' | 'continue'
  readonly label: string | null
  readonly state: State
}

const isKnownFree = (state: State, model: ModelRef): boolean => state.must.has(freeToken(model)) || state.must.has(freeToken({ ...model, name: '*' }))

export class Activation implements Machine {
  readonly interpreter: Interpreter
  readonly file: string
  readonly body: BodyFacts
  readonly frame: Frame
  readonly self: Value | null
  readonly home: ClassValue | null
  readonly async: boolean
  /** A module's own statements, as opposed to a function's. */
  readonly isModule: boolean
  readonly depth: number
  state: State = newState()
  /** Nothing after this point is reached. */
  dead = false
  /** How many branches enclose the point: an assignment in a branch doesn't replace what was there. */
  branches = 0
  /** Of these, how many depend on a condition (a try block runs in any case). */
  conditions = 0
  /** What is being read decides which way is taken. */
  testing = false
  /** How many callbacks enclose the point that run when the code around them is done. */
  aside = 0
  /** The call that is being interpreted. */
  calling: Call | null = null
  out: Collector = newCollector()
  readonly exits: Exit[] = []
  jumps: Jump[] = []

  constructor(interpreter: Interpreter, body: BodyFacts, frame: Frame, options: { self: Value | null; home: ClassValue | null; async: boolean; isModule: boolean; depth: number }) {
    this.interpreter = interpreter
    this.file = body.file
    this.body = body
    this.frame = frame
    this.self = options.self
    this.home = options.home
    this.async = options.async
    this.isModule = options.isModule
    this.depth = options.depth
  }

  get index(): ModelIndex { return this.interpreter.index }
  get running(): Set<string> { return this.interpreter.running }
  get everySchema(): SchemaShape { return this.interpreter.everySchema }
  /** False while one of several possible receivers is tried. */
  isSettled = true

  /** Whoever has called what is being interpreted has gone on by now. */
  get isLater(): boolean { return this.aside > 0 || (this.async && this.isSent) }

  /** Something is awaited, or a query is under way, for which the modules don't wait. */
  get isSent(): boolean { return this.state.sync !== null && !(this.isModule && this.interpreter.modules.waiting.has(this.file)) }

  site(span: Span): Site {
    return { file: this.file, start: span.start, end: span.end }
  }

  call(callee: Value, args: readonly Value[], self: Value | null, site: Site): Value {
    return callValue(this, callee, args, self, site)
  }

  tryOut(callee: Value, args: readonly Value[], site: Site): Value {
    return triedOut(this, { callee, args }, site)
  }

  force(value: Value): Value {
    return this.interpreter.modules.force(value)
  }

  property(object: Value, name: string, site: Site): Value {
    return readProperty(this, object, name, site)
  }

  register(model: ModelRef, refuses: boolean): void {
    this.interpreter.index.add(model)
    const token = modelToken(model)
    const defines = !refuses || this.calling === null ? null
      : { model, call: this.calling, file: this.file, guarded: isKnownFree(this.state, model), tested: this.branches > 0 }
    this.addTokens([token])
    this.state.remove(freeToken(model))
    this.note({ token, site: model.site, via: 'model()', defines })
  }

  /** A registration of a function that is called here: what is sure at the call guards it too. */
  seenFrom(registration: Registration): Registration {
    const { defines } = registration
    if (defines === null) return registration
    const [guarded, tested] = [defines.guarded || isKnownFree(this.state, defines.model), defines.tested || this.branches > 0]
    return guarded === defines.guarded && tested === defines.tested ? registration : { ...registration, defines: { ...defines, guarded, tested } }
  }

  /** From here on, on this path, `model` is surely not there, for `lookup` found nothing. */
  isFree(lookup: ModelRef, state: State): void {
    state.add(freeToken(lookup))
    this.interpreter.guards.note({ kind: 'asks', name: lookup.name, connection: lookup.connection, site: lookup.site })
  }

  definedAt(name: string, site: Site): Site {
    return this.interpreter.namedAt(name, site)
  }

  unregister(model: { name: string; connection: string }, site: Site, throws: boolean): void {
    if (throws && this.isModule && this.branches === 0 && !this.state.must.has(modelToken(model))) this.interpreter.guards.note({ kind: 'demands', ...model, site })
    this.state.remove(modelToken(model))
    this.state.add(freeToken(model))
    this.interpreter.guards.note({ kind: 'removes', ...model, site })
  }

  /** `define` has seen that the model is not there, whichever it is. */
  lookingFirst(connection: ConnectionId, define: () => Value): Value {
    const free = freeToken({ name: '*', connection })
    this.state.add(free)
    const value = define()
    this.state.remove(free)
    return value
  }

  // What populates look up is kept on the connection, and stays.
  empty(connection: ConnectionId, site: Site): void {
    this.state.add(freeToken({ name: '*', connection }))
    this.interpreter.guards.note({ kind: 'empties', name: '*', connection, site })
  }

  assume(model: { name: string; connection: string }): void {
    this.addTokens([modelToken(model)])
  }

  addTokens(tokens: Iterable<Token>): void {
    for (const token of tokens) this.state.settle(token)
  }

  note({ token, site, via, defines }: Omit<Registration, 'conditional'>): void {
    this.out.registrations.set(`${token}@${site.file}@${site.start}`, { token, site, via, defines, conditional: this.conditions > 0 })
  }

  need(need: Need): void {
    const token = modelToken(need.model)
    const satisfied = this.interpreter.tokens.meets(this.state.must, { need, token })
    const later = this.isLater || (need.how !== 'lookup' && this.isSent)
    const may = satisfied ? null : this.interpreter.tokens.possibly(this.state, token)
    addDemand(this.out, { id: demandId(need), need, token, satisfied, may, trail: [], have: this.interpreter.evaluatingModules ? new Set(this.state.must) : null, later })
  }

  get had(): ReadonlySet<Token> {
    return this.state.must.size === 0 ? this.state.must : new Set(this.state.must)
  }

  assuming(had: ReadonlySet<Token>, run: () => void): void {
    const more = [...had].filter((token) => !this.state.must.has(token))
    if (more.length === 0) { run(); return }
    const before = this.state
    this.state = before.copy()
    for (const token of more) this.state.add(token)
    run()
    this.state = before
  }

  get isTop(): boolean { return this.isModule && this.interpreter.evaluatingModules }

  isRegistered(model: ModelRef): boolean {
    return this.state.must.has(modelToken(model))
  }

  changedLate(change: LateChange): void {
    this.interpreter.lateChanges.set(`${change.site.file}@${change.site.start}`, change)
  }

  plugInto(connection: ConnectionId, site: Site): void {
    if (this.isTop) this.interpreter.globalPlugins.push({ connection, site, have: new Set(this.state.must) })
  }

  stray(stray: Stray): void {
    addStray(this.out, { ...stray, trail: [] })
  }

  allowStrays(site: Site): void {
    this.interpreter.straysAllowed.push(site)
  }

  populatesByValue(populate: ByValue): void {
    this.interpreter.populatesByValue(populate)
  }

  loadOnDemand(connection: ConnectionId, loads: Loads): void {
    for (const [name, tokens] of loads) {
      const token = loadToken({ name, connection })
      this.interpreter.tokens.onDemand.set(token, new Set([...this.interpreter.tokens.onDemand.get(token) ?? [], ...tokens]))
      this.addTokens([token])
    }
  }

  opens(connection: ConnectionId, site: Site): void {
    this.contact('open', connection, site)
    this.addTokens([openToken(connection)])
  }

  opensBuffered(connection: ConnectionId, site: Site): Pending {
    this.opens(connection, site)
    return this.interpreter.hasImpatient ? { must: new Set([readyToken(connection)]), may: new Map() } : NOTHING_PENDING
  }

  buffersNothing(): void { this.interpreter.isBuffering = false }
  get isBuffering(): boolean { return this.interpreter.isBuffering }
  hasImpatient(): void { this.interpreter.hasImpatient = true }

  opensUnbuffered(connection: ConnectionId, site: Site): Pending {
    this.contact('open', connection, site)
    const token = openToken(connection)
    this.interpreter.unbuffered.add(token)
    if (!this.state.must.has(token)) this.state.maybe(token, { reason: 'unawaited', site })
    return { must: new Set(this.interpreter.hasImpatient ? [token, readyToken(connection)] : [token]), may: new Map() }
  }

  /** Whatever was waited for, a connection may have been opened meanwhile. */
  afterAwait(): void {
    for (const token of this.interpreter.unbuffered) {
      const may = this.state.may.get(token)
      if (may?.reason === 'unawaited') this.state.maybe(token, { ...may, reason: 'computed' })
    }
  }

  sends({ name, connection }: { name: string; connection: ConnectionId }, operation: string, site: Site): void {
    // Others are made by the code that has them.
    if (connection === DEFAULT_CONNECTION) this.contact('send', connection, site, { model: name, operation }, this.interpreter.hasImpatient && this.index.schemaOf({ name, connection, schema: null, site, base: null }, this.file)?.impatient === true)
  }

  closes(connection: ConnectionId, site: Site): void {
    // In a catch: what failed to connect is cleared away.
    if (!this.state.warm) this.contact('close', connection, site)
  }

  makes(connection: ConnectionId, site: Site): void {
    this.contact('make', connection, site)
  }

  private contact(kind: Contact['kind'], connection: ConnectionId, site: Site, sent: Contact['sent'] = null, impatient = false): void {
    const opened = kind === 'send' ? this.opened(connection, impatient) : 'surely'
    addContact(this.out.contacts, { kind, connection, site, sent, impatient, opened, handed: false, conditional: this.conditions > 0, trail: [] })
  }

  /** Whether a connection is open or on its way at this point. */
  opened(connection: ConnectionId, impatient: boolean): Opened {
    const { state, interpreter, interpreter: { tokens, evaluatingModules } } = this
    const token = openToken(connection)
    // What only a warm process comes to has been connected by an earlier request.
    if (state.warm || tokens.has(state.must, impatient ? readyToken(connection) : token)) return 'surely'
    if (impatient && tokens.has(state.must, token)) return 'opening'
    if (interpreter.unbuffered.has(token) && state.may.get(token)?.reason === 'unawaited') return 'opening'
    if (tokens.possibly(state, token) !== null) return 'possibly'
    const isLoaded = (one: Token): boolean => one.startsWith('file:')
    return evaluatingModules && ([...state.must].some(isLoaded) || [...state.may.keys()].some(isLoaded)) ? 'possibly' : 'no'
  }

  unknown(site: Site, reason: string): void {
    this.interpreter.unknown(site, reason)
  }

  giveControlAway(): void {
    this.state.giveControlAway()
  }

  escape(values: readonly Value[], site: Site): void {
    escapeAll(this, values, site)
  }

  /** By a process that is starting; a request has come and gone by then. */
  later(callee: Value, args: readonly Value[], site: Site): void {
    if (this.interpreter.evaluatingModules) callLater(this, callee, args, site)
    else {
      this.escape([callee], site)
      closesFor(this, callee, site)
    }
  }

  newObject(site: Site): HeapObject {
    return this.interpreter.newObject(site, this.interpreter.evaluatingModules)
  }

  typeNamed(cls: ClassValue, type: string): Value {
    const name = /^[A-Za-z_$][\w$]*/.exec(type)?.[0]
    const bindings = this.interpreter.graph.body(cls.file)?.bindings ?? []
    const binding = name === undefined ? -1 : bindings.findIndex((each) => each.name === name && each.owner === null)
    if (binding === -1) return UNKNOWN
    const value = bindings[binding]?.kind === 'import' ? this.interpreter.modules.importedValue(cls.file, binding) : cls.frame.cells.get(binding)?.all
    return value === null || value === undefined ? UNKNOWN : this.force(value)
  }

  newArray(items: Value[] | null, each: Value | null, site: Site): Value {
    const object = this.newObject(site)
    const array: HeapObject = { ...object, items: items ?? (each === null ? [] : [each]), open: items === null }
    return { kind: 'object', object: array }
  }
}

export const setProperty = (object: HeapObject, name: string, value: Value): void => {
  const cell = object.props.get(name)
  if (cell === undefined) object.props.set(name, newCell(object.cold, value))
  else cell.all = value
}
