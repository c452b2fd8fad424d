/** Reads every file once and links imports to files. */
import { isSameStamp, type Stamp } from '../disk/stamp.ts'
import { readBody } from '../facts/body.ts'
import type { BodyFacts, ModuleFacts } from '../facts/facts.ts'
import { readModule } from '../facts/module.ts'
import { createPacker, type Packer } from '../facts/packed.ts'
import type { FactsStore } from '../facts/store.ts'
import { noClock, type Clock, type TimedOptions } from '../kernel/clock.ts'
import { isLarge } from '../kernel/large.ts'
import type { Problem, Project } from '../project/project.ts'
import { addAutoImports } from './auto-imports.ts'
import { createBodies } from './bodies.ts'
import type { Module, ModuleGraph, Target, Unresolved } from './graph.ts'
import { createInstalled } from './installed.ts'
import { reachingMongoose } from './reach.ts'
import { createResolver, type Resolve } from './resolve.ts'
import { createTexts } from './texts.ts'

export interface BuildOptions {
  /** Texts to take instead of what is on the disk. */
  readonly overlay?: ReadonlyMap<string, string> | undefined
  /** Facts that need not be made again. */
  readonly store?: FactsStore | undefined
  readonly clock?: Clock | undefined
  /** Given by who wants everything as bytes in the end. */
  readonly packer?: Packer | undefined
  readonly reading?: TimedOptions['reading'] | undefined
  /** Whether it is kept in as little memory as possible, which takes CPU time; when it is not said, by the number of files. */
  readonly compact?: boolean
  /** How much source may be lowered at a time, in characters. */
  readonly mostLowered?: number
}

/** As objects they take twelve times their length. */
const MOST_LOWERED = 16_000_000
const FEW_LOWERED = 800_000

/**
 * Every file of the project as a module, and those of installed packages that it reaches; what could not be read or parsed is in
 * `problems` and is a module with `facts.error`.
 */
