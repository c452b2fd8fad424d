/** Where the time of a run went, for people. */
import type { Work } from '../kernel/clock.ts'
import type { Report, Reused } from '../kernel/report.ts'

const labels: Readonly<Record<Work, string>> = {
  load: 'opening the cache',
  verify: 'asking what has changed',
  files: 'finding files and settings',
  parse: 'reading and parsing files',
  link: 'linking imports',
  lower: 'syntax trees of what is followed',
  follow: 'following the code',
  judge: 'judging and wording',
  save: 'writing the cache',
}

/**
 * @param spent milliseconds
 * @param total milliseconds since the process began
 */
export function timingsText(spent: ReadonlyMap<Work, number>, total: number, { stats }: Report, reused: Reused | null): string {
  const rest = total - [...spent.values()].reduce((sum, each) => sum + each, 0)
  const rows: [string, number][] = [['starting, and the rest', rest], ...[...spent].map(([work, time]): [string, number] => [labels[work], time]), ['in all', total]]
  const width = Math.max(...rows.map(([label]) => label.length))
  const lines = rows.map(([label, time]) => `  ${label.padEnd(width)} ${String(Math.round(time)).padStart(7)} ms`)
  return ['Where the time went', ...lines, `  ${stats.files} files${reused === null ? '' : `; ${reusedText(reused)}`}`, ''].join('\n')
}

function reusedText(reused: Reused): string {
  return reused.kind === 'report' ? 'nothing that matters has changed, so the last report stands' : `of ${reused.files} their facts were at hand`
}
