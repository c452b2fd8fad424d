/** How many columns of a terminal a text takes. Terminals count graphemes, and East Asian and emoji ones twice. */

// Unicode's East Asian Width W and F, in blocks; Emoji_Presentation comes from the engine's own tables.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u
const invisible = /^[\p{Mn}\p{Me}\u200c\u200d]+$/u
// Each is one grapheme and one column wide, whatever stands beside it: also what our own pictures of code are drawn with. Asking the engine costs ten milliseconds.
const plain = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u203b\u203d-\u2048\u204a-\u205e\u2500-\u257f]*$/

let segmenter: Intl.Segmenter | null = null

/** The graphemes of a text, in order. */
export function graphemes(text: string): string[] {
  if (plain.test(text)) return text.split('')
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), (part) => part.segment)
}

/** Columns taken by one grapheme. */
export function graphemeWidth(grapheme: string): number {
  if (plain.test(grapheme)) return grapheme.length
  if (invisible.test(grapheme)) return 0
  return wide.test(grapheme) ? 2 : 1
}

/** Columns taken by text that holds no control characters and no colours. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length
  return graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0)
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)))
}

/**
 * Breaks at spaces so that no line is wider than `width`, save for words that are wider by themselves (paths stay whole).
 * @returns the lines, at least one
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.split(' ')) {
      if (line !== '' && textWidth(line) + 1 + textWidth(word) > width) {
        lines.push(line)
        line = word
      } else {
        line = line === '' ? word : `${line} ${word}`
      }
    }
    lines.push(line)
  }
  return lines
}
