/** The whole program as it is interpreted: module values, function summaries, and what each file's evaluation registers. */
import type { BodyFacts, ImportBinding } from '../facts/facts.ts'
import type { Expr, FunctionFact } from '../facts/ir.ts'
import type { ModuleGraph } from '../graph/graph.ts'
import type { Site, Span } from '../kernel/place.ts'
import { ModelIndex } from '../models/model-index.ts'
import { DEFAULT_CONNECTION, UNDEFINED, UNKNOWN, bareToken, keyOf, loadToken, newCell, unionOf } from '../models/value.ts'
import type { ClassValue, Closure, Frame, HeapObject, May, Token, Value } from '../models/value.ts'
import { mongooseMember } from '../models/mongoose-api.ts'
import { single } from '../models/schema-definition.ts'
import { Activation, setProperty } from './activation.ts'
import { bind, keyName, settleCell } from './assignment.ts'
import { evaluate } from './expressions.ts'
import { meet, newState } from './state.ts'
import type { State } from './state.ts'
import { run } from './statements.ts'
import { newCollector } from './summary.ts'
import type { Collector, Demand, Summary } from './summary.ts'
import { computedFiles } from './computed-files.ts'

/** What evaluating a module's own statements does (its imports not included). */
export interface ModuleSummary {
  readonly must: ReadonlySet<Token>
  readonly may: ReadonlyMap<Token, May>
  readonly out: Collector
}

/** What evaluating a file and all that it loads registers, under one application's compiler. */
export interface Loaded {
  readonly must: ReadonlySet<Token>
  readonly may: ReadonlyMap<Token, May>
}
export type Linker = (file: string, names: readonly string[] | null) => Loaded

export interface Unseen { readonly site: Site; readonly reason: string }
export interface ComputedLoad { readonly site: Site; readonly what: string; readonly files: readonly string[] | null }

const DEEPEST = 60
/** Where a file speaks of populate or models, what a function is called with may be the path or the name. */
const MOST_SPEAKING_CONTEXTS = 8
const MOST_CONTEXTS = 3
const MOST_QUERY_CONTEXTS = 64
const MOST_TELLING_CONTEXTS = 2000
/** A name that is passed on more often than this is not followed. */
const MOST_BARRELS = 500
const MOST_STEPS = 30_000_000

export class Interpreter {
  readonly graph: ModuleGraph
  readonly index: ModelIndex
  readonly running = new Set<string>()
  /** True while module bodies run; afterwards what they left is what a cold start finds. */
  evaluatingModules = true
  readonly getters = new Map<HeapObject, Map<string, Value>>()
  readonly globalObject: HeapObject
  readonly unseen = new Map<string, Unseen>()
  readonly computedLoads = new Map<string, ComputedLoad>()
  /** Inline server actions, as made by the components that hold them. */
  readonly actions = new Map<FunctionFact, readonly Closure[]>()
  readonly topReads = new Map<string, Map<number, Span>>()
  /** The calls being interpreted, outermost first. */
  readonly calls: Site[] = []
  steps = 0
  readonly #modules = new Map<string, ModuleRecord>()
  /** Calls made while a module is evaluated defer what they hand to others: they are remembered apart. */
  readonly #summaries = { modules: new Map<Closure, Map<string, Summary | 'running'>>(), requests: new Map<Closure, Map<string, Summary | 'running'>>() }
  readonly #functionProperties = new Map<Closure, Map<string, Value>>()
  #linker: Linker | null = null
  #lastId = 0

  constructor(graph: ModuleGraph) {
    this.graph = graph
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
    this.#linker = linker
    this.evaluatingModules = false
    this.#summaries.modules.clear()
    this.#summaries.requests.clear()
    this.#bases.clear()
  }

  reaches(file: string): boolean {
    return this.graph.modules.get(file)?.reachesMongoose ?? false
  }

