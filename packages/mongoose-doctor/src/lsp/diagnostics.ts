/** What an editor shows of a report, by file. */
import type { Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity } from 'vscode-languageserver'
import type { Finding, Report, Severity, Unknown } from '../kernel/report.ts'
import { escapeText } from '../reporters/escape.ts'
import { entryLabel } from '../reporters/words.ts'
import type { Places } from './places.ts'

export const SOURCE = 'mongoose-doctor'
/** The code of what could not be decided. */
export const UNDECIDED = 'not-decided'
const PAGES = 'https://github.com/mongoose-doctor/mongoose-doctor/blob/main/docs/rules'
const SHOWN = 5

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = { error: 1, warning: 2, info: 3 }

export interface Where {
  readonly places: Places
  readonly uriOf: (file: string) => string
  /** What could not be decided is shown only there: elsewhere it is nothing to do. */
  readonly isOpen: (file: string) => boolean
  /** Whether the client shows places of the reasons. */
  readonly hasRelated: boolean
}

export function diagnosticsOf(report: Report, where: Where): ReadonlyMap<string, readonly Diagnostic[]> {
  const byFile = new Map<string, Diagnostic[]>()
  const add = (file: string, diagnostic: Diagnostic): void => {
    byFile.set(file, [...byFile.get(file) ?? [], diagnostic])
  }
  for (const finding of report.findings) add(finding.file, found(finding, report, where))
  for (const unknown of report.unknown) if (where.isOpen(unknown.file)) add(unknown.file, undecided(unknown, where))
  return byFile
}

function found(finding: Finding, report: Report, where: Where): Diagnostic {
  const { id, rule, severity, file, because } = finding
  return {
    range: where.places.range(file, finding),
    severity: severities[severity],
    source: SOURCE,
    code: rule,
    codeDescription: { href: `${PAGES}/${rule}.md` },
    message: messageOf(finding, report),
    ...(rule === 'unused-disable' ? { tags: [1] } : {}),
    ...(where.hasRelated && because.length > 0 ? { relatedInformation: because.map((reason): DiagnosticRelatedInformation => ({
      location: { uri: where.uriOf(reason.file), range: where.places.line(reason.file, reason.line) }, message: escapeText(reason.text),
    })) } : {}),
    data: { id },
  }
}

function messageOf({ message, help, confidence, entries }: Finding, report: Report): string {
  const shown = entries.slice(0, SHOWN).map((entry) => entryLabel(report, entry))
  const left = entries.length - shown.length
  return [
    `${escapeText(message)}${confidence === 'likely' ? ' (Likely, not proved.)' : ''}`,
    ...(help === null ? [] : [escapeText(help)]),
    ...(shown.length === 0 ? [] : [`Entries: ${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`]),
  ].join('\n')
}

function undecided({ file, line, reason }: Unknown, { places }: Where): Diagnostic {
  return {
    range: line === null ? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } : places.line(file, line),
    severity: 3, source: SOURCE, code: UNDECIDED, message: escapeText(`Not decided: ${reason}`),
  }
}
