import type { Finding, Report, Severity } from '../kernel/report.ts'
import { escapeText } from './escape.ts'
import { summaryOf } from './summary.ts'
import { count, place } from './words.ts'

const commands: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' }
const shownUnknowns = 10

/**
 * Workflow commands, which GitHub Actions makes annotations of, and the summary after them. Syntax: "Workflow commands for GitHub Actions"
 * in GitHub's documentation; escaping: `command.ts` of @actions/core, and what the runner reverses (`ActionCommand`).
 */
export function github(report: Report): string {
  const { examined, verdict } = summaryOf(report)
  const unknowns = report.unknown.slice(0, shownUnknowns).map((one) => `Not decided: ${place(one)}: ${escapeText(one.reason)}`)
  const left = report.unknown.length - unknowns.length
  if (left > 0) unknowns.push(`Not decided: ${count(left, 'more place')}; --format json lists all of them`)
  const plain = [...unknowns, escapeText(examined), escapeText(verdict)].map(inert)
  return `${[...report.findings.map(command), ...plain].join('\n')}\n`
}

function command(finding: Finding): string {
  const { line, endLine, column, endColumn, model, message, help } = finding
  const properties: Record<string, string | number> = { file: pathOf(finding.file), line, endLine }
  // Columns are refused for a place of several lines: GitHub's check runs, "annotations".
  if (line === endLine) Object.assign(properties, { col: column, endColumn })
  properties['title'] = escapeText(model === '' ? finding.rule : `${finding.rule} (${model})`)
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`)
  const text = [message, ...(help === null ? [] : [`Fix: ${help}`]), ...(finding.confidence === 'likely' ? ['Likely, not proved.'] : [])]
  return `::${commands[finding.severity]} ${written.join(',')}::${data(text.map(escapeText).join('\n'))}`
}

/** The name that GitHub looks up: line ends in it are for `property` to escape. */
function pathOf(file: string): string {
  return file.replace(/[^\r\n]+/g, escapeText)
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** A line that is no command: the runner still looks for the older `##[name]` anywhere in a line. */
function inert(line: string): string {
  return line.replaceAll('##[', '#\\x23[')
}
