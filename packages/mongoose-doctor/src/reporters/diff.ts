import { createTwoFilesPatch, diffLines, FILE_HEADERS_ONLY } from 'diff'
import { escapeLines } from './escape.ts'
import { makeStyle } from './style.ts'

/**
 * A unified diff of whole files, that `git apply` accepts; `before` is null for a new one.
 * @param forTerminal escapes what could drive a terminal; a diff that goes to a file or a program stays exact
 */
export function diffText(
  changes: readonly { readonly file: string; readonly before: string | null; readonly after: string }[],
  options: { readonly color: boolean; readonly forTerminal: boolean },
): string {
  const style = makeStyle(options.color)
  return changes
    .map(({ file, before, after }) => createTwoFilesPatch(before === null ? '/dev/null' : `a/${file}`, `b/${file}`, before ?? '', after, undefined, undefined, { headerOptions: FILE_HEADERS_ONLY }))
    .map((patch) => (options.forTerminal ? escapeLines(patch.replaceAll('\r\n', '\n')) : patch))
    .map((patch) => (options.color ? patch.split('\n').map((line) => paintLine(line, style)).join('\n') : patch))
    .join('')
}

/** The lines that went and came, without what surrounds them: `- old`, `+ new`. */
export function changedLines({ before, after }: { readonly before: string | null; readonly after: string }): string[] {
  return diffLines(before ?? '', after).flatMap(({ added, removed, value }) => {
    if (!added && !removed) return []
    return value.split(/\r?\n/).filter((line) => line.trim() !== '').map((line) => `${added ? '+' : '-'} ${line.trim()}`)
  })
}

function paintLine(line: string, style: ReturnType<typeof makeStyle>): string {
  if (line.startsWith('+++') || line.startsWith('---')) return style.strong(line)
  if (line.startsWith('@@')) return style.place(line)
  if (line.startsWith('+')) return style.good(line)
  return line.startsWith('-') ? style.error(line) : line
}
