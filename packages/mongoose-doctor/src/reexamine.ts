/** From a directory to the report, with what the last examination left: what has not changed is not examined again. */
import { isDeepStrictEqual } from 'node:util'
import { openCache, saveCache, type Cache } from './cache/cache.ts'
import type { FileFacts, StoredFacts } from './cache/facts-part.ts'
import type { Location } from './cache/location.ts'
import { openDisk, type Disk } from './disk/disk.ts'
import { hashIn, record, verify, type Trace, type Verified } from './disk/trace.ts'
import type { ModuleFacts } from './facts/facts.ts'
import type { Packer } from './facts/packed.ts'
import type { FactsStore } from './facts/store.ts'
import type { ModuleGraph } from './graph/graph.ts'
import { noClock } from './kernel/clock.ts'
import type { Examination, ExamineOptions, Report, Reused, Sources } from './kernel/report.ts'

export interface Reexamined {
  readonly report: Report
  readonly sources: Sources
  /** null: there was nothing to begin with. */
  readonly reused: Reused | null
}

/** What there may be to begin with. */
export interface From {
  /** Where the last run left what it knew, and this one will; null: nowhere. */
  readonly cache: Location | null
  /** Whether the facts that each package has written are used (`mongoose-doctor facts`). */
  readonly packageFacts: boolean
}

export interface ReexamineOptions extends ExamineOptions {
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number
}

/** The report alone, which is at hand if nothing has changed. */
export async function reexamine(directory: string, from: From, options: ReexamineOptions = {}): Promise<Reexamined> {
  const { clock = noClock } = options
  const started = performance.now()
  const disk = openDisk(directory, isHashed(from))
  const last = clock.time('load', () => (from.cache === null ? null : openCache(from.cache)))
  try {
    const kept = last === null || last.root !== disk.root ? null : await unchanged(disk, last, from, options)
    if (kept === null) {
      const { examination, reused } = await examined(disk, last, from, options)
      return { report: examination.report, sources: examination.sources, reused }
    }
    const stats = { ...kept.report.stats, milliseconds: Math.round(performance.now() - started) }
    return { report: { ...kept.report, stats }, sources: sourcesOf(disk, kept.trace), reused: { kind: 'report' } }
  } finally {
    last?.close()
  }
}

/** The whole examination, made with the facts at hand. They stay open until the process ends: what is asked later may need them. */
export async function examineFrom(
  directory: string, from: From, options: ReexamineOptions = {},
): Promise<{ readonly examination: Examination; readonly reused: Reused | null }> {
  const last = (options.clock ?? noClock).time('load', () => (from.cache === null ? null : openCache(from.cache)))
  return examined(openDisk(directory, isHashed(from)), last, from, options)
}

/**
 * Examines the tree of an earlier examination with other texts in some of its files. Files that are as they were when that one left its cache
 * are not parsed again.
 */
export async function examinerAfter(examination: Examination): Promise<(overlay: ReadonlyMap<string, string>) => Examination> {
  const { examine, examineOn, internalsOf } = await import('./examine.ts')
  const { root } = internalsOf(examination).context.project
  const cache = left.get(examination)
  const facts = cache === undefined ? null : openCache(cache)?.facts() ?? null
  return (overlay) => (facts === null ? examine(root, { overlay }) : examineOn(openDisk(root, true), { overlay }, facts))
}

/** Where examinations have left what they knew. */
const left = new WeakMap<Examination, Location>()

const isHashed = ({ cache, packageFacts }: From): boolean => cache !== null || packageFacts

async function examined(disk: Disk, last: Cache | null, from: From, options: ReexamineOptions): Promise<{ examination: Examination; reused: Reused | null }> {
  const { clock = noClock, now } = options
  const [{ examineOn, internalsOf }, { createPacker }] = await Promise.all([import('./examine.ts'), import('./facts/packed.ts')])
  const stored = clock.time('load', () => last?.facts() ?? null)
  const written = from.packageFacts ? (await import('./cache/facts-file.ts')).openFactsFiles(disk.root) : null
  const store = counting(stored === null ? written : written === null ? stored : either(stored, written))
  const recording = from.cache === null ? null : record(disk, last?.trace ?? null, now)
  const packer = createPacker(stored?.shapes)
  const examination = examineOn(recording?.disk ?? disk, options, store ?? undefined, packer)
  const { graph } = internalsOf(examination).context
  const { cache } = from
  if (cache !== null && recording !== null) {
    const trace = recording.trace()
    clock.time('save', () => {
      saveCache(cache, { root: disk.root, trace, report: examination.report, facts: factsOf(graph, stored, packer), shapes: () => packer.shapes })
    })
    left.set(examination, cache)
  }
  return { examination, reused: store === null ? null : { kind: 'facts', files: store.given(), of: graph.modules.size } }
}

