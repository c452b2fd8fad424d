import { json } from '../../reporters/json.ts'
import { verificationText } from '../../reporters/verification.ts'
import { entriesMatching } from '../../selection/filters.ts'
import type { Outcome } from '../outcome.ts'
import type { Request } from '../request.ts'
import { directoryOf, examineWith, stopIfNothing, textOptions, type Context } from './context.ts'

/** Compares builds with the prediction. JSON: a Verification. @throws UsageError when there is no build, or a glob means no entry */
export async function verify(request: Extract<Request, { command: 'verify' }>, { terminal, loadEngine }: Context): Promise<Outcome> {
  const directory = directoryOf(request, terminal)
  const engine = await loadEngine()
  const examination = await examineWith(engine, directory, request, terminal)
  const stopped = stopIfNothing(examination, request, terminal)
  if (stopped) return stopped

  const { report } = examination
  const entries = request.entries.length === 0 ? null : new Set(request.entries.flatMap((glob) => entriesMatching(report, glob)))
  const verification = await engine.verify(examination, { run: request.run, entries })
  terminal.out(request.format === 'json' ? json(verification) : verificationText(verification, textOptions(request, terminal)))
  const differences = verification.builds.flatMap((build) => build.entries.flatMap((entry) => entry.differences))
  return { kind: 'verified', fails: differences.some((each) => each.fails) }
}
