/** From a directory to the report, with what the last examination left: what has not changed is not examined again. */
import { openCache, type Cache } from './cache/cache.ts'
import type { Location } from './cache/location.ts'
import { openDisk, type Disk } from './disk/disk.ts'
import { sourceHash, type Trace } from './disk/trace.ts'
import { unchanged } from './examination/unchanged.ts'
import type { FactsStore } from './facts/store.ts'
import { noClock } from './kernel/clock.ts'
import type { Examination, Report, Reused, Sources } from './kernel/report.ts'
import type { RecordOptions } from './recorded.ts'

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

/** The report alone, which is at hand if nothing has changed. */
export async function reexamine(directory: string, from: From, options: RecordOptions = {}): Promise<Reexamined> {
  return reexamineOn(openDisk(directory, isHashed(from)), from, from.cache, options)
}

/** The same of a disk that gives other answers than what lies there. To the next run it leaves nothing. */
export async function reexamineOther(disk: Disk, from: From, options: RecordOptions = {}): Promise<Reexamined> {
  return reexamineOn(disk, from, null, options)
}

/** @param left where the next run will look; null: it is left nothing */
async function reexamineOn(disk: Disk, from: From, left: Location | null, options: RecordOptions): Promise<Reexamined> {
  const started = performance.now()
  const last = lastOf(from, options)
  try {
    const kept = last === null || last.root !== disk.root ? null : await unchanged(disk, last, left, options)
    if (kept === null) {
      const { examination, reused } = await examined(disk, last, { ...from, cache: left }, options)
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
  directory: string, from: From, options: RecordOptions = {},
): Promise<{ readonly examination: Examination; readonly reused: Reused | null }> {
  return examined(openDisk(directory, isHashed(from)), lastOf(from, options), from, options)
}

/** The whole examination of a disk that gives other answers than what lies there: the facts of files that have the same bytes are of use, and nothing is left. */
export async function examineOther(disk: Disk, from: From, options: RecordOptions = {}): Promise<Examination> {
  return (await examined(disk, lastOf(from, options), { ...from, cache: null }, options)).examination
}

const lastOf = ({ cache }: From, { clock = noClock }: RecordOptions): Cache | null => clock.time('load', () => (cache === null ? null : openCache(cache)))

const isHashed = ({ cache, packageFacts }: From): boolean => cache !== null || packageFacts

async function examined(disk: Disk, last: Cache | null, from: From, options: RecordOptions): Promise<{ examination: Examination; reused: Reused | null }> {
  const { clock = noClock } = options
  const [{ examineOn, internalsOf }, { examineRecorded, leave }, { createPacker }] = await Promise.all([import('./examine.ts'), import('./recorded.ts'), import('./facts/packed.ts')])
  const stored = clock.time('load', () => last?.facts() ?? null)
  const written = from.packageFacts ? (await import('./cache/facts-file.ts')).openFactsFiles(disk.root) : null
  const store = counting(stored === null ? written : written === null ? stored : either(stored, written))
  const packer = createPacker(stored?.shapes)
  const { cache } = from
  const { examination, trace } = cache === null
    ? { examination: examineOn(disk, options, store ?? undefined), trace: null }
    : examineRecorded(disk, last?.trace ?? null, store ?? undefined, packer, options)
  if (cache !== null && trace !== null) clock.time('save', () => leave(cache, examination, trace, stored, packer))
  const of = internalsOf(examination).context.graph.modules.size
  return { examination, reused: store === null ? null : { kind: 'facts', files: store.given(), of } }
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

/** Texts as they were examined; null for those that have changed since. */
export function sourcesOf(disk: Disk, trace: Trace): Sources {
  return {
    text(file) {
      const hash = sourceHash(trace, file)
      const source = hash === null ? null : disk.source(file)
      return source !== null && 'text' in source && source.hash === hash ? source.text : null
    },
  }
}
