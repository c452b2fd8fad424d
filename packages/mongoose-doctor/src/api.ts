/**
 * What is published: `import { examine } from 'mongoose-doctor'`. Nothing of the examined project is executed. All but `explain` work
 * synchronously, from milliseconds for a small application to seconds for a large one. docs/api.md says what is stable.
 */
import { openDisk } from './disk/disk.ts'
import { examine as examineAll, internalsOf, withReport } from './examine.ts'
import { refuseInterrupted, refuseInterruptedAbove } from './fixes/writing/interrupted.ts'
import { planFixes as plan } from './fixes/plan.ts'
import { recover as settle, type Recovered } from './fixes/writing/recover.ts'
import type { FileChange, FixPlan } from './fixes/types.ts'
import { uncommitted } from './fixes/writing/uncommitted.ts'
import { UncommittedError } from './fixes/writing/errors.ts'
import { writeFixes as write } from './fixes/writing/write.ts'
import { fails as failsRun } from './kernel/fails.ts'
import type { Examination, ExamineOptions, Finding, Report, RunOptions } from './kernel/report.ts'
import type { RuleName } from './kernel/rules.ts'
import type { Strategy } from './kernel/strategies.ts'
import { projectPolicy } from './policy/project-policy.ts'
import { errorsOf, readLog } from './logs/read.ts'
import { tie } from './logs/tie.ts'
import { examinerOf } from './recorded.ts'
import { diffText } from './reporters/diff.ts'
import { render as renderAs, type Format } from './reporters/formats.ts'
import { limitsReached, logJson, type ErrorGroup } from './reporters/log.ts'
import { nothingExamined as nothing, nothingSentence } from './reporters/nothing-examined.ts'
import { ruleMarkdown, rulePages } from './reporters/rule-pages.ts'
import { checkFilters, filterReport as filter, ruleOf } from './selection/filters.ts'
import { createSession as openSession, type CurrentReport, type Session, type SessionOptions } from './session.ts'

export { InterruptedError, UncommittedError, WriteError } from './fixes/writing/errors.ts'
export type { FindingFix } from './fixes/plan.ts'
export type { Recovered } from './fixes/writing/recover.ts'
export { textEdits, type TextEdit } from './fixes/code/text-edits.ts'
export type { FileChange, FixPlan, NotFixed } from './fixes/types.ts'
export type {
  AppReport, Break, Confidence, EntryKind, EntryReport, Examination, ExamineOptions, Finding, Framework, KnownFinding, ModelReport, PathLink, PathStep, Progress, Reason, Report,
  RunOptions, Severity, Sources, Stats, StepKind, Unknown, WhyAnswer, WhyStatus, Withheld,
} from './kernel/report.ts'
export { lineStarts, offsetsOf, type Position } from './kernel/lines.ts'
export { UsageError } from './kernel/usage-error.ts'
export { version } from './kernel/version.ts'
export { escapeLines, escapeText } from './reporters/escape.ts'
export { formats, type Format } from './reporters/formats.ts'
export type { ErrorVerdict } from './reporters/log-group.ts'
export type { ErrorGroup } from './reporters/log.ts'
export { ruleNames, type RuleName } from './kernel/rules.ts'
export { strategies, type Strategy } from './kernel/strategies.ts'
export type { CurrentReport, OneByOne, Session, SessionOptions } from './session.ts'

/**
 * Examines an application. Nothing of it is executed. The report is that of `--format json`: as the project's configuration and baseline want it.
 * @param directory absolute or relative to the working directory
 * @throws UsageError when there is no such directory, or its configuration or baseline can't be followed; InterruptedError
 */
export function examine(directory: string, options: ExamineOptions = {}): Examination {
  const examination = examineAll(directory, options)
  const { disk } = internalsOf(examination).context.project
  return withReport(examination, projectPolicy(disk).of(examination.report))
}

/**
 * For a directory that is examined again and again: what has not changed is not read again.
 * @throws UsageError when there is no such directory
 */
export function createSession(directory: string, options: SessionOptions = {}): Session {
  return openSession(directory, options)
}

export interface NothingExamined {
  /** What there was none of: source files, models, or entries that could need one. */
  readonly because: 'empty' | 'no-mongoose' | 'no-entries'
  /** A sentence for people. */
  readonly message: string
}

/** Whether there was anything to examine: a report without findings says that all is well only if this is null. */
export function nothingExamined(report: Report): NothingExamined | null {
  const because = nothing(report)
  return because === null ? null : { because, message: nothingSentence[because]('this directory') }
}

export interface FailOptions {
  /** Whether likely errors fail the run too; false when it is not said. */
  readonly strict?: boolean
}

/** Whether a finding fails a run, as exit code 1 of the command line does: proved errors do. */
export function fails(finding: Finding, options: FailOptions = {}): boolean {
  return failsRun(finding, options.strict)
}

/** What is asked for; all of it where nothing is said. */
export interface FilterOptions {
  /** Paths, folders or globs of entries. */
  readonly entries?: readonly string[]
  readonly models?: readonly string[]
  readonly rules?: readonly RuleName[]
}

