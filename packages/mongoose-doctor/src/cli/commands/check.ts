import type { Finding, Report, Sources } from '../../kernel/report.ts'
import type { FixPlan } from '../../fixes/types.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { changedLines, diffText } from '../../reporters/diff.ts'
import { count } from '../../reporters/words.ts'
import type { CheckRequest } from '../args.ts'
import { forAgent } from '../coding-agent.ts'
import { filterReport } from '../filters.ts'
import { nextSteps, type Stage } from '../next-steps.ts'
import type { Outcome } from '../outcome.ts'
import { isOnScreen, textWidthOf, type Terminal } from '../terminal.ts'
import { directoryOf, examineWith, reportWith, stopIfNothing, tell, textOptions, type Context } from './context.ts'
import { chosen, save, show } from './shown.ts'
import { watch } from './watch.ts'

/** Examines; with --fix mends, examines again and reports what is left; with --dry-run prints the diff. */
export async function check(asked: CheckRequest, context: Context): Promise<Outcome> {
  const { terminal, loadEngine } = context
  const request = settled(asked, terminal)
  const directory = directoryOf(request, terminal)
  const engine = await loadEngine()
  if (request.watch) return watch(request, directory, engine, context)
  if (!request.fix && !request.dryRun) {
    const { report, sources } = await reportWith(engine, directory, request, terminal)
    return stopIfNothing({ report, sources }, request, terminal) ?? deliver(request, directory, sources, chosen(request, report), terminal)
  }

  const examination = await examineWith(engine, directory, request, terminal)
  const stopped = stopIfNothing(examination, request, terminal)
  if (stopped) return stopped
  const report = chosen(request, examination.report)
  const fixable = report.findings.filter((finding) => finding.fixable)

  if (request.dryRun) {
    const plan = fixable.length === 0 ? noFixes : await engine.planFixes(examination, fixable, request.strategy)
    const { color } = textOptions(request, terminal)
    terminal.out(diffText(plan.files, { color, forTerminal: terminal.stdout.isTTY }))
    finish(request, plan.files.length > 0 ? 'planned' : 'not-planned', report, terminal, planned('would be mended', plan, fixable, report))
    return { kind: 'examined', report, strict: request.strict }
  }
  if (fixable.length === 0) return deliver(request, directory, examination.sources, report, terminal)

  const plan = await engine.planFixes(examination, fixable, request.strategy)
  if (!request.force) refuseUncommitted(await engine.uncommitted(directory, plan.files.flatMap((change) => (change.before === null ? [] : change.file))))
  if (plan.files.length > 0) await engine.writeFixes(directory, plan)
  const after = plan.files.length > 0 ? await reportWith(engine, directory, request, terminal) : examination
  return deliver(request, directory, after.sources, filterReport(after.report, request.filters), terminal, planned('mended', plan, fixable, report))
}

/** Where no format is named, an agent gets the one that is made for it; --watch and a diff are for people. */
function settled(request: CheckRequest, terminal: Terminal): CheckRequest {
  return !request.isFormatGiven && !request.watch && !request.dryRun && forAgent(terminal) ? { ...request, format: 'agent' } : request
}

/** Prints the report and what was done, then writes the files: one that can't be written takes nothing from the screen. */
function deliver(request: CheckRequest, directory: string, sources: Sources, report: Report, terminal: Terminal, done: readonly string[] = []): Outcome {
  const outcome = show(request, directory, sources, report, terminal)
  finish(request, done.length > 0 ? 'mended' : 'examined', report, terminal, done)
  save(request, directory, sources, report, terminal)
  return outcome
}

/** What was done, and on a terminal what to do next. */
function finish(request: CheckRequest, stage: Stage, report: Report, terminal: Terminal, done: readonly string[]): void {
  const onScreen = isOnScreen(terminal)
  // The report or diff ends right above, if both go to the same screen.
  if (done.length > 0) tell(terminal, onScreen ? ['', ...done] : done)
  if (!onScreen || request.format !== 'pretty') return
  const next = nextSteps(request, stage, report, textWidthOf(terminal.stderr))
  if (next.length > 0) tell(terminal, next)
}

function refuseUncommitted(files: readonly string[]): void {
  if (files.length === 0) return
  throw new UsageError('Nothing was mended: git could not bring these files back, for it does not have what is in them.', {
    details: [...files.map((file) => `  ${file}`), 'Commit or stage them first, or use --force. --dry-run shows what would be done.'],
  })
}

const noFixes: FixPlan = { files: [], notFixed: [] }

/** What was done goes to stderr: stdout holds the report or the diff, and nothing else. */
function planned(done: string, plan: FixPlan, tried: readonly Finding[], report: Report): string[] {
  const fixed = tried.length - plan.notFixed.length
  const rest = report.findings.length - tried.length
  if (tried.length === 0) return [rest > 0 ? `Nothing can be mended automatically; ${count(rest, 'finding')} to mend by hand.` : 'Nothing to mend.']
  const lines = [plan.files.length > 0 ? `${count(fixed, 'finding')} ${done} in ${count(plan.files.length, 'file')}:` : `Nothing ${done === 'mended' ? 'was mended' : done}.`]
  for (const change of plan.files) {
    lines.push(`  ${change.file}`)
    // A dry run has shown the whole diff.
    if (done === 'mended') lines.push(...changedLines(change).map((line) => `    ${line}`))
  }
  // One reason often holds for many: a package that is missing, say.
  for (const reason of new Set(plan.notFixed.map((one) => one.reason))) {
    const stay = plan.notFixed.filter((one) => one.reason === reason)
    lines.push(`Not mended: ${reason}:`, ...stay.map(({ finding }) => `  ${finding.rule} of ${finding.model} at ${finding.file}:${finding.line}`))
  }
  if (rest > 0) lines.push(`${count(rest, 'finding')} to mend by hand.`)
  return lines
}
