/** A stretch of a bundle's text, with some of it replaced. */

export interface Edit {
  readonly start: number
  readonly end: number
  /** Made when it is put in, for what stands inside may be edited too. */
  readonly text: () => string
}

export class Edits {
  readonly #text: string
  readonly #edits: Edit[] = []

  constructor(text: string) {
    this.#text = text
  }

  replace(start: number, end: number, text: string | (() => string)): void {
    this.#edits.push({ start, end, text: typeof text === 'string' ? () => text : text })
  }

  /** The text from `start` to `end`: of edits that overlap, the outermost counts. An edit's own text asks for less than its own stretch. */
  slice(start: number, end: number): string {
    const inside = this.#edits
      .filter((edit) => edit.start >= start && edit.end <= end)
      .sort((a, b) => a.start - b.start || b.end - a.end)
    let out = ''
    let at = start
    for (const edit of inside) {
      if (edit.start < at) continue
      out += this.#text.slice(at, edit.start) + edit.text()
      at = edit.end
    }
    return out + this.#text.slice(at, end)
  }
}
