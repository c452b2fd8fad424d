import { isRule, ruleNames } from '../../kernel/rules.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { errorText } from '../../reporters/explain.ts'
import { json } from '../../reporters/json.ts'
import { limitsReached, logJson, logText } from '../../reporters/log.ts'
import { rulePageText } from '../../reporters/rule-pages.ts'
import { count, entriesOf } from '../../reporters/words.ts'
import type { Request } from '../request.ts'
import { filesMeant, type PastedError } from '../../logs/error-text.ts'
import { errorsOf, readLog, type ReadLog } from '../../logs/read.ts'
import { sourceOf } from '../log-source.ts'
import { tie } from '../../logs/tie.ts'
import type { Outcome } from '../outcome.ts'
import { didYouMean, nearest } from '../../kernel/suggest.ts'
import type { Report } from '../../kernel/report.ts'
import { directoryOf, reportWith, stopIfNothing, tell, textOptions, type Context } from './context.ts'

type Explain = Extract<Request, { command: 'explain' }>

/** A rule's page, or what the errors of a text or log mean in this project. @throws UsageError when it is neither */
export async function explain(request: Explain, { terminal, loadEngine }: Context): Promise<Outcome> {
  const { words } = request
  const options = textOptions(request, terminal)
  const page = (text: string): Outcome | null => {
    if (!isRule(text)) return null
    if (request.format === 'json') throw new UsageError('--format json goes with an error or a log; the page of a rule is text.')
    terminal.out(rulePageText(text, options))
    return { kind: 'answered' }
  }
  // Before any file is looked for: a rule means itself, whatever lies in the directory.
  const asked = page(words.join(' ').trim())
  if (asked) return asked
  const source = sourceOf(words, request.log, terminal)
  const log = source === null ? null : await readLog(source.chunks)
  if (source === null || log === null || (source.file === null && log.head.trim() === '')) throw new UsageError('explain needs a rule, an error message or a log: as argument, with --log, or on standard input.')
  const piped = source.file === null && log.count === 0 ? page(log.head.trim()) : null
  if (piped) return piped

  const groups = source.file === null ? errorsOf(log) : log.groups
  const [first] = groups
  if (first === undefined) throw new UsageError(nothingFound(log, source.file))

  const directory = directoryOf(request, terminal)
  const found = await reportWith(await loadEngine(), directory, request, terminal)
  const stopped = stopIfNothing(found, request, terminal)
  if (stopped) return stopped

  const { report, sources } = found
  if (request.format === 'json') {
    terminal.out(json(logJson(tie(groups, report), report)))
    const limits = limitsReached(log.extent)
    if (limits.length > 0) tell(terminal, limits)
  } else if (groups.length === 1 && first.count === 1 && source.file === null) {
    terminal.out(errorText(questionOn(first, report), report, sources, options))
  } else {
    terminal.out(logText(tie(groups, report), log.extent, report, options))
  }
  return { kind: 'answered' }
}

function nothingFound({ head, extent }: ReadLog, file: string | null): string {
  const error = 'MissingSchemaError (`Schema hasn\'t been registered for model "…"`)'
  const text = head.trim()
  if (file !== null) return `There is no ${error} in ${file}: ${count(extent.lines, 'line')} read.`
  if (extent.lines > 1) return `This is neither a rule nor a MissingSchemaError: ${count(extent.lines, 'line')} read, and no ${error} in any.`
  return /\s/.test(text) ? `This is neither a rule nor a ${error}.` : `There is no rule "${text}".${didYouMean(text, ruleNames)} The rules are ${ruleNames.join(', ')}.`
}

function questionOn({ model, paths }: PastedError, report: Report): Parameters<typeof errorText>[0] {
  const names = report.models.map((one) => one.name)
  // A frame leads to an entry by itself, or to the file of a finding that breaks some.
  const files = new Set(entriesOf(report).map((entry) => entry.file))
  const viaFindings = report.findings
    .filter((finding) => finding.model === model && filesMeant(paths, [finding.file]).length > 0)
    .flatMap((finding) => finding.entries)
  const direct = filesMeant(paths, files)
  return { model, entries: direct.length > 0 ? direct : [...new Set(viaFindings)], similar: names.includes(model) ? null : nearest(model, names) }
}
