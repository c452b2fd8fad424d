/** One directory examined again and again in one process, as an editor needs it: nothing is said that was true before a change only. */
import { isDeepStrictEqual } from 'node:util'
import { openCache } from './cache/cache.ts'
import { cacheLocation } from './cache/location.ts'
import type { StoredFacts } from './cache/facts-part.ts'
import { openDisk } from './disk/disk.ts'
import { sourceHash, verify, type Trace, type Verified } from './disk/trace.ts'
import { examineOn, internalsOf, type Internals } from './examine.ts'
import { definitionsOf, mentionsIn, placesOf, type Mention } from './examination/mentions.ts'
import { readModule } from './facts/module.ts'
import { createPacker } from './facts/packed.ts'
import type { FactsStore } from './facts/store.ts'
import { planEach, planFixes, type Mending } from './fixes/plan.ts'
import { hasRuntime } from './fixes/runtime-package.ts'
import { silence } from './fixes/silence.ts'
import type { FileChange, FixPlan, Strategy } from './fixes/types.ts'
import type { Site } from './kernel/place.ts'
import type { Examination, Finding, Report, Sources } from './kernel/report.ts'
import { sourcesOf } from './reexamine.ts'
import { examineRecorded, HeldFacts, leave, type RecordOptions } from './recorded.ts'

export interface Session {
  /** The examined directory: absolute, without links. */
  readonly root: string
  /** Of the tree as it is now. Where nothing has changed that matters, this costs a look at each file (`stat`) and nothing else. */
  current(): Current
  /** The same, to ask more of it. */
  examination(): Examination
  /**
   * Of the tree as it would be with other texts in some of its files.
   * @param texts by name relative to `root`, with `/`
   */
  withTexts(texts: ReadonlyMap<string, string>): Examination
  /** Whether anything that was said of the disk at the last look can change with this text of a file of the project. */
  matters(file: string, text: string): boolean
  /** By finding: what would mend it, as `--fix` does, verified by examining the tree with all of them mended. Made once for each examination. */
  mendings(examination: Examination, strategy: Exclude<Strategy, 'registry'>): ReadonlyMap<string, Mending>
  /** What mends these findings together and leaves all others as they are; verified by examining the tree with it. */
  plan(examination: Examination, findings: readonly Finding[], strategy: Strategy): FixPlan
  /** Whether the strategies that load a model before a query can be used in a file: they write calls of a package. */
  canLoad(examination: Examination, file: string): boolean
  /** The comment that silences a finding; null where there is none. */
  silence(examination: Examination, finding: Finding): FileChange | null
  /** Where a file speaks of models. */
  mentions(examination: Examination, file: string): readonly Mention[]
  /** Every place that speaks of a model by its name. */
  places(examination: Examination, model: string): ReturnType<typeof placesOf>
  /** Where the model is defined that its name means in a file. */
  definitions(examination: Examination, model: string, from: string): readonly Site[]
}

export type { Mention } from './examination/mentions.ts'

export interface Current {
  readonly report: Report
  readonly sources: Sources
}

export interface SessionOptions {
  /** Whether to begin with what the last run left in node_modules/.cache, and to leave this for the next; true when it is not said. */
  readonly cache?: boolean
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number
}

interface Held extends Current {
  readonly trace: Trace
  /** null: only the report has been needed, or a file has changed into which it did not look. */
  readonly examination: Examination | null
}

