/** What an editor asks of a place: what is told there, where the model is defined, where else it is named. */
import type { Hover, Location, Position } from 'vscode-languageserver'
import { definitionsFor, placesOfModel, type Mention } from '../editing.ts'
import type { Site, Span } from '../kernel/place.ts'
import type { Folder } from './folder.ts'
import { hoverText } from './hover.ts'
import { markdown, plain } from './marks.ts'

export function hoverAt(folder: Folder, file: string, position: Position, isMarkdown: boolean): Hover | null {
  const mention = mentionAt(folder, file, position)
  if (mention === null) return null
  const { examination, places } = folder.examination()
  const value = hoverText(examination, mention, isMarkdown ? markdown : plain, (name) => folder.uriOf(name))
  return { contents: { kind: isMarkdown ? 'markdown' : 'plaintext', value }, range: places.span(file, mention.name ?? mention) }
}

/** From a ref, a populate or a look-up to the models; imports have ways of their own. */
export function definitionsAt(folder: Folder, file: string, position: Position): readonly Location[] {
  const mention = mentionAt(folder, file, position)
  if (mention === null || mention.kind === 'import') return []
  const { examination } = folder.examination()
  return locations(folder, mention.models.flatMap((model) => definitionsFor(examination, model, file)))
}

export function referencesAt(folder: Folder, file: string, position: Position, withDefinitions: boolean): readonly Location[] {
  const mention = mentionAt(folder, file, position)
  if (mention === null || mention.kind === 'import') return []
  const { examination } = folder.examination()
  const places = mention.models.flatMap((model) => placesOfModel(examination, model))
  return locations(folder, places.filter(({ kind }) => withDefinitions || kind !== 'definition'))
}

function locations(folder: Folder, sites: readonly Site[]): readonly Location[] {
  const { places } = folder.examination()
  return sites.map((site) => ({ uri: folder.uriOf(site.file), range: places.span(site.file, site) }))
}

/** A name that stands there; else the smallest of what is around. */
function mentionAt(folder: Folder, file: string, position: Position): Mention | null {
  const mentions = folder.mentions(file)
  const offset = folder.examination().places.offset(file, position)
  const holds = ({ start, end }: Span): boolean => start <= offset && offset <= end
  const length = ({ start, end }: Span): number => end - start
  const named = mentions.filter(({ name }) => name !== null && holds(name)).sort((a, b) => length(a.name ?? a) - length(b.name ?? b))
  return named[0] ?? mentions.filter(holds).sort((a, b) => length(a) - length(b))[0] ?? null
}
