/** From a directory to the report: every stage once, in order. */
import { appReport } from './examination/entries.ts'
import { modelReports } from './examination/models.ts'
import { unknownsOf } from './examination/unknowns.ts'
import { whyOf } from './examination/why.ts'
import { buildGraph } from './graph/build.ts'
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
 * @throws UsageError when there is no such directory
 */
export function examine(directory: string, options: ExamineOptions = {}): Examination {
  const started = performance.now()
  const stage = (done: number, what: string): void => { options.signal?.throwIfAborted(); options.progress?.({ done, total: 4, what }) }
  stage(0, 'reading files')
  const project = readProject(directory, options.overlay?.keys())
  stage(1, 'linking modules')
  const graph = buildGraph(project, options.overlay)
  stage(2, 'following the code')
  const program = interpretProgram(project, graph)
  stage(3, 'judging entries')
  const tables = new Map<string, (offset: number) => Position>()
  const position = (file: string, offset: number): Position => {
    const table = tables.get(file) ?? positionsOf(graph.modules.has(file) ? graph.text(file) : '')
    tables.set(file, table)
    return table(offset)
  }
  const context = { project, graph, program, position }
  const diagnoses = diagnose(context)
  const unknown = unknownsOf(context)
  let bytes = 0
  for (const file of graph.modules.keys()) bytes += graph.text(file).length
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
  internals.set(examination, { context, diagnoses })
  return examination
}

/** What the fixes need of an examination, beyond what is public. */
export interface Internals {
  readonly context: RuleContext
  readonly diagnoses: readonly Diagnosis[]
}

const internals = new WeakMap<Examination, Internals>()

/** @throws when the examination was not made by `examine` */
export function internalsOf(examination: Examination): Internals {
  const found = internals.get(examination)
  if (found === undefined) throw new TypeError('not an examination of this process')
  return found
}
