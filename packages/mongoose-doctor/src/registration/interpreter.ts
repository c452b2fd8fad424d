/** The whole program as it is interpreted: what is common to its modules, functions and tokens, and the objects that they make. */
import type { BodyFacts } from '../facts/facts.ts'
import type { Expr } from '../facts/ir.ts'
import type { ModuleGraph } from '../graph/graph.ts'
import { append } from '../graph/multimap.ts'
import type { Site, Span } from '../kernel/place.ts'
import type { LateChange } from '../models/late-change.ts'
import type { ByValue } from '../models/machine.ts'
import { ModelIndex } from '../models/model-index.ts'
import { newSchema } from '../models/schema-shape.ts'
import type { ClassValue, Closure, ConnectionId, Frame, HeapObject, Token, Value } from '../models/value.ts'
import type { App, Package, Project } from '../project/project.ts'
import { Activation, setProperty } from './activation.ts'
import { cellOf, keyName, writeCell } from './assignment.ts'
import { computedFiles } from './computed-files.ts'
import { decorateMethod, decoration } from './decorators.ts'
import { evaluate } from './expressions.ts'
import { Guards } from './guards.ts'
import type { Context } from './files/contexts.ts'
import { Folders } from './files/folders.ts'
import { startsCompiled } from '../project/frameworks/node/compiled.ts'
import { packageOf } from '../project/packages.ts'
import { Modules } from './modules.ts'
import type { PassedToClient } from './pass-to-client.ts'
import type { Container } from './nest/container.ts'
import { keyedBy } from './keyed.ts'
import type { Spawned } from './spawned.ts'
import { Prototypes } from './prototypes.ts'
import { Statics } from './statics.ts'
import { Counters } from './counters.ts'
import { PutOn } from './put-on.ts'
import { Order } from './order.ts'
import { Summaries } from './summaries.ts'
import { Tokens } from './tokens.ts'
import type { Linker } from './tokens.ts'

export interface Unseen { readonly site: Site; readonly reason: string }
/** `mongoose.plugin()` among a module's own statements, and what that module has registered or loaded before. */
export interface GlobalPlugin { readonly connection: ConnectionId; readonly site: Site; readonly have: ReadonlySet<Token> }
export interface ComputedLoad { readonly site: Site; readonly what: string; readonly files: readonly string[] | null }

/** An imported name that a module's own statements read: by which of its imports, and what that one takes. */
export interface TopRead { readonly span: Span; readonly statement: number; readonly imported: string }

/** No function is followed deeper than that. */
export const DEEPEST = 60
const MOST_STEPS = 30_000_000

export class Interpreter {
  readonly graph: ModuleGraph
  readonly tokens = new Tokens()
  readonly modules = new Modules(this)
  readonly summaries = new Summaries(this)
  readonly index: ModelIndex
  readonly running = new Set<string>()
  /** True while module bodies run; afterwards what they left is what a cold start finds. */
  evaluatingModules = true
  readonly getters = new Map<HeapObject, Map<string, Value>>()
  readonly prototypes = new Prototypes()
  readonly statics = new Statics()
  readonly counters = new Counters()
  readonly putOn = new PutOn()
  readonly order = new Order()
  readonly globalObject: HeapObject
  readonly unseen = new Map<string, Unseen>()
  readonly computedLoads = new Map<string, ComputedLoad>()
  /** Inline server actions, by file and function, as made by the components that hold them. */
  readonly actions = new Map<string, Closure[]>()
  readonly guards = new Guards()
  /** What the plugins of `mongoose.plugin()` do to every schema. */
  readonly everySchema = newSchema({ file: '', start: 0, end: 0 })
  /** Where `strictPopulate` is switched off for all. */
  readonly straysAllowed: Site[] = []
  /** By place. */
  readonly lateChanges = new Map<string, LateChange>()
  /** Not after `mongoose.set('bufferCommands', false)`. */
  isBuffering = true
  /** Some schema has `bufferCommands: false`. */
  hasImpatient = false
  /** Tokens of connections that are opened with `bufferCommands: false`. */
  readonly unbuffered = new Set<Token>()
  readonly globalPlugins: GlobalPlugin[] = []
  readonly populatedByValue = new Map<string, ByValue>()
  /** NestJS applications, by their root module. */
  readonly containers = new Map<string, Container>()
  /** Where a class was made a schema of, by its name. */
  readonly classSchemas = new Map<string, Site>()
  /** Models of whose plain objects some code replaces ids, or whatever is in them. */
  readonly rewritten = new Set<string>()
  /** Documents among the props of client components, by their places. */
  readonly passedToClient = new Map<string, PassedToClient>()
  readonly topReads = new Map<string, Map<number, TopRead>>()
  /** How often a call was met that is being interpreted already, and whose effect is unknown. */
  cuts = 0
  /** The calls being interpreted, outermost first. */
  readonly calls: Site[] = []
  steps = 0
  /** The project's files as its programs see them. */
  readonly folders: Folders
  readonly packages: readonly Package[]
  readonly apps: readonly App[]
  /** By the name of the event that they wait for. */
  readonly listeners = new Map<string, readonly Value[]>()
  /** Those of `require.context()`, by number. */
  readonly contexts: Context[] = []
  /** Names and paths that the file system has told, and its records of them: a call with one of them is a case of its own. */
  readonly listed = new Set<string>()
  readonly records = new WeakSet<HeapObject>()
  /** Files that its code starts. */
  readonly spawned = new Map<string, Spawned>()
  /** Files that the project starts a process with. */
  readonly entryFiles: ReadonlySet<string>
  /** Of these, the ones whose export a server is given. */
  readonly plugins: ReadonlySet<string>
  #lastId = 0

