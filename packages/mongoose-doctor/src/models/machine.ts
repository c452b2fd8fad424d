/** What Mongoose's vocabulary asks of whoever interprets the program, at one point of its flow. */
import type { Site } from '../kernel/place.ts'
import type { LateChange } from './late-change.ts'
import type { ModelIndex } from './model-index.ts'
import type { SchemaShape } from './schema-shape.ts'
import type { ClassValue, ConnectionId, HeapObject, Loads, ModelRef, Pending, Token, Value } from './value.ts'

export interface Need {
  readonly model: { readonly name: string; readonly connection: string }
  /** What fails: the populate call, the look-up. */
  readonly site: Site
  /** `child`: it is a discriminator, without which documents of its kind are taken for plain ones. */
  readonly how: 'populate' | 'lookup' | 'hook' | 'autopopulate' | 'child'
  /** The populated path, and the model that has it. */
  readonly path: string | null
  readonly owner: string | null
  /** Where the name is written: the schema's `ref`, the populate's `model`. */
  readonly ref: Site | null
  /** False where several names are possible, of which this is one (`refPath`, a choice at run time). */
  readonly certain: boolean
  /** Where the query is sent, if it is built elsewhere. */
  readonly sent: Site | null
  /** What a plugin of the owner's schema loads. */
  readonly loads: Loads
}

export interface ByValue {
  readonly model: string
  readonly site: Site
  readonly path: string
  readonly owner: string
}

/** A populate of a path that is not in the schema, as it was known when the populate was met. */
export interface Stray {
  /** As the model has it; and as it is written from the first document on. */
  readonly path: string
  readonly full: string
  readonly owner: ModelRef
  readonly site: Site
  readonly how: Need['how']
  /** False where it is one of several possibilities. */
  readonly certain: boolean
}

export interface Machine {
  readonly index: ModelIndex
  /** The plugins of `mongoose.plugin()`, as if a schema had nothing else. */
  readonly everySchema: SchemaShape
  /** False while one of several possible receivers of a call is tried. */
  readonly isSettled: boolean
  /** What is surely registered at this point. */
  readonly had: ReadonlySet<Token>
  /** Runs with more registered than is sure here. */
  assuming(had: ReadonlySet<Token>, run: () => void): void
  /** The place being interpreted; API functions narrow it with their own site. */
  call(callee: Value, args: readonly Value[], self: Value | null, site: Site): Value
  /** What a function gives that others call at a time of their own: nothing else that it does counts here. */
  tryOut(callee: Value, args: readonly Value[], site: Site): Value
  /** Looks into what was left lazy: yields a constant, an object … or unknown. */
  force(value: Value): Value
  property(object: Value, name: string, site: Site): Value
  /** @param refuses the call that is being interpreted is one of `model()`, which throws if another schema has that name */
  register(model: ModelRef, refuses: boolean): void
  /** Where a model is defined: the `model()` call, or the call of a factory that names it. */
  definedAt(name: string, site: Site): Site
  /** @param throws if it isn't there */
  unregister(model: { name: string; connection: string }, site: Site, throws: boolean): void
  /** Every model of the connection is taken out. */
  empty(connection: ConnectionId, site: Site): void
  /** The model is there from here on (its absence would have thrown). */
  assume(model: { name: string; connection: string }): void
  need(need: Need): void
  /** Among a module's own statements. */
  readonly isTop: boolean
  /** Surely registered at this point, by this module or function. */
  isRegistered(model: ModelRef): boolean
  /** A schema is changed that a model has been made of. */
  changedLate(change: LateChange): void
  /** `mongoose.plugin()`: models that there are now don't have it. */
  plugInto(connection: ConnectionId, site: Site): void
  /** Mongoose will not let this populate pass, if nothing adds the path. */
  stray(stray: Stray): void
  /** `mongoose.set('strictPopulate', false)`. */
  allowStrays(site: Site): void
  /** A populate that has the model itself, so that nothing is looked up. */
  populatesByValue(populate: ByValue): void
  /** Populates of models that are compiled on this connection from here on load these. */
  loadOnDemand(connection: ConnectionId, loads: Loads): void
  addTokens(tokens: Iterable<Token>): void
  /** Something that can't be followed opens it. */
  opens(connection: ConnectionId, site: Site): void
  /** The same with `bufferCommands: false`: nothing waits for it that is sent before it is open. @returns what is so once it is */
  opensUnbuffered(connection: ConnectionId, site: Site): Pending
  /** `connect()` is called, and Mongoose waits for it. @returns what is so once it is open */
  opensBuffered(connection: ConnectionId, site: Site): Pending
  /** `mongoose.set('bufferCommands', false)` */
  buffersNothing(): void
  /** Whether that has been said. */
  readonly isBuffering: boolean
  /** Some schema says so. */
  hasImpatient(): void
  /** An operation of this model goes to the database. */
  sends(model: { name: string; connection: ConnectionId }, operation: string, site: Site): void
  /** `disconnect()`, `close()`. */
  closes(connection: ConnectionId, site: Site): void
  /** `createConnection()`. */
  makes(connection: ConnectionId, site: Site): void
  /** What can't be decided, with its place. */
  unknown(site: Site, reason: string): void
  /** Other code may run now. */
  giveControlAway(): void
  newArray(items: Value[] | null, each: Value | null, site: Site): Value
  newObject(site: Site): HeapObject
  /** What the name in a type annotation stands for in the file of a class; unknown where it is no value. */
  typeNamed(cls: ClassValue, type: string): Value
  /** A function that is surely called, later than this: when the connection is there. */
  later(callee: Value, args: readonly Value[], site: Site): void
  /** Functions handed to code that we don't see. */
  escape(values: readonly Value[], site: Site): void
  /** True while the hooks of this query's model run, so that they don't run themselves for ever. */
  readonly running: Set<string>
}
