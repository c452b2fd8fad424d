/** The texts of the files of a graph: in a large project only the last ones are kept, and the others read again. */

export interface Texts {
  get(file: string): string | undefined
  /** @param again whether it can be read again: what can't be is kept in any case */
  keep(file: string, text: string, again: boolean): string
}

/** In characters. */
const MOST_KEPT = 2_000_000

export function createTexts(compact: boolean): Texts {
  const kept = new Map<string, string>()
  const recent = new Map<string, string>()
  let length = 0

  function release(file: string): void {
    length -= recent.get(file)?.length ?? 0
    recent.delete(file)
  }

  return {
    get: (file) => kept.get(file) ?? recent.get(file),
    keep(file, text, again) {
      if (!again) kept.set(file, text)
      else if (!recent.has(file)) {
        recent.set(file, text)
        length += text.length
        if (compact) for (const first of recent.keys()) if (length > MOST_KEPT) release(first)
      }
      return text
    },
  }
}