  has(tokens: ReadonlySet<Token>, token: Token): boolean {
    if (tokens.has(token)) return true
    if (this.#linker === null) return false
    for (const one of tokens) if (one.startsWith('file:') && this.loaded(one).must.has(token)) return true
    return false
  }

  /** Registered; or loaded by the populate itself, of a model that was compiled after the plugin which does so. */
  meets(tokens: ReadonlySet<Token>, { need, token }: Pick<Demand, 'need' | 'token'>): boolean {
    if (this.has(tokens, token)) return true
    if (need.how === 'lookup' || need.owner === null) return false
    const own = need.loads.get(need.model.name)
    if (own !== undefined && this.has(own, token)) return true
    const load = loadToken(need.model)
    const loads = this.onDemand.get(load)
    return loads !== undefined && this.has(loads, token) && this.has(tokens, load)
      && !this.has(tokens, bareToken({ name: need.owner, connection: need.model.connection }))
  }
  /** What the plugins of this program load when a populate needs it. */
  readonly onDemand = new Map<Token, ReadonlySet<Token>>()

  /** One token for all that an entry starts with, so that states stay small. */
  baseToken(loaded: Loaded): Token {
    const token = `file:@entry:${this.#bases.size}`
    this.#bases.set(token, loaded)
    return token
  }
  readonly #bases = new Map<Token, Loaded>()

  loaded(token: Token): Loaded {
    const base = this.#bases.get(token)
    if (base !== undefined) return base
    const [file = '', names] = token.slice('file:'.length).split('?')
    return this.#linker?.(file, names === undefined ? null : names.split(',')) ?? { must: new Set(), may: new Map() }
  }

  possibly(state: State, token: Token): May | null {
    const direct = state.may.get(token) ?? state.may.get('any')
    if (direct !== undefined) return direct
    const unplaced = token.replace(/^model:[^:]*:/, 'model:?:')
    for (const [one, may] of state.may) if (one.startsWith('file:') && this.loaded(one).must.has(token)) return may
    for (const one of [...state.must, ...state.may.keys()]) {
      if (one === unplaced) return { reason: 'computed', site: { file: '', start: 0, end: 0 } }
      if (!one.startsWith('file:')) continue
      const { must, may } = this.loaded(one)
      const found = may.get(token) ?? may.get('any')
      if (found !== undefined) return found
      if (must.has(unplaced)) return { reason: 'computed', site: { file: '', start: 0, end: 0 } }
    }
    return null
  }

  /** Two ways agree on a token also when one of them has it through a file. */
  readonly agree = (tokens: ReadonlySet<Token>, token: Token): boolean => {
    if (this.#linker === null) return false
    if (!token.startsWith('file:')) return this.has(tokens, token)
    const all = this.loaded(token).must
    return all.size > 0 && [...all].every((one) => this.has(tokens, one))
  }

  unknown(site: Site, reason: string): void {
    if (!this.evaluatingModules || reason.includes('name of a model')) this.unseen.set(`${site.file}@${site.start}:${reason}`, { site, reason })
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

  // --- modules -------------------------------------------------------------------------------------------------

  /** Evaluates a module's own statements once, after the modules that it imports. */
  module(file: string): ModuleRecord | null {
    const known = this.#modules.get(file)
    if (known !== undefined) return known
    const opened = this.#open(file)
    if (opened === null) return null
    const wasEvaluating = this.evaluatingModules
    this.evaluatingModules = true
    // Not by calling itself: a chain of imports may be longer than the stack is deep.
    const pending = [opened]
    for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
      const target = top.targets.pop()
      if (target === undefined) {
        this.#evaluate(top)
        pending.pop()
      } else if (!this.#modules.has(target)) {
        const next = this.#open(target)
        if (next !== null) pending.push(next)
      }
    }
    this.evaluatingModules = wasEvaluating
    return opened.record
  }

  /** The record of a module that is yet to be evaluated, and the modules that come first, the last of them at the start. */
  #open(file: string): Opened | null {
    const body = this.graph.body(file)
    const module = this.graph.modules.get(file)
    if (body === null || module === undefined) return null
    const record: ModuleRecord = { frame: newFrame(file, null, null), summary: null, exports: this.newObject({ file, start: 0, end: 0 }, true) }
    setProperty(record.exports, 'exports', { kind: 'object', object: this.newObject({ file, start: 0, end: 0 }, true) })
    this.#modules.set(file, record)
    const targets = module.reachesMongoose ? [...module.importTargets, ...module.exportTargets].flatMap((target) => (target?.kind === 'file' && this.reaches(target.file) ? [target.file] : [])) : []
    return { record, body, targets: targets.toReversed() }
  }

  #evaluate({ record, body }: Opened): void {
    const at = new Activation(this, body, record.frame, { self: null, home: null, async: true, isModule: true, depth: 0 })
    let end = at.state
    this.guarded(at, () => { end = run(at, body.body, newState()) ?? at.state })
    for (const [token, may] of at.state.may) if (token === 'any') end.may.set(token, may)
    // What a branch assigned on the way here is what a cold start finds.
    for (const [cell, value] of end.vars) if (cell.lasting) settleCell(cell, value)
    record.summary = { must: end.must, may: end.may, out: at.out }
  }

