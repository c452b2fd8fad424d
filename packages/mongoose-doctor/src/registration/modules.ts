/** Modules as they are once they are evaluated: what their statements register, and what their exports hold. */
import type { BodyFacts, ImportBinding } from '../facts/facts.ts'
import { findExport } from '../graph/exports.ts'
import type { Module, Target } from '../graph/graph.ts'
import { mongooseMember } from '../models/mongoose-api.ts'
import { single } from '../models/schema-definition.ts'
import { DEFAULT_CONNECTION, UNKNOWN, newCell } from '../models/value.ts'
import type { Frame, HeapObject, May, Token, Value } from '../models/value.ts'
import { Activation, setProperty } from './activation.ts'
import { settleCell } from './assignment.ts'
import { neededFirst } from './circles.ts'
import { newFrame } from './interpreter.ts'
import type { Interpreter } from './interpreter.ts'
import { ownExports } from './own-exports.ts'
import type { OwnExport } from './own-exports.ts'
import { newState } from './state.ts'
import { startUp } from './start-up.ts'
import { run } from './statements.ts'
import { findingsOf } from './summary.ts'
import type { Findings } from './summary.ts'

/** What evaluating a module's own statements does (its imports not included). */
export interface ModuleSummary {
  readonly must: ReadonlySet<Token>
  readonly may: ReadonlyMap<Token, May>
  readonly out: Findings
}

/** A name that is passed on more often than this is not followed. */
const MOST_BARRELS = 500

/** For what is no import: it is not looked at. */
const NONE_PASSED = new Set<string>()

const isOfInterest = (value: Value): boolean => value.kind !== 'constant' && value.kind !== 'lazy' && (value.kind !== 'unknown' || value.holds.length > 0)

/** The file that made it; null where that is nothing of the application's. */
function originOf(value: Value): string | null {
  switch (value.kind) {
    case 'function': return value.closure.file
    case 'class': return value.class.file
    case 'object': return value.object.site.file
    default: return null
  }
}

interface Opened { readonly file: string; readonly record: Evaluated; readonly body: BodyFacts; readonly targets: string[] }

export interface Evaluated {
  readonly frame: Frame
  summary: ModuleSummary | null
  /** `module`, as CommonJS code sees it. */
  readonly exports: HeapObject
  readonly own: ReadonlyMap<string, OwnExport>
}

export class Modules {
  readonly #program: Interpreter
  readonly #modules = new Map<string, Evaluated>()
  /** Files with an `await` among their own statements: those that import them wait. */
  readonly waiting = new Set<string>()

  constructor(program: Interpreter) {
    this.#program = program
  }

