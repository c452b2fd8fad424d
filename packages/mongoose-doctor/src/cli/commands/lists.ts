/** `entries` and `models`. */
import { json } from '../../reporters/json.ts'
import { entriesTable, modelsTable } from '../../reporters/tables.ts'
import { checkFilters, filterReport } from '../../selection/filters.ts'
import type { Request } from '../request.ts'
import type { Outcome } from '../outcome.ts'
import { directoryOf, reportWith, stopIfNothing, textOptions, type Context } from './context.ts'

/** JSON: the report's `apps` (entries) or `models`. */
export async function lists(request: Extract<Request, { command: 'entries' | 'models' }>, { terminal, loadEngine }: Context): Promise<Outcome> {
  const directory = directoryOf(request, terminal)
  const found = await reportWith(await loadEngine(), directory, request, terminal)
  const stopped = stopIfNothing(found, request, terminal)
  if (stopped) return stopped

  checkFilters(found.report, request.filters)
  const report = filterReport(found.report, request.filters)
  const options = textOptions(request, terminal)
  if (request.command === 'entries') terminal.out(request.format === 'json' ? json(report.apps) : entriesTable(report, options))
  else terminal.out(request.format === 'json' ? json(report.models) : modelsTable(report.models, options))
  return { kind: 'answered' }
}
