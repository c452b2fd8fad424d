/**
 * What is published: `import { examine } from 'mongoose-doctor'`. Nothing of the examined project is executed. All but `explain` work
 * synchronously, from milliseconds for a small application to seconds for a large one.
 */
import { examine, internalsOf } from './examine.ts'
import { planFixes as plan } from './fixes/plan.ts'
import type { FixPlan, Strategy } from './fixes/types.ts'
import { uncommitted } from './fixes/uncommitted.ts'
import { writeFixes as write } from './fixes/write.ts'
import { fails } from './kernel/fails.ts'
import type { Examination, Finding, Report, RuleName, Sources } from './kernel/report.ts'
import { UsageError } from './kernel/usage-error.ts'
import { errorsOf, readLog } from './logs/read.ts'
import { tie } from './logs/tie.ts'
import { render as renderAs, type Format } from './reporters/formats.ts'
import { logJson, type LogGroupJson } from './reporters/log.ts'
import { ruleMarkdown, rulePages } from './reporters/rule-pages.ts'

export { examine } from './examine.ts'
export { textEdits, type TextEdit } from './fixes/text-edits.ts'
export { strategies, type FileChange, type FixPlan, type Strategy } from './fixes/types.ts'
export type { Mending } from './fixes/plan.ts'
export type {
  AppReport, Confidence, EntryKind, EntryReport, Examination, ExamineOptions, Finding, Framework, ModelReport, Progress, Reason, Report, RuleName,
  Severity, Sources, Stats, Unknown, WhyAnswer, WhyStatus,
} from './kernel/report.ts'
export { lineStarts, offsetsOf, type Position } from './kernel/lines.ts'
export { UsageError } from './kernel/usage-error.ts'
export { version } from './kernel/version.ts'
/** One line with all that drives a terminal, or can't be seen, written out: what findings say comes from the examined project. */
export { escapeText } from './reporters/escape.ts'
export { formats, type Format } from './reporters/formats.ts'
export type { LogGroupJson } from './reporters/log.ts'
export { ruleNames } from './reporters/rule-pages.ts'
export { createSession, type Current, type OneByOne, type Session, type SessionOptions } from './session.ts'

export interface FixOptions {
  /** What is to be mended; every fixable finding when it is not said. */
  readonly findings?: readonly Finding[]
  /** Which of the four remedies; a static import when it is not said. */
  readonly strategy?: Strategy
}

/** The edits that mend findings, verified by examining the tree with them. Nothing is written. */
export function planFixes(examination: Examination, { findings, strategy = 'import' }: FixOptions = {}): FixPlan {
  const examined = internalsOf(examination)
  const { root } = examined.context.project
  const wanted = findings ?? examination.report.findings.filter((finding) => finding.fixable)
  return plan(examined, wanted, (overlay) => internalsOf(examine(root, { overlay })), strategy)
}

/**
 * Writes a plan: all of it, or nothing.
 * @param options.force also where git could not bring back what is in the files
 * @throws UsageError when a file is not the one that was examined, can't be written, or has changes that are not committed
 */
export function writeFixes(examination: Examination, fixes: FixPlan, { force = false }: { readonly force?: boolean } = {}): void {
  const { root } = internalsOf(examination).context.project
  const lost = force ? [] : uncommitted(root, fixes.files.flatMap(({ file, before }) => (before === null ? [] : [file])))
  if (lost.length > 0) throw new UsageError('Nothing was mended: git could not bring these files back, for it does not have what is in them.', { details: lost })
  if (fixes.files.length > 0) write(root, fixes)
}

/**
 * What the `MissingSchemaError`s of a pasted error or of a log mean in this project, grouped by model and entry; none: there is no such error in it.
 * @param text of any length
 */
export async function explain(text: string | AsyncIterable<Uint8Array | string>, report: Report): Promise<readonly LogGroupJson[]> {
  if (typeof text !== 'string') return logJson(tie((await readLog(text)).groups, report), report)
  return logJson(tie(errorsOf(await readLog(once(text))), report), report)
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

/** What a rule reports, in a sentence. */
export function ruleSummary(rule: RuleName): string {
  return rulePages[rule].what
}

/** What a rule means, with a wrong and a right example, as Markdown. */
export function explainRule(rule: RuleName): string {
  return ruleMarkdown(rule)
}

export interface RenderOptions {
  /** Columns of text for people; 80 when it is not said. */
  readonly width?: number
  readonly color?: boolean
  /** Put before the names of files, for a reader who looks them up from elsewhere: '' or a folder with a slash at its end. */
  readonly prefix?: string
  /** Whether likely errors fail the run too. */
  readonly strict?: boolean
}

/** A report as `--format` prints it. */
export function render(format: Format, { report, sources }: { readonly report: Report; readonly sources: Sources }, { width = 80, color = false, prefix = '', strict = false }: RenderOptions = {}): string {
  return renderAs(format, report, sources, { width, color, prefix, fails: (finding) => fails(finding, strict) })
}