  /** Evaluates a module's own statements once, after the modules that it imports; null for a file without a body. */
  evaluate(file: string): Evaluated | null {
    const known = this.#modules.get(file)
    if (known !== undefined) return known
    const opened = this.#open(file)
    if (opened === null) return null
    const wasEvaluating = this.#program.evaluatingModules
    this.#program.evaluatingModules = true
    // Not by calling itself: a chain of imports may be longer than the stack is deep.
    const pending = [opened]
    for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
      const target = top.targets.pop()
      if (target === undefined) {
        this.#run(top)
        pending.pop()
      } else if (!this.#modules.has(target)) {
        const next = this.#open(target)
        if (next !== null) pending.push(next)
      }
    }
    this.#program.evaluatingModules = wasEvaluating
    return opened.record
  }

  /** The record of a module that is yet to be evaluated, and the modules that come first, the last of them at the start. */
  #open(file: string): Opened | null {
    const body = this.#program.graph.body(file)
    const module = this.#program.graph.modules.get(file)
    if (body === null || module === undefined) return null
    const record: Evaluated = { frame: newFrame(file, null, null), summary: null, exports: this.#program.newObject({ file, start: 0, end: 0 }, true), own: ownExports(body) }
    setProperty(record.exports, 'exports', { kind: 'object', object: this.#program.newObject({ file, start: 0, end: 0 }, true) })
    this.#modules.set(file, record)
    return { file, record, body, targets: neededFirst(this.#program.graph, file).toReversed() }
  }

  #run({ file, record, body }: Opened): void {
    const at = new Activation(this.#program, body, record.frame, { self: null, home: null, async: true, isModule: true, depth: 0 })
    let end = at.state
    this.#program.guarded(at, () => {
      end = run(at, body.body, newState()) ?? at.state
      if (!this.#program.plugins.has(file)) return
      at.state = end
      startUp(at, UNKNOWN, 'register', [this.exportValue(file, 'default')], { file, start: 0, end: 0 })
      end = at.state
    })
    const unfollowed = at.state.may.get('any')
    if (unfollowed !== undefined) end.maybe('any', unfollowed)
    // What a branch assigned on the way here is what a cold start finds.
    for (const [cell, value] of end.vars) if (cell.lasting) settleCell(cell, value)
    record.summary = { must: end.must, may: end.may, out: findingsOf(at.out) }
  }

  /** Files, of those evaluated so far, whose own statements surely register the model. */
  registeringFiles(token: Token): readonly string[] {
    // After `model('X')`, which throws without one, X is registered too: by somebody else.
    const asksFirst = ({ out }: ModuleSummary): boolean => [...out.demands.values()].some((d) => d.token === token && d.need.how === 'lookup' && !d.satisfied)
    return [...this.#modules].flatMap(([file, { summary }]) => (summary?.must.has(token) === true && !asksFirst(summary) ? [file] : []))
  }

  exportNames(file: string): readonly string[] {
    const own = this.#modules.get(file)?.own.keys() ?? this.#program.graph.body(file)?.exports.map((e) => e.exported) ?? []
    const facts = this.#program.graph.modules.get(file)?.facts
    return [...new Set([...own, ...(facts?.exports.flatMap((e) => (e.kind === 'from' ? [e.exported] : [])) ?? [])])]
  }

  exportValue(file: string, name: string, passed: Set<string> | null = null): Value {
    const module = this.#program.graph.modules.get(file)
    if (module === undefined || (passed !== null && (passed.has(`${file}#${name}`) || passed.size > MOST_BARRELS)) || module.facts.directives.includes('use client')) return UNKNOWN
    if (!module.reachesMongoose && !this.#changed.has(file)) return { kind: 'lazy', file, name, path: [] }
    const record = this.evaluate(file)
    if (record === null) return UNKNOWN
    const own = record.own.get(name)
    // Most exports are the file's own: then nothing is passed on.
    if (own !== undefined && own.imported === null) return this.#bindingValue(file, own, record.frame, NONE_PASSED)
    const seen = passed ?? new Set<string>()
    seen.add(`${file}#${name}`)
    if (own !== undefined) return this.#bindingValue(file, own, record.frame, seen)
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
    if (record.own.size === 0 && module.facts.exports.length === 0) {
      const exported = this.requiredValue(file)
      return name === 'default' ? exported : exported.kind === 'object' ? this.#propertyOf(exported.object, name) : UNKNOWN
    }
    return UNKNOWN
  }

  hasExport(file: string, name: string): boolean {
    const files = new Set([file])
    for (const one of files) {
      const module = this.#program.graph.modules.get(one)
      for (const [i, fact] of module?.facts.exports.entries() ?? []) {
        if (fact.kind !== 'star' && fact.exported === name) return true
        const target = fact.kind === 'star' ? module?.exportTargets[i] : null
        if (target?.kind === 'file') files.add(target.file)
      }
    }
    return false
  }

  #propertyOf(object: HeapObject, name: string): Value {
    return object.props.get(name)?.all ?? UNKNOWN
  }

  #targetValue(target: { kind: string; file?: string; name?: string }, imported: string, seen: Set<string> | null): Value {
    if (target.kind === 'external' && target.name !== undefined) return this.externalValue(target.name, imported)
    if (target.kind !== 'file' || target.file === undefined) return UNKNOWN
    return imported === '*' ? this.namespaceOf(target.file) : this.exportValue(target.file, imported, seen)
  }

  namespaceOf(file: string): Value {
    return this.#program.graph.modules.get(file)?.facts.directives.includes('use client') ? UNKNOWN : { kind: 'namespace', file }
  }

  #bindingValue(file: string, { binding, imported }: OwnExport, frame: Frame, seen: Set<string>): Value {
    if (imported !== null) return this.#valueOfImport(file, imported, seen)
    const value = frame.cells.get(binding)?.all
    if (value !== null && value !== undefined) return value
    // Asked for while its module is still running (a cycle): functions are there already, values are not.
    for (const statement of this.#program.graph.body(file)?.body ?? []) {
      if (statement.kind === 'declareFunction' && statement.binding === binding) {
        const closure = this.#program.closureIn(file, statement.id, frame, null, null)
        return closure === null ? UNKNOWN : { kind: 'function', closure, self: null }
      }
    }
    return UNKNOWN
  }

  importedValue(file: string, binding: number): Value {
    const imported = this.#importsOf(file)?.get(binding)
    return imported === undefined ? UNKNOWN : this.#valueOfImport(file, imported, null)
  }

  #valueOfImport(file: string, { statement, imported }: ImportBinding, seen: Set<string> | null): Value {
    const module = this.#program.graph.modules.get(file)
    const target = module?.importTargets[statement]
    if (target === undefined) return UNKNOWN
    if (module?.facts.imports[statement]?.importEquals && target.kind === 'file') return this.requiredValue(target.file)
    const value = this.#targetValue(target, imported, seen)
    // `import * as x` and a default import of a CommonJS file both give module.exports.
    if (value.kind === 'namespace' && this.exportNames(value.file).length === 0 && this.#program.reaches(value.file)) return this.requiredValue(value.file)
    return value
  }

  readonly #imports = new WeakMap<BodyFacts, ReadonlyMap<number, ImportBinding>>()
  #importsOf(file: string): ReadonlyMap<number, ImportBinding> | null {
    const body = this.#program.graph.body(file)
    if (body === null) return null
    let imports = this.#imports.get(body)
    if (imports === undefined) this.#imports.set(body, (imports = new Map(body.imports.map((i) => [i.binding, i]))))
    return imports
  }

  /** module.exports of a CommonJS file, the namespace of an ES module. */
  requiredValue(file: string): Value {
    const facts = this.#program.graph.modules.get(file)?.facts
    if (facts === undefined || (facts.exports.length > 0 && !this.#replacesExports(file))) return { kind: 'namespace', file }
    if (!this.#program.reaches(file) && !this.#changed.has(file)) return { kind: 'lazy', file, name: '*', path: [] }
    return this.evaluate(file)?.exports.props.get('exports')?.all ?? UNKNOWN
  }

  /** `module.exports = X` beside `export …`, as TypeScript that becomes CommonJS may have it: then X is what `require()` gives. */
  #replacesExports(file: string): boolean {
    if (!this.#program.reaches(file)) return false
    const exported = this.evaluate(file)?.exports.props.get('exports')?.all ?? UNKNOWN
    // Not yet replaced, it is an object without a place in the file.
    return exported.kind !== 'unknown' && (exported.kind !== 'object' || exported.object.site.end > 0)
  }

  externalValue(name: string, imported: string): Value {
    if (name === 'mongoose') {
      const all: Value = { kind: 'mongoose', connection: DEFAULT_CONNECTION }
      return imported === 'default' || imported === '*' || imported === 'module.exports' ? all : mongooseMember(DEFAULT_CONNECTION, imported, 'mongoose')
    }
    if (name === '@typegoose/typegoose' && imported === 'mongoose') return { kind: 'mongoose', connection: DEFAULT_CONNECTION }
    return { kind: 'global', path: imported === '*' || imported === 'default' ? name : `${name}.${imported}` }
  }

  /** A global by its name, as this file sees it: CommonJS files have their own `module` and `exports`. */
  globalFor(file: string, name: string): Value {
    if (name === 'module') { const record = this.#modules.get(file); if (record !== undefined) return { kind: 'object', object: this.#holder(file, record.exports) } }
    if (name === 'exports') { const record = this.#modules.get(file); if (record !== undefined) return { kind: 'object', object: this.#holder(file, record.exports) } }
    return { kind: 'object', object: this.#program.globalObject }
  }

  readonly #holders = new Map<string, HeapObject>()
  /** An object with `module` and `exports` on it, so that both names are read as properties. */
  #holder(file: string, module: HeapObject): HeapObject {
    const known = this.#holders.get(file)
    if (known !== undefined) return known
    const holder = this.#program.newObject({ file, start: 0, end: 0 }, true)
    holder.props.set('module', newCell(false, { kind: 'object', object: module }))
    holder.props.set('exports', newCell(false, module.props.get('exports')?.all ?? UNKNOWN))
    this.#holders.set(file, holder)
    return holder
  }

  /** Files that don't reach Mongoose by themselves, and on whose objects other modules put what may. */
  readonly #changed = new Set<string>()

  /** The object that was left lazy, once something of more interest than a constant is put on it; null where there is none. */
  changing(object: Value & { kind: 'lazy' }, value: Value): Value | null {
    if (!isOfInterest(value)) return null
    const opened = this.force(object)
    if (opened.kind !== 'object' && opened.kind !== 'function' && opened.kind !== 'class') return null
    this.#change(object.file)
    // A barrel may have handed it on.
    if (opened.kind === 'object') this.#change(opened.object.site.file)
    return opened
  }

  /** A value is put on an object, or into a list or a map, that a module made which doesn't reach Mongoose. */
  noteChange({ site: { file } }: HeapObject, value: Value): void {
    if (!this.#program.evaluatingModules || !isOfInterest(value) || originOf(value) === file) return
    if (this.#program.graph.modules.get(file)?.reachesMongoose === false) this.#change(file)
  }

  #change(file: string): void {
    if (!this.#changed.has(file)) this.#program.order.changed(file)
    this.#changed.add(file)
  }

  /** A call that leads through `file`: if it changes objects of others, whoever looks at them through this file sees that, too. */
  changedBy(file: string, call: () => Value): Value {
    const before = this.#changed.size
    const value = call()
    if (this.#changed.size > before) this.#changed.add(file)
    return value
  }

  /** What is left lazy, and now has to be looked into. */
  reopened(value: Value & { kind: 'lazy' }): Value | null {
    return this.#changed.has(value.file) ? this.force(value) : null
  }

  /** Looks into what was left lazy; constants and objects come out, everything else is unknown. */
  force(value: Value, left = MOST_BARRELS): Value {
    if (value.kind === 'cold') return value
    if (value.kind !== 'lazy') return value
    // Files may pass a name round in a circle.
    if (left === 0) return UNKNOWN
    const record = this.evaluate(value.file)
    const module = this.#program.graph.modules.get(value.file)
    if (record === null || module === undefined) return UNKNOWN
    let found: Value = UNKNOWN
    if (value.name === '*') found = record.exports.props.get('exports')?.all ?? UNKNOWN
    else {
      const own = record.own.get(value.name)
      if (own !== undefined) found = this.#bindingValue(value.file, own, record.frame, new Set())
      else {
        const passed = this.#passedOn(module, value.name)
        if (passed?.name === '*') found = { kind: 'namespace', file: passed.file }
        else if (passed !== null) found = this.force({ kind: 'lazy', ...passed, path: [] }, left - 1)
        else if (record.own.size === 0) found = this.#cjsExport(record.exports, value.name)
      }
    }
    for (const name of value.path) {
      found = this.force(single(found))
      found = found.kind === 'object' ? (found.object.props.get(name)?.all ?? UNKNOWN) : found.kind === 'namespace' ? this.force(this.exportValue(found.file, name)) : UNKNOWN
    }
    return found.kind === 'lazy' ? this.force(found, left - 1) : found
  }

  /** Which file a barrel has the name from, and what it is called there. */
  #passedOn({ file, facts, exportTargets }: Module, name: string): { readonly file: string; readonly name: string } | null {
    const { graph } = this.#program
    const hop = findExport(graph, file, name)?.via[0]
    const isCommonJs = (target: Target | null | undefined): boolean => target?.kind === 'file' && graph.modules.get(target.file)?.facts.exports.length === 0
    const i = hop === undefined
      ? facts.exports.findIndex((fact, at) => fact.kind === 'star' && name !== 'default' && isCommonJs(exportTargets[at]))
      : facts.exports.findIndex((fact) => fact.kind !== 'local' && fact.start === hop.at.start && (fact.kind === 'star' || fact.exported === name))
    const fact = facts.exports[i]
    const target = exportTargets[i]
    return target?.kind === 'file' && fact !== undefined && fact.kind !== 'local' ? { file: target.file, name: fact.kind === 'from' ? fact.imported : name } : null
  }

  #cjsExport(module: HeapObject, name: string): Value {
    const exported = module.props.get('exports')?.all ?? UNKNOWN
    if (name === 'default') return exported
    const object = single(exported)
    return object.kind === 'object' ? (object.object.props.get(name)?.all ?? UNKNOWN) : UNKNOWN
  }
}
