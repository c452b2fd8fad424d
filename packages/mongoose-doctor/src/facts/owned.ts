import { detached } from '../kernel/detached.ts'

const texts = new Map<string, string>()

/** Shorter ones are copied when they are cut out. */
const SHORTEST_CUT = 13
/** Hardly any of these is met twice. */
const LONGEST_SHARED = 200
/** No project has so many names that differ. */
const MOST = 200_000

/** The same text in memory of its own; those of all files that have it are one. For what outlives the source text. */
export function owned(text: string): string {
  if (text.length < SHORTEST_CUT) return text
  if (text.length > LONGEST_SHARED) return detached(text)
  const known = texts.get(text)
  if (known !== undefined) return known
  const made = detached(text)
  if (texts.size >= MOST) texts.clear()
  texts.set(made, made)
  return made
}
