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
    changed: changedIn(options), staged: flag(options, 'staged'),
    watch: flag(options, 'watch'),
    printConfig: flag(options, 'printConfig'),
  }
  const contradiction = contradictionIn(request)
  if (contradiction !== null) throw new UsageError(contradiction)
  return request
}

function changedIn(options: Options): CheckRequest['changed'] {
  const written = many(options, 'changed')
  if (written.length > 1) throw new UsageError('--changed can be given once.')
  return options['changed'] === undefined ? null : { ref: options['changed'] === true ? null : (written[0] ?? null) }
}

function contradictionIn({ format, outputs, filters, fix, dryRun, force, strategy, baseline, updateBaseline, changed, staged, watch, printConfig }: CheckRequest): string | null {
  if (printConfig && format !== 'pretty' && format !== 'json') return `--print-config prints pretty or json; it does not go with --format ${format}.`
  if (dryRun && format !== 'pretty') return `--dry-run prints a diff; it does not go with --format ${format}.`
  if (dryRun && outputs.length > 0) return '--dry-run writes nothing; it does not go with --output.'
  if (strategy !== null && !fix && !dryRun && !printConfig) return '--strategy says how to mend: it goes with --fix, or with --dry-run.'
  if (force && !fix) return '--force lets --fix change files that git could not bring back: it goes with --fix.'
  if (updateBaseline) {
    const parts: readonly (readonly [boolean, string])[] = [
      [filters.entries.length > 0, '--entry'], [filters.models.length > 0, '--model'], [filters.rules.length > 0, '--rule'], [fix, '--fix'], [dryRun, '--dry-run'], [watch, '--watch'], [changed !== null, '--changed'], [staged, '--staged'],
    ]
    if (baseline === false) return '--update-baseline and --no-baseline contradict each other.'
    const [, other] = parts.find(([given]) => given) ?? []
    if (other !== undefined) return `--update-baseline writes down all findings there are: it does not go with ${other}.`
  }
  if (changed !== null && staged) return '--changed and --staged are two questions: ask one of them.'
  if (staged && (fix || dryRun)) return `--staged examines what is staged, and ${fix ? '--fix' : '--dry-run'} mends what lies on the disk: they do not go together.`
  if (watch && (changed !== null || staged)) return `--watch tells what each change has changed: it does not go with ${staged ? '--staged' : '--changed'}.`
  if (watch && (fix || dryRun || format !== 'pretty' || outputs.length > 0)) {
    const other = fix || dryRun || format === 'json' ? '--fix, --dry-run or --format json' : outputs.length > 0 ? '--output' : `--format ${format}`
    return `--watch tells people what a change has changed: it does not go with ${other}.`
  }
  return null
}