  /** Code that nests deeper than the stack: it is left where it is, and may have registered anything. */
  guarded(at: Activation, interpret: () => void): void {
    try {
      interpret()
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.tooDeep.add(at.file)
      at.state.may.set('any', { reason: 'computed', site: { file: at.file, start: 0, end: 0 } })
    }
  }
  /** Files with code that could not be followed to its end. */
  readonly tooDeep = new Set<string>()

  /** Files, of those evaluated so far, whose own statements surely register the model. */
  registeringFiles(token: Token): readonly string[] {
    // After `model('X')`, which throws without one, X is registered too: by somebody else.
    const asksFirst = ({ out }: ModuleSummary): boolean => [...out.demands.values()].some((d) => d.token === token && d.need.how === 'lookup' && !d.satisfied)
    return [...this.#modules].flatMap(([file, { summary }]) => (summary?.must.has(token) === true && !asksFirst(summary) ? [file] : []))
  }

  exportNames(file: string): readonly string[] {
    const body = this.graph.body(file)
    const facts = this.graph.modules.get(file)?.facts
    return [...new Set([...(body?.exports.map((e) => e.exported) ?? []), ...(facts?.exports.flatMap((e) => (e.kind === 'from' ? [e.exported] : [])) ?? [])])]
  }

  exportValue(file: string, name: string, seen: Set<string> = new Set()): Value {
    const key = `${file}#${name}`
    const module = this.graph.modules.get(file)
    if (module === undefined || seen.has(key) || seen.size > MOST_BARRELS || module.facts.directives.includes('use client')) return UNKNOWN
    seen.add(key)
    if (!module.reachesMongoose) return { kind: 'lazy', file, name, path: [] }
    const body = this.graph.body(file)
    const record = this.module(file)
    if (body === null || record === null) return UNKNOWN
    const own = this.#ownExport(body, name)
    if (own !== undefined) return this.#bindingValue(file, body, own, record.frame, seen)
    for (const [i, fact] of module.facts.exports.entries()) {
      const target = module.exportTargets[i]
      if (target === null || target === undefined || fact.kind === 'local') continue
      if (fact.kind === 'from' && fact.exported === name) return this.#targetValue(target, fact.imported, seen)
    }
    if (name !== 'default') {
      for (const [i, fact] of module.facts.exports.entries()) {
        const target = module.exportTargets[i]
        if (fact.kind !== 'star' || target === null || target === undefined || target.kind !== 'file') continue
        if (this.hasExport(target.file, name)) return this.exportValue(target.file, name, seen)
      }
      for (const [i, fact] of module.facts.exports.entries()) {
        const target = module.exportTargets[i]
        if (fact.kind === 'star' && target?.kind === 'external' && target.name === 'mongoose') return this.externalValue(target.name, name)
      }
    }
    if (body.exports.length === 0 && module.facts.exports.length === 0) {
      const exported = this.requiredValue(file)
      return name === 'default' ? exported : exported.kind === 'object' ? this.#propertyOf(exported.object, name) : UNKNOWN
    }
    return UNKNOWN
  }

  hasExport(file: string, name: string): boolean {
    const files = new Set([file])
    for (const one of files) {
      const module = this.graph.modules.get(one)
      for (const [i, fact] of module?.facts.exports.entries() ?? []) {
        if (fact.kind !== 'star' && fact.exported === name) return true
        const target = fact.kind === 'star' ? module?.exportTargets[i] : null
        if (target?.kind === 'file') files.add(target.file)
      }
    }
    return false
  }

  readonly #exports = new WeakMap<BodyFacts, ReadonlyMap<string, number>>()
  #ownExport(body: BodyFacts, name: string): number | undefined {
    let exports = this.#exports.get(body)
    // The first of a name counts.
    if (exports === undefined) this.#exports.set(body, (exports = new Map(body.exports.map((e): [string, number] => [e.exported, e.binding]).toReversed())))
    return exports.get(name)
  }

