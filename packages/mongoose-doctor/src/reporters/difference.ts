import type { Finding, Report, Sources, Unknown } from '../kernel/report.ts'
import { escapeText } from './escape.ts'
import { findingText } from './finding.ts'
import type { TextOptions } from './options.ts'
import { makeStyle } from './style.ts'
import { summaryText } from './summary.ts'
import { unknownsText } from './unknowns.ts'
import { paragraph } from './words.ts'

/** What a change of the code has changed of the report: new findings in full, a line for each that is gone, the summary. */
export function differenceText(before: Report, after: Report, sources: Sources, options: TextOptions): string {
  const style = makeStyle(options.color)
  const known = new Map(before.findings.map((finding) => [finding.id, finding]))
  const left = new Set(after.findings.map(({ id }) => id))
  const gone = before.findings.filter(({ id }) => !left.has(id))
  const isNew = (finding: Finding): boolean => {
    const old = known.get(finding.id)
    return old === undefined || finding.severity !== old.severity || finding.entries.some((entry) => !old.entries.includes(entry))
  }
  const undecided = new Set(before.unknown.map(keyOf))
  const parts = [
    ...after.findings.filter(isNew).map((finding) => findingText(finding, after, sources, options)),
    gone.flatMap((finding) => paragraph(goneText(finding), options.width).map(style.good)).join('\n'),
    unknownsText(after.unknown.filter((one) => !undecided.has(keyOf(one))), options),
    summaryText(after, options),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

const keyOf = ({ file, reason }: Unknown): string => `${file}\0${reason}`

const goneText = ({ rule, model, file }: Finding): string => `gone: ${rule}${model === '' ? '' : ` of ${escapeText(model)}`} in ${escapeText(file)}`
