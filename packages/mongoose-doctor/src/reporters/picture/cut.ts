import { escapeText } from '../escape.ts'
import { graphemes, graphemeWidth, textWidth } from '../width.ts'

/** Escaped, and not wider than so many columns: of a path the end says most, of everything else the beginning. */
export function cut(text: string, columns: number): string {
  // Of what is very long only the ends can be shown.
  const whole = escapeText(text.length > 2000 ? `${text.slice(0, 1000)}${text.slice(-1000)}` : text)
  if (textWidth(whole) <= columns) return whole
  const isPath = /^[^\s"]*\/[^\s"]*$/.test(whole)
  const kept: string[] = []
  let used = 1
  for (const part of isPath ? graphemes(whole).reverse() : graphemes(whole)) {
    used += graphemeWidth(part)
    if (used > columns) break
    kept.push(part)
  }
  return isPath ? `…${kept.reverse().join('')}` : `${kept.join('').trimEnd()}…`
}
