/** One directory examined again and again in one process, as an editor needs it: nothing is said that was true before a change only. */
import { openCache } from './cache/cache.ts'
import { cacheLocation } from './cache/location.ts'
import type { StoredFacts } from './cache/facts-part.ts'
import { openDisk, type Disk } from './disk/disk.ts'
import { hashOf } from './disk/source.ts'
import { sourceHash, verify, type Trace, type Verified } from './disk/trace.ts'
import { examineOn, internalsOf, withReport, type Internals } from './examine.ts'
import { refuseInterrupted } from './fixes/writing/interrupted.ts'
import { readModule } from './facts/module.ts'
import { isSameRecord } from './facts/same-record.ts'
import { createPacker } from './facts/packed.ts'
import type { FactsStore } from './facts/store.ts'
import { planEach, type FindingFix, type FindingFixes } from './fixes/plan.ts'
import type { FileChange } from './fixes/types.ts'
import type { Strategy } from './kernel/strategies.ts'
import type { Examination, Finding, Report, RunOptions, Sources } from './kernel/report.ts'
import { projectPolicy } from './policy/project-policy.ts'
import { sourcesOf } from './reexamine.ts'
import { examinerOf, examineRecorded, HeldFacts, leave, type RecordOptions } from './recorded.ts'

/**
 * Each call throws as `examine` does: InterruptedError, what `signal` says, or UsageError when the configuration or the baseline can't be followed.
 * The next one starts afresh. Reports are as both of them want it.
 */
export interface Session {
  /** The examined directory: absolute, without links. */
  readonly root: string
  /** Of the tree as it is now. Where nothing has changed that matters, this costs a look at each file (`stat`) and nothing else. */
  current(options?: RunOptions): CurrentReport
  /** The same, to ask more of it. */
  examination(options?: RunOptions): Examination
  /** Whether the last answer rests on this text of a file; null: no such file was examined, or it could not be read. The disk is not asked. */
  isExamined(file: string, text: string): boolean | null
  /** Whether anything that was said of the disk at the last look can change with this text of a file of the project. */
  matters(file: string, text: string): boolean
  /**
   * Of the tree as it would be with other texts in some of its files.
   * @param texts by name relative to `root`, with `/`
   */
  withTexts(texts: ReadonlyMap<string, string>, options?: RunOptions): Examination
  /** By id of a finding: what would mend it, as `--fix` does, verified by examining the tree with all of them mended. Made once for each examination. */
  fixes(examination: Examination, strategy: OneByOne): ReadonlyMap<string, FindingFix>
  /** What several of these findings take. */
  together(examination: Examination, strategy: OneByOne, findings: readonly Finding[]): readonly FileChange[]
}

/** A registry is made for all findings. */
export type OneByOne = Exclude<Strategy, 'registry'>

export interface CurrentReport {
  readonly report: Report
  readonly sources: Sources
}

export interface SessionOptions {
  /** Whether to begin with what the last run left in node_modules/.cache, and to leave this for the next; true when it is not said. */
  readonly cache?: boolean
}

interface Held extends CurrentReport {
  readonly trace: Trace
  /** null: only the report has been needed, or a file has changed into which it did not look. */
  readonly examination: Examination | null
  /** The same, also if such a file has changed since. */
  readonly basis: Examination | null
}

interface Planned extends FindingFixes {
  readonly byId: ReadonlyMap<string, FindingFix>
}