  /** Names that are asked of the registry, and that nothing in the program defines. */
  readonly vain: ReadonlySet<string>

  constructor(graph: ModuleGraph, project: Pick<Project, 'packages' | 'apps' | 'files'>, vain: ReadonlySet<string>) {
    this.graph = graph
    this.vain = vain
    this.packages = project.packages
    this.apps = project.apps
    this.entryFiles = new Set(project.apps.flatMap(({ entries }) => entries.map(({ file }) => file)))
    this.plugins = new Set(project.apps.flatMap(({ entries }) => entries.flatMap(({ file, isPlugin }) => (isPlugin === true ? [file] : []))))
    const compiled = startsCompiled(project)
    this.folders = new Folders(graph, (file) => compiled.has(packageOf(project, file)?.dir ?? ''))
    const imported = new Set<string>()
    for (const module of graph.modules.values()) {
      for (const target of [...module.importTargets, ...module.exportTargets, ...module.dynamicTargets]) if (target?.kind === 'file') imported.add(target.file)
    }
    this.index = new ModelIndex((file) => imported.has(file))
    this.globalObject = this.newObject({ file: '', start: 0, end: 0 }, true)
  }

  /** Counts work; false once the limit is reached, which the caller reports as incomplete. */
  step(): boolean {
    return ++this.steps < MOST_STEPS
  }
  get exhausted(): boolean { return this.steps >= MOST_STEPS }

  /** From here on tokens of files are understood; summaries made before are forgotten. */
  link(linker: Linker): void {
    this.tokens.link(linker)
    this.evaluatingModules = false
    this.summaries.clear()
  }

  reaches(file: string): boolean {
    return this.graph.modules.get(file)?.reachesMongoose ?? false
  }

  /** Imported names that a module's own statements read: in a circle they may not be there yet. */
  readAtTopLevel({ file, imports }: BodyFacts, binding: number, span: Span): void {
    const reads = this.topReads.get(file) ?? new Map<number, TopRead>()
    this.topReads.set(file, reads)
    if (reads.has(binding)) return
    const by = imports.find((each) => each.binding === binding)
    if (by !== undefined) reads.set(binding, { span, statement: by.statement, imported: by.imported })
  }

  filesLike(at: Activation, source: Expr): readonly string[] | null {
    return computedFiles(at, source)
  }

  unknown(site: Site, reason: string): void {
    if (!this.evaluatingModules || reason.includes('name of a model')) this.undecided(site, reason)
  }

  /** What is unknown at any time. */
  undecided(site: Site, reason: string): void {
    this.unseen.set(`${site.file}@${site.start}:${reason}`, { site, reason })
  }

  /** Some model is defined whose name can't be told: it may be any. */
  get namesAreComputed(): boolean {
    return [...this.unseen.values()].some(({ reason }) => reason.includes('name of a model'))
  }

  populatesByValue({ model, site, path, owner }: ByValue): void {
    this.populatedByValue.set(`${site.file}@${site.start}:${path}:${model}`, { model, site, path, owner })
  }

  computedLoad(site: Site, what: string, files: readonly string[] | null): void {
    this.computedLoads.set(`${site.file}@${site.start}`, { site, what, files })
  }

  /** A factory's `model(name, …)` stands for many models: each is where its name is written. */
  namedAt(name: string, site: Site): Site {
    for (const call of [site, ...this.calls.toReversed()]) if (this.#mentions(call, name)) return call
    return site
  }

  #mentions({ file, start, end }: Site, name: string): boolean {
    if (!this.graph.modules.has(file)) return false
    // oxlint-disable-next-line prefer-set-has -- a text, not a list
    const code = this.graph.text(file).slice(start, end)
    return code.includes(`'${name}'`) || code.includes(`"${name}"`) || code.includes(`\`${name}\``)
  }

