/** Names and sentences of the project inside the page. */
import { markup } from '../markup.ts'
import { cut } from '../picture/cut.ts'

/** A name may have any length; what is longer is not read here. */
const longest = 200

/** A file, a model, a piece of code. */
export function code(text: string): string {
  return `<code>${name(text)}</code>`
}

/** The same without an element of its own. */
export function name(text: string): string {
  return markup(cut(text, longest))
}

/** A sentence, with what stands in `backticks` as code. */
export function prose(text: string): string {
  const parts = (text.length > 5000 ? `${text.slice(0, 5000)}…` : text).split(/`([^`]+)`/)
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : markup(part))).join('')
}

export function at({ file, line }: { readonly file: string; readonly line: number | null }): string {
  return code(line === null ? file : `${file}:${line}`)
}

/** Items one below the other; those beyond `most` are folded. */
export function listed(items: readonly string[], most: number, what: string): string {
  const list = (some: readonly string[]) => `<ul>${some.map((item) => `<li>${item}</li>`).join('')}</ul>`
  const rest = items.slice(most)
  return list(items.slice(0, most)) + (rest.length === 0 ? '' : `<details><summary>${rest.length} more ${what}</summary>${list(rest)}</details>`)
}
