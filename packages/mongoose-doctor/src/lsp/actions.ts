/** What can be done about findings: offered at once, worked out when it is chosen. */
import type { CodeActionKind, Range } from 'vscode-languageserver'
import { canLoad, planFor, silencing } from '../editing.ts'
import type { FileChange, Refusal } from '../fixes/types.ts'
import type { Finding } from '../kernel/report.ts'
import { escapeText } from '../reporters/escape.ts'
import type { Folder } from './folder.ts'

export const FIX_ALL = 'source.fixAll.mongoose-doctor'
const QUICK_FIX = 'quickfix'

const strategies = ['import', 'lazy', 'ensure'] as const
type Strategy = (typeof strategies)[number]

/** As it goes to the client and comes back. */
export type Job =
  | { readonly do: 'mend'; readonly id: string; readonly strategy: Strategy }
  | { readonly do: 'silence'; readonly id: string }
  | { readonly do: 'mend-file'; readonly file: string }

export interface Offer {
  readonly title: string
  readonly kind: CodeActionKind
  readonly isPreferred: boolean
  /** What it is about; null: all of a file. */
  readonly finding: Finding | null
  readonly job: Job
}

/**
 * @param range of the document as it is now
 * @param only the kinds that are asked for; a kind stands for all below it
 */
export function offers(folder: Folder, file: string, range: Range, only: readonly string[] | undefined): readonly Offer[] {
  const shown = folder.last ?? folder.examine()
  const wants = (kind: string): boolean => only === undefined || only.some((one) => one === '' || kind === one || kind.startsWith(`${one}.`))
  const here = shown.report.findings.filter((finding) => finding.file === file)
  const about = wants(QUICK_FIX) ? here.filter((finding) => overlap(shown.places.range(file, finding), range)) : []
  const ways = about.some((finding) => finding.fixable) && canLoad(folder.examination().examination, file) ? strategies : (['import'] as const)
  const all: Offer[] = about.flatMap((finding) => [
    ...(finding.fixable ? ways.map((strategy) => mendOffer(finding, strategy)) : []),
    ...(finding.rule === 'unused-disable' ? [] : [silenceOffer(finding)]),
  ])
  if (wants(FIX_ALL) && here.some((finding) => finding.fixable)) {
    all.push({ title: 'Mend all that mongoose-doctor can mend in this file', kind: FIX_ALL, isPreferred: false, finding: null, job: { do: 'mend-file', file } })
  }
  return all
}

function mendOffer(finding: Finding, strategy: Strategy): Offer {
  const model = escapeText(finding.model)
  const title: Record<Strategy, string> = {
    import: `Mend: import ${model} where it is needed`,
    lazy: `Mend: load ${model} before the query`,
    ensure: `Mend: load ${model} before the query, and check it`,
  }
  return { title: title[strategy], kind: QUICK_FIX, isPreferred: strategy === 'import', finding, job: { do: 'mend', id: finding.id, strategy } }
}

function silenceOffer(finding: Finding): Offer {
  return { title: `Silence ${finding.rule} here, with a reason`, kind: QUICK_FIX, isPreferred: false, finding, job: { do: 'silence', id: finding.id } }
}

/** The files that a job changes, verified; of the texts as they are now. */
export function changesOf(folder: Folder, job: Job): readonly FileChange[] | Refusal {
  folder.examine(true)
  const { examination } = folder.examination()
  const { findings } = examination.report
  if (job.do === 'mend-file') {
    const { files, notFixed } = planFor(folder.session, examination, findings.filter((one) => one.file === job.file && one.fixable), 'import')
    return files.length > 0 ? files : { reason: notFixed[0]?.reason ?? 'nothing is left to mend in it' }
  }
  const finding = findings.find((one) => one.id === job.id)
  if (finding === undefined) return { reason: 'what it was about is no longer there' }
  if (job.do === 'silence') {
    const change = silencing(folder.session, examination, finding)
    return change === null ? { reason: 'no comment above a statement would silence this, and nothing else' } : [change]
  }
  const { files, notFixed } = planFor(folder.session, examination, [finding], job.strategy)
  return notFixed[0] === undefined ? files : { reason: notFixed[0].reason }
}

/** null: not one of ours. */
export function jobOf(data: unknown): Job | null {
  if (typeof data !== 'object' || data === null || !('do' in data)) return null
  if (data.do === 'mend-file') return 'file' in data && typeof data.file === 'string' ? { do: 'mend-file', file: data.file } : null
  if (!('id' in data) || typeof data.id !== 'string') return null
  if (data.do === 'silence') return { do: 'silence', id: data.id }
  const strategy = 'strategy' in data ? strategies.find((one) => one === data.strategy) : undefined
  return data.do === 'mend' && strategy !== undefined ? { do: 'mend', id: data.id, strategy } : null
}

/** Touching is enough: the cursor is often at the end. */
function overlap(a: Range, b: Range): boolean {
  const isBefore = (one: Range['start'], other: Range['start']): boolean => one.line < other.line || (one.line === other.line && one.character < other.character)
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start)
}
