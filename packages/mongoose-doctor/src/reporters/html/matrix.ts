/** Entries × models: as data for the script that makes a table of it, page by page, and as plain tables for those without scripts. */
import type { AppReport, EntryReport, Report } from '../../kernel/report.ts'
import { escapeJson } from '../escape.ts'
import { cut } from '../picture/cut.ts'
import { count } from '../words.ts'
import { anchorOf } from './findings.ts'
import { code, name } from './text.ts'

export interface MatrixRow {
  readonly entry: EntryReport
  readonly app: AppReport
  readonly missing: readonly string[]
  readonly unknown: readonly string[]
  /** Surely, when it is needed: by its own modules, before any entry runs, or by its code in time. */
  readonly registered: readonly string[]
}

/** Those that miss models come first, then those of which not all is decided, then those that have to do with any. */
export function rowsOf(report: Report): readonly MatrixRow[] {
  const weight = ({ registered }: MatrixRow): number => Number(registered.length > 0)
  return unsorted(report).toSorted((a, b) => b.missing.length - a.missing.length || b.unknown.length - a.unknown.length || weight(b) - weight(a))
}

function unsorted(report: Report): readonly MatrixRow[] {
  return report.apps.flatMap((app) => app.entries.map((entry): MatrixRow => {
    const { missing, unknown } = entry
    const left = new Set([...missing, ...unknown])
    const registered = [...new Set([...app.everywhere, ...entry.registered, ...entry.required])].filter((model) => !left.has(model)).sort()
    return { entry, app, missing, unknown, registered }
  }))
}

/** Those that are missing most come first, then those that were not decided, then those that are needed. */
export function columnsOf(report: Report, rows: readonly MatrixRow[]): { readonly models: readonly string[]; readonly needed: number } {
  const weights = new Map<string, { missing: number; unknown: number; needed: boolean }>()
  const weigh = (model: string): { missing: number; unknown: number; needed: boolean } => {
    const weight = weights.get(model) ?? { missing: 0, unknown: 0, needed: false }
    weights.set(model, weight)
    return weight
  }
  for (const { name: model } of report.models) weigh(model)
  for (const { entry, missing, unknown, registered } of rows) {
    for (const model of registered) weigh(model)
    for (const model of entry.required) weigh(model).needed = true
    for (const model of missing) weigh(model).missing++
    for (const model of unknown) weigh(model).unknown++
  }
  const models = [...weights].toSorted(([a, x], [b, y]) => y.missing - x.missing || y.unknown - x.unknown || Number(y.needed) - Number(x.needed) || (a < b ? -1 : 1))
  return { models: models.map(([model]) => model), needed: models.filter(([, { needed }]) => needed).length }
}

export function matrix(report: Report): string {
  const rows = rowsOf(report)
  if (rows.length === 0) return '<p>There are no entries.</p>'
  const { models, needed } = columnsOf(report, rows)
  const findingOf = findingsBy(report)
  return `<p>An entry is what a cold process can start with. <span class="cell ok"><span aria-hidden="true">✓</span> registered</span> when it is needed;
<span class="cell no"><span aria-hidden="true">✗</span> missing</span>: needed, and not surely registered; <span class="cell maybe"><span aria-hidden="true">?</span> unknown</span>: needed, and not decided. An empty cell: neither registered nor needed.</p>
<div id="matrix" class="scripted"></div>
<script type="application/json" id="matrix-data">${dataOf(report, rows, models, needed, findingOf)}</script>
<div class="plain">${report.apps.filter(({ entries }) => entries.length > 0).map((app) => plainTable(app, rows, findingOf)).join('\n')}</div>`
}

/** Names as they are shown: the script puts them in as text. Lists hold places in `models`. */
function dataOf(report: Report, rows: readonly MatrixRow[], models: readonly string[], needed: number, findingOf: FindingOf): string {
  const index = new Map(models.map((model, at) => [model, at]))
  const places = (names: readonly string[]): number[] => names.flatMap((model) => index.get(model) ?? [])
  const kinds = [...new Set(rows.map(({ entry }) => entry.kind))]
  const data = {
    models: models.map((model) => cut(model, 60)), needed, kinds,
    apps: report.apps.map(({ root, compiler }) => `${cut(root, 100)} (${cut(compiler, 100)})`),
    rows: rows.map(({ entry, app, missing, unknown, registered }) => [
      cut(entry.file, 200), kinds.indexOf(entry.kind), report.apps.indexOf(app),
      missing.flatMap((model) => { const at = index.get(model); return at === undefined ? [] : [[at, findingOf(entry.file, model) ?? -1]] }), places(unknown), places(registered),
    ]),
  }
  // The parser of HTML ends a script at its end tag, wherever that stands.
  return escapeJson(JSON.stringify(data)).replaceAll('<', '\\u003c')
}

/** The place in the report of the error that says why an entry misses a model. */
type FindingOf = (file: string, model: string) => number | undefined

function findingsBy({ findings }: Report): FindingOf {
  const by = new Map<string, number>()
  findings.forEach(({ entries, model, severity }, index) => {
    if (severity === 'error') for (const entry of entries) if (!by.has(`${entry}\0${model}`)) by.set(`${entry}\0${model}`, index)
  })
  return (file, model) => by.get(`${file}\0${model}`)
}

function plainTable(app: AppReport, rows: readonly MatrixRow[], findingOf: FindingOf): string {
  const link = (file: string, model: string): string => {
    const finding = findingOf(file, model)
    return finding === undefined ? name(model) : `<a href="#${anchorOf(finding)}">${name(model)}</a>`
  }
  const names = (list: readonly string[]): string => list.map(name).join(', ')
  const line = ({ entry: { file, kind }, missing, unknown, registered }: MatrixRow): string => {
    const lacking = missing.length === 0 ? '' : `<span aria-hidden="true">✗</span> ${missing.map((model) => link(file, model)).join(', ')}`
    return `<tr><th scope="row">${code(file)} <span class="kind">${kind}</span></th><td class="no">${lacking}</td><td class="maybe">${unknown.length === 0 ? '' : `? ${names(unknown)}`}</td><td>${names(registered)}</td></tr>`
  }
  const caption = `${app.root === '.' ? '' : `${name(app.root)}: `}${name(app.compiler)}, ${count(app.entries.length, 'entry', 'entries')}`
  return `<div class="scroll" tabindex="0" role="region" aria-label="Entries of ${caption}"><table><caption>${caption}</caption><thead><tr><th scope="col">Entry</th><th scope="col">Missing</th><th scope="col">Unknown</th><th scope="col">Registered</th></tr></thead>
<tbody>${rows.filter((row) => row.app === app).map(line).join('\n')}</tbody></table></div>`
}
