/** The name that was probably meant: same but for case, plural, a slip of the finger, or a word before or behind it. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const plain = fold(name)
  const same = foldedOf(known).get(plain)
  if (same !== undefined) return same
  // Each name is compared with each: a hint is not worth that where there are thousands.
  if (known.length > MOST_COMPARED) return null
  let best: string | null = null
  let distance = name.length < 5 ? 1 : 2
  for (const candidate of known) {
    const d = edits(plain, fold(candidate), distance)
    if (d <= distance && (best === null || d < distance)) { best = candidate; distance = d }
  }
  return best ?? longerName(name, known)
}

const MOST_COMPARED = 1000

const folded = new WeakMap<readonly string[], ReadonlyMap<string, string>>()

/** By the plain form of each name; the first of a kind. */
function foldedOf(known: readonly string[]): ReadonlyMap<string, string> {
  let names = folded.get(known)
  if (names === undefined) folded.set(known, (names = new Map(known.map((name): [string, string] => [fold(name), name]).toReversed())))
  return names
}

/** `Unit` for `FMUnit`: the only name that has it as its first or last words. */
function longerName(name: string, known: readonly string[]): string | null {
  if (name.length < 3) return null
  const capital = (name[0] ?? '').toUpperCase() + name.slice(1)
  const longer = known.filter((k) => k.length > name.length && (k.endsWith(capital) || (k.startsWith(capital) && /^[\p{Lu}_]/u.test(k.slice(name.length)))))
  const [only] = longer
  return longer.length === 1 && only !== undefined ? only : null
}

/** `roles`, `Role` and `role` are one word; so are `categories` and `Category`. */
function fold(name: string): string {
  const word = name.toLowerCase().replaceAll(/[_-]/g, '')
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.endsWith('ses') ? word.slice(0, -2) : word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/** Levenshtein distance, given up above `most`. */
function edits(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most || a.length > 80 || b.length > 80) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost))
    }
    row = next
  }
  return row[b.length] ?? most + 1
}

/** Whether two names are one word, but for case and plural, or for what says that it is an id: `roles` and `role`, `role` and `roleId`. */
export function isSameWord(a: string, b: string): boolean {
  return fold(a) === fold(b) || withoutId(a).toLowerCase() === withoutId(b).toLowerCase()
}

const withoutId = (name: string): string => (name.length > 3 ? name.replace(/(?:_?[iI]ds?|I[Dd]s?|_?[rR]efs?)$/, '') || name : name)
