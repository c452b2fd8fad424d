import type { Report, Sources } from '../kernel/report.ts'
import { escapeText } from './escape.ts'
import { findingText } from './finding.ts'
import type { TextOptions } from './options.ts'
import { makeStyle } from './style.ts'
import { unknownsText } from './unknowns.ts'
import { count, entriesOf, entryLabel, fixCommand, paragraph, place } from './words.ts'

export interface ErrorQuestion {
  /** The model that the error names. */
  readonly model: string
  /** Entries of the project that the stack trace points to. */
  readonly entries: readonly string[]
  /** A model of the project with nearly the same name; null when there is none, or the model exists. */
  readonly similar: string | null
}

const shownEntries = 10

/** What a MissingSchemaError means in this project: where the model is, who misses it, the findings about it. */
export function errorText(question: ErrorQuestion, report: Report, sources: Sources, options: TextOptions): string {
  const { width } = options
  const style = makeStyle(options.color)
  const { model } = question
  const definitions = report.models.filter((one) => one.name === model)
  const hinted = new Set(question.entries)
  const missing = entriesOf(report).filter((entry) => entry.missing.includes(model)).map((entry) => entry.file)
  const files = [...new Set(missing)].toSorted((a, b) => Number(hinted.has(b)) - Number(hinted.has(a)))
  const findings = report.findings
    .filter((finding) => finding.model === model)
    .toSorted((a, b) => Number(b.entries.some((entry) => hinted.has(entry))) - Number(a.entries.some((entry) => hinted.has(entry))))

  const parts: string[] = []
  const say = (text: string) => paragraph(text, width).join('\n')
  if (definitions.length === 0) {
    const meant = question.similar === null ? '' : ` Did you mean ${question.similar}? Names are matched exactly.`
    parts.push(say(`No file of this project defines a model named "${model}".${meant}`))
  } else {
    const where = definitions.map(place).join(', ')
    parts.push(say(`The query needed the model ${model}, and nothing in that process had registered it yet. It is defined in ${where}.`))
  }
  if (hinted.size > 0) {
    const [one, ...others] = question.entries
    if (one !== undefined) parts.push(say(`The trace leads to ${one}${others.length > 0 ? ` (or ${others.join(', ')})` : ''}.`))
  }
  if (files.length > 0) {
    const lines = [style.strong(`Entries that need ${escapeText(model)} and miss it`)]
    for (const file of files.slice(0, shownEntries)) lines.push(`  ${entryLabel(report, file)}`)
    if (files.length > shownEntries) lines.push(`  ${style.faint(`+${files.length - shownEntries} more`)}`)
    parts.push(lines.join('\n'))
  }
  parts.push(...findings.map((finding) => findingText(finding, report, sources, options)))
  if (files.length === 0 && findings.length === 0 && definitions.length > 0) {
    parts.push(
      report.complete
        ? say('Every entry that needs it registers it, as the source is now. The error may come from another version of it, or from a second copy of mongoose.')
        : say(`No entry was proved to miss it, but ${count(report.unknown.length, 'place')} could not be decided:`),
    )
    parts.push(unknownsText(report.unknown, options))
  }
  const command = fixCommand(model, findings)
  if (command !== null) parts.push(say(`To mend it: ${command}`))
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}
