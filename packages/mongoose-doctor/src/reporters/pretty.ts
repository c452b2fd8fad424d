import type { Report, Sources } from '../kernel/report.ts'
import { findingText } from './finding.ts'
import type { TextOptions } from './options.ts'
import { summaryText } from './summary.ts'
import { unknownsText } from './unknowns.ts'

/** The report for people: findings, what was not decided, the summary. Ends with a line feed. */
export function pretty(report: Report, sources: Sources, options: TextOptions): string {
  const parts = [
    ...report.findings.map((finding) => findingText(finding, report, sources, options)),
    unknownsText(report.unknown, options),
    summaryText(report, options),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}
