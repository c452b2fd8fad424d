import type { Report, Sources } from '../../kernel/report.ts'
import { json } from '../../reporters/json.ts'
import { pretty } from '../../reporters/pretty.ts'
import type { Request } from '../args.ts'
import { checkFilters, filterReport } from '../filters.ts'
import type { Outcome } from '../outcome.ts'
import type { Terminal } from '../terminal.ts'
import { textOptions } from './context.ts'

type Check = Extract<Request, { command: 'check' }>

/** What of the report was asked for. @throws UsageError when a filter names what the project does not have */
export function chosen({ filters }: Check, report: Report): Report {
  checkFilters(report, filters)
  return filterReport(report, filters)
}

/** Prints the report. */
export function show(request: Check, sources: Sources, report: Report, terminal: Terminal): Outcome {
  terminal.out(request.format === 'json' ? json(report) : pretty(report, sources, textOptions(request, terminal)))
  return { kind: 'examined', report, strict: request.strict }
}
