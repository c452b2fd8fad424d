/** From places in one text to those in another that came of it: what was examined may not be what the editor shows. */
import { textEdits } from '../fixes/code/text-edits.ts'

/** Takes offsets of `from` to offsets of `to`; what is no longer there, to where it was. */
export function mapping(from: string, to: string): (offset: number) => number {
  if (from === to) return (offset) => offset
  const edits = textEdits(from, to)
  return (offset) => {
    let shift = 0
    for (const { start, end, text } of edits) {
      if (offset < start || (offset === start && end > start)) break
      if (offset < end) return start + shift
      shift += text.length - (end - start)
    }
    return offset + shift
  }
}
