/** --update-baseline: what is found now is what is known from now on. */
import { openDisk } from '../../disk/disk.ts'
import type { KnownFinding, Report } from '../../kernel/report.ts'
import { compare, readBaseline } from '../../policy/baseline.ts'
import { decided } from '../../policy/decided.ts'
import { count, list } from '../../reporters/words.ts'
import { baselineFile, updateBaseline } from '../../policy/baseline-file.ts'
import type { Engine } from '../engine.ts'
import { settingsFor } from '../view.ts'
import type { Run } from './shown.ts'

/**
 * Writes the baseline. What can't be found now because something is not decided stays in it.
 * @returns what was done. @throws UsageError when it can't be written
 */
export async function update({ request, directory, terminal }: Run, engine: Engine, all: Report): Promise<readonly string[]> {
  const disk = openDisk(directory)
  const settings = await settingsFor(request, disk, engine)
  const file = baselineFile(settings, disk, terminal.cwd)
  if (file === null) return []
  const before = file.text === null ? [] : readBaseline(file.text)
  const known: readonly KnownFinding[] = 'reason' in before ? [] : before
  const report = decided(all, settings)
  const { fresh, worse, gone, undecided } = compare(report, known)
  if (file.text === null && report.findings.length === 0 && settings.baseline.from.kind === 'default') return ['There are no findings, so no baseline was written.']
  updateBaseline(file, [...report.findings, ...undecided])
  const changes = [[fresh.length - worse.size, 'new'], [worse.size, 'worse than before'], [gone.length, 'taken out']] as const
  const told = list(changes.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`))
  return [`${file.name}: ${count(report.findings.length + undecided.length, 'known finding')}${told === '' ? '' : ` (${told})`}.`]
}
