/** What the page begins with: the verdict, what was not decided, the numbers, the applications. */
import type { AppReport, Report, Unknown } from '../../kernel/report.ts'
import { summaryOf } from '../summary.ts'
import { count, entriesOf } from '../words.ts'
import { at, code, name, prose } from './text.ts'

export function summary(report: Report): string {
  const { verdict } = summaryOf(report)
  const errors = report.findings.filter(({ severity }) => severity === 'error').length
  const [tone, mark] = errors > 0 ? ['bad', '✗'] : verdict.startsWith('Every') ? ['good', '✓'] : ['warn', '!']
  return `<p class="verdict ${tone}"><span aria-hidden="true">${mark}</span> ${prose(verdict).replace('--fix', '<span class="cell">--fix</span>')}</p>
${undecided(report.unknown)}${figures(report, errors)}${applications(report.apps)}`
}

/** First of all: it may hide errors. */
function undecided(unknown: readonly Unknown[]): string {
  if (unknown.length === 0) return ''
  const groups = new Map<string, Unknown[]>()
  for (const one of unknown) groups.set(one.reason, [...(groups.get(one.reason) ?? []), one])
  const items = [...groups].map(([reason, places]) => `<li>${prose(reason)}<ul>${places.map((place) => `<li>${at(place)}</li>`).join('')}</ul></li>`)
  return `<section class="undecided" aria-labelledby="undecided"><h2 id="undecided"><span aria-hidden="true">?</span> ${count(unknown.length, 'place')} could not be decided</h2>
<p>What depends on them is neither proved right nor proved wrong.</p>
<details${unknown.length > 12 ? '' : ' open=""'}><summary>The places, by reason</summary><ul class="reasons">${items.join('')}</ul></details></section>
`
}

function figures(report: Report, errors: number): string {
  const entries = entriesOf(report)
  const lacking = entries.filter(({ missing }) => missing.length > 0).length
  const by = (severity: string): number => report.findings.filter((finding) => finding.severity === severity).length
  const all: (readonly [string, string, string])[] = [
    ['Errors', String(errors), errors > 0 ? 'bad' : ''],
    ['Warnings', String(by('warning')), by('warning') > 0 ? 'warn' : ''],
    ...(by('info') > 0 ? [['Notes', String(by('info')), ''] as const] : []),
    ['Entries that miss a model', `${lacking} of ${entries.length}`, lacking > 0 ? 'bad' : ''],
    ['Models', String(report.models.length), ''],
    ['Files', String(report.stats.files), ''],
  ]
  return `<dl class="figures">${all.map(([term, value, tone]) => `<div class="${tone}"><dt>${term}</dt><dd>${value}</dd></div>`).join('')}</dl>
`
}

function applications(apps: readonly AppReport[]): string {
  const items = apps.map(({ root, compiler, entries, everywhere }) => {
    const where = root === '.' ? '' : `${code(root)}: `
    const before = everywhere.length === 0 ? '' : `. Registered before any entry runs: ${everywhere.map(name).join(', ')}`
    return `<li>${where}${prose(compiler)}, ${count(entries.length, 'entry', 'entries')}${before}</li>`
  })
  return items.length === 0 ? '' : `<ul class="apps">${items.join('')}</ul>\n`
}
