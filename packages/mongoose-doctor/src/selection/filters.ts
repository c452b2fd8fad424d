/** What of a report was asked for: by entry, model and rule. A filter that fits nothing is an error, never a clean run. */
import type { AppReport, Report } from '../kernel/report.ts'
import { isRule, ruleNames, type RuleName } from '../kernel/rules.ts'
import { didYouMean } from '../kernel/suggest.ts'
import { UsageError } from '../kernel/usage-error.ts'
import { fileMatcher } from '../project/glob.ts'
import { entriesOf, program } from '../reporters/words.ts'

/** Empty: all of them. */
export interface Filters {
  /** Paths, folders or globs. */
  readonly entries: readonly string[]
  readonly models: readonly string[]
  readonly rules: readonly RuleName[]
}

/** @returns the report with only the findings (and entries, models) that pass; unknowns stay, since they may hide any of them */
export function filterReport(report: Report, filters: Filters): Report {
  const wantedEntry = filters.entries.length === 0 ? null : anyOf(filters.entries.map(fileMatcher))
  const wantedModels = new Set(filters.models)
  const findings = report.findings
    .filter((finding) => filters.rules.length === 0 || filters.rules.includes(finding.rule))
    .filter((finding) => wantedModels.size === 0 || wantedModels.has(finding.model))
    .filter((finding) => wantedEntry === null || finding.entries.some(wantedEntry))
  const apps = wantedEntry === null ? report.apps : report.apps.map((app): AppReport => ({ ...app, entries: app.entries.filter((entry) => wantedEntry(entry.file)) }))
  const models = wantedModels.size === 0 ? report.models : report.models.filter((model) => wantedModels.has(model.name))
  return { ...report, apps, models, findings }
}

/** @throws UsageError when a filter names what there is not: in the project, or among the rules */
export function checkFilters(report: Report, filters: Filters): void {
  for (const rule of filters.rules) ruleOf(rule)
  for (const pattern of filters.entries) entriesMatching(report, pattern)
  const known = knownModels(report)
  for (const name of filters.models) if (!known.has(name)) throw new UsageError(noSuchModel(name, known))
}

/** @throws UsageError when there is no such rule */
export function ruleOf(name: string): RuleName {
  if (isRule(name)) return name
  throw new UsageError(`There is no rule "${name}".${didYouMean(name, ruleNames)} The rules are ${ruleNames.join(', ')}.`)
}

/** The files of the entries that a path, folder or glob means. @throws UsageError when there are none */
export function entriesMatching(report: Report, pattern: string): string[] {
  const files = [...new Set(entriesOf(report).map((entry) => entry.file))]
  const matches = fileMatcher(pattern)
  const exact = files.filter((file) => file === pattern)
  const found = exact.length > 0 ? exact : files.filter(matches)
  if (found.length === 0) throw new UsageError(`No entry matches "${pattern}".${didYouMean(pattern, files)} \`${program} entries\` lists them.`)
  return found
}

/** Every model that this project defines or asks for. */
export function knownModels(report: Report): Set<string> {
  return new Set([
    ...report.models.map((model) => model.name),
    ...report.findings.map((finding) => finding.model),
    ...entriesOf(report).flatMap((entry) => [...entry.required, ...entry.registered]),
  ])
}

export function noSuchModel(name: string, known: ReadonlySet<string>): string {
  return `No model "${name}" in this project.${didYouMean(name, known)} \`${program} models\` lists them.`
}

function anyOf(tests: readonly ((file: string) => boolean)[]): (file: string) => boolean {
  return (file) => tests.some((test) => test(file))
}
