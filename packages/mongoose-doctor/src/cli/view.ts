/** What of a report a run shows: what was asked for, as the project's configuration wants it. */
import type { Report } from '../kernel/report.ts'
import { decided } from '../policy/decided.ts'
import { settingsOf, type Settings } from '../policy/settings.ts'
import type { Engine } from './engine.ts'
import { filterReport } from './filters.ts'
import type { CheckRequest } from './request.ts'

export interface View {
  readonly settings: Settings
  readonly of: (report: Report) => Report
}

/** @throws UsageError when the configuration can't be followed */
export async function viewFor(request: CheckRequest, directory: string, engine: Engine): Promise<View> {
  const settings = settingsOf(await engine.config(directory), request)
  return { settings, of: (report) => decided(filterReport(report, request.filters), settings) }
}
