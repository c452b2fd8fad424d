/** Findings that a project knows of and lives with for now: by identity, so that a new one never takes the place of an old one. */
import type { Finding, KnownFinding, Report } from '../kernel/report.ts'
import { isRule } from '../kernel/rules.ts'
import { withheld } from './withheld.ts'

export const BASELINE_FILE = 'mongoose-doctor-baseline.json'

const ABOUT = 'Known findings of mongoose-doctor: they fail no run. Written by `mongoose-doctor --update-baseline`.'
const VERSION = 1

/** Whether a text is a baseline, be it damaged: it may be written anew. */
export const isBaseline = (text: string): boolean => text.slice(0, 1000).includes(ABOUT)

/** The text of a file that holds these findings, the same for the same findings in whatever order. */
export function baselineText(findings: readonly KnownFinding[]): string {
  const known = findings.map(({ id, rule, severity, confidence, model, file, entries }): KnownFinding => ({ id, rule, severity, confidence, model, file, entries: [...entries].sort() }))
  const keys = new Map(known.map((one) => [one, [one.file, one.rule, one.model, one.id, JSON.stringify(one)].join('\0')]))
  const sorted = known.toSorted((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1))
  return `${JSON.stringify({ about: ABOUT, version: VERSION, findings: sorted }, null, 2)}\n`
}

/** @returns the findings, or why the text is no baseline that can be read */
export function readBaseline(text: string): readonly KnownFinding[] | { readonly reason: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { reason: 'it is not valid JSON' }
  }
  if (!isRecord(value) || !Array.isArray(value['findings'])) return { reason: 'it holds no list of findings' }
  if (value['version'] !== VERSION) return { reason: `it is of version ${JSON.stringify(value['version'])}, and this mongoose-doctor reads version ${VERSION}` }
  const findings: readonly unknown[] = value['findings']
  const strange = findings.findIndex((finding) => !isKnown(finding))
  return strange === -1 ? findings.filter(isKnown) : { reason: `number ${strange + 1} of its findings is none` }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

function isKnown(value: unknown): value is KnownFinding {
  if (!isRecord(value)) return false
  const { id, rule, severity, confidence, model, file, entries } = value
  return typeof id === 'string' && typeof rule === 'string' && isRule(rule) && isOneOf(severity, SEVERITIES) && isOneOf(confidence, CONFIDENCES)
    && typeof model === 'string' && typeof file === 'string' && Array.isArray(entries) && entries.every((entry) => typeof entry === 'string')
}

const SEVERITIES = ['info', 'warning', 'error'] as const satisfies readonly Finding['severity'][]
const CONFIDENCES = ['likely', 'proved'] as const satisfies readonly Finding['confidence'][]
const isOneOf = (value: unknown, names: readonly string[]): boolean => names.some((name) => name === value)

/** How a baseline and a report fit. */
export interface Compared {
  /** Findings that the baseline does not have. */
  readonly fresh: readonly Finding[]
  /** Those among them that it has, but not as bad: these entries are new, or the finding is more severe or surer than it was. */
  readonly worse: ReadonlyMap<Finding, readonly string[]>
  /** What the baseline has, and the report has not. */
  readonly gone: readonly KnownFinding[]
  /** What the report has not, and may have once it is complete: something of it could not be decided. */
  readonly undecided: readonly KnownFinding[]
}

export function compare({ findings, unknown }: Pick<Report, 'findings' | 'unknown'>, known: readonly KnownFinding[]): Compared {
  // Several findings may have one identity: each takes one away.
  const left = new Map<string, KnownFinding[]>()
  for (const one of known) left.set(one.id, [...(left.get(one.id) ?? []), one])
  const fresh: Finding[] = []
  const worse = new Map<Finding, readonly string[]>()
  for (const finding of findings) {
    const old = left.get(finding.id)?.shift()
    const entries = old === undefined ? [] : finding.entries.filter((entry) => !old.entries.includes(entry))
    const isWorse = old !== undefined && (entries.length > 0 || rises(SEVERITIES, old.severity, finding.severity) || rises(CONFIDENCES, old.confidence, finding.confidence))
    if (isWorse) worse.set(finding, entries)
    if (isWorse || old === undefined) fresh.push(finding)
  }
  const files = new Set(unknown.map(({ file }) => file))
  const missing = [...left.values()].flat()
  const isUndecided = ({ file, entries }: KnownFinding): boolean => files.has(file) || entries.some((entry) => files.has(entry))
  return { fresh, worse, gone: missing.filter((one) => !isUndecided(one)), undecided: missing.filter(isUndecided) }
}

const rises = <Name>(order: readonly Name[], from: Name, to: Name): boolean => order.indexOf(to) > order.indexOf(from)

/** The report without what the baseline has. Unknowns stay. @param isWhole whether it is about the whole project: else nothing is gone from it */
export function withoutKnown(report: Report, { fresh, gone }: Compared, isWhole: boolean): Report {
  const left = withheld({ ...report, findings: fresh }, 'known', report.findings.length - fresh.length)
  return isWhole && gone.length > 0 ? { ...left, gone } : left
}
