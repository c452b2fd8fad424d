/** What is written below a file's imports: new imports, uses that keep them, declarations. */
import { isIdentifier } from '../../rules/names.ts'
import { importLine, joined } from './imports.ts'
import type { NewImport } from './imports.ts'
import { continuesAfter } from '../code/lines.ts'
import { placeForImports } from '../code/placement.ts'
import { end } from '../code/style.ts'
import type { Style } from '../code/style.ts'
import type { Source } from '../code/syntax.ts'
import type { Refusal } from '../types.ts'

export interface NewLines {
  readonly imports: readonly NewImport[]
  /** By local name. */
  readonly uses: ReadonlyMap<string, Use>
  readonly declarations: readonly string[]
}

/** Why a binding is mentioned. */
export interface Use {
  /** What of it: `.Role` of a registry; empty for a model itself. */
  readonly member: string
  readonly model: string
  /** Whose rule an import without it would be dropped by: the bundler's own, or `"sideEffects"` of package.json. */
  readonly dropsAll: boolean
}

/** null when there is nothing to write. */
export function newLines(source: Source, style: Style, commonjs: boolean, { imports, uses, declarations }: NewLines): { readonly at: number; readonly text: string } | Refusal | null {
  const { at, before, after } = placeForImports(source, commonjs)
  // Other than an import, a `require()` or `void` would swallow a line that begins with a bracket.
  const swallows = (commonjs || uses.size > 0) && continuesAfter(source.text, at)
  const sure = { ...style, semicolons: style.semicolons || swallows }
  const lines: string[] = []
  for (const one of joined(imports)) {
    const line = importLine(sure, one, commonjs)
    if (typeof line !== 'string') return line
    lines.push(line)
  }
  for (const [local, { member, model, dropsAll }] of uses) {
    // What stands in a comment comes from the project: only a plain name can't end it.
    const what = isIdentifier(model) ? `registers "${model}"` : 'registers a model'
    lines.push(`void ${local}${member}.modelName${end(sure)} // ${what}: ${dropsAll ? 'Nitro drops an import of which nothing is used' : 'with "sideEffects" an unused import would be dropped'}`)
  }
  if (declarations.length > 0) lines.push('', ...declarations)
  if (lines.length === 0) return null
  return { at, text: style.eol.repeat(before) + lines.join(style.eol) + style.eol.repeat(after) }
}
