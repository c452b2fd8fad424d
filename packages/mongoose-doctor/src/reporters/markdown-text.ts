/** Text of the project inside Markdown (GitHub's and GitLab's): it stays text, whatever it looks like. */
import { escapeText } from './escape.ts'

/** A name or a text of a project may have any length; a comment may not. */
const longest = 1000

/**
 * First what starts something in CommonMark or its extensions, HTML and formulas included: as an entity it is text everywhere. Then what
 * sites make links, mentions and references of after rendering: a comment, which is not shown, keeps its parts apart.
 */
const special = /([&<>[\]*_`\\|~$])|@(?=[\p{L}\p{N}_-])|#(?=\d)|:(?=\/\/)|\bwww(?=\.)/giu
/** At the start of a line these would begin a list, a heading, a rule; spaces, code. */
const opening = /^(?:[-+=#.]|\d+(?=[.)])|\s)/

const entity = (character: string): string => `&#${character.codePointAt(0)};`

/** A sentence, with what stands in `backticks` as code. */
export function prose(text: string): string {
  const parts = cut(escapeText(text)).split(/`([^`]+)`/)
  return parts.map((part, index) => (index % 2 === 1 ? codeSpan(part) : escaped(part))).join('').replace(opening, (found) => [...found].map(entity).join(''))
}

/** Code in a line: fenced by more backticks than it has in a row (CommonMark, "Code spans"). */
export function code(text: string): string {
  return codeSpan(cut(escapeText(text)))
}

/** Lines of code, fenced by more backticks than they have in a row. */
export function fenced(lines: readonly string[]): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
  return [`${fence}text`, ...lines, fence]
}

function escaped(text: string): string {
  return text.replace(special, (found, mark?: string) => (mark === undefined ? `${found}<!-- -->` : entity(mark)))
}

function codeSpan(text: string): string {
  if (text === '') return ''
  const fence = '`'.repeat(longestRun(text) + 1)
  // One space at each end is dropped, and needed beside a backtick.
  const space = text.startsWith('`') || text.endsWith('`') || (text.startsWith(' ') && text.endsWith(' ')) ? ' ' : ''
  return fence + space + text + space + fence
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…` : text
}
