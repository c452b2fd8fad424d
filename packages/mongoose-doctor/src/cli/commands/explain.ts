import { UsageError } from '../../kernel/usage-error.ts'
import { errorText } from '../../reporters/explain.ts'
import { isRule, ruleNames, rulePageText } from '../../reporters/rule-pages.ts'
import { entriesOf } from '../../reporters/words.ts'
import type { Request } from '../args.ts'
import { filesMeant, readError } from '../error-text.ts'
import type { Outcome } from '../outcome.ts'
import { didYouMean, nearest } from '../suggest.ts'
import { directoryOf, reportWith, stopIfNothing, textOptions, type Context } from './context.ts'

/** A rule's page, or what an error means in this project. @throws UsageError when the text is neither */
export async function explain(request: Extract<Request, { command: 'explain' }>, { terminal, loadEngine }: Context): Promise<Outcome> {
  const text = (request.text ?? (await terminal.readInput()) ?? '').trim()
  if (text === '') throw new UsageError('explain needs a rule, or an error message as argument or on standard input.')
  const options = textOptions(request, terminal)

  if (isRule(text)) {
    terminal.out(rulePageText(text, options))
    return { kind: 'answered' }
  }
  const error = readError(text)
  if (error === null) {
    if (!/\s/.test(text)) throw new UsageError(`There is no rule "${text}".${didYouMean(text, ruleNames)} The rules are ${ruleNames.join(', ')}.`)
    throw new UsageError('This is neither a rule nor a MissingSchemaError (`Schema hasn\'t been registered for model "…"`).')
  }

  const directory = directoryOf(request, terminal)
  const found = await reportWith(await loadEngine(), directory, request, terminal)
  const stopped = stopIfNothing(found, request, terminal)
  if (stopped) return stopped

  const { report, sources } = found
  const names = report.models.map((model) => model.name)
  // A frame leads to an entry by itself, or to the file of a finding that breaks some.
  const files = new Set(entriesOf(report).map((entry) => entry.file))
  const viaFindings = report.findings
    .filter((finding) => finding.model === error.model && filesMeant(error.paths, [finding.file]).length > 0)
    .flatMap((finding) => finding.entries)
  const direct = filesMeant(error.paths, files)
  const question = {
    model: error.model,
    entries: direct.length > 0 ? direct : [...new Set(viaFindings)],
    similar: names.includes(error.model) ? null : nearest(error.model, names),
  }
  terminal.out(errorText(question, report, sources, options))
  return { kind: 'answered' }
}
