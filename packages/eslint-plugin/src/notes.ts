/** What there is to say of one file: findings and what could not be decided, with places in its text. */
import { escapeText, lineStarts, offsetsOf, type Finding, type Report, type RuleName, type TextEdit, type Unknown } from 'mongoose-doctor'
import { editsOf, importFixes, textOf, type Remedies, type Text } from './fixes.ts'

export interface Note {
  readonly about: RuleName | 'unknown'
  /** Whether `mongoose-doctor` fails for it without --strict. */
  readonly isProvedError: boolean
  readonly message: string
  /** Offsets in the text, without its byte order mark. */
  readonly start: number
  readonly end: number
  readonly fix: readonly TextEdit[] | null
  readonly suggestions: readonly Suggestion[]
}

export interface Suggestion {
  readonly what: string
  readonly edits: readonly TextEdit[]
}

export const concerns = ({ findings, unknown }: Report, file: string): boolean =>
  findings.some((finding) => finding.file === file) || unknown.some((one) => one.file === file)

/** @param remedies null where nobody asks how things are mended */
export function notesOf(report: Report, file: string, whole: string, remedies: Remedies | null): readonly Note[] {
  const text = textOf(file, whole)
  const found = report.findings.filter((finding) => finding.file === file)
  const fixes = remedies === null ? new Map<Finding, readonly TextEdit[]>() : importFixes(found, text, remedies)
  const undecided = report.unknown.filter((unknown) => unknown.file === file)
  return [
    ...found.map((finding) => ({
      about: finding.rule, isProvedError: finding.severity === 'error' && finding.confidence === 'proved', message: messageOf(finding, remedies), ...placeOf(finding, text),
      fix: fixes.get(finding) ?? null, suggestions: remedies === null ? [] : suggestions(finding, text, remedies),
    })),
    ...undecided.map((unknown) => undecidedNote(unknown, text)),
  ]
}

/** One line: that is what linters print. */
function messageOf(finding: Finding, remedies: Remedies | null): string {
  const { severity, confidence, message, help, file } = finding
  const elsewhere = remedies?.mending(finding, 'import')?.files.map((change) => change.file) ?? []
  const said = [
    message,
    ...(help === null ? [] : [help]),
    ...(severity === 'error' && confidence === 'likely' ? ['Likely, not proved.'] : []),
    ...(elsewhere.every((name) => name === file) ? [] : [`\`npx mongoose-doctor --fix\` mends it, in ${elsewhere.join(' and ')}.`]),
  ]
  return said.map(escapeText).join(' ')
}

function placeOf({ line, column, endLine, endColumn }: Finding, { whole, mark }: Text): { readonly start: number; readonly end: number } {
  const offset = offsetsOf(whole)
  return { start: Math.max(0, offset({ line, column }) - mark), end: Math.max(0, offset({ line: endLine, column: endColumn }) - mark) }
}

function suggestions(finding: Finding, text: Text, { mending }: Remedies): readonly Suggestion[] {
  const model = escapeText(finding.model)
  return [
    { what: `Load "${model}" with lazyModel() before it is needed (--strategy lazy).`, edits: editsOf(mending(finding, 'lazy')?.files, text) },
    { what: `Await ensureModels() for "${model}" before it is needed (--strategy ensure).`, edits: editsOf(mending(finding, 'ensure')?.files, text) },
  ].flatMap(({ what, edits }) => (edits === null ? [] : [{ what, edits }]))
}

/** The whole line, or the beginning of the file. */
function undecidedNote({ line, reason }: Unknown, { whole, mark }: Text): Note {
  const starts = lineStarts(whole)
  const from = line === null ? 0 : starts[line - 1] ?? whole.length
  const code = line === null ? '' : whole.slice(from, starts[line]).trimEnd()
  const end = Math.max(0, from + code.length - mark)
  const start = Math.min(end, Math.max(0, from + code.length - code.trimStart().length - mark))
  return { about: 'unknown', isProvedError: false, message: `Not decided: ${escapeText(reason)}`, start, end, fix: null, suggestions: [] }
}
