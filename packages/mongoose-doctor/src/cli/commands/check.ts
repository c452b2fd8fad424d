import { openDisk, type Disk } from '../../disk/disk.ts'
import type { FixPlan } from '../../fixes/types.ts'
import type { Examination, Finding, Report, Sources } from '../../kernel/report.ts'
import { settingRows } from '../../policy/settings.ts'
import { changedLines, diffText } from '../../reporters/diff.ts'
import { json } from '../../reporters/json.ts'
import { settingsTable } from '../../reporters/tables.ts'
import { count } from '../../reporters/words.ts'
import { changeFor, narrowed } from '../change.ts'
import { forAgent } from '../coding-agent.ts'
import type { Engine } from '../engine.ts'
import { nextSteps, type Stage } from '../next-steps.ts'
import type { Outcome } from '../outcome.ts'
import type { CheckRequest } from '../request.ts'
import { isOnScreen, textWidthOf, type Terminal } from '../terminal.ts'
import { settingsFor, type View, type Viewed } from '../view.ts'
import { directoryOf, examineOther, examineWith, reportWith, stopIfNothing, tell, textOptions, type Context } from './context.ts'
import { chosen, save, show, type Run } from './shown.ts'
import { refuseUncommitted } from './uncommitted.ts'
import { update } from './update-baseline.ts'
import { watch } from './watch.ts'

/** Examines; with --fix mends, examines again and reports what is left; with --dry-run prints the diff. */
export async function check(asked: CheckRequest, context: Context): Promise<Outcome> {
  const { terminal, loadEngine } = context
  const request = settled(asked, terminal)
  const directory = directoryOf(request, terminal)
  const engine = await loadEngine()
  const run = { request, directory, terminal }
  if (request.printConfig) return printConfig(run, engine)
  if (request.watch) return watch(request, directory, engine, context)

  const change = await changeFor(request, directory, engine, terminal)
  const looked = await look(run, engine, change?.disk ?? null, request.fix || request.dryRun)
  const stopped = stopIfNothing(looked, request, terminal)
  if (stopped) return stopped
  const done = request.updateBaseline ? await update(run, engine, looked.report) : []
  const view = await chosen(run, engine, looked.report, change?.disk ?? undefined)
  const viewed = (one: Looked): Viewed | Promise<Viewed> => (change === null ? view.of(one.report) : narrowed(view.of(one.report), change, engine, one.examination))
  const { report, notes } = await viewed(looked)
  const fixable = report.findings.filter((finding) => finding.fixable)
  const { strict, strategy: { value: strategy } } = view.settings

  if (request.dryRun) {
    const plan = fixable.length === 0 ? noFixes : await engine.planFixes(await looked.examination(), fixable, strategy)
    const { color } = textOptions(request, terminal)
    terminal.out(diffText(plan.files, { color, forTerminal: terminal.stdout.isTTY }))
    finish(run, plan.files.length > 0 ? 'planned' : 'not-planned', report, [...planned('would be mended', plan, fixable, report), ...notes])
    return { kind: 'examined', report, strict: strict.value }
  }
  if (!request.fix || fixable.length === 0) return deliver(run, view, { report, notes }, looked.sources, done)

  const plan = await engine.planFixes(await looked.examination(), fixable, strategy)
  if (!request.force) refuseUncommitted(await engine.uncommitted(directory, plan.files.flatMap((file) => (file.before === null ? [] : file.file))), 'mended', ' --dry-run shows what would be done.')
  if (plan.files.length > 0) await engine.writeFixes(directory, plan)
  const after = plan.files.length > 0 ? await look(run, engine, null, false) : looked
  return deliver(run, view, await viewed(after), after.sources, planned('mended', plan, fixable, report))
}

/** What an examination has found; and the examination, which costs more where only its report was at hand. */
interface Looked {
  readonly report: Report
  readonly sources: Sources
  readonly examination: () => Promise<Examination>
}

/**
 * @param disk of what is staged; null: what lies there is examined
 * @param isAsked whether more than the report will be asked for
 */
async function look({ request, directory, terminal }: Run, engine: Engine, disk: Disk | null, isAsked: boolean): Promise<Looked> {
  const whole = (): Promise<Examination> => (disk === null ? examineWith(engine, directory, request, terminal) : examineOther(engine, disk, directory, request, terminal))
  if (!isAsked) return { ...(await reportWith(engine, directory, request, terminal, undefined, disk)), examination: whole }
  const examination = await whole()
  return { report: examination.report, sources: examination.sources, examination: async () => examination }
}

/** Where no format is named, an agent gets the one that is made for it; --watch and a diff are for people. */
function settled(request: CheckRequest, terminal: Terminal): CheckRequest {
  return !request.isFormatGiven && !request.watch && !request.dryRun && forAgent(terminal) ? { ...request, format: 'agent' } : request
}

/** Prints the report and what was done, then writes the files: one that can't be written takes nothing from the screen. */
function deliver(run: Run, view: View, { report, notes }: Viewed, sources: Sources, done: readonly string[]): Outcome {
  const outcome = show(run, view, sources, report)
  finish(run, done.length > 0 ? 'mended' : 'examined', report, [...done, ...notes])
  save(run, view, sources, report)
  return outcome
}

/** What was done, and on a terminal what to do next. */
function finish({ request, terminal }: Run, stage: Stage, report: Report, done: readonly string[]): void {
  const onScreen = isOnScreen(terminal)
  // The report or diff ends right above, if both go to the same screen.
  if (done.length > 0) tell(terminal, onScreen ? ['', ...done] : done)
  if (!onScreen || request.format !== 'pretty') return
  const next = nextSteps(request, stage, report, textWidthOf(terminal.stderr))
  if (next.length > 0) tell(terminal, next)
}

/** --print-config: what holds here, and who says so. */
async function printConfig({ request, directory, terminal }: Run, engine: Engine): Promise<Outcome> {
  const rows = settingRows(await settingsFor(request, openDisk(directory), engine))
  terminal.out(request.format === 'json' ? json(rows) : settingsTable(rows, textOptions(request, terminal)))
  return { kind: 'answered' }
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
