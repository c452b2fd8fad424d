import { UsageError } from '../../kernel/usage-error.ts'
import { escapeText } from '../../reporters/escape.ts'
import { json } from '../../reporters/json.ts'
import { whyText } from '../../reporters/why.ts'
import { entriesMatching, knownModels, noSuchModel } from '../../selection/filters.ts'
import type { Request } from '../request.ts'
import type { Outcome } from '../outcome.ts'
import { directoryOf, examineWith, stopIfNothing, textOptions, type Context } from './context.ts'

/** JSON: WhyAnswer[]. */
export async function why(request: Extract<Request, { command: 'why' }>, { terminal, loadEngine }: Context): Promise<Outcome> {
  const directory = directoryOf(request, terminal)
  const examination = await examineWith(await loadEngine(), directory, request, terminal)
  const stopped = stopIfNothing(examination, request, terminal)
  if (stopped) return stopped

  const known = knownModels(examination.report)
  if (!known.has(request.model)) throw new UsageError(noSuchModel(request.model, known))
  const answers =
    request.entry === null
      ? examination.why(request.model)
      : entriesMatching(examination.report, request.entry).flatMap((entry) => examination.why(request.model, entry))
  if (request.format === 'pretty' && answers.length === 0) {
    terminal.out(`${escapeText(`No entry has anything to do with ${request.model}.`)}\n`)
    return { kind: 'answered' }
  }
  terminal.out(request.format === 'json' ? json(answers) : whyText(answers, textOptions(request, terminal)))
  return { kind: 'answered' }
}
