import type { AppReport, EntryReport, Finding, Report, Sources, Unknown } from '../kernel/report.ts'
import { findingText } from './finding.ts'
import { markup, markupLines } from './markup.ts'
import { count, place } from './words.ts'

const plain = { width: 100, color: false }

interface Case {
  readonly name: string
  readonly kind: string
  readonly file: string
  readonly findings: readonly Finding[]
  /** Why there is no verdict. */
  readonly skipped?: string
}

/**
 * A suite for each application, in it a case for each entry. Elements and attributes are those that Jenkins' JUnit plugin describes
 * (`jenkins-junit.xsd`); other viewers read a part of them. All findings that fail an entry share one `<failure>`, since viewers show no
 * more than the first; what fails no run is in `<system-out>`. What was not decided is skipped cases.
 * @param fails whether a finding fails the run
 */
export function junit(report: Report, sources: Sources, fails: (finding: Finding) => boolean): string {
  const names = new Set(report.apps.flatMap((app) => app.entries.map((entry) => entry.file)))
  const elsewhere = report.findings.filter((finding) => !finding.entries.some((entry) => names.has(entry)))
  const suites: (readonly [string, readonly Case[]])[] = [
    ...report.apps.map((app) => [suiteName(app), app.entries.map((entry) => entryCase(entry, report))] as const),
    ['mongoose-doctor: in no entry', elsewhere.map(findingCase)] as const,
    ['mongoose-doctor: not decided', report.unknown.map(unknownCase)] as const,
  ]
  const written = suites.filter(([, cases]) => cases.length > 0)
  const all = written.flatMap(([, cases]) => cases)
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="mongoose-doctor" ${totals(all, fails)} time="${(report.stats.milliseconds / 1000).toFixed(3)}">`,
    ...written.flatMap(([name, cases]) => [
      `  <testsuite name="${markup(name)}" ${totals(cases, fails)}>`,
      ...cases.flatMap((one) => caseLines(one, report, sources, fails)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ]
  return `${lines.join('\n')}\n`
}

function suiteName(app: AppReport): string {
  return app.root === '.' ? 'mongoose-doctor' : `mongoose-doctor: ${app.root}`
}

function entryCase({ file, kind }: EntryReport, report: Report): Case {
  return { name: `${file} (${kind})`, kind, file, findings: report.findings.filter((finding) => finding.entries.includes(file)) }
}

function findingCase(finding: Finding): Case {
  return { name: `${finding.rule} at ${place(finding)}`, kind: finding.rule, file: finding.file, findings: [finding] }
}

function unknownCase(unknown: Unknown): Case {
  return { name: place(unknown), kind: 'not-decided', file: unknown.file, findings: [], skipped: unknown.reason }
}

function totals(cases: readonly Case[], fails: (finding: Finding) => boolean): string {
  const failures = cases.filter((one) => one.findings.some(fails)).length
  const skipped = cases.filter((one) => one.skipped !== undefined).length
  return `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`
}

function caseLines({ name, kind, file, findings, skipped }: Case, report: Report, sources: Sources, fails: (finding: Finding) => boolean): string[] {
  const open = `    <testcase name="${markup(name)}" classname="mongoose-doctor.${markup(kind)}" file="${markup(file)}"`
  const text = (some: readonly Finding[]) => some.map((finding) => markupLines(findingText(finding, report, sources, plain))).join('\n\n')
  const failing = findings.filter(fails)
  const others = findings.filter((finding) => !fails(finding))
  const inside: string[] = []
  if (skipped !== undefined) inside.push(`      <skipped message="${markup(skipped)}"/>`)
  const [first, ...more] = failing
  if (first !== undefined) {
    const message = `${first.message}${more.length > 0 ? ` And ${count(more.length, 'more finding')}.` : ''}`
    inside.push(`      <failure message="${markup(message)}" type="${markup(first.rule)}">${text(failing)}</failure>`)
  }
  if (others.length > 0) inside.push(`      <system-out>${text(others)}</system-out>`)
  return inside.length === 0 ? [`${open}/>`] : [`${open}>`, ...inside, '    </testcase>']
}
