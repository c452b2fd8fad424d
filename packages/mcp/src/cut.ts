/** A result that is no longer than the one who asked can take. What is left out is counted, never silently gone. */
import type { AppReport, EntryReport, ErrorGroup, Finding, Report } from 'mongoose-doctor'

export interface LeftOut {
  readonly findings: number
  readonly unknown: number
  readonly models: number
  readonly entries: number
}

/** Takes from the front of lists while there is room. */
export class Room {
  #left: number

  constructor(characters: number) {
    this.#left = characters
  }

  /** @param share of the room that is left */
  take<Item>(items: readonly Item[], share = 1): readonly Item[] {
    let budget = this.#left * share
    const taken: Item[] = []
    for (const item of items) {
      const size = JSON.stringify(item).length + 1
      if (size > budget) break
      budget -= size
      this.#left -= size
      taken.push(item)
    }
    return taken
  }
}

/**
 * What a report says is wrong or not decided; `full`: all of it, if it fits. An eighth is for what was not decided, as much for the entries that miss a
 * model, and for models; findings have the rest. What is left then is for the other entries.
 * @param limit characters of its JSON
 */
export function cutReport(report: Report, limit: number, full: boolean): { readonly report: Report; readonly leftOut: LeftOut } {
  if (full && JSON.stringify(report).length <= limit) return { report, leftOut: { findings: 0, unknown: 0, models: 0, entries: 0 } }
  const room = new Room(limit - JSON.stringify({ ...report, apps: report.apps.map(withoutEntries), models: [], findings: [], unknown: [] }).length)
  const all = report.apps.flatMap((app) => app.entries)
  const about = new Set(report.findings.map((finding) => finding.model))
  const unknown = room.take(report.unknown, 1 / 8)
  const missing = room.take(all.filter((entry) => entry.missing.length > 0), 1 / 8)
  const models = room.take(report.models.filter(({ name }) => full || about.has(name)), 1 / 8)
  const findings = room.take(report.findings.map(shortened))
  const kept = new Set<EntryReport>([...missing, ...(full ? room.take(all.filter((entry) => entry.missing.length === 0)) : [])])
  return {
    report: { ...report, apps: report.apps.map((app) => ({ ...app, entries: app.entries.filter((entry) => kept.has(entry)) })), models, findings, unknown },
    leftOut: {
      findings: report.findings.length - findings.length, unknown: report.unknown.length - unknown.length,
      models: report.models.length - models.length, entries: all.length - kept.size,
    },
  }
}

const withoutEntries = (app: AppReport): AppReport => ({ ...app, entries: [] })

const mostEntries = 10
const mostReasons = 10
const longestText = 1000

/** One cause may break hundreds of entries; its reasons are told in an order that begins with what matters. */
export function shortened(finding: Finding): Finding & { readonly moreEntries?: number } {
  const more = finding.entries.length - mostEntries
  return {
    ...finding,
    entries: finding.entries.slice(0, mostEntries),
    ...(more > 0 ? { moreEntries: more } : {}),
    message: clipped(finding.message),
    because: finding.because.slice(0, mostReasons).map((reason) => ({ ...reason, text: clipped(reason.text) })),
    help: finding.help === null ? null : clipped(finding.help),
  }
}

/** The same of errors, of which one kind may have hundreds of causes. */
export function shortenedGroup(group: ErrorGroup): ErrorGroup & { readonly moreFindings?: number } {
  const more = group.findings.length - mostEntries
  return {
    ...group,
    others: group.others.slice(0, mostEntries),
    findings: group.findings.slice(0, mostEntries),
    ...(more > 0 ? { moreFindings: more } : {}),
    reason: clipped(group.reason),
    help: group.help === null ? null : clipped(group.help),
  }
}

export const clipped = (text: string, most = longestText): string => (text.length > most ? `${text.slice(0, most)}… (${text.length - most} more characters)` : text)

/** "12 findings and 3 models": what a result lacks; null: nothing. */
export function leftOutText(leftOut: Readonly<Record<string, number>>): string | null {
  const parts = Object.entries(leftOut).filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`)
  return parts.length === 0 ? null : `Left out for want of room: ${parts.join(', ')}.`
}
