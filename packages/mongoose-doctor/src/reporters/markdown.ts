import type { Finding, Report, Sources, Unknown } from '../kernel/report.ts'
import { codeFrame } from './code-frame.ts'
import { code, fenced, prose } from './markdown-text.ts'
import { makeStyle } from './style.ts'
import { summaryOf } from './summary.ts'
import { count, entryLabel } from './words.ts'

/** GitHub takes 65,536 characters in a comment; the rest is for what somebody puts around it. */
const room = 65_000
/** Kept for the sentences at the end. */
const reserve = 400
const shown = { entries: 20, reasons: 20, unknowns: 20 }
const plain = makeStyle(false)

/**
 * A comment on a pull request, or a job's summary: GitHub Flavored Markdown, with the reasons folded in `<details>`. What does not fit is
 * counted.
 */
export function markdown(report: Report, sources: Sources): string {
  const { examined, verdict } = summaryOf(report)
  const parts = ['## mongoose-doctor', `**${prose(verdict)}** ${prose(examined)}`]
  let length = parts.join('\n\n').length
  const add = (text: string): boolean => {
    const fits = length + text.length + 2 <= room - reserve
    if (fits) {
      parts.push(text)
      length += text.length + 2
    }
    return fits
  }

  let left = 0
  for (const finding of report.findings) {
    const head = headOf(finding)
    // Without its reasons rather than not at all; and after one that is left out none is shown, so that the first ones are.
    if (left > 0 || !(add([head, ...detailsOf(finding, report, sources)].join('\n\n')) || add(head))) left++
  }
  if (left > 0) parts.push(`${count(left, 'more finding')} left out, because a comment has no room for more: \`npx mongoose-doctor\` prints all of them.`)
  const { unknown } = report
  if (unknown.length > 0 && !add(unknownsOf(unknown))) parts.push(`${count(unknown.length, 'place')} could not be decided; the list is left out, because a comment has no room for more.`)
  return `${parts.join('\n\n')}\n`
}

function headOf(finding: Finding): string {
  const { severity, confidence, rule, model, file, line, column, message } = finding
  const what = model === '' ? code(rule) : `${code(rule)} of ${code(model)}`
  return `### ${severity}: ${what}\n\n${code(`${file}:${line}:${column}`)} (${confidence})\n\n${prose(message)}`
}

function detailsOf(finding: Finding, report: Report, sources: Sources): string[] {
  const { because, entries, help, fixable } = finding
  const text = sources.text(finding.file)
  const frame = text === null ? [] : codeFrame(text, finding, 100, plain)
  const mend = [...(help === null ? [] : [prose(help)]), ...(fixable ? ['Fixable with `npx mongoose-doctor --fix`.'] : [])]
  return [
    '<details>\n<summary>Why, and what to do</summary>',
    ...(frame.length === 0 ? [] : [fenced(frame).join('\n')]),
    ...(because.length === 0 ? [] : ['**Why**', listed(because.map((reason) => `${prose(reason.text)} ${code(`${reason.file}:${reason.line}`)}`), shown.reasons, (index) => `${index + 1}.`)]),
    ...(entries.length === 0 ? [] : ['**Entries**', listed(entries.map((entry) => code(entryLabel(report, entry))), shown.entries, () => '-')]),
    ...(mend.length === 0 ? [] : ['**Fix**', mend.join('\n\n')]),
    '</details>',
  ]
}

function unknownsOf(unknown: readonly Unknown[]): string {
  const items = unknown.map(({ file, line, reason }) => `${code(line === null ? file : `${file}:${line}`)} ${prose(reason)}`)
  return [`<details>\n<summary>Not decided (${count(unknown.length, 'place')})</summary>`, listed(items, shown.unknowns, () => '-'), '</details>'].join('\n\n')
}

function listed(items: readonly string[], most: number, mark: (index: number) => string): string {
  const left = items.length - most
  return [...items.slice(0, most), ...(left > 0 ? [`and ${left} more`] : [])].map((item, index) => `${mark(index)} ${item}`).join('\n')
}
