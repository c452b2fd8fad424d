import type { Report, Withheld } from '../kernel/report.ts'

const NONE: Withheld = { ignored: 0, known: 0, unchanged: 0 }

/** The report with so many more findings that are kept out of it. */
export function withheld(report: Report, why: keyof Withheld, more: number): Report {
  if (more === 0) return report
  const before = report.withheld ?? NONE
  return { ...report, withheld: { ...before, [why]: before[why] + more } }
}