/**
 * The report of what was asked for; places that could not be decided stay, for they may hide any of it.
 * @throws UsageError when a filter names what there is not: nothing is ever clean for having been mistyped
 */
export function filterReport(report: Report, options: FilterOptions): Report {
  const { entries = [], models = [], rules = [] } = options
  const filters = { entries, models, rules }
  checkFilters(report, filters)
  return filter(report, filters)
}

export interface FixOptions extends RunOptions {
  /** What is to be mended; every fixable finding when it is not said. */
  readonly findings?: readonly Finding[]
  /** Which of the four remedies; a static import when it is not said. */
  readonly strategy?: Strategy
}

/** The edits that mend findings, verified by examining the tree with them, in a few turns at most. Nothing is written. */
export function planFixes(examination: Examination, options: FixOptions = {}): FixPlan {
  const { strategy = 'import', signal, progress } = options
  const wanted = options.findings ?? examination.report.findings.filter((finding) => finding.fixable)
  const examineTree = examinerOf(examination, undefined, { signal, progress })
  return plan(internalsOf(examination), wanted, (texts) => internalsOf(examineTree(texts)), strategy)
}

export interface WriteOptions {
  /** Also where git could not bring back what is in the files; false when it is not said. */
  readonly force?: boolean
}

/**
 * Writes a plan: all of it, or nothing. What a process leaves that is ended in the middle, the next one puts in order (`recover`).
 * @throws UncommittedError when files have changes that git could not bring back
 * @throws WriteError when a file is not the one that was examined, or can't be written
 * @throws InterruptedError when another run was writing in the directory, or is at it
 */
export function writeFixes(examination: Examination, fixes: FixPlan, options: WriteOptions = {}): void {
  const { root } = internalsOf(examination).context.project
  refuseInterrupted(root)
  const lost = options.force === true ? [] : uncommitted(root, fixes.files.flatMap(({ file, before }) => (before === null ? [] : [file])))
  if (lost.length > 0) throw new UncommittedError(lost)
  if (fixes.files.length > 0) write(root, fixes)
}

/**
 * Puts in order what a run left that was ended while it wrote: its changes are completed, or undone.
 * @returns null when there is nothing of the kind
 * @throws UsageError when another process is writing, or what it left can't be understood; InterruptedError when it was writing in a folder above
 */
export function recover(directory: string): Recovered | null {
  const { root } = openDisk(directory)
  refuseInterruptedAbove(root)
  return settle(root)
}

export interface DiffOptions {
  /** Whether controls and invisible characters are written out (`\x1b`), as a person or an agent should see them; `git apply` wants them as they are. */
  readonly escaped?: boolean
  readonly color?: boolean
}

/** The changes as one unified diff. */
export function unifiedDiff(files: readonly FileChange[], options: DiffOptions = {}): string {
  const { escaped = false, color = false } = options
  return diffText(files, { color, forTerminal: escaped })
}

/** What the errors of a text are about. */
export interface Explanation {
  /** By model and entry, the most frequent first; none: there is no such error in the text. */
  readonly groups: readonly ErrorGroup[]
  readonly errors: number
  readonly lines: number
  /** A sentence for each limit that was reached: what is longer is read in pieces, and beyond a thousand different traces errors are counted by model. */
  readonly limits: readonly string[]
}

/**
 * What the `MissingSchemaError`s of a pasted error or of a log mean in this project.
 * @param text of any length; a log as its stream
 */
export async function explain(text: string | AsyncIterable<Uint8Array | string>, report: Report): Promise<Explanation> {
  const log = await readLog(typeof text === 'string' ? once(text) : text)
  const groups = typeof text === 'string' ? errorsOf(log) : log.groups
  return {
    groups: logJson(tie(groups, report), report),
    errors: groups.reduce((sum, group) => sum + group.count, 0), lines: log.extent.lines, limits: limitsReached(log.extent),
  }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

/** What a rule reports, in a sentence. @throws UsageError when there is no such rule */
export function ruleSummary(rule: RuleName): string {
  return rulePages[ruleOf(rule)].what
}

/** What a rule means, with a wrong and a right example, as Markdown. @throws UsageError when there is no such rule */
export function explainRule(rule: RuleName): string {
  return ruleMarkdown(ruleOf(rule))
}

export interface RenderOptions extends FailOptions {
  /** Columns of text for people; 80 when it is not said. */
  readonly width?: number
  readonly color?: boolean
  /** Put before the names of files, for a reader who looks them up from elsewhere: '' or a folder with a slash at its end. */
  readonly prefix?: string
}

/** A report as `--format` prints it. */
export function render(format: Format, examined: CurrentReport, options: RenderOptions = {}): string {
  const { report, sources } = examined
  const { width = 80, color = false, prefix = '', strict } = options
  return renderAs(format, report, sources, { width, color, prefix, fails: (finding) => failsRun(finding, strict) })
}
