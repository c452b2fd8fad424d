/** The errors of a log, grouped. */
import type { Report } from '../kernel/report.ts'
import { escapeText } from './escape.ts'
import type { ErrorVerdict, LogExtent, LogGroup } from './log-group.ts'
import { helpFor, reasonFor } from './log-verdict.ts'
import type { TextOptions } from './options.ts'
import { makeStyle, severityPaint, type Style } from './style.ts'
import { count, entryLabel, fixCommand, paragraph, place } from './words.ts'

const shownGroups = 20

/** Errors of a log that have one model and one entry: `explain` of a log with `--format json` is an array of these. Fields are only ever added. */
export interface ErrorGroup {
  readonly model: string
  /** Its file, the likeliest; null when the traces lead to none. */
  readonly entry: string | null
  /** Other entries that the traces may mean as well. */
  readonly others: readonly string[]
  readonly count: number
  /** ISO 8601 in UTC, or as the log writes it where it names no zone; null without timestamps. */
  readonly first: string | null
  readonly last: string | null
  /** Ids of findings, as in the report. */
  readonly findings: readonly string[]
  readonly verdict: ErrorVerdict
  /** The sentence that says why. */
  readonly reason: string
  /** What to do; null when there is nothing general to say. */
  readonly help: string | null
}

/** The groups as data. */
export function logJson(groups: readonly LogGroup[], report: Report): ErrorGroup[] {
  return groups.map((group) => ({
    model: group.model,
    entry: group.entry,
    others: group.others,
    count: group.count,
    first: group.first,
    last: group.last,
    findings: group.findings.map((finding) => finding.id),
    verdict: group.verdict,
    reason: reasonFor(group, report),
    help: helpFor(group, report),
  }))
}

/** The groups for people, in the order given. */
export function logText(groups: readonly LogGroup[], extent: LogExtent, report: Report, options: TextOptions): string {
  const style = makeStyle(options.color)
  const errors = groups.reduce((sum, group) => sum + group.count, 0)
  const parts = [
    paragraph(`${count(errors, 'MissingSchemaError')} in ${count(extent.lines, 'line')}, in ${count(groups.length, 'group')} by model and entry.`, options.width).join('\n'),
    ...groups.slice(0, shownGroups).map((group) => groupText(group, report, options.width, style)),
  ]
  if (groups.length > shownGroups) parts.push(style.faint(`+${groups.length - shownGroups} more; --format json lists all of them`))
  const commands = [...new Set(groups.map(({ model, findings }) => fixCommand(model, findings)).filter((command) => command !== null))].slice(0, shownGroups)
  if (commands.length > 0) parts.push([style.strong('To mend'), ...commands.map((command) => `  ${command}`)].join('\n'))
  const limits = limitsReached(extent).flatMap((limit) => paragraph(limit, options.width))
  if (limits.length > 0) parts.push(limits.join('\n'))
  return `${parts.join('\n\n')}\n`
}

/** A sentence for each limit that was reached while the log was read. */
export function limitsReached(extent: LogExtent): string[] {
  const { cut, maximumLine, merged, dropped, mostGroups } = extent
  const limits: string[] = []
  if (cut > 0) limits.push(`${count(cut, 'line was', 'lines were')} longer than ${maximumLine} characters and read in pieces: an error at a seam is not counted.`)
  if (merged > 0) limits.push(`There were more than ${mostGroups} different traces: ${count(merged - dropped, 'error is', 'errors are')} counted by model only${dropped > 0 ? `, ${dropped} not at all` : ''}.`)
  return limits
}

function groupText(group: LogGroup, report: Report, width: number, style: Style): string {
  const where = group.entry === null ? 'entry unknown' : style.place(entryLabel(report, group.entry))
  const lines = [`${style.strong(`${group.count} × ${escapeText(group.model)}`)} in ${where}`]
  if (group.entry === null) lines[0] = `${style.strong(`${group.count} × ${escapeText(group.model)}`)}, ${where}`
  const say = (text: string) => lines.push(...paragraph(text, width, '  '))
  if (group.first !== null) say(group.first === group.last || group.last === null ? group.first : `${group.first} to ${group.last}`)
  if (group.others.length > 0) say(`(or in ${group.others.slice(0, 3).join(', ')}${group.others.length > 3 ? ', …' : ''})`)
  say(reasonFor(group, report))
  for (const finding of group.findings.slice(0, 3)) {
    lines.push(`  ${severityPaint(style, finding.severity)(finding.severity)} ${finding.rule} (${finding.confidence}) ${style.place(place(finding))}`)
  }
  if (group.findings.length > 3) lines.push(`  ${style.faint(`+${group.findings.length - 3} more`)}`)
  const help = helpFor(group, report)
  if (help !== null) say(`Fix: ${help}`)
  return lines.join('\n')
}
