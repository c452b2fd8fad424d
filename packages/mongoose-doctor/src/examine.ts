/** From a directory to the report: every stage once, in order. */
import { openDisk, type Disk } from './disk/disk.ts'
import { appReport } from './examination/entries.ts'
import { modelReports } from './examination/models.ts'
import { unknownsOf } from './examination/unknowns.ts'
import { whyOf } from './examination/why.ts'
import type { Packer } from './facts/packed.ts'
import type { FactsStore } from './facts/store.ts'
import { refuseInterrupted } from './fixes/writing/interrupted.ts'
import { buildGraph } from './graph/build.ts'
import { noClock, type TimedOptions, type Work } from './kernel/clock.ts'
import { positionsOf } from './kernel/lines.ts'
import type { Position } from './kernel/lines.ts'
import type { Examination, ExamineOptions, Report } from './kernel/report.ts'
import { version } from './kernel/version.ts'
import { readProject } from './project/read.ts'
import { interpretProgram } from './registration/program.ts'
import type { RuleContext } from './rules/context.ts'
import type { Diagnosis } from './rules/diagnosis.ts'
import { diagnose } from './rules/findings.ts'

/**
 * Examines an application. Nothing of it is executed.
 * @param directory absolute or relative to the working directory
 * @throws UsageError when there is no such directory; InterruptedError when it may hold half of a fix; what `signal` says when it is aborted
 */
export function examine(directory: string, options: ExamineOptions = {}): Examination {
  const disk = openDisk(directory)
  refuseInterrupted(disk.root)
  return examineOn(disk, options)
}

/**
 * The same, with all questions to the disk asked of `disk`.
 * @param facts need not be made again
 * @param packer packs what has to be packed
 */
export function examineOn(disk: Disk, options: TimedOptions = {}, facts?: FactsStore, packer?: Packer): Examination {
  const started = performance.now()
  const { overlay, clock = noClock } = options
  const stage = <Made>(done: number, what: string, work: Work, run: () => Made): Made => {
    options.signal?.throwIfAborted()
    options.progress?.({ done, total: 4, what })
    return clock.time(work, run)
  }
  const project = stage(0, 'reading files', 'files', () => readProject(disk, overlay?.keys()))
  const graph = stage(1, 'linking modules', 'link', () => buildGraph(project, { overlay, store: facts, clock, packer, reading: options.reading }))
  const program = stage(2, 'following the code', 'follow', () => interpretProgram(project, graph))
  return stage(3, 'judging entries', 'judge', () => judged({ project, graph, program }, overlay ?? new Map(), started))
}

function judged({ project, graph, program }: Omit<RuleContext, 'position'>, overlay: ReadonlyMap<string, string>, started: number): Examination {
  const tables = new Map<string, (offset: number) => Position>()
  const position = (file: string, offset: number): Position => {
    // What is no module is a configuration.
    const table = tables.get(file) ?? positionsOf(graph.modules.has(file) ? graph.text(file) : (project.disk.read(file) ?? ''))
    tables.set(file, table)
    return table(offset)
  }
  const context = { project, graph, program, position }
  const diagnoses = diagnose(context)
  const unknown = unknownsOf(context)
  let bytes = 0
  for (const { facts } of graph.modules.values()) bytes += facts.length
  const report: Report = {
    schemaVersion: 1,
    tool: { name: 'mongoose-doctor', version },
    complete: unknown.length === 0,
    apps: program.apps.map(appReport),
    models: modelReports(program, position),
    findings: diagnoses.map((d) => d.finding),
    unknown,
    stats: { files: project.files.length, bytes, milliseconds: Math.round(performance.now() - started) },
  }
  const examination: Examination = {
    report,
    why: (model, entry) => whyOf(context, report, model, entry),
    sources: { text: (file) => (graph.modules.has(file) ? graph.text(file) : null) },
  }
  internals.set(examination, { context, diagnoses, overlay })
  return examination
}

/** What the fixes need of an examination, beyond what is public. */
export interface Internals {
  readonly context: RuleContext
  readonly diagnoses: readonly Diagnosis[]
  /** Texts that were examined in place of those on the disk. */
  readonly overlay: ReadonlyMap<string, string>
}

const internals = new WeakMap<Examination, Internals>()

/** The same examination, with a report of which something is kept out, or weighed otherwise. */
export function withReport(examination: Examination, report: Report): Examination {
  const other: Examination = { ...examination, report }
  internals.set(other, internalsOf(examination))
  return other
}

/** @throws when the examination was not made by `examine` */
export function internalsOf(examination: Examination): Internals {
  const found = internals.get(examination)
  if (found === undefined) throw new TypeError('not an examination of this process')
  return found
}
