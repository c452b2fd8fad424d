import { json } from '../../reporters/json.ts'
import { verificationText } from '../../reporters/verification.ts'
import { entriesMatching } from '../../selection/filters.ts'
import type { Verification } from '../../kernel/verification.ts'
import type { Report } from '../../kernel/report.ts'
import type { Outcome } from '../outcome.ts'
import type { Request } from '../request.ts'
import { directoryOf, examineWith, stopIfNothing, textOptions, type Context } from './context.ts'

/** Compares builds with the prediction. JSON: a Verification. @throws UsageError when there is no build */
export async function verify(request: Extract<Request, { command: 'verify' }>, { terminal, loadEngine }: Context): Promise<Outcome> {
  const directory = directoryOf(request, terminal)
  const engine = await loadEngine()
  const examination = await examineWith(engine, directory, request, terminal)
  const stopped = stopIfNothing(examination, request, terminal)
  if (stopped) return stopped

  const verification = narrowed(await engine.verify(examination, request.run), examination.report, request.entries)
  terminal.out(request.format === 'json' ? json(verification) : verificationText(verification, textOptions(request, terminal)))
  const differences = verification.builds.flatMap((build) => build.entries.flatMap((entry) => entry.differences))
  return { kind: 'verified', fails: differences.some((each) => each.fails) }
}

/** @throws UsageError when a glob means no entry */
function narrowed(verification: Verification, report: Report, globs: readonly string[]): Verification {
  if (globs.length === 0) return verification
  const wanted = new Set(globs.flatMap((glob) => entriesMatching(report, glob)))
  return { ...verification, builds: verification.builds.map((build) => ({ ...build, entries: build.entries.filter((entry) => wanted.has(entry.file)) })) }
}
