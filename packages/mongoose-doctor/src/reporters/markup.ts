/** Text of the project inside XML, SVG and HTML: it stays text, whatever it looks like. */
import { escapeText } from './escape.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** One line, for an element or a quoted attribute. What `escapeText` writes out is more than what XML 1.0 (section 2.2) cannot hold. */
export function markup(text: string): string {
  return markupLines(escapeText(text))
}

/** Of text that has been escaped for a terminal already. */
export function markupLines(text: string): string {
  return text.replace(/[&<>"']/g, (found) => entities[found] ?? found)
}