export function buildGraph(project: Project, { overlay, store, clock = noClock, packer: keeps, reading, compact = isLarge(project.files.length), mostLowered = compact ? FEW_LOWERED : MOST_LOWERED }: BuildOptions = {}): ModuleGraph {
  const packer = keeps ?? createPacker()
  const installed = createInstalled(project)
  const resolve = createResolver(project, installed)
  const problems: Problem[] = []
  const texts = createTexts(compact)
  const contents = new Map<string, { readonly stamp: Stamp; readonly hash: string | null }>()
  const looked = new Set<string>()
  const unresolved: Unresolved[] = []
  const linked = new Map<string, Omit<Module, 'reachesMongoose'>>()

  function onDisk(file: string): ModuleFacts {
    const { disk } = project
    const first = store === undefined ? disk.source(file) : disk.sourceUnless(file, (hash) => store.has(file, hash))
    const known = 'reason' in first || first.hash === null ? null : store?.module(file, first.hash) ?? null
    // What was stored can be damaged.
    const source = known === null && 'text' in first && first.text === null ? disk.source(file) : first
    if ('reason' in source) {
      problems.push({ file, at: null, reason: source.reason })
      return unread(file, source.reason)
    }
    const { stamp, hash, text } = source
    const facts = known ?? readModule(file, text ?? '')
    contents.set(file, { stamp, hash })
    // All texts of a large project take more memory than everything that is known of them.
    if (facts.relevant && text !== null) texts.keep(file, text, true)
    return told(facts)
  }

  function told(facts: ModuleFacts): ModuleFacts {
    const { file, error } = facts
    if (error !== null) problems.push({ file, at: error.at, reason: `does not parse: ${error.message}` })
    return facts
  }

  reading?.(project.files.length)
  for (const file of project.files) {
    const instead = overlay?.get(file)
    const facts = clock.time('parse', () => (instead === undefined ? onDisk(file) : told(readModule(file, texts.keep(file, instead, false)))))
    linked.set(file, link(facts, resolve))
  }
  // Linking one may lead to the next.
  for (const { file, text, facts } of installed.sources) {
    texts.keep(file, text, false)
    linked.set(file, link(facts, resolve))
  }
  installed.close()

  const automatic = addAutoImports(project, linked, textOf)
  for (const file of automatic.searched) looked.add(file)

  const reaching = reachingMongoose(linked)
  const modules = new Map<string, Module>()
  for (const [file, module] of linked) {
    const reachesMongoose = reaching.has(file)
    modules.set(file, { reachesMongoose, ...module, facts: compact && !reachesMongoose ? packer.compact(module.facts) : module.facts })
  }
  for (const module of linked.values()) collectUnresolved(module, unresolved)

  /** '' for what was never read. */
  function textOf(file: string): string {
    looked.add(file)
    const known = texts.get(file)
    const before = contents.get(file)
    if (known !== undefined || before === undefined) return known ?? ''
    const again = project.disk.source(file)
    const same = 'text' in again && isSameStamp(again.stamp, before.stamp)
    if (!same) problems.push({ file, at: null, reason: 'not read: it changed while the project was examined' })
    return texts.keep(file, same ? again.text : '', true)
  }

  function storedBody(file: string): BodyFacts | null {
    // It is no longer a function of its text alone.
    if (automatic.imports.has(file)) return null
    const hash = contents.get(file)?.hash ?? null
    return hash === null ? null : store?.body(file, hash) ?? null
  }

  function lower(file: string): BodyFacts | null {
    const facts = modules.get(file)?.facts
    if (facts === undefined || facts.error !== null) return null
    try {
      const body = readBody(file, textOf(file), facts.flawless, automatic.imports.get(file))
      if (body === null) problems.push({ file, at: null, reason: 'not understood: nested too deeply' })
      return body
    } catch (error) {
      // A fault of ours: this file stays unknown, the others don't.
      problems.push({ file, at: null, reason: `not understood: ${String(error)}` })
      return null
    }
  }

  const bodies = createBodies({
    make: (file) => clock.time('lower', () => storedBody(file) ?? lower(file)),
    length: (file) => modules.get(file)?.facts.length ?? 0,
    pack: keeps === undefined ? null : (file, body) => keeps.body(body, textOf(file)),
    unpack: (bytes, file) => packer.unpackBody(bytes, file),
  }, mostLowered)

  return {
    root: project.root, modules, problems, unresolved, resolve, text: textOf, looked,
    hash: (file) => (automatic.imports.has(file) ? null : contents.get(file)?.hash ?? null),
    body(file) {
      looked.add(file)
      return bodies.of(file)
    },
    known: bodies.known,
  }
}

function link(facts: ModuleFacts, resolve: Resolve): Omit<Module, 'reachesMongoose'> {
  const { file } = facts
  const target = (specifier: string): Target => resolve(file, specifier)
  return {
    file, facts,
    importTargets: facts.imports.map((fact) => target(fact.specifier)),
    exportTargets: facts.exports.map((fact) => (fact.kind === 'local' ? null : target(fact.specifier))),
    dynamicTargets: facts.dynamic.map((fact) => target(fact.specifier)),
  }
}

/** Stands in for a file without a text, so that whoever imports it meets the error. */
function unread(file: string, message: string): ModuleFacts {
  const typescript = /\.[cm]?tsx?$/.test(file)
  return {
    file, typescript, length: 0, relevant: true, mayLoad: false, mayHaveActions: false, mayDisable: false,
    directives: [], imports: [], exports: [], dynamic: [], error: { message, at: 0 }, flawless: false,
  }
}

function collectUnresolved(module: Omit<Module, 'reachesMongoose'>, into: Unresolved[]): void {
  const { file, facts, importTargets, exportTargets, dynamicTargets } = module
  const add = (target: Target | null | undefined, at: Unresolved['at']): void => {
    if (target?.kind !== 'unresolved') return
    into.push({ file, at: { start: at.start, end: at.end }, specifier: target.specifier, wrongCase: target.wrongCase })
  }
  facts.imports.forEach((fact, i) => { if (!fact.typeOnly) add(importTargets[i], fact) })
  facts.exports.forEach((fact, i) => { if (!fact.typeOnly) add(exportTargets[i], fact) })
  facts.dynamic.forEach((fact, i) => { add(dynamicTargets[i], fact) })
}
