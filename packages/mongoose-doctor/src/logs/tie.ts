/** The errors of a log → the entries and findings of the examined application. */
import type { EntryReport, Finding, Report } from '../kernel/report.ts'
import type { ErrorVerdict, LogGroup } from '../reporters/log-group.ts'
import { entriesOf, isEverywhere } from '../reporters/words.ts'
import { nearest } from '../kernel/suggest.ts'
import type { EventGroup } from './groups.ts'
import { fileFinder } from './meant.ts'
import { entriesAt } from './routes.ts'
import { spanOf } from './time.ts'

/** The files that paths of traces mean. */
interface Finders {
  readonly entries: (path: string) => readonly string[]
  readonly findings: (path: string) => readonly string[]
}

/** One group for each model and entry: the most frequent first. */
export function tie(groups: readonly EventGroup[], report: Report): LogGroup[] {
  const finders = { entries: fileFinder(entriesOf(report).map((entry) => entry.file)), findings: fileFinder(report.findings.map((finding) => finding.file)) }
  const tied = new Map<string, LogGroup>()
  for (const group of groups) {
    const one = tieOne(group, finders, report)
    const key = JSON.stringify([one.model, one.entry, one.findings.map((finding) => finding.id), one.verdict])
    const before = tied.get(key)
    tied.set(key, before ? { ...before, count: before.count + one.count, ...spanOver(before, one) } : one)
  }
  return [...tied.values()].toSorted((a, b) => b.count - a.count)
}

function spanOver(a: LogGroup, b: LogGroup): Pick<LogGroup, 'first' | 'last'> {
  const { first, last } = spanOf(a.first, a.last, b.first)
  return spanOf(first, last, b.last)
}

function tieOne({ model, paths, url, count, first, last }: EventGroup, finders: Finders, report: Report): LogGroup {
  const about = report.findings.filter((finding) => finding.model === model)
  // A frame leads to the place of a finding, or to an entry.
  const places = new Set(paths.flatMap(finders.findings))
  const placed = about.filter((finding) => places.has(finding.file))
  const direct = [...new Set(paths.flatMap(finders.entries))]
  const [entry, ...others] = entriesMeant(direct, url, placed, model, report)
  const broken = entry === undefined ? [] : about.filter((finding) => finding.entries.includes(entry))
  const here = broken.filter((finding) => placed.includes(finding))
  const verdict = verdictOn(model, entry, entry === undefined ? placed : broken, about, report)
  const names = report.models.map((one) => one.name)
  return {
    model,
    entry: entry ?? null,
    others,
    path: paths[0] ?? url,
    count,
    first,
    last,
    findings: findingsFor(verdict, here.length > 0 ? here : entry === undefined && placed.length > 0 ? placed : broken, about, report),
    verdict,
    similar: names.includes(model) ? null : nearest(model, names),
  }
}

/** The entries that a trace means: those that miss the model before others, the innermost frame first. */
function entriesMeant(direct: readonly string[], url: string | null, placed: readonly Finding[], model: string, report: Report): readonly string[] {
  const entries = entriesOf(report)
  const missing = direct.filter((file) => entries.some((entry) => entry.file === file && entry.missing.includes(model)))
  if (missing.length > 0) return missing
  const broken = [...new Set(placed.flatMap((finding) => finding.entries))]
  if (broken.length === 1) return broken
  if (broken.length > 1) return []
  if (direct.length > 0 || url === null) return direct
  // A page's address is also that of the server actions it offers: it stands for the page only if that misses the model.
  const asked = entriesAt(url, entries).filter((entry) => entry.kind === 'route-handler' || entry.kind === 'pages-api' || entry.missing.includes(model))
  return asked.map((entry) => entry.file)
}

function verdictOn(model: string, file: string | undefined, broken: readonly Finding[], about: readonly Finding[], report: Report): ErrorVerdict {
  if (broken.length > 0) return 'explained'
  if (!defined(model, report)) return 'model-unknown'
  if (file === undefined) return 'entry-unknown'
  const entries = entriesOf(report).filter((entry) => entry.file === file)
  const some = (test: (entry: EntryReport) => boolean) => entries.some(test)
  if (some((entry) => entry.missing.includes(model))) return 'silenced'
  if (some(isPage) && actionFindings(about, report).length > 0) return 'server-action'
  if (some((entry) => entry.registered.includes(model)) || isEverywhere(report, file, model)) return 'registered'
  if (some((entry) => entry.maybe.includes(model)) || report.unknown.length > 0) return 'undecided'
  return 'not-needed'
}

function findingsFor(verdict: ErrorVerdict, own: readonly Finding[], about: readonly Finding[], report: Report): readonly Finding[] {
  if (verdict === 'server-action') return actionFindings(about, report)
  return verdict === 'entry-unknown' || verdict === 'model-unknown' ? about : own
}

function actionFindings(about: readonly Finding[], report: Report): readonly Finding[] {
  const actions = new Set(entriesOf(report).filter((entry) => entry.kind === 'server-action').map((entry) => entry.file))
  return about.filter((finding) => finding.entries.some((entry) => actions.has(entry)))
}

function isPage(entry: EntryReport): boolean {
  return entry.kind === 'page'
}

function defined(model: string, report: Report): boolean {
  return report.models.some((one) => one.name === model)
}
