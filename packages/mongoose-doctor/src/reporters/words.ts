/** Small words that several reporters share. */
import type { EntryKind, EntryReport, Finding, Report } from '../kernel/report.ts'
import { escapeText } from './escape.ts'
import { textWidth, wrap } from './width.ts'

/** How the program is run by whoever is told to: it is there without having been installed, and the project's own where it has one. */
export const program = 'npx mongoose-doctor'

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

export function list(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

export function place(at: { readonly file: string; readonly line: number | null }): string {
  return at.line === null ? escapeText(at.file) : `${escapeText(at.file)}:${at.line}`
}

/** Escaped, wrapped, and indented by `first` on its first line and by as many columns on the others. */
export function paragraph(text: string, width: number, first = '', rest = ' '.repeat(textWidth(first))): string[] {
  const lines = wrap(escapeText(text), width - textWidth(first))
  return lines.map((line, index) => ((index === 0 ? first : rest) + line).trimEnd())
}

/** Numbered steps, each with the place it happens at on the line below. */
export function numbered(
  steps: readonly { readonly file: string; readonly line: number; readonly text: string }[],
  width: number,
  indent: string,
  paint: (text: string) => string,
): string[] {
  return steps.flatMap((step, index) => {
    const label = `${indent}${index + 1}. `
    return [...paragraph(step.text, width, label), `${' '.repeat(label.length)}${paint(place(step))}`]
  })
}

const kindsByFile = new WeakMap<Report, Map<string, EntryKind[]>>()

/** "app/actions/auth.ts (server-action)"; a file can be an entry of several kinds. */
export function entryLabel(report: Report, file: string): string {
  let known = kindsByFile.get(report)
  if (known === undefined) {
    kindsByFile.set(report, (known = new Map()))
    for (const entry of entriesOf(report)) known.set(entry.file, [...known.get(entry.file) ?? [], entry.kind])
  }
  const kinds = known.get(file) ?? []
  return kinds.length === 0 ? escapeText(file) : `${escapeText(file)} (${kinds.join(', ')})`
}

export function entriesOf(report: Report): EntryReport[] {
  return report.apps.flatMap((app) => app.entries)
}

/** Whether a model is registered before any entry of the application runs that has this entry. */
export function isEverywhere(report: Report, entry: string | null, model: string): boolean {
  return report.apps.some((app) => app.everywhere.includes(model) && app.entries.some((one) => one.file === entry))
}

/** What to run to mend findings about a model; null when nothing can. */
export function fixCommand(model: string, findings: readonly Finding[]): string | null {
  // A name that a shell might read as something else is not put into a command to copy.
  return isPlainWord(model) && findings.some((finding) => finding.fixable) ? `${program} --fix --model ${model}` : null
}

/** Nothing in it means anything to a shell. */
export const isPlainWord = (text: string): boolean => /^[\w.-]+$/.test(text)
