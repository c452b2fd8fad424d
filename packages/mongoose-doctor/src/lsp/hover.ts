/** What is told of a model where it is named: where it is defined, in which entries it is registered, and which miss it, and why. */
import type { EntryReport, Examination, Report } from '../kernel/report.ts'
import { count, list } from '../reporters/words.ts'
import { nearestName } from '../rules/spelling.ts'
import type { Mention } from '../editing.ts'
import type { Marks } from './marks.ts'

/** Of each that many are told; the rest is counted. */
const SHOWN = { models: 3, entries: 5, missing: 10, definitions: 3 }

/** @param uriOf of a file of the report */
export function hoverText(examination: Examination, mention: Mention, marks: Marks, uriOf: (file: string) => string): string {
  const { models } = mention
  const shown = models.slice(0, SHOWN.models)
  const parts = shown.map((model) => modelText(examination, model, marks, uriOf))
  const more = models.length > shown.length ? [`And ${named(models.slice(SHOWN.models), SHOWN.entries, marks)}.`] : []
  return [...opening(mention, marks), ...parts, ...more].join('\n\n')
}

function opening({ kind, path, models, byName, dropped }: Mention, marks: Marks): readonly string[] {
  if (dropped !== null) return [`${marks.strong('This import does not count')}: ${marks.prose(dropped)}.`]
  if (kind === 'import' && models.length > 1) return [`Evaluating this registers ${count(models.length, 'model')}.`]
  if (!byName) return ['The model itself is at hand here: nothing is looked up by name.']
  if (kind === 'populate' && path !== null) return [`${marks.code(path)} is looked up by its model's name.`]
  return []
}

function modelText(examination: Examination, model: string, marks: Marks, uriOf: (file: string) => string): string {
  const { report } = examination
  const rows = report.models.filter((row) => row.name === model)
  if (rows.length === 0) return undefinedText(report, model, marks)
  const at = ({ file, line }: { readonly file: string; readonly line: number }): string => marks.link(`${file}:${line}`, uriOf(file), line)
  const also = rows.flatMap((row) => row.also ?? [])
  const lines = [`${marks.strong(model)} is defined in ${rows.slice(0, SHOWN.definitions).map(at).join(', ')}${also.length === 0 ? '' : `, and again in ${also.slice(0, SHOWN.definitions).map(at).join(', ')}`}.`]

  const entries = entriesAbout(report, model)
  const everywhere = report.apps.some((app) => app.everywhere.includes(model))
  const registered = entries.filter((entry) => entry.registered.includes(model))
  const maybe = entries.filter((entry) => entry.maybe.includes(model))
  const missing = entries.filter((entry) => entry.missing.includes(model))
  const names = (those: readonly EntryReport[]): string => named(those.map(({ file }) => file), SHOWN.entries, marks)
  if (everywhere) lines.push('Registered before any entry runs.')
  else if (entries.length === 0) lines.push('No entry has to do with it.')
  else if (registered.length === 0) lines.push(`Registered when it starts: in none of ${count(entries.length, 'entry', 'entries')}.`)
  else lines.push(`Registered when it starts: in ${registered.length} of ${count(entries.length, 'entry', 'entries')}: ${names(registered)}.`)
  if (maybe.length > 0) lines.push(`Possibly, or later: in ${names(maybe)}.`)
  if (missing.length > 0) lines.push(`${marks.strong(`Needed and missing in ${count(missing.length, 'entry', 'entries')}`)}:`)
  const items = missing.slice(0, SHOWN.missing).map((entry) => `- ${marks.code(entry.file)} (${entry.kind})${reasonOf(examination, model, entry, marks, uriOf)}`)
  if (missing.length > SHOWN.missing) items.push(`- and ${missing.length - SHOWN.missing} more`)
  return [lines.join('\n\n'), ...(items.length === 0 ? [] : [items.join('\n')])].join('\n\n')
}

/** Where the way to the model breaks: what is told last. */
function reasonOf(examination: Examination, model: string, { file, kind }: EntryReport, marks: Marks, uriOf: (file: string) => string): string {
  const answer = examination.why(model, file).find((one) => one.kind === kind && one.status === 'missing')
  const step = answer?.steps.at(-1)
  return step === undefined ? '' : `: ${marks.link(`${step.file}:${step.line}`, uriOf(step.file), step.line)} ${marks.prose(step.text)}`
}

function undefinedText(report: Report, model: string, marks: Marks): string {
  const meant = nearestName(model, [...new Set(report.models.map(({ name }) => name))])
  return `No file of this project defines a model ${marks.code(model)}.${meant === null ? '' : ` Did you mean ${marks.code(meant)}?`}`
}

/** Entries of the applications that know the model at all. */
function entriesAbout(report: Report, model: string): readonly EntryReport[] {
  const knows = (entry: EntryReport): boolean => [entry.registered, entry.maybe, entry.required].some((names) => names.includes(model))
  return report.apps.filter((app) => app.entries.some(knows)).flatMap((app) => app.entries)
}

function named(names: readonly string[], most: number, marks: Marks): string {
  const shown = names.slice(0, most).map(marks.code)
  return names.length > most ? `${shown.join(', ')} and ${names.length - most} more` : list(shown)
}