  #propertyOf(object: HeapObject, name: string): Value {
    return object.props.get(name)?.all ?? UNKNOWN
  }

  #targetValue(target: { kind: string; file?: string; name?: string }, imported: string, seen: Set<string>): Value {
    if (target.kind === 'external' && target.name !== undefined) return this.externalValue(target.name, imported)
    if (target.kind !== 'file' || target.file === undefined) return UNKNOWN
    return imported === '*' ? this.namespaceOf(target.file) : this.exportValue(target.file, imported, seen)
  }

  namespaceOf(file: string): Value {
    return this.graph.modules.get(file)?.facts.directives.includes('use client') ? UNKNOWN : { kind: 'namespace', file }
  }

  #bindingValue(file: string, body: BodyFacts, binding: number, frame: Frame, seen: Set<string>): Value {
    if (body.bindings[binding]?.kind === 'import') return this.importedValue(file, binding, seen)
    const value = frame.cells.get(binding)?.all
    if (value !== null && value !== undefined) return value
    // Asked for while its module is still running (a cycle): functions are there already, values are not.
    for (const statement of body.body) {
      if (statement.kind === 'declareFunction' && statement.binding === binding) {
        const closure = this.closureIn(file, statement.id, frame, null, null)
        return closure === null ? UNKNOWN : { kind: 'function', closure, self: null }
      }
    }
    return UNKNOWN
  }

  /** Imported names that a module's own statements read: in a circle they may not be there yet. */
  readAtTopLevel(file: string, binding: number, span: Span): void {
    const reads = this.topReads.get(file) ?? new Map<number, Span>()
    if (!reads.has(binding)) reads.set(binding, span)
    this.topReads.set(file, reads)
  }

  importedValue(file: string, binding: number, seen: Set<string> = new Set()): Value {
    const imported = this.#importsOf(file)?.get(binding)
    const module = this.graph.modules.get(file)
    const target = imported === undefined ? undefined : module?.importTargets[imported.statement]
    if (imported === undefined || target === undefined) return UNKNOWN
    if (module?.facts.imports[imported.statement]?.importEquals && target.kind === 'file') return this.requiredValue(target.file)
    const value = this.#targetValue(target, imported.imported, seen)
    // `import * as x` and a default import of a CommonJS file both give module.exports.
    if (value.kind === 'namespace' && this.exportNames(value.file).length === 0 && this.reaches(value.file)) return this.requiredValue(value.file)
    return value
  }

  readonly #imports = new Map<string, ReadonlyMap<number, ImportBinding> | null>()
  #importsOf(file: string): ReadonlyMap<number, ImportBinding> | null {
    const known = this.#imports.get(file)
    if (known !== undefined) return known
    const body = this.graph.body(file)
    const imports = body === null ? null : new Map(body.imports.map((i) => [i.binding, i]))
    this.#imports.set(file, imports)
    return imports
  }

  /** module.exports of a CommonJS file, the namespace of an ES module. */
  requiredValue(file: string): Value {
    const facts = this.graph.modules.get(file)?.facts
    if (facts === undefined || facts.exports.length > 0) return { kind: 'namespace', file }
    if (!this.reaches(file)) return { kind: 'lazy', file, name: '*', path: [] }
    return this.module(file)?.exports.props.get('exports')?.all ?? UNKNOWN
  }

  externalValue(name: string, imported: string): Value {
    if (name === 'mongoose') {
      const all: Value = { kind: 'mongoose', connection: DEFAULT_CONNECTION }
      return imported === 'default' || imported === '*' || imported === 'module.exports' ? all : mongooseMember(DEFAULT_CONNECTION, imported, 'mongoose')
    }
    return { kind: 'global', path: imported === '*' || imported === 'default' ? name : `${name}.${imported}` }
  }

  /** A global by its name, as this file sees it: CommonJS files have their own `module` and `exports`. */
  globalFor(file: string, name: string): Value {
    if (name === 'module') { const record = this.#modules.get(file); if (record !== undefined) return { kind: 'object', object: this.#holder(file, record.exports) } }
    if (name === 'exports') { const record = this.#modules.get(file); if (record !== undefined) return { kind: 'object', object: this.#holder(file, record.exports) } }
    return { kind: 'object', object: this.globalObject }
  }

  readonly #holders = new Map<string, HeapObject>()
  /** An object with `module` and `exports` on it, so that both names are read as properties. */
  #holder(file: string, module: HeapObject): HeapObject {
    const known = this.#holders.get(file)
    if (known !== undefined) return known
    const holder = this.newObject({ file, start: 0, end: 0 }, true)
    holder.props.set('module', newCell(false, { kind: 'object', object: module }))
    holder.props.set('exports', newCell(false, module.props.get('exports')?.all ?? UNKNOWN))
    this.#holders.set(file, holder)
    return holder
  }

  /** Looks into what was left lazy; constants and objects come out, everything else is unknown. */
  force(value: Value, left = MOST_BARRELS): Value {
    if (value.kind === 'cold') return value
    if (value.kind !== 'lazy') return value
    // Files may pass a name round in a circle.
    if (left === 0) return UNKNOWN
    const body = this.graph.body(value.file)
    const record = this.module(value.file)
    const module = this.graph.modules.get(value.file)
    if (body === null || record === null || module === undefined) return UNKNOWN
    let found: Value = UNKNOWN
    if (value.name === '*') found = record.exports.props.get('exports')?.all ?? UNKNOWN
    else {
      const own = body.exports.find((e) => e.exported === value.name)
      if (own !== undefined) found = this.#bindingValue(value.file, body, own.binding, record.frame, new Set())
      else {
        const i = module.facts.exports.findIndex((e) => (e.kind === 'from' && e.exported === value.name) || (e.kind === 'star' && value.name !== 'default'))
        const fact = module.facts.exports[i]
        const target = module.exportTargets[i]
        if (target?.kind === 'file' && fact !== undefined) found = this.force({ kind: 'lazy', file: target.file, name: fact.kind === 'from' ? fact.imported : value.name, path: [] }, left - 1)
        else if (body.exports.length === 0) found = this.#cjsExport(record.exports, value.name)
      }
    }
    for (const name of value.path) {
      found = this.force(single(found))
      found = found.kind === 'object' ? (found.object.props.get(name)?.all ?? UNKNOWN) : found.kind === 'namespace' ? this.force(this.exportValue(found.file, name)) : UNKNOWN
    }
    return found.kind === 'lazy' ? this.force(found, left - 1) : found
  }

  #cjsExport(module: HeapObject, name: string): Value {
    const exported = module.props.get('exports')?.all ?? UNKNOWN
    if (name === 'default') return exported
    const object = single(exported)
    return object.kind === 'object' ? (object.object.props.get(name)?.all ?? UNKNOWN) : UNKNOWN
  }

  filesLike(file: string, source: Expr): readonly string[] | null {
    return computedFiles(this.graph, file, source)
  }

  // --- functions -----------------------------------------------------------------------------------------------

  /** What calling `closure` with these arguments does; null while that very call is being interpreted. */
  summaryOf(closure: Closure, args: readonly Value[], self: Value | null, depth: number): Summary | null {
    if (depth > DEEPEST || this.exhausted) return null
    const summaries = this.evaluatingModules ? this.#summaries.modules : this.#summaries.requests
    const contexts = summaries.get(closure) ?? new Map<string, Summary | 'running'>()
    summaries.set(closure, contexts)
    let given = args
    let key = `${self === null ? '' : keyOf(self)}|${args.map(keyOf).join(',')}`
    const most = this.#mostContexts(closure, args)
    if (key.length > 2000 || (contexts.size > most && !contexts.has(key))) {
      given = args.map((a) => (a.kind === 'function' || a.kind === 'model' || a.kind === 'schema' || a.kind === 'document' ? a : UNKNOWN))
      key = `${self === null ? '' : keyOf(self)}|~${given.map(keyOf).join(',')}`
      if (contexts.size > MOST_TELLING_CONTEXTS && !contexts.has(key)) { given = []; key = '~~' }
    }
    const known = contexts.get(key)
    if (known === 'running') return null
    if (known !== undefined) return known
    contexts.set(key, 'running')
    const summary = this.#interpret(closure, given, self, depth)
    contexts.set(key, summary)
    return summary
  }

  /** A factory is called once for every model: each of these calls counts. Of other functions the first few ways are enough. */
  #mostContexts({ file }: Closure, args: readonly Value[]): number {
    if (args.some((a) => a.kind === 'schema' || a.kind === 'model' || a.kind === 'function')) return MOST_TELLING_CONTEXTS
    if (args.some((a) => a.kind === 'query' || a.kind === 'document')) return MOST_QUERY_CONTEXTS
    return this.#speaks(file) ? MOST_SPEAKING_CONTEXTS : MOST_CONTEXTS
  }

  readonly #speaking = new Map<string, boolean>()
  #speaks(file: string): boolean {
    const known = this.#speaking.get(file) ?? /populate|\bmodels?\b/i.test(this.graph.text(file))
    this.#speaking.set(file, known)
    return known
  }

  #interpret(closure: Closure, args: readonly Value[], self: Value | null, depth: number): Summary {
    const body = this.graph.body(closure.file)
    if (body === null) return { value: UNKNOWN, sync: new Set(), done: new Set(), may: new Map(), never: false, out: newCollector(), writes: new Map() }
    const { fact } = closure
    const frame = newFrame(closure.file, closure.frame, closure.function)
    const at = new Activation(this, body, frame, { self, home: closure.home, async: fact.async, isModule: false, depth })
    fact.params.forEach((param, i) => {
      const value = param.rest ? at.newArray(args.slice(i), null, at.site(fact)) : (args[i] ?? (args.length === 0 ? UNKNOWN : UNDEFINED))
      bind(at, param.target, value, at.site(fact), true)
    })
    const end = run(at, fact.body, at.state)
    const exits = [...at.exits, ...(end === null ? [] : [{ state: end, value: UNDEFINED }])]
    const cold = exits.filter((e) => !e.state.warm)
    const sure = cold.length > 0 ? cold : exits
    const site = at.site(fact)
    const last = sure.map((e) => e.state).reduce<State | null>((a, b) => meet(a, b, site, this.agree), null)
    const done = last?.must ?? new Set<Token>()
    const may = new Map(last?.may ?? [])
    for (const exit of exits) for (const token of exit.state.must) if (!done.has(token) && !may.has(token)) may.set(token, { reason: 'conditional', site })
    const values = exits.map((e) => e.value)
    const [first] = values
    const value = fact.generator || first === undefined ? UNKNOWN : values.length === 1 ? first : unionOf(values)
    const own = new Set(frame.cells.values())
    const writes = new Map([...(last?.vars ?? [])].filter(([cell]) => !own.has(cell)))
    return { value, sync: last?.sync ?? done, done, may, never: exits.length === 0, out: at.out, writes }
  }

  closureIn(file: string, id: number, frame: Frame, outerThis: Value | null, home: ClassValue | null): Closure | null {
    const body = this.graph.body(file)
    const fact = body?.functions[id]
    if (fact === undefined) return null
    const known = frame.closures.get(id)
    if (known !== undefined) return known
    const closure: Closure = { id: ++this.#lastId, file, fact, function: id, frame, outerThis, home }
    frame.closures.set(id, closure)
    if (fact.directives.includes('use server')) this.actions.set(fact, [...(this.actions.get(fact) ?? []), closure])
    return closure
  }

  functionProperties(closure: Closure): Map<string, Value> {
    const known = this.#functionProperties.get(closure) ?? new Map<string, Value>()
    this.#functionProperties.set(closure, known)
    return known
  }

  classIn(at: Activation, id: number): ClassValue {
    const known = at.frame.classes.get(id)
    if (known !== undefined) return known
    const fact = at.body.classes[id]
    if (fact === undefined) throw new Error(`no class ${id} in ${at.file}`)
    const cls: ClassValue = { id: ++this.#lastId, file: at.file, fact, frame: at.frame, base: null, statics: this.newObject(at.site(fact), at.isModule) }
    at.frame.classes.set(id, cls)
    if (fact.extends !== null) cls.base = evaluate(at, fact.extends)
    const self: Value = { kind: 'class', class: cls }
    for (const decorator of fact.decorators) evaluate(at, decorator)
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
    return { id: ++this.#lastId, props: new Map(), items: null, open: false, class: null, cold, site, sites: null }
  }

  /** The object of a literal: the same one each time the same activation evaluates it. */
  objectAt(at: Activation, span: Span): HeapObject {
    const key = String(span.start)
    const known = at.frame.objects.get(key)
    if (known !== undefined) return known
    const object: HeapObject = { ...this.newObject(at.site(span), this.evaluatingModules), sites: new Map() }
    at.frame.objects.set(key, object)
    return object
  }

  instanceAt(at: Activation, cls: ClassValue, site: Site): HeapObject {
    const key = `${site.start}:${cls.id}`
    const known = at.frame.objects.get(key)
    if (known !== undefined) return known
    const object: HeapObject = { ...this.newObject(site, this.evaluatingModules), class: cls }
    at.frame.objects.set(key, object)
    return object
  }

  addGetter(object: HeapObject, name: string, getter: Value): void {
    const known = this.getters.get(object) ?? new Map<string, Value>()
    known.set(name, getter)
    this.getters.set(object, known)
  }
}

interface ModuleRecord { readonly frame: Frame; summary: ModuleSummary | null; readonly exports: HeapObject }
interface Opened { readonly record: ModuleRecord; readonly body: BodyFacts; readonly targets: string[] }

export function newFrame(file: string, parent: Frame | null, owner: number | null): Frame {
  return { file, parent, owner, cells: new Map(), closures: new Map(), classes: new Map(), objects: new Map() }
}

