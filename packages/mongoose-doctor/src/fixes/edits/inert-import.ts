/** An import that does nothing is made to do what it was meant for: to evaluate its file. */
import type { ImportFact } from '../../facts/facts.ts'
import type { Span } from '../../kernel/place.ts'
import { below } from '../code/placement.ts'
import { end } from '../code/style.ts'
import type { Style } from '../code/style.ts'
import { mentionsOf } from '../code/syntax.ts'
import type { Source } from '../code/syntax.ts'

/** A text for a span; for an empty one, an insertion. */
export type Edit = Span & { readonly text: string }

/** @param literal its specifier, as it is to be written */
export function forItsEffect(source: Source, fact: ImportFact, literal: string, style: Style): readonly Edit[] {
  const line = `import ${literal}${end(style)}`
  if (isType(source, fact)) {
    // That stays, and the effect stands next to it.
    const { at, before, after } = below(source.text, fact.end, 1, false)
    return [{ start: at, end: at, text: style.eol.repeat(before) + line + style.eol.repeat(after) }]
  }
  const edit = fact.importEquals
    ? { start: fact.start, end: fact.end, text: line }
    : { start: fact.start + 'import'.length, end: fact.specifierSpan.start, text: ' ' }
  return [edit, ...excuses(source, fact)]
}

/** Whether a type needs one of its names. A value of that name is something else: if one were used, the import would be there. */
function isType(source: Source, fact: ImportFact): boolean {
  return fact.names.some(({ local }) => mentionsOf(source.program, local).some((m) => m.type && (m.start < fact.start || m.end > fact.end)))
}

const EXCUSE = /^\s*eslint-disable-(next-)?line\s+(?:@typescript-eslint\/)?no-unused-vars\s*(?:--.*)?$/s

/** Comments that ask the linter to bear an unused name: there is none any more. */
function excuses({ text, comments }: Source, fact: Span): readonly Edit[] {
  return comments.flatMap((comment) => {
    const next = EXCUSE.exec(comment.value)?.[1]
    if (!EXCUSE.test(comment.value)) return []
    const [from, to] = next === undefined ? [fact.end, comment.start] : [comment.end, fact.start]
    const gap = from <= to ? text.slice(from, to) : null
    if (gap === null || gap.trim() !== '' || gap.split('\n').length !== (next === undefined ? 1 : 2)) return []
    return [next === undefined ? { start: fact.end, end: comment.end, text: '' } : { start: comment.start, end: fact.start, text: '' }]
  })
}
