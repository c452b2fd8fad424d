import type { Finding, Report } from '../kernel/report.ts'
import { escapeText } from './escape.ts'
import { summaryOf } from './summary.ts'
import { count, place } from './words.ts'

const shownUnknowns = 20

/**
 * For coding agents, which pay for each word: one line a finding, `file:line:column severity rule model — message | fix: …`, as compilers
 * print them; what was not decided; a last line that sums up.
 */
export function agent(report: Report): string {
  const { examined, verdict } = summaryOf(report)
  const unknowns = report.unknown.slice(0, shownUnknowns).map((one) => `${place(one)} not decided — ${escapeText(one.reason)}`)
  const left = report.unknown.length - unknowns.length
  if (left > 0) unknowns.push(`+${count(left, 'more place')} not decided; --format json lists all of them`)
  return `${[...report.findings.map(line), ...unknowns, `${escapeText(verdict)} ${escapeText(examined)}`].join('\n')}\n`
}

function line(finding: Finding): string {
  const { file, rule, severity, confidence, model, message, help, fixable } = finding
  const parts = [
    `${escapeText(file)}:${finding.line}:${finding.column} ${severity} ${rule}${model === '' ? '' : ` ${escapeText(model)}`} — ${escapeText(message)}`,
    ...(help === null ? [] : [`fix: ${escapeText(help)}`]),
    ...(fixable ? ['--fix mends it'] : []),
    ...(confidence === 'likely' ? ['likely, not proved'] : []),
  ]
  return parts.join(' | ')
}