/** Of every file whose bytes are known; as they were stored, if they were. */
function factsOf(graph: ModuleGraph, stored: StoredFacts | null, packer: Packer): FileFacts[] {
  const all: FileFacts[] = []
  for (const { file, facts } of graph.modules.values()) {
    const hash = graph.hash(file)
    if (hash === null) continue
    const bytes = stored?.bytes(file, hash) ?? null
    const module = bytes?.module ?? packer.module(facts)
    const pack = (): Uint8Array | null => {
      const body = graph.bodies.get(file) ?? null
      return body === null ? null : packer.body(body, graph.text(file))
    }
    if (module !== null) all.push({ file, hash, module, body: () => bytes?.body() ?? graph.packed.get(file) ?? pack(), looked: graph.looked.has(file) })
  }
  return all
}

const either = (a: FactsStore, b: FactsStore): FactsStore => ({
  has: (...asked) => a.has(...asked) || b.has(...asked),
  module: (...asked) => a.module(...asked) ?? b.module(...asked),
  body: (...asked) => a.body(...asked) ?? b.body(...asked),
})

/** Counts the files whose facts were given. */
function counting(store: FactsStore | null): (FactsStore & { readonly given: () => number }) | null {
  if (store === null) return null
  let given = 0
  return {
    ...store, given: () => given,
    module(...asked) {
      const facts = store.module(...asked)
      if (facts !== null) given++
      return facts
    },
  }
}

interface Kept {
  readonly report: Report
  readonly trace: Trace
}

/** The last report, if it is what an examination would say now. */
async function unchanged(disk: Disk, last: Cache, { cache }: From, { clock = noClock, now }: ReexamineOptions): Promise<Kept | null> {
  const verified = clock.time('verify', () => verify(disk, last.trace, now))
  if (verified === null) return null
  const { changed, trace, asked } = verified
  if (changed.length === 0 && asked <= MANY) return { report: last.report, trace }
  const facts = last.facts()
  const fresh = facts === null ? null : await freshFacts(disk, verified, facts)
  if (facts === null || fresh === null) return null
  let { bytes } = last.report.stats
  for (const { before, after } of fresh.values()) bytes += after.length - before.length
  const report = { ...last.report, stats: { ...last.report.stats, bytes } }
  // So that the next run need not ask again.
  if (asked > MANY && cache !== null) await saveAgain(cache, disk, { report, trace }, facts, fresh)
  return { report, trace }
}

const MANY = 50

interface Fresh { readonly hash: string; readonly before: ModuleFacts; readonly after: ModuleFacts }

/**
 * The facts of sources that have changed; null when that may change the report. Of a file into which nobody has looked, nothing
 * but its module record has mattered.
 */
async function freshFacts(disk: Disk, { changed, trace }: Verified, facts: StoredFacts): Promise<ReadonlyMap<string, Fresh> | null> {
  const fresh = new Map<string, Fresh>()
  if (changed.length === 0) return fresh
  const { readModule } = await import('./facts/module.ts')
  for (const file of changed) {
    const answer = trace.answers.get(`s${file}`)
    const hash = answer === undefined ? null : hashIn(answer)
    const stored = facts.files.get(file)
    const before = stored === undefined || stored.looked ? null : facts.module(file, stored.hash)
    const source = hash === null || before === null ? null : disk.source(file)
    if (hash === null || before === null || source === null || 'reason' in source || source.hash !== hash) return null
    const after = readModule(file, source.text)
    if (!isDeepStrictEqual({ ...after, length: 0 }, { ...before, length: 0 })) return null
    fresh.set(file, { hash, before, after })
  }
  return fresh
}

async function saveAgain(location: Location, disk: Disk, kept: Kept, facts: StoredFacts, fresh: ReadonlyMap<string, Fresh>): Promise<void> {
  const { createPacker } = await import('./facts/packed.ts')
  const packer = createPacker(facts.shapes)
  const all: FileFacts[] = []
  for (const [file, { hash, looked }] of facts.files) {
    const instead = fresh.get(file)
    const stored = instead === undefined ? facts.bytes(file, hash) : null
    const module = stored?.module ?? (instead === undefined ? null : packer.module(instead.after))
    if (module !== null) all.push({ file, hash: instead?.hash ?? hash, module, body: () => stored?.body() ?? null, looked })
  }
  saveCache(location, { root: disk.root, ...kept, facts: all, shapes: () => packer.shapes })
}

/** Texts as they were examined; null for those that have changed since. */
function sourcesOf(disk: Disk, trace: Trace): Sources {
  return {
    text(file) {
      const answer = trace.answers.get(`s${file}`)
      const source = answer === undefined ? null : disk.source(file)
      return answer !== undefined && source !== null && 'text' in source && source.hash === hashIn(answer) ? source.text : null
    },
  }
}
