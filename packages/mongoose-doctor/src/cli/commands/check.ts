import type { Examination, Finding, Report } from '../../kernel/report.ts'
import type { FixPlan } from '../../fixes/types.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { changedLines, diffText } from '../../reporters/diff.ts'
import { json } from '../../reporters/json.ts'
import { pretty } from '../../reporters/pretty.ts'
import { count } from '../../reporters/words.ts'
import type { Request } from '../args.ts'
import { checkFilters, filterReport } from '../filters.ts'
import type { Outcome } from '../outcome.ts'
import type { Terminal } from '../terminal.ts'
import { directoryOf, examineWith, stopIfNothing, tell, textOptions, type Context } from './context.ts'

type Check = Extract<Request, { command: 'check' }>

/** Examines; with --fix mends, examines again and reports what is left; with --dry-run prints the diff. */
export async function check(request: Check, { terminal, loadEngine }: Context): Promise<Outcome> {
  const directory = directoryOf(request, terminal)
  const engine = await loadEngine()
  const examination = await examineWith(engine, directory, terminal)
  const stopped = stopIfNothing(examination, request, terminal)
  if (stopped) return stopped

  checkFilters(examination.report, request.filters)
  const report = filterReport(examination.report, request.filters)
  const fixable = report.findings.filter((finding) => finding.fixable)

  if (request.dryRun) {
    const plan = fixable.length === 0 ? noFixes : await engine.planFixes(examination, fixable, request.strategy)
    const { color } = textOptions(request, terminal)
    terminal.out(diffText(plan.files, { color, forTerminal: terminal.stdout.isTTY }))
    tell(terminal, planned('would be mended', plan, fixable, report))
    return { kind: 'examined', report, strict: request.strict }
  }
  if (!request.fix || fixable.length === 0) return show(request, examination, report, terminal)

  const plan = await engine.planFixes(examination, fixable, request.strategy)
  if (!request.force) refuseUncommitted(await engine.uncommitted(directory, plan.files.flatMap((change) => (change.before === null ? [] : change.file))))
  if (plan.files.length > 0) await engine.writeFixes(directory, plan)
  const after = plan.files.length > 0 ? await examineWith(engine, directory, terminal) : examination
  const outcome = show(request, after, filterReport(after.report, request.filters), terminal)
  tell(terminal, planned('mended', plan, fixable, report))
  return outcome
}

function refuseUncommitted(files: readonly string[]): void {
  if (files.length === 0) return
  throw new UsageError('Nothing was mended: git could not bring these files back, for it does not have what is in them.', {
    details: [...files.map((file) => `  ${file}`), 'Commit or stage them first, or use --force. --dry-run shows what would be done.'],
  })
}

const noFixes: FixPlan = { files: [], notFixed: [] }

function show(request: Check, { sources }: Examination, report: Report, terminal: Terminal): Outcome {
  terminal.out(request.format === 'json' ? json(report) : pretty(report, sources, textOptions(request, terminal)))
  return { kind: 'examined', report, strict: request.strict }
}

/** What was done goes to stderr: stdout holds the report or the diff, and nothing else. */
function planned(done: string, plan: FixPlan, tried: readonly Finding[], report: Report): string[] {
  const fixed = tried.length - plan.notFixed.length
  const rest = report.findings.length - tried.length
  if (tried.length === 0) return [rest > 0 ? `Nothing can be mended automatically; ${count(rest, 'finding')} to mend by hand.` : 'Nothing to mend.']
  const lines = [`${count(fixed, 'finding')} ${done} in ${count(plan.files.length, 'file')}${plan.files.length > 0 ? ':' : '.'}`]
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