  /** Code that nests deeper than the stack: it is left where it is, and may have registered anything. */
  guarded(at: Activation, interpret: () => void): void {
    try {
      interpret()
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.tooDeep.add(at.file)
      at.state.maybe('any', { reason: 'computed', site: { file: at.file, start: 0, end: 0 } })
    }
  }
  /** Files with code that could not be followed to its end. */
  readonly tooDeep = new Set<string>()

  closureIn(file: string, id: number, frame: Frame, outerThis: Value | null, home: ClassValue | null): Closure | null {
    const known = frame.closures?.get(id)
    if (known !== undefined) return known
    const body = this.graph.body(file)
    const fact = body?.functions[id]
    if (body === null || fact === undefined) return null
    const closure: Closure = { id: ++this.#lastId, file, fact, function: id, frame, outerThis, home, lasting: frame.owner === null || this.evaluatingModules }
    ;(frame.closures ??= new Map()).set(id, closure)
    if (fact.counts.length > 0) this.counters.note(fact, frame, body)
    if (fact.directives.includes('use server')) append(this.actions, `${file}#${id}`, closure)
    return closure
  }

  classIn(at: Activation, id: number): ClassValue {
    const known = at.frame.classes?.get(id)
    if (known !== undefined) return known
    const fact = at.body.classes[id]
    if (fact === undefined) throw new Error(`no class ${id} in ${at.file}`)
    const cls: ClassValue = { id: ++this.#lastId, file: at.file, fact, frame: at.frame, base: null, statics: this.newObject(at.site(fact), at.isModule || this.evaluatingModules), decorators: [], memberDecorators: new Map(), replaced: new Map() }
    ;(at.frame.classes ??= new Map()).set(id, cls)
    if (fact.extends !== null) cls.base = evaluate(at, fact.extends)
    const self: Value = { kind: 'class', class: cls }
    // Decorators and static members may name the class.
    if (fact.binding !== null) writeCell(at, cellOf(at, fact.binding), self, true)
    for (const member of fact.members) if (member.decorators.length > 0) cls.memberDecorators.set(member, member.decorators.map((each) => decoration(at, each)))
    for (const member of fact.members) decorateMethod(at, cls, member)
    cls.decorators = fact.decorators.map((each) => decoration(at, each))
    for (const member of fact.members) {
      if (!member.static || member.value === null) continue
      const inner = this.activationIn(cls, self, at.depth + 1)
      if (inner === null) continue
      inner.state = at.state
      inner.out = at.out
      if (member.kind === 'field') { const name = keyName(inner, member.key); if (name !== null) setProperty(cls.statics, name, evaluate(inner, member.value)) }
      if (member.kind === 'block') at.call(evaluate(inner, member.value), [], self, at.site(member))
      at.state = inner.state
    }
    return cls
  }

  /** An activation in a class's own scope, for its fields. */
  activationIn(cls: ClassValue, self: Value, depth: number): Activation | null {
    const body = this.graph.body(cls.file)
    if (body === null || depth > DEEPEST) return null
    return new Activation(this, body, cls.frame, { self, home: cls, async: false, isModule: cls.frame.owner === null && this.evaluatingModules, depth })
  }

  // --- objects -------------------------------------------------------------------------------------------------

  newObject(site: Site, cold: boolean): HeapObject {
    return { id: ++this.#lastId, props: new Map(), items: null, open: false, class: null, cold, site, sites: null, keyed: null }
  }

  /** The object of a literal: the same one each time the same activation evaluates it. */
  objectAt(at: Activation, span: Span): HeapObject {
    const known = at.frame.objects?.get(span.start)
    if (known !== undefined) return known
    const object: HeapObject = { ...this.newObject(at.site(span), this.evaluatingModules), sites: new Map() }
    ;(at.frame.objects ??= new Map()).set(span.start, object)
    return object
  }

  instanceAt(at: Activation, cls: ClassValue, site: Site): HeapObject {
    return this.madeAt(at, `${site.start}:${cls.id}`, site, cls)
  }

  /** The object that something makes: the same one each time the same activation comes there. */
  madeAt(at: Activation, key: string, site: Site, cls: ClassValue | null = null): HeapObject {
    const known = at.frame.objects?.get(key)
    if (known !== undefined) return known
    const object: HeapObject = { ...this.newObject(site, this.evaluatingModules), class: cls, keyed: cls === null ? null : keyedBy(cls) }
    ;(at.frame.objects ??= new Map()).set(key, object)
    return object
  }

  addGetter(object: HeapObject, name: string, getter: Value): void {
    const known = this.getters.get(object) ?? new Map<string, Value>()
    known.set(name, getter)
    this.getters.set(object, known)
  }
}

export function newFrame(file: string, parent: Frame | null, owner: number | null): Frame {
  return { file, parent, owner, cells: new Map(), closures: null, classes: null, objects: null }
}

