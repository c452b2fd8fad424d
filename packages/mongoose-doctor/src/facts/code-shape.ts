/** A text without what only looks like code: strings, comments and regular expressions left out, words reduced to what they do. */

/** Bytes beyond ASCII stand for words; everything else stands for itself, other words for an `a`, strings for a `"`. */
export const ELSE = 128, HEAD = 129, DO = 130, YIELD = 131, EXTENDS = 132
export const NEW = 133, PREFIX = 134, AWAIT = 135, INFIX = 136
/** Says nothing but that an operand follows: a slash behind it begins a regular expression. */
const KEYWORD = 137
const WORDS = new Map([
  ['else', ELSE], ['if', HEAD], ['for', HEAD], ['while', HEAD], ['with', HEAD],
  ['do', DO], ['yield', YIELD], ['extends', EXTENDS], ['new', NEW],
  ['typeof', PREFIX], ['void', PREFIX], ['delete', PREFIX], ['keyof', PREFIX], ['readonly', PREFIX], ['await', AWAIT],
  ['in', INFIX], ['instanceof', INFIX], ['as', INFIX], ['satisfies', INFIX],
  ['return', KEYWORD], ['case', KEYWORD], ['of', KEYWORD], ['throw', KEYWORD],
])
/** The word of each length, first and last letter, of which there is one at most: nearly all of a text is words, and none of them becomes a string. */
const BY_ENDS = new Map<number, { readonly word: Uint8Array; readonly code: number }>()
const IS_END = new Uint8Array(1 << 14)
const LONGEST = 10
const ends = (length: number, first: number, last: number): number => length << 10 | (first & 31) << 5 | (last & 31)
for (const [text, code] of WORDS) {
  const word = new TextEncoder().encode(text)
  const at = ends(word.length, word[0] ?? 0, word.at(-1) ?? 0)
  IS_END[at] = 1
  BY_ENDS.set(at, { word, code })
}

const LINE = 10, SPACE = 32, QUOTE = 34, DOLLAR = 36, APOSTROPHE = 39, OPEN = 40, CLOSE = 41, STAR = 42, SLASH = 47, LESS = 60, MORE = 62
const BRACKET = 91, BACKSLASH = 92, CLOSE_BRACKET = 93, BACKTICK = 96, LETTER = 97, BRACE = 123, CLOSE_BRACE = 125
const IS_WORD = new Uint8Array(256)
for (let code = 0; code < 256; code++) IS_WORD[code] = code > 127 || /[\w$]/.test(String.fromCharCode(code)) ? 1 : 0

let buffer = new Uint8Array(0)

/**
 * Linear in the length of the text. A guess where only a parser could tell: `if (a) /x/`, quotes in the text of JSX elements.
 * @param text in UTF-8: bytes are read far quicker than a string
 * @param templates false: a backtick is taken for text, for a lone one would hide all that follows
 * @returns valid until the next call
 */
export function shapeOf(text: Uint8Array, templates: boolean): Uint8Array {
  // No character makes more than two bytes on average: what a template adds, its `${` has saved.
  if (buffer.length < text.length * 2) buffer = new Uint8Array(text.length * 2)
  const shape = buffer
  let length = 0
  let before = 0
  /** Open braces in each template hole that is being read. */
  const holes: number[] = []
  const hopelessBefore = new Uint32Array(64)
  // Plain assignments, no helper that writes: this loop is the whole cost.
  for (let i = 0; i < text.length;) {
    const code = text[i] ?? 0
    if (IS_WORD[code] === 1) {
      const start = i++
      while (i < text.length && IS_WORD[text[i] ?? 0] === 1) i++
      shape[length++] = before = i - start <= LONGEST && IS_END[ends(i - start, code, text[i - 1] ?? 0)] === 1 ? meaning(text, start, i) : LETTER
    } else if (code <= SPACE) {
      if (code === LINE || shape[length - 1] !== SPACE) shape[length++] = code === LINE ? LINE : SPACE
      i++
    } else if (code === SLASH) {
      const next = text[i + 1] ?? 0
      if (next === SLASH || next === STAR) { i = behindComment(text, i, next); continue }
      // `</a>` and `<a b={c} />` hold none.
      const none = next === MORE || (before === LESS && text[i - 1] === LESS) || endsOperand(before)
      const end = none ? i : literalEnd(text, i, SLASH, hopelessBefore)
      shape[length++] = before = end > i ? QUOTE : SLASH
      i = Math.max(end, i + 1)
    } else if (code === QUOTE || code === APOSTROPHE) {
      const end = literalEnd(text, i, code, hopelessBefore)
      if (end > i) shape[length++] = before = QUOTE
      i = Math.max(end, i + 1)
    } else if (templates && (code === BACKTICK || (code === CLOSE_BRACE && holes.at(-1) === 0))) {
      // A tag and its template make a chain; a hole takes as much of the stack as two brackets.
      if (code === BACKTICK) shape[length++] = INFIX
      else {
        holes.pop()
        shape[length++] = CLOSE
        shape[length++] = CLOSE
      }
      i = behindTemplateText(text, i + 1)
      if (text[i - 1] === BRACE) {
        holes.push(0)
        shape[length++] = OPEN
        shape[length++] = before = OPEN
      } else shape[length++] = before = QUOTE
    } else {
      const hole = holes.length - 1
      if (hole >= 0 && (code === BRACE || code === CLOSE_BRACE)) holes[hole] = (holes[hole] ?? 0) + (code === BRACE ? 1 : -1)
      shape[length++] = before = code
      i++
    }
  }
  return shape.subarray(0, length)
}

/** Of a word that has the length and the ends of one that matters. */
function meaning(text: Uint8Array, start: number, end: number): number {
  const known = BY_ENDS.get(ends(end - start, text[start] ?? 0, text[end - 1] ?? 0))
  return known !== undefined && known.word.every((code, i) => code === text[start + i]) ? known.code : LETTER
}

/**
 * Behind the literal that opens at `from`; `from` itself when it does not end on its line. Each line is looked through once for an end that
 * is not there, not once for every quote on it: `hopelessBefore` remembers, by quote.
 */
function literalEnd(text: Uint8Array, from: number, quote: number, hopelessBefore: Uint32Array): number {
  if (from < (hopelessBefore[quote] ?? 0)) return from
  let inClass = false
  let i = from + 1
  for (; i < text.length; i++) {
    const code = text[i]
    if (code === BACKSLASH) i++
    else if (code === quote && !inClass) return i + 1
    else if (code === LINE) break
    else if (quote === SLASH && (code === BRACKET || code === CLOSE_BRACKET)) inClass = code === BRACKET
  }
  hopelessBefore[quote] = i
  return from
}

/** From inside a template to behind its end, or behind the `${` that comes first. */
function behindTemplateText(text: Uint8Array, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text[i]
    if (code === BACKSLASH) i++
    else if (code === BACKTICK) return i + 1
    else if (code === DOLLAR && text[i + 1] === BRACE) return i + 2
  }
  return text.length
}

/** Behind it, a slash divides. */
const endsOperand = (code: number): boolean => code === LETTER || code === CLOSE || code === CLOSE_BRACKET || code === QUOTE

function behindComment(text: Uint8Array, from: number, kind: number): number {
  if (kind === SLASH) {
    const end = text.indexOf(LINE, from + 2)
    return end === -1 ? text.length : end
  }
  for (let end = text.indexOf(STAR, from + 2); end !== -1; end = text.indexOf(STAR, end + 1)) if (text[end + 1] === SLASH) return end + 2
  return text.length
}
