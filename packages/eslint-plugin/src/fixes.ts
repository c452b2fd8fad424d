/** What mends the findings of one file, within it. */
import { textEdits, type FileChange, type Finding, type FindingFix, type OneByOne, type TextEdit } from 'mongoose-doctor'

export interface Remedies {
  mending(finding: Finding, strategy: OneByOne): FindingFix | undefined
  /** By a static import; null where each finding is mended by itself. */
  readonly together: ((findings: readonly Finding[]) => readonly FileChange[]) | null
}

/** A text that is linted: the engine's, with its byte order mark, which linters take off. */
export interface Text {
  readonly file: string
  readonly whole: string
  /** The length of the mark. */
  readonly mark: number
}

export const textOf = (file: string, whole: string): Text => ({ file, whole, mark: whole.startsWith('\ufeff') ? 1 : 0 })

/** null: nothing mends it, that takes more than this file, or it was made for another text. */
export function editsOf(files: readonly FileChange[] | undefined, { file, whole, mark }: Text): readonly TextEdit[] | null {
  const [change, ...more] = files ?? []
  if (change === undefined || more.length > 0 || change.file !== file || change.before !== whole) return null
  return textEdits(whole, change.after).map((edit) => ({ ...edit, start: edit.start - mark, end: edit.end - mark }))
}

/**
 * By finding. Linters apply none of two fixes that touch each other, or one now and the other to what comes of it; so each of these is the fix of
 * both, and what comes of it is what `--fix` writes.
 */
export function importFixes(findings: readonly Finding[], text: Text, { mending, together }: Remedies): ReadonlyMap<Finding, readonly TextEdit[]> {
  const fixes = new Map<Finding, readonly TextEdit[]>()
  for (const finding of findings) {
    const edits = editsOf(mending(finding, 'import')?.files, text)
    if (edits !== null && edits.length > 0) fixes.set(finding, edits)
  }
  if (together === null) return fixes
  for (const group of touching(fixes)) {
    const edits = group.length === 1 ? null : editsOf(together(group), text)
    for (const finding of group) if (edits !== null) fixes.set(finding, edits)
  }
  return fixes
}

/** Groups of findings whose fixes, from the first edit to the last, have a place in common. */
function touching(fixes: ReadonlyMap<Finding, readonly TextEdit[]>): readonly (readonly Finding[])[] {
  const spans = [...fixes].map(([finding, edits]) => ({ finding, start: edits[0]?.start ?? 0, end: edits.at(-1)?.end ?? 0 }))
  const groups: Finding[][] = []
  let reached = -1
  for (const { finding, start, end } of spans.sort((a, b) => a.start - b.start)) {
    const group = groups.at(-1)
    if (group !== undefined && start <= reached) group.push(finding)
    else groups.push([finding])
    reached = Math.max(reached, end)
  }
  return groups
}