/** @throws UsageError when there is no such directory */
export function createSession(directory: string, { cache = true, now }: SessionOptions & Pick<RecordOptions, 'now'> = {}): Session {
  const { root } = openDisk(directory)
  const location = cache ? cacheLocation(root, null) : null
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
    held = { report: last.report, sources: sourcesOf(openDisk(root, true), last.trace), trace: last.trace, examination: null, basis: null }
  } else last?.close()

  function examined(options: RunOptions): Examination {
    const packer = createPacker(stored?.shapes)
    const { examination, trace } = examineRecorded(openDisk(root, true), notes, facts, packer, { signal: options.signal, progress: options.progress, now })
    // Once: the next process begins with it, and this one has it in memory.
    if (!isLeft && location !== null && trace !== null) {
      leave(location, examination, trace, stored, packer)
      isLeft = true
    }
    facts = new HeldFacts(examination, facts)
    stored = null
    notes = trace
    held = trace === null ? null : { report: examination.report, sources: examination.sources, trace, examination, basis: examination }
    return examination
  }

  /** Null: something has changed that may matter. */
  function stillHeld(): Held | null {
    refuseInterrupted(root)
    if (held === null) return null
    const disk = openDisk(root, true)
    const verified = verify(disk, held.trace, now)
    if (verified === null || !(verified.changed.length === 0 || isIndifferent(disk, held, verified))) return (held = null)
    const examination = verified.changed.length === 0 ? held.examination : null
    held = { ...held, trace: verified.trace, examination, sources: examination === null ? sourcesOf(disk, verified.trace) : held.sources }
    return held
  }

  function isIndifferent(disk: Disk, { basis }: Held, { changed, trace }: Verified): boolean {
    return basis !== null && changed.every((file) => {
      const source = disk.source(file)
      return 'text' in source && source.hash === sourceHash(trace, file) && saysTheSame(basis, file, source.text)
    })
  }

  const reports = new WeakMap<Report, { readonly key: string; readonly report: Report }>()
  function wanted(report: Report): Report {
    const { key, of } = projectPolicy(openDisk(root))
    const known = reports.get(report)
    if (known?.key === key) return known.report
    const made = { key, report: of(report) }
    reports.set(report, made)
    return made.report
  }

  const examinations = new WeakMap<Report, Examination>()
  function settled(examination: Examination): Examination {
    const report = wanted(examination.report)
    if (report === examination.report) return examination
    const made = examinations.get(report) ?? withReport(examination, report)
    examinations.set(report, made)
    return made
  }

  const planned = new WeakMap<Examination, Map<Strategy, Planned>>()

  function plan(examination: Examination, strategy: OneByOne): Planned {
    const known = planned.get(examination) ?? new Map<Strategy, Planned>()
    planned.set(examination, known)
    let made = known.get(strategy)
    if (made === undefined) {
      const fixable = examination.report.findings.filter((finding) => finding.fixable)
      const fixes: FindingFixes = fixable.length === 0 ? { each: [], together: () => [] } : planEach(internalsOf(examination), fixable, examinerIn(session, examination), strategy)
      known.set(strategy, (made = { ...fixes, byId: new Map(fixes.each.map((one) => [one.finding.id, one])) }))
    }
    return made
  }

  const session: Session = {
    root,
    current(options = {}) {
      const { report, sources } = stillHeld() ?? examined(options)
      return { report: wanted(report), sources }
    },
    examination: (options = {}) => settled(stillHeld()?.examination ?? examined(options)),
    isExamined(file, text) {
      const hash = held === null ? null : sourceHash(held.trace, file)
      return hash === null ? null : hash === hashOf(text)
    },
    matters: (file, text) => !saysTheSame(held?.basis ?? examined({}), file, text),
    withTexts(overlay, options = {}) {
      refuseInterrupted(root)
      return settled(examineOn(openDisk(root, true), { signal: options.signal, progress: options.progress, overlay }, facts))
    },
    fixes: (examination, strategy) => plan(examination, strategy).byId,
    together: (examination, strategy, findings) => plan(examination, strategy).together(findings),
  }
  factsIn.set(session, () => facts)
  return session
}

/** Examines the tree of an examination with more texts in the place of others, by what its session knows. */
export function examinerIn(session: Session, examination: Examination): (texts: ReadonlyMap<string, string>) => Internals {
  const examineTree = examinerOf(examination, factsIn.get(session)?.())
  return (texts) => internalsOf(examineTree(texts))
}

const factsIn = new WeakMap<Session, () => FactsStore | undefined>()

/** Of a file into which nobody has looked, nothing but its module record has mattered. */
function saysTheSame(examination: Examination, file: string, text: string): boolean {
  const { graph } = internalsOf(examination).context
  const before = graph.modules.get(file)?.facts
  return before !== undefined && !graph.looked.has(file) && isSameRecord(readModule(file, text), before)
}
