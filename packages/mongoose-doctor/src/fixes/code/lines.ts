/** Lines of a text, seen from an offset inside of it. */
import { skipTrivia } from '../../facts/trivia.ts'
import type { Span } from '../../kernel/place.ts'

/** Where the line ends, if only white space and comments follow `at` on it; else null. */
export function endOfLine(text: string, at: number): number | null {
  let i = at
  while (i < text.length) {
    const char = text[i]
    if (char === '\n' || (char === '\r' && text[i + 1] === '\n')) return i
    if (char === ' ' || char === '\t' || char === '\r') i++
    else if (text.startsWith('//', i)) {
      const end = text.indexOf('\n', i)
      return end === -1 ? text.length : text[end - 1] === '\r' ? end - 1 : end
    } else if (text.startsWith('/*', i)) {
      const end = text.indexOf('*/', i)
      if (end === -1 || text.slice(i, end).includes('\n')) return null
      i = end + 2
    } else return null
  }
  return text.length
}

/** A statement with the lines that it fills; only itself where it shares one. The blank line that would be left over goes too. */
export function wholeLines(text: string, { start, end }: Span): Span {
  let from = start
  while (from > 0 && (text[from - 1] === ' ' || text[from - 1] === '\t')) from--
  const stop = endOfLine(text, end)
  const startsLine = from === 0 || text[from - 1] === '\n'
  if (!startsLine || stop === null) return { start, end: skipSpaces(text, end) }
  let next = afterBreak(text, stop)
  const opens = blankBefore(text, from)
  // A gap stood on both sides of it, or now follows an opening brace: one is enough.
  if (opens && isBlankLine(text, next)) next = afterBreak(text, endOfLine(text, next) ?? next)
  return { start: from, end: next }
}

function skipSpaces(text: string, at: number): number {
  let i = at
  while (text[i] === ' ' || text[i] === '\t') i++
  return i
}

function afterBreak(text: string, at: number): number {
  return text[at] === '\r' ? at + 2 : text[at] === '\n' ? at + 1 : at
}

/** Whether the next token would continue a statement that no semicolon ends. */
export function continuesAfter(text: string, at: number): boolean {
  return '([`+-*/,.'.includes(text[skipTrivia(text, at)] ?? ';')
}

export function isBlankLine(text: string, at: number): boolean {
  const end = text.indexOf('\n', at)
  return at < text.length && text.slice(at, end === -1 ? text.length : end).trim() === ''
}

function blankBefore(text: string, lineStart: number): boolean {
  const before = text.slice(0, lineStart).trimEnd()
  const gap = text.slice(before.length, lineStart)
  return before.endsWith('{') || gap.split('\n').length > 2
}
