import type { Finding, Report, Sources } from '../kernel/report.ts'
import { codeFrame } from './code-frame.ts'
import { escapeText } from './escape.ts'
import type { TextOptions } from './options.ts'
import { makeStyle, severityPaint } from './style.ts'
import { entryLabel, numbered, paragraph } from './words.ts'

const shownEntries = 5

/** One finding for people: what, where, why, which entries, what to do. */
export function findingText(finding: Finding, report: Report, sources: Sources, options: TextOptions): string {
  const { width } = options
  const style = makeStyle(options.color)
  const paint = severityPaint(style, finding.severity)
  const text = sources.text(finding.file)
  const frame = text === null ? [] : codeFrame(text, finding, width - 2, style).map((line) => `  ${line}`.trimEnd())

  const lines = [
    `${paint(finding.severity)} ${style.strong(finding.rule)} ${style.faint(`(${finding.confidence})`)}`,
    ...paragraph(finding.message, width),
    '',
    `  ${style.place(`${escapeText(finding.file)}:${finding.line}:${finding.column}`)}`,
    ...frame,
  ]
  if (finding.because.length > 0) lines.push('', `  ${style.strong('Why')}`, ...numbered(finding.because, width, '  ', style.place))
  if (finding.entries.length > 0) {
    lines.push('', `  ${style.strong('Entries')}`)
    for (const entry of finding.entries.slice(0, shownEntries)) lines.push(`  ${entryLabel(report, entry)}`)
    const more = finding.entries.length - shownEntries
    if (more > 0) lines.push(`  ${style.faint(`+${more} more`)}`)
  }
  if (finding.help !== null || finding.fixable) {
    lines.push('', `  ${style.strong('Fix')}`)
    if (finding.help !== null) lines.push(...paragraph(finding.help, width, '  '))
    if (finding.fixable) lines.push(`  ${style.good('fixable with --fix')}`)
  }
  return lines.join('\n')
}
