/** Why an error of a log happened, or why the source does not tell; and what to do. Plain text, not escaped. */
import type { Report, Unknown } from '../kernel/report.ts'
import type { LogGroup } from './log-group.ts'
import { count, entriesOf, isEverywhere, isPlainWord, list, program } from './words.ts'

const shownFiles = 3

/** One or two sentences. */
export function reasonFor(group: LogGroup, report: Report): string {
  const { model, entry } = group
  switch (group.verdict) {
    case 'explained':
      return group.findings[0]?.message ?? ''
    case 'server-action':
      return `The trace names a page, and the bundle of a page holds the server actions that it offers: perhaps ${named(broken(group))}, which ${broken(group).length === 1 ? 'misses' : 'miss'} ${model}. ${group.findings[0]?.message ?? ''}`
    case 'silenced':
      return `This entry misses ${model}, and a disable comment silences the finding about it.`
    case 'entry-unknown':
      return `${leadsNowhere(group)} ${candidates(group, report)}`
    case 'model-unknown':
      return `No file of this project defines a model named "${model}".${group.similar === null ? ' The log may come from another version of it.' : ` Did you mean ${group.similar}? Names are matched exactly.`}`
    case 'undecided':
      return `Not proved either way: ${maybeHere(group, report) ? `${model} is registered there on some paths only` : `nothing there registers ${model} for sure`}.${undecidedPlaces(report.unknown)}`
    case 'registered':
      return `As the source is now, ${model} is registered ${isEverywhere(report, entry, model) ? 'before any entry runs' : `when ${entry} is loaded`}. The log may come from another build or version, or the process has a second copy of mongoose.${elsewhere(group, report)}`
    case 'not-needed':
      return `As the source is now, nothing in this entry needs ${model}. The log may come from another build or version, or the path to populate comes from the request.${elsewhere(group, report)}`
  }
}

/** null when there is nothing general to say. */
export function helpFor(group: LogGroup, report: Report): string | null {
  const [finding] = group.findings
  if (finding) return finding.help ?? `${program} why ${quoted(group.model)} tells more.`
  switch (group.verdict) {
    case 'silenced':
      return `Look at the reason of that comment again: ${program} why ${quoted(group.model)}`
    case 'model-unknown':
      return group.similar === null ? 'Define the model, or correct the name in `ref` or populate.' : `Write ${group.similar} in \`ref\` or populate.`
    case 'registered':
    case 'not-needed':
      return 'Examine the version that wrote this log: check it out, then the same command. `npm ls mongoose` shows a second copy.'
    case 'undecided':
    case 'entry-unknown': {
      const file = report.models.find((one) => one.name === group.model)?.file
      return `Import ${file ?? group.model} where the failing query is.`
    }
    default:
      return null
  }
}

function leadsNowhere({ path }: LogGroup): string {
  return path === null ? 'The trace names no source file; where the server runs with NODE_OPTIONS=--enable-source-maps, it does.' : `The trace names ${path}, which leads to no entry of this project.`
}

function candidates(group: LogGroup, report: Report): string {
  const files = broken(group)
  if (files.length > 0) return `${count(files.length, 'entry misses', 'entries miss')} ${group.model}: ${named(files)}.`
  return `No entry was proved to miss ${group.model}.${undecidedPlaces(report.unknown)}`
}

function elsewhere(group: LogGroup, report: Report): string {
  const files = entriesOf(report).filter((entry) => entry.missing.includes(group.model)).map((entry) => entry.file)
  return files.length === 0 ? '' : ` Elsewhere it is missing: ${named([...new Set(files)])}.`
}

function undecidedPlaces(unknown: readonly Unknown[]): string {
  const [first] = unknown
  if (first === undefined) return ''
  const where = first.line === null ? first.file : `${first.file}:${first.line}`
  return ` ${count(unknown.length, 'place')} could not be decided, ${unknown.length === 1 ? '' : 'such as '}${where}: ${first.reason}.`
}

function maybeHere({ model, entry }: LogGroup, report: Report): boolean {
  return entriesOf(report).some((one) => one.file === entry && one.maybe.includes(model))
}

/** The entries that the findings break. */
function broken({ findings }: LogGroup): string[] {
  return [...new Set(findings.flatMap((finding) => finding.entries))]
}

function named(files: readonly string[]): string {
  const more = files.length - shownFiles
  return list([...files.slice(0, shownFiles), ...(more > 0 ? [`${more} more`] : [])])
}

function quoted(model: string): string {
  return isPlainWord(model) ? model : '<Model>'
}
