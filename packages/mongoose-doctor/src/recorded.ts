/** One examination with notes: what it asked of the disk, and what it knows of each file. From both begins the next. */
import { saveCache } from './cache/cache.ts'
import type { FileFacts, StoredFacts } from './cache/facts-part.ts'
import type { Location } from './cache/location.ts'
import { openDisk, type Disk } from './disk/disk.ts'
import { record, type Trace } from './disk/trace.ts'
import { examineOn, internalsOf } from './examine.ts'
import type { BodyFacts, ModuleFacts } from './facts/facts.ts'
import type { Packer } from './facts/packed.ts'
import type { FactsStore } from './facts/store.ts'
import type { TimedOptions } from './kernel/clock.ts'
import type { Examination, RunOptions } from './kernel/report.ts'

export interface RecordOptions extends TimedOptions {
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number
}

export interface Recorded {
  readonly examination: Examination
  /** null when the disk gave two answers to one question: nothing may rest on this examination. */
  readonly trace: Trace | null
}

/**
 * Examines, and notes what was asked.
 * @param before the notes of the last time
 * @param facts need not be made again
 */
export function examineRecorded(disk: Disk, before: Trace | null, facts: FactsStore | undefined, packer: Packer, options: RecordOptions = {}): Recorded {
  const recording = record(disk, before, options.now)
  return { examination: examineOn(recording.disk, options, facts, packer), trace: recording.trace() }
}

/** Writes all that the next run can use. Never throws. */
export function leave(cache: Location, examination: Examination, trace: Trace, stored: StoredFacts | null, packer: Packer): void {
  const { graph } = internalsOf(examination).context
  const facts: FileFacts[] = []
  // Of every file whose bytes are known; as they were stored, if they were.
  for (const { file, facts: made } of graph.modules.values()) {
    const hash = graph.hash(file)
    if (hash === null) continue
    const bytes = stored?.bytes(file, hash) ?? null
    const module = bytes?.module ?? packer.module(made)
    const pack = (): Uint8Array | null => {
      const known = graph.known(file)
      if (known === undefined || known.bytes !== null) return known?.bytes ?? null
      const body = known.body()
      return body === null ? null : packer.body(body, graph.text(file))
    }
    if (module !== null) facts.push({ file, hash, module, body: () => bytes?.body() ?? pack(), looked: graph.looked.has(file) })
  }
  saveCache(cache, { root: graph.root, trace, report: examination.report, facts, shapes: () => packer.shapes })
}

/**
 * Examines the tree of an examination as it would be with other texts in some of its files, beside those that it had itself.
 * @param facts what is not parsed again; when it is not said, what that examination has parsed, if it knows the hashes of its files
 */
export function examinerOf(examination: Examination, facts: FactsStore = new HeldFacts(examination, undefined), options: RunOptions = {}): (texts: ReadonlyMap<string, string>) => Examination {
  const { context, overlay } = internalsOf(examination)
  return (texts) => examineOn(openDisk(context.project.root, true), { ...options, overlay: new Map([...overlay, ...texts]) }, facts)
}

/** What an examination knows of files, kept in memory for the next. Of the examination itself nothing stays. */
export class HeldFacts implements FactsStore {
  readonly #files = new Map<string, { readonly hash: string; readonly module: ModuleFacts; readonly body: () => BodyFacts | null }>()

  /** @param earlier what the examination began with: bodies that it did not ask for are still there */
  constructor(examination: Examination, earlier: FactsStore | undefined) {
    const { graph } = internalsOf(examination).context
    for (const { file, facts: module } of graph.modules.values()) {
      const hash = graph.hash(file)
      if (hash === null) continue
      const body = graph.known(file)?.body
      // Not by way of `earlier` itself: each would hold on to the one before it.
      const before = earlier instanceof HeldFacts ? earlier.#at(file, hash)?.body : () => earlier?.body(file, hash) ?? null
      this.#files.set(file, { hash, module, body: body ?? before ?? (() => null) })
    }
  }

  #at(file: string, hash: string) {
    const found = this.#files.get(file)
    return found?.hash === hash ? found : undefined
  }

  has(file: string, hash: string): boolean {
    return this.#at(file, hash) !== undefined
  }

  module(file: string, hash: string): ModuleFacts | null {
    return this.#at(file, hash)?.module ?? null
  }

  body(file: string, hash: string): BodyFacts | null {
    return this.#at(file, hash)?.body() ?? null
  }
}
