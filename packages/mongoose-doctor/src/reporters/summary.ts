import type { Report, Severity } from '../kernel/report.ts'
import type { TextOptions } from './options.ts'
import { makeStyle } from './style.ts'
import { count, duration, entriesOf, list, paragraph } from './words.ts'

export interface Summary {
  readonly examined: string
  readonly verdict: string
}

/** What was examined, and what came of it, in a sentence each: never "clean" where something was not decided. */
export function summaryOf(report: Report): Summary {
  const { findings, stats } = report
  const labels = [...new Set(report.apps.map((app) => app.compiler))]
  const compiler = labels.length === 1 && labels[0] !== '' ? ` (${labels[0]})` : ''
  const examined = list([count(stats.files, 'file'), count(entriesOf(report).length, 'entry', 'entries'), count(report.models.length, 'model')])

  const found = [count(number(report, 'error'), 'error'), count(number(report, 'warning'), 'warning'), count(number(report, 'info'), 'note')].filter((part) => !part.startsWith('0 '))
  const fixable = findings.filter((finding) => finding.fixable).length
  const undecided = report.unknown.length > 0 ? ` ${count(report.unknown.length, 'place')} could not be decided.` : ''

  let verdict: string
  const none = (report.withheld?.known ?? 0) > 0 ? 'No new findings.' : 'No findings.'
  if (findings.length > 0) verdict = `${list(found)}${fixable > 0 ? `, ${fixable} fixable with --fix` : ''}.${undecided}`
  // With a filter the findings may be elsewhere: what an entry misses is said by the entry too.
  else if (undecided !== '' || report.withheld !== undefined || !report.complete || entriesOf(report).some((entry) => entry.missing.length > 0)) verdict = `${none}${undecided}`
  else verdict = 'Every model is registered wherever it is needed.'
  return { examined: `Examined ${examined} in ${duration(stats.milliseconds)}${compiler}.`, verdict: [verdict, ...withheldIn(report)].join(' ') }
}

/** A sentence for each reason why findings are not shown. */
function withheldIn({ withheld, gone = [] }: Report): string[] {
  const { ignored, known, unchanged } = withheld ?? { ignored: 0, known: 0, unchanged: 0 }
  return [
    ...(unchanged > 0 ? [`${count(unchanged, 'finding has', 'findings have')} nothing to do with what has changed.`] : []),
    ...(known > 0 ? [`${count(known, 'known finding')} in the baseline.`] : []),
    ...(gone.length > 0 ? [`${gone.length} of the baseline ${gone.length === 1 ? 'is' : 'are'} no longer found: --update-baseline takes ${gone.length === 1 ? 'it' : 'them'} out.`] : []),
    ...(ignored > 0 ? [`${count(ignored, 'finding is', 'findings are')} ignored, as the configuration says.`] : []),
  ]
}

/** The summary for people. */
export function summaryText(report: Report, options: TextOptions): string {
  const style = makeStyle(options.color)
  const { examined, verdict } = summaryOf(report)
  const paint = number(report, 'error') > 0 || report.gone !== undefined ? style.error : report.findings.length > 0 || /^No (?:new )?findings/.test(verdict) ? style.warning : style.good
  return [...paragraph(examined, options.width), ...paragraph(verdict, options.width).map(paint)].join('\n')
}

function number(report: Report, severity: Severity): number {
  return report.findings.filter((finding) => finding.severity === severity).length
}
