/** A report whose files are named from another folder than the examined one: from the root of the repository, say. */
import type { Finding, Report, Sources } from '../kernel/report.ts'

/** @param prefix '', or a folder with a slash at its end */
export function placed(report: Report, prefix: string): Report {
  if (prefix === '') return report
  const moved = <At extends { readonly file: string }>(at: At): At => ({ ...at, file: prefix + at.file })
  const finding = (one: Finding): Finding => ({ ...moved(one), entries: one.entries.map((entry) => prefix + entry), because: one.because.map(moved), path: one.path.map((step) => (step.file === null ? step : { ...step, file: prefix + step.file })) })
  return {
    ...report,
    apps: report.apps.map((app) => ({ ...app, root: app.root === '.' ? prefix.slice(0, -1) : prefix + app.root, entries: app.entries.map(moved) })),
    models: report.models.map(moved),
    findings: report.findings.map(finding),
    unknown: report.unknown.map(moved),
  }
}

/** The texts, by the names that `placed` gives. */
export function sourcesOf(sources: Sources, prefix: string): Sources {
  return prefix === '' ? sources : { text: (file) => (file.startsWith(prefix) ? sources.text(file.slice(prefix.length)) : null) }
}