/** @throws UsageError when there is no such directory */
export function createSession(directory: string, { cache = true, now }: SessionOptions = {}): Session {
  const { root } = openDisk(directory)
  const location = cache ? cacheLocation(root, null) : null
  const options: RecordOptions = now === undefined ? {} : { now }
  let held: Held | null = null
  let facts: FactsStore | undefined
  /** What the first examination may rest on. */
  let stored: StoredFacts | null = null
  let notes: Trace | null = null
  let isLeft = location === null

  const last = location === null ? null : openCache(location)
  if (last !== null && last.root === root) {
    stored = last.facts()
    facts = stored ?? undefined
    notes = last.trace
    held = { report: last.report, sources: sourcesOf(openDisk(root, true), last.trace), trace: last.trace, examination: null }
  } else last?.close()

  function examined(): Examination {
    const packer = createPacker(stored?.shapes)
    const { examination, trace } = examineRecorded(openDisk(root, true), notes, facts, packer, options)
    // Once: the next process begins with it, and this one has it in memory.
    if (!isLeft && location !== null && trace !== null) {
      leave(location, examination, trace, stored, packer)
      isLeft = true
    }
    facts = new HeldFacts(examination, facts)
    stored = null
    notes = trace
    held = trace === null ? null : { report: examination.report, sources: examination.sources, trace, examination }
    return examination
  }

  /** Null: something has changed that may matter. */
  function stillHeld(): Held | null {
    if (held === null) return null
    const disk = openDisk(root, true)
    const verified = verify(disk, held.trace, now)
    if (verified === null || !(verified.changed.length === 0 || isIndifferent(held, verified))) return (held = null)
    const examination = verified.changed.length === 0 ? held.examination : null
    held = { ...held, trace: verified.trace, examination, sources: examination === null ? sourcesOf(disk, verified.trace) : held.sources }
    return held
  }

  function isIndifferent({ examination }: Held, { changed, trace }: Verified): boolean {
    return examination !== null && changed.every((file) => {
      const source = openDisk(root, true).source(file)
      return 'text' in source && source.hash === sourceHash(trace, file) && saysTheSame(examination, file, source.text)
    })
  }

  const planned = new WeakMap<Examination, Map<Strategy, ReadonlyMap<string, Mending>>>()
  const texts = new WeakMap<Examination, ReadonlyMap<string, string>>()
  const withTexts = (overlay: ReadonlyMap<string, string>): Examination => {
    const examination = examineOn(openDisk(root, true), { overlay }, facts)
    texts.set(examination, overlay)
    return examination
  }

  const contextOf = (examination: Examination): Internals['context'] => internalsOf(examination).context
  /** The tree of this examination with more texts in the place of others. */
  const treeOf = (examination: Examination) => (overlay: ReadonlyMap<string, string>): Internals => internalsOf(withTexts(new Map([...texts.get(examination) ?? [], ...overlay])))

  return {
    root,
    current: () => stillHeld() ?? examined(),
    examination: () => stillHeld()?.examination ?? examined(),
    withTexts,
    matters: (file, text) => !saysTheSame(held?.examination ?? examined(), file, text),
    mendings(examination, strategy) {
      const known = planned.get(examination) ?? new Map<Strategy, ReadonlyMap<string, Mending>>()
      planned.set(examination, known)
      let mendings = known.get(strategy)
      if (mendings === undefined) {
        const fixable = examination.report.findings.filter((finding) => finding.fixable)
        const each = fixable.length === 0 ? [] : planEach(internalsOf(examination), fixable, treeOf(examination), strategy)
        known.set(strategy, (mendings = new Map(each.map((one) => [one.finding.id, one]))))
      }
      return mendings
    },
    plan: (examination, findings, strategy) => planFixes(internalsOf(examination), findings, treeOf(examination), strategy),
    canLoad: (examination, file) => hasRuntime(contextOf(examination).project, file),
    silence: (examination, finding) => silence(internalsOf(examination), finding, treeOf(examination)),
    mentions: (examination, file) => mentionsIn(contextOf(examination), file),
    places: (examination, model) => placesOf(contextOf(examination), model),
    definitions: (examination, model, from) => definitionsOf(contextOf(examination), examination.report, model, from),
  }
}

/** Of a file into which nobody has looked, nothing but its module record has mattered. */
function saysTheSame(examination: Examination, file: string, text: string): boolean {
  const { graph } = internalsOf(examination).context
  const before = graph.modules.get(file)?.facts
  return before !== undefined && !graph.looked.has(file) && isDeepStrictEqual({ ...readModule(file, text), length: 0 }, { ...before, length: 0 })
}
