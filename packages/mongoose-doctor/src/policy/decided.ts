/** What the configuration decides about findings: how severe those of a rule are, and where none is reported. */
import type { Finding, Report } from '../kernel/report.ts'
import { fileMatcher } from '../project/glob.ts'
import type { Setting, Settings } from './settings.ts'
import { withheld } from './withheld.ts'

/** @returns the report as the configuration wants it; unknowns stay, whatever is ignored: any finding may hide behind them */
export function decided(report: Report, { rules, ignoreFindingsIn }: Pick<Settings, 'rules' | 'ignoreFindingsIn'>): Report {
  if (rules.size === 0 && ignoreFindingsIn.length === 0) return report
  const isIgnored = ignoring(ignoreFindingsIn)
  const findings = report.findings.flatMap((finding): Finding[] => {
    const level = rules.get(finding.rule)?.value ?? finding.severity
    return level === 'off' || isIgnored(finding) ? [] : [{ ...finding, severity: level }]
  })
  const sorted = findings.toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity])
  return withheld({ ...report, findings: sorted }, 'ignored', report.findings.length - findings.length)
}

const WEIGHT = { error: 0, warning: 1, info: 2 } as const

/** Whether a finding lies in such a file, or breaks only such entries. */
function ignoring(globs: Settings['ignoreFindingsIn']): (finding: Finding) => boolean {
  const tests = globs.map(({ value }) => fileMatcher(value))
  const isIgnored = (file: string): boolean => tests.some((test) => test(file))
  return ({ file, entries }) => isIgnored(file) || (entries.length > 0 && entries.every(isIgnored))
}

/** The globs that keep no finding of the report back. */
export function idle({ findings }: Report, { rules, ignoreFindingsIn }: Pick<Settings, 'rules' | 'ignoreFindingsIn'>): readonly Setting<string>[] {
  const reported = findings.filter(({ rule }) => rules.get(rule)?.value !== 'off')
  return ignoreFindingsIn.filter(({ value }) => {
    const fits = fileMatcher(value)
    return !reported.some(({ file, entries }) => fits(file) || entries.some(fits))
  })
}
