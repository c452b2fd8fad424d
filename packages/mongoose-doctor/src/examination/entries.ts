/** The entries' part of the report. */
import type { AppReport, EntryReport } from '../kernel/report.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { Demand } from '../registration/summary.ts'
import { missingOf, namesOf, verdictOf } from '../registration/verdict.ts'

export function appReport(state: AppState): AppReport {
  return {
    root: state.app.root,
    framework: state.app.framework,
    compiler: state.app.compiler.label,
    everywhere: namesOf(state.everywhere),
    entries: state.entries.map(entryReport),
  }
}

function entryReport(state: EntryState): EntryReport {
  const { entry, demands } = state
  const registered = namesOf(state.must)
  const sure = new Set(registered)
  const missing = namesNeeded(missingOf(state))
  const possible = namesNeeded(demands.filter((d) => verdictOf(d) === 'unknown'))
  return {
    file: entry.file,
    kind: entry.kind,
    registered,
    maybe: [...new Set([...namesOf(state.may.keys()), ...possible])].filter((name) => !sure.has(name)).sort(),
    required: namesNeeded(demands),
    missing,
    unknown: possible.filter((name) => !missing.includes(name)),
  }
}

function namesNeeded(demands: readonly Demand[]): string[] {
  return [...new Set(demands.map((d) => d.need.model.name))].sort()
}
