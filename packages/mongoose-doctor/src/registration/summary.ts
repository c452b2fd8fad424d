/** What interpreting a function once found, relative to the state it is called in. */
import type { Call } from '../facts/ir.ts'
import type { Site } from '../kernel/place.ts'
import type { Need, Stray } from '../models/machine.ts'
import type { Cell, May, ModelRef, Token, Value } from '../models/value.ts'
import type { Contact, Contacts } from './contacts.ts'
import type { State } from './state.ts'

export interface Demand {
  /** One place needs one model in one way. */
  readonly id: string
  readonly need: Need
  readonly token: Token
  /** Surely registered when it is needed, on every way that leads here. */
  readonly satisfied: boolean
  /** Why it is possibly registered, where it isn't surely. */
  readonly may: May | null
  /** The calls that lead to it, outermost first. */
  readonly trail: readonly Site[]
  /** While modules are evaluated nothing is linked yet: what was registered then, to be judged later. */
  readonly have: ReadonlySet<Token> | null
  /** Asked for while modules are evaluated, but not before all of them have been: after an `await` that they don't wait for, by a timer, by what follows on a promise. */
  readonly later: boolean
}

/** A model or file that becomes registered inside a function: what a late registration is told from. */
export interface Registration {
  readonly token: Token
  readonly site: Site
  readonly via: 'model()' | 'import()' | 'require()'
  /** In a branch, a loop or a catch of its function. */
  readonly conditional: boolean
  /** Of a `model()` that throws where another schema has the name; null for all else. */
  readonly defines: Definition | null
}

export interface Definition {
  readonly model: ModelRef
  /** The call of `model()`, and its file; where a factory calls it, that is another place than the one that names the model. */
  readonly call: Call
  readonly file: string
  /** Only reached where the model is not there. */
  readonly guarded: boolean
  /** Whether it is reached hangs on some test, or what it throws may be caught. */
  readonly tested: boolean
}

/** A populate of a path that the schema doesn't have, and the calls that lead to it, outermost first. */
export interface StrayPopulate extends Stray {
  readonly trail: readonly Site[]
}

/** What a function or a module has found, once it has been interpreted. */
export interface Findings {
  readonly demands: ReadonlyMap<string, Demand>
  readonly registrations: ReadonlyMap<string, Registration>
  /** Functions handed to code that we don't see while modules are evaluated; a server calls them later. */
  readonly escapes: ReadonlyMap<string, Value>
  readonly contacts: ReadonlyMap<string, Contact>
  /** Functions that a router of a web framework surely has: it calls them for each request that is theirs. */
  readonly handlers: ReadonlyMap<string, Value>
  readonly strays: ReadonlyMap<string, StrayPopulate> | null
  /** NestJS applications that are started, by their root module. */
  readonly boots: ReadonlyMap<string, Boot>
}

export interface Collector extends Findings {
  readonly demands: Map<string, Demand>
  readonly registrations: Map<string, Registration>
  readonly escapes: Map<string, Value>
  contacts: Contacts
  readonly handlers: Map<string, Value>
  /** Of few functions any: made when it is wanted. */
  strays: Map<string, StrayPopulate> | null
  readonly boots: Map<string, Boot>
}

/** A container that has been filled: what is called of it is called later. */
export interface Boot {
  readonly root: Value
  readonly site: Site
}

export const newCollector = (): Collector => ({ demands: new Map(), registrations: new Map(), escapes: new Map(), strays: null, boots: new Map(), contacts: new Map(), handlers: new Map() })

/** Most functions find nothing. */
export const isEmpty = ({ demands, registrations, escapes, strays, boots, contacts, handlers }: Findings): boolean =>
  demands.size === 0 && registrations.size === 0 && contacts.size === 0 && escapes.size === 0 && handlers.size === 0 && boots.size === 0 && (strays === null || strays.size === 0)

const NONE: ReadonlyMap<string, never> = new Map<string, never>()
const NOTHING: Findings = { demands: NONE, registrations: NONE, escapes: NONE, contacts: NONE, handlers: NONE, strays: null, boots: NONE }

/** What is kept: of most collections there is nothing to keep, and empty maps by the thousand take megabytes. */
export function findingsOf(out: Collector): Findings {
  if (isEmpty(out)) return NOTHING
  const kept = <Found>(found: ReadonlyMap<string, Found>): ReadonlyMap<string, Found> => (found.size === 0 ? NONE : found)
  const { demands, registrations, escapes, contacts, handlers, strays, boots } = out
  return { demands: kept(demands), registrations: kept(registrations), escapes: kept(escapes), contacts: kept(contacts), handlers: kept(handlers), strays, boots: kept(boots) }
}

export interface Summary {
  readonly value: Value
  /** Registered when the call returns (for an async function: before its first await). */
  readonly sync: ReadonlySet<Token>
  /** Registered when it is awaited. */
  readonly done: ReadonlySet<Token>
  readonly may: ReadonlyMap<Token, May>
  /** Every path throws. */
  readonly never: boolean
  readonly out: Findings
  /** Outer variables that it assigned. */
  readonly writes: ReadonlyMap<Cell, Value>
}

export interface Exit {
  readonly state: State
  readonly value: Value
}

export const demandId = (need: Need): string => `${need.model.connection}:${need.model.name}:${need.site.file}@${need.site.start}:${need.path ?? ''}:${need.how}`

/** Keeps the worst of two ways to the same demand. */
export function addDemand(collector: Collector, demand: Demand): void {
  const known = collector.demands.get(demand.id)
  if (known === undefined || worse(demand, known)) collector.demands.set(demand.id, demand)
}

function worse(a: Demand, b: Demand): boolean {
  if (a.satisfied !== b.satisfied) return b.satisfied
  if ((a.may === null) !== (b.may === null)) return a.may === null
  return a.trail.length < b.trail.length
}

export function addStray(collector: Collector, stray: StrayPopulate): void {
  const strays = (collector.strays ??= new Map())
  const id = `${stray.owner.connection}:${stray.owner.name}:${stray.site.file}@${stray.site.start}:${stray.full}`
  const known = strays.get(id)
  if (known === undefined || (stray.certain && !known.certain) || (stray.certain === known.certain && stray.trail.length < known.trail.length)) strays.set(id, stray)
}
