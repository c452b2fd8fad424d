/** Taking items out of a list in a text. */
import type { Span } from '../../kernel/place.ts'

/** Takes items out of a list, each with the comma that divides it from what stays. */
export function withoutItems(items: readonly (Span | null)[], taken: readonly boolean[]): readonly Span[] {
  const present = items.flatMap((item) => item ?? [])
  const lastKept = present.findLastIndex((_, i) => taken[i] !== true)
  const removals: Span[] = []
  for (const [i, item] of present.entries()) {
    const next = present[i + 1]
    if (taken[i] === true && i < lastKept && next !== undefined) removals.push({ start: item.start, end: next.start })
  }
  const [kept, last] = [present[lastKept], present.at(-1)]
  if (kept !== undefined && last !== undefined && last.end > kept.end) removals.push({ start: kept.end, end: last.end })
  // Nothing that it takes apart stays: `const [] = …` is as good as none.
  if (kept === undefined && last !== undefined && present[0] !== undefined) removals.push({ start: present[0].start, end: last.end })
  return removals
}
