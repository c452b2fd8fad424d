/** What of a report a run shows: what was asked for, as the project's configuration and its baseline want it. */
import type { Disk } from '../disk/disk.ts'
import type { Report } from '../kernel/report.ts'
import { compare, withoutKnown, type Compared } from '../policy/baseline.ts'
import { decided, idle } from '../policy/decided.ts'
import { originText, settingsOf, type Settings } from '../policy/settings.ts'
import { baselineFile, knownIn, type BaselineFile } from '../policy/baseline-file.ts'
import type { Engine } from './engine.ts'
import { filterReport } from '../selection/filters.ts'
import type { CheckRequest } from './request.ts'
import type { Terminal } from './terminal.ts'

export interface View {
  readonly settings: Settings
  readonly of: (report: Report) => Viewed
}

export interface Viewed {
  readonly report: Report
  /** What is to be said beside it, whatever the format: lines for standard error. */
  readonly notes: readonly string[]
}

/** @throws UsageError when the configuration can't be followed */
export async function settingsFor(request: CheckRequest, disk: Disk, engine: Engine): Promise<Settings> {
  return settingsOf(await engine.config(disk), request)
}

/** @throws UsageError when the configuration or the baseline can't be followed */
export async function viewFor(request: CheckRequest, disk: Disk, engine: Engine, { cwd }: Terminal): Promise<View> {
  const settings = await settingsFor(request, disk, engine)
  const baseline = baselineFile(settings, disk, cwd)
  const known = knownIn(baseline, settings)
  const { filters: { entries, models, rules }, changed, staged } = request
  const isWhole = changed === null && !staged && [entries, models, rules].every((filter) => filter.length === 0)
  return {
    settings,
    of(all) {
      const asked = decided(filterReport(all, request.filters), settings)
      const compared = compare(asked, known)
      const report = withoutKnown(asked, compared, isWhole)
      return { report, notes: [...worseNotes(compared, baseline), ...(isWhole ? [...goneNotes(compared, baseline), ...idleNotes(all, settings)] : [])] }
    },
  }
}

function worseNotes({ worse }: Compared, baseline: BaselineFile | null): string[] {
  return [...worse].map(([{ rule, model, file }, entries]) => {
    const how = entries.length === 0 ? 'is more severe, or surer, than it was' : `breaks more than it did: ${entries.join(', ')}`
    return `${labelOf({ rule, model, file })} is in ${baseline?.name ?? 'the baseline'}, and ${how}.`
  })
}

function goneNotes({ gone }: Compared, baseline: BaselineFile | null): string[] {
  if (gone.length === 0) return []
  return [`No longer found, and still in ${baseline?.name ?? 'the baseline'}:`, ...gone.map((one) => `  ${labelOf(one)}`), 'To take them out: mongoose-doctor --update-baseline']
}

const labelOf = ({ rule, model, file }: { readonly rule: string; readonly model: string; readonly file: string }): string => `${rule}${model === '' ? '' : ` of ${model}`} in ${file}`

/** A glob of the configuration that keeps nothing back hides the next finding there, which nobody has seen. */
function idleNotes(report: Report, settings: Settings): string[] {
  return idle(report, settings).map(({ value, from }) => `${originText(from)}: no finding is kept back by "${value}" in "ignoreFindingsIn": remove it.`)
}
