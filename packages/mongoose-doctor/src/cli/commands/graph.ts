import { resolve } from 'node:path'
import type { Finding, Report } from '../../kernel/report.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { draw } from '../../reporters/picture/formats.ts'
import { mermaidLimits } from '../../reporters/picture/mermaid.ts'
import { modelsPicture } from '../../reporters/picture/models-picture.ts'
import { pathPicture } from '../../reporters/picture/path-picture.ts'
import type { Picture } from '../../reporters/picture/picture.ts'
import type { GraphRequest } from '../request.ts'
import { checkFilters, filterReport } from '../../selection/filters.ts'
import type { Outcome } from '../outcome.ts'
import { written } from '../written.ts'
import { directoryOf, nothingIn, reportWith, tell, type Context } from './context.ts'

/** Draws the models with their refs, or the paths of findings. Stdout holds the picture, and nothing else. */
export async function graph(request: GraphRequest, { terminal, loadEngine }: Context): Promise<Outcome> {
  const directory = directoryOf(request, terminal)
  const { report } = await reportWith(await loadEngine(), directory, request, terminal)
  const stopped = nothingIn(report, request)
  if (stopped) return stopped

  checkFilters(report, request.filters)
  const picture = request.what === 'models' ? modelsPicture(report, request.filters.models) : pathPicture(chosen(request, report), report)
  const text = draw(request.picture, picture)
  if (request.output === null) terminal.out(text)
  else {
    const reason = written(resolve(terminal.cwd, request.output), text)
    if (reason !== null) throw new UsageError(`${request.output} was not written: ${reason}`)
  }
  const told = remarks(request, picture, text)
  if (told.length > 0) tell(terminal, told)
  return { kind: 'answered' }
}

function chosen({ filters, finding }: GraphRequest, report: Report): readonly Finding[] {
  const { findings } = filterReport(report, filters)
  if (finding === null) return findings
  const found = findings.filter(({ id }) => id.startsWith(finding))
  if (found.length === 0) throw new UsageError(`No finding has an id that begins with "${finding}". \`mongoose-doctor --format json\` tells the ids.`)
  return found
}

function remarks({ what, picture: format }: GraphRequest, { parts }: Picture, text: string): string[] {
  if (parts.every(({ boxes }) => boxes.length === 0)) return ['There is nothing to draw: no finding that was asked for has a path.']
  const arrows = parts.reduce((sum, part) => sum + part.arrows.length, 0)
  const { arrows: mostArrows, characters } = mermaidLimits
  if (format !== 'mermaid' || (arrows <= mostArrows && text.length <= characters)) return []
  const narrower = what === 'models' ? '--model' : '--entry, --model, --rule or --finding'
  return [`Mermaid draws no more than ${mostArrows} arrows and ${characters} characters where its limits have not been raised, as on GitHub. Narrow it with ${narrower}, or take --format svg.`]
}
