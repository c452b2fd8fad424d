/** From offsets to lines and columns, as editors count them: from 1, in UTF-16 units. */

export interface Position { readonly line: number; readonly column: number }

/** Where the lines of a text start; they end with \n, \r\n or \r. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1)
  }
  return starts
}

/** A look-up for one text. */
export function positionsOf(text: string): (offset: number) => Position {
  const starts = lineStarts(text)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

/** The way back; what is beyond the text is its end. */
export function offsetsOf(text: string): (position: Position) => number {
  const starts = lineStarts(text)
  return ({ line, column }) => Math.min(text.length, (starts[line - 1] ?? text.length) + column - 1)
}
