/** The lines around a place, with the place underlined. */
import { escapeText } from './escape.ts'
import type { Style } from './style.ts'
import { graphemes, graphemeWidth } from './width.ts'

/** Where to underline. 1-based lines and UTF-16 columns; the end is exclusive. */
export interface Range {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

const around = 2
/** Of a long (minified) line only this much is looked at, before and after the place. */
const reach = 500
const tab = '  '

/** @returns lines without indentation, none wider than `width`; empty when the text has no such line */
export function codeFrame(text: string, range: Range, width: number, style: Style): string[] {
  const first = Math.max(1, range.line - around)
  const raw = linesBetween(text, first, range.line + around)
  const focus = raw[range.line - first]
  if (focus === undefined) return []

  const gutter = String(first + raw.length - 1).length
  const room = Math.max(10, width - gutter - 5)
  const indent = sharedIndent(raw, range.column)
  // Of a minified line only the neighbourhood is measured.
  const skip = range.column > reach ? range.column - reach / 2 : indent
  const endColumn = range.endLine > range.line ? focus.trimEnd().length + 1 : range.endColumn
  const from = columnOf(focus, skip, range.column)
  const to = Math.max(from + 1, columnOf(focus, skip, endColumn))
  const cells = toCells(focus.slice(skip, skip + 2 * reach))
  const total = cells.reduce((sum, cell) => sum + cell.width, 0)
  // The place is in view, with a little of what leads to it.
  const offset = total <= room || to <= room - 1 ? 0 : Math.max(0, Math.min(from - 8, total - room + 1))

  const out: string[] = []
  raw.forEach((line, index) => {
    const number = first + index
    const here = number === range.line
    const shown = here
      ? cut(cells, offset, room, offset > 0 || skip > indent, focus.length > skip + 2 * reach)
      : cut(toCells(line.slice(indent, indent + reach)), 0, room, false, line.length > indent + reach)
    const mark = here ? style.error('>') : ' '
    out.push(`${mark} ${style.faint(`${String(number).padStart(gutter)} │`)}${shown === '' ? '' : ` ${shown}`}`)
    if (here) {
      const start = Math.max(0, from - offset)
      const carets = '^'.repeat(Math.max(1, Math.min(to - offset, room) - start))
      out.push(`  ${style.faint(`${' '.repeat(gutter)} │`)} ${' '.repeat(start)}${style.error(carets)}`)
    }
  })
  return out
}

interface Cell {
  readonly text: string
  readonly width: number
}

function toCells(line: string): Cell[] {
  return graphemes(line).map((grapheme) => {
    if (grapheme === '\t') return { text: tab, width: tab.length }
    const text = escapeText(grapheme)
    return { text, width: text === grapheme ? graphemeWidth(grapheme) : text.length }
  })
}

/** The display column of a UTF-16 column of a line whose first `skip` units are not shown. */
function columnOf(line: string, skip: number, column: number): number {
  return toCells(line.slice(skip, Math.max(skip, column - 1))).reduce((sum, cell) => sum + cell.width, 0)
}

/** The cells between two display columns, with an ellipsis where something is left out. */
function cut(cells: readonly Cell[], offset: number, room: number, before: boolean, after: boolean): string {
  let column = 0
  let text = ''
  let used = 0
  let more = after
  for (const cell of cells) {
    const at = column
    column += cell.width
    if (at < offset) continue
    if (used + cell.width > room) {
      more = true
      break
    }
    text += cell.text
    used += cell.width
  }
  if (before) text = `…${graphemes(text).slice(1).join('')}`
  if (more) text = used >= room ? `${dropLast(text)}…` : `${text}…`
  return text.trimEnd()
}

function dropLast(text: string): string {
  const parts = graphemes(text)
  return parts.slice(0, -1).join('')
}

/** Leading white space that all the lines have, as long as it is before the place. */
function sharedIndent(lines: readonly string[], column: number): number {
  let shared: string | null = null
  for (const line of lines) {
    if (line.trim() === '') continue
    const indent = /^[ \t]*/.exec(line)?.[0] ?? ''
    if (shared === null) shared = indent
    while (!indent.startsWith(shared)) shared = shared.slice(0, -1)
  }
  return Math.min(shared?.length ?? 0, Math.max(0, column - 1))
}

/** Lines `first` to `last` (1-based, both included, as far as there are any), without splitting the whole text. */
function linesBetween(text: string, first: number, last: number): string[] {
  const lines: string[] = []
  let start = 0
  for (let number = 1; number <= last; number++) {
    // What follows the last line feed is not a line.
    if (number > 1 && start === text.length) break
    const end = text.indexOf('\n', start)
    if (number >= first) lines.push(text.slice(start, end === -1 ? text.length : end).replace(/\r$/, ''))
    if (end === -1) break
    start = end + 1
  }
  return lines
}
