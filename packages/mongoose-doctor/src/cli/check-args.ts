/** The options of `check`, and which of them contradict each other. */
import { strategies } from '../kernel/strategies.ts'
import { UsageError } from '../kernel/usage-error.ts'
import { oneOf, outputsOf } from './format-args.ts'
import { choice, flag, many, single, type Options } from './option-values.ts'
import type { Filters } from '../selection/filters.ts'
import type { CheckRequest, Common } from './request.ts'

/** @throws UsageError with a sentence for people */
export function checkRequest(common: Common, filters: Filters, options: Options): CheckRequest {
  const strategy = single(options, 'strategy')
  const request: CheckRequest = {
    ...common, command: 'check', filters,
    isFormatGiven: options['format'] !== undefined,
    outputs: outputsOf(many(options, 'output')),
    fix: flag(options, 'fix'), dryRun: flag(options, 'dryRun'), force: flag(options, 'force'),
    strategy: strategy === null ? null : oneOf(strategy, 'strategy', strategies),
    strict: choice(options, 'strict'),
    baseline: options['baseline'] === false ? false : single(options, 'baseline'),
    updateBaseline: flag(options, 'updateBaseline'),
    watch: flag(options, 'watch'),
    printConfig: flag(options, 'printConfig'),
  }
  const contradiction = contradictionIn(request)
  if (contradiction !== null) throw new UsageError(contradiction)
  return request
}

function contradictionIn({ format, outputs, filters, fix, dryRun, force, strategy, baseline, updateBaseline, watch, printConfig }: CheckRequest): string | null {
  if (printConfig && format !== 'pretty' && format !== 'json') return `--print-config prints pretty or json; it does not go with --format ${format}.`
  if (dryRun && format !== 'pretty') return `--dry-run prints a diff; it does not go with --format ${format}.`
  if (dryRun && outputs.length > 0) return '--dry-run writes nothing; it does not go with --output.'
  if (strategy !== null && !fix && !dryRun && !printConfig) return '--strategy says how to mend: it goes with --fix, or with --dry-run.'
  if (force && !fix) return '--force lets --fix change files that git could not bring back: it goes with --fix.'
  if (updateBaseline) {
    const parts: readonly (readonly [boolean, string])[] = [
      [filters.entries.length > 0, '--entry'], [filters.models.length > 0, '--model'], [filters.rules.length > 0, '--rule'], [fix, '--fix'], [dryRun, '--dry-run'], [watch, '--watch'],
    ]
    if (baseline === false) return '--update-baseline and --no-baseline contradict each other.'
    const [, other] = parts.find(([given]) => given) ?? []
    if (other !== undefined) return `--update-baseline writes down all findings there are: it does not go with ${other}.`
  }
  if (watch && (fix || dryRun || format !== 'pretty' || outputs.length > 0)) {
    const other = fix || dryRun || format === 'json' ? '--fix, --dry-run or --format json' : outputs.length > 0 ? '--output' : `--format ${format}`
    return `--watch tells people what a change has changed: it does not go with ${other}.`
  }
  return null
}
