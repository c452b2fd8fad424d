/** The formats of a report by name. */
import type { Report, Sources } from '../kernel/report.ts'
import { agent } from './agent.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { html } from './html/html.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import type { ReportOptions } from './options.ts'
import { placed, sourcesOf } from './placed.ts'
import { pretty } from './pretty.ts'
import { sarif } from './sarif.ts'

export const formats = ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown', 'html', 'agent'] as const

export type Format = (typeof formats)[number]

/** The report in one format, ending with a line feed. */
export function render(format: Format, report: Report, sources: Sources, options: ReportOptions): string {
  const { prefix, fails } = options
  const there = placed(report, prefix)
  switch (format) {
    case 'pretty':
      return pretty(report, sources, options)
    case 'json':
      return json(report)
    case 'sarif':
      return sarif(there)
    case 'github':
      return github(there)
    case 'gitlab':
      return gitlab(there)
    case 'junit':
      return junit(there, sourcesOf(sources, prefix), fails)
    case 'markdown':
      return markdown(there, sourcesOf(sources, prefix))
    case 'html':
      return html(there, sourcesOf(sources, prefix))
    case 'agent':
      return agent(there)
  }
}
