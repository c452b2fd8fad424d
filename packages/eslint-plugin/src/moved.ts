/** Notes of a text that was examined, in a text that has been edited since: what stands on lines that are as they were has only moved. */
import { lineStarts, textEdits, type TextEdit } from 'mongoose-doctor'
import { textOf } from './fixes.ts'
import type { Note } from './notes.ts'

/** Of more lines that come and go nothing is found again: to look for it would take longer than a keystroke may. */
const MOST_LINES = 200

/** Notes on lines that have changed are left out, fixes that touch what has changed too. */
export function moved(notes: readonly Note[], before: string, after: string): readonly Note[] {
  if (notes.length === 0) return []
  const old = withoutMark(before)
  const edits = textEdits(old, withoutMark(after), MOST_LINES)
  const lines = linesOf(old)
  const changed = edits.map((edit) => changedBy(edit, lines))
  return notes.flatMap((note) => {
    const [from, to] = [lines.startOf(note.start), lines.endOf(note.end)]
    if (changed.some((range) => range.start < to && range.end > from)) return []
    const by = distance(edits, note.start)
    return [{
      ...note, start: note.start + by, end: note.end + by, fix: note.fix === null ? null : movedEdits(note.fix, edits),
      suggestions: note.suggestions.flatMap(({ what, edits: own }) => {
        const there = movedEdits(own, edits)
        return there === null ? [] : [{ what, edits: there }]
      }),
    }]
  })
}

const withoutMark = (text: string): string => text.slice(textOf('', text).mark)

interface Lines {
  /** Of the line at an offset. */
  startOf(offset: number): number
  /** The same, its line end included. */
  endOf(offset: number): number
}

function linesOf(text: string): Lines {
  const starts = lineStarts(text)
  return {
    startOf: (offset) => starts.findLast((start) => start <= offset) ?? 0,
    endOf: (offset) => starts.find((start) => start > offset) ?? text.length,
  }
}

/** Lines that come or go as a whole leave those around them as they were. */
function changedBy({ start, end, text }: TextEdit, lines: Lines): { readonly start: number; readonly end: number } {
  const isWhole = lines.startOf(start) === start && lines.startOf(end) === end && (text === '' || /[\n\r]$/.test(text))
  return isWhole ? { start, end } : { start: lines.startOf(start), end: lines.endOf(end) }
}

/** null when one of them touches what has changed: it may have been made already. */
function movedEdits(own: readonly TextEdit[], edits: readonly TextEdit[]): readonly TextEdit[] | null {
  if (own.some(({ start, end }) => edits.some((edit) => edit.start <= end && edit.end >= start))) return null
  return own.map(({ start, end, text }) => ({ start: start + distance(edits, start), end: end + distance(edits, start), text }))
}

/** How far what stands at an offset has moved. */
function distance(edits: readonly TextEdit[], offset: number): number {
  return edits.reduce((sum, edit) => (edit.end <= offset ? sum + edit.text.length - (edit.end - edit.start) : sum), 0)
}
