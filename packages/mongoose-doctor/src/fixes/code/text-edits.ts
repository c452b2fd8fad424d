/** A change of a file as an editor wants it: ranges of the old text, each with what takes its place. */
import { diffLines } from 'diff'

export interface TextEdit {
  /** Offsets in the old text; the same where something is only put in. */
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * In order, apart from each other, and each as small as its lines allow.
 * @param most where more lines than that come and go, one edit stands for all: to find which is which takes time by their square
 */
export function textEdits(before: string, after: string, most = 2000): readonly TextEdit[] {
  const lines = diffLines(before, after, { maxEditLength: most })
  if (lines === undefined) return [trimmed(before, { start: 0, end: before.length, text: after })]
  const edits: TextEdit[] = []
  let at = 0
  let open: { start: number; end: number; text: string } | null = null
  const close = (): void => {
    if (open !== null) edits.push(trimmed(before, open))
    open = null
  }
  for (const { value, added, removed } of lines) {
    if (!added && !removed) {
      close()
      at += value.length
      continue
    }
    open ??= { start: at, end: at, text: '' }
    if (added) open.text += value
    else open.end = at += value.length
  }
  close()
  return edits
}

/** Without what is the same at both ends. */
function trimmed(before: string, { start, end, text }: TextEdit): TextEdit {
  let head = 0
  const shortest = Math.min(end - start, text.length)
  while (head < shortest && before[start + head] === text[head]) head++
  let tail = 0
  while (tail < shortest - head && before[end - 1 - tail] === text[text.length - 1 - tail]) tail++
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) }
}
