import { sha256 } from '../kernel/hash.ts'
import type { Finding, Report } from '../kernel/report.ts'
import { escapeText, wellFormed } from './escape.ts'
import { json } from './json.ts'

interface Issue {
  readonly description: string
  readonly check_name: string
  readonly fingerprint: string
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker'
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } }
}

/**
 * A Code Quality report: "Code Quality report format" in GitLab's documentation, a list of issues. What was not decided is in it as `info`,
 * since the format has no other place for it.
 */
export function gitlab(report: Report): string {
  const used = new Map<string, number>()
  /** GitLab shows only the first of several issues that have the same fingerprint. */
  const unique = (fingerprint: string): string => {
    const times = (used.get(fingerprint) ?? 0) + 1
    used.set(fingerprint, times)
    return times === 1 ? fingerprint : `${fingerprint}-${times}`
  }
  const found = report.findings.map((finding): Issue => ({
    description: sentence(finding),
    check_name: finding.rule,
    fingerprint: unique(finding.id),
    severity: severityOf(finding),
    location: at(finding.file, finding.line),
  }))
  const unknown = report.unknown.map((one): Issue => ({
    description: escapeText(`Not decided: ${one.reason}`),
    check_name: 'not-decided',
    fingerprint: unique(sha256(`not-decided\0${one.file}\0${one.reason}`).slice(0, 16)),
    severity: 'info',
    location: at(one.file, one.line ?? 1),
  }))
  return json([...found, ...unknown])
}

function sentence({ message, help, confidence }: Finding): string {
  return escapeText([message, ...(help === null ? [] : [help]), ...(confidence === 'likely' ? ['(Likely, not proved.)'] : [])].join(' '))
}

/** `blocker` is left to those who decide what blocks. */
function severityOf({ severity, confidence }: Finding): Issue['severity'] {
  if (severity === 'error') return confidence === 'proved' ? 'critical' : 'major'
  return severity === 'warning' ? 'minor' : 'info'
}

function at(file: string, line: number): Issue['location'] {
  return { path: wellFormed(file), lines: { begin: line } }
}
