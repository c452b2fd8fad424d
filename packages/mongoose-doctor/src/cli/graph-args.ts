/** The command line of `graph`. */
import { UsageError } from '../kernel/usage-error.ts'
import { pictureFormats } from '../reporters/picture/formats.ts'
import type { Filters } from '../selection/filters.ts'
import { oneOf } from './format-args.ts'
import { single, type Options } from './option-values.ts'
import { graphKinds, type Common, type GraphKind, type GraphRequest } from './request.ts'

export function graphKindOf(word: string | undefined): GraphKind | null {
  return graphKinds.find((name) => name === word) ?? null
}

/** Without a kind the models are meant, and the only word is the directory. @throws UsageError */
export function graphRequest(common: Common, kind: GraphKind | null, words: readonly string[], filters: Filters, options: Options): GraphRequest {
  const [first, second] = words
  if (kind === null && first !== undefined && second !== undefined) oneOf(first, 'graph', graphKinds)
  const what = kind ?? 'models'
  const finding = single(options, 'finding')
  const narrows = finding !== null ? '--finding' : filters.entries.length > 0 ? '--entry' : filters.rules.length > 0 ? '--rule' : null
  if (what === 'models' && narrows !== null) throw new UsageError(`${narrows} chooses among findings: mongoose-doctor graph findings ${narrows} …`)
  const format = single(options, 'format')
  return { ...common, command: 'graph', what, picture: format === null ? 'mermaid' : oneOf(format, 'format', pictureFormats), filters, finding, output: single(options, 'output') }
}
