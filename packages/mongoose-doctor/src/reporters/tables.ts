/** Lists for people: entries, models, settings. */
import type { AppReport, ModelReport, Report } from '../kernel/report.ts'
import { escapeText } from './escape.ts'
import type { TextOptions } from './options.ts'
import { makeStyle, type Style } from './style.ts'
import { padEnd, textWidth, wrap } from './width.ts'
import { place } from './words.ts'

/** Kind, how many models are surely registered, file, and the models that are missing: a table for each application. */
export function entriesTable(report: Report, options: TextOptions): string {
  const style = makeStyle(options.color)
  const apps = report.apps.filter((app) => app.entries.length > 0)
  return `${apps.map((app) => appTable(app, apps.length > 1, options.width, style)).join('\n\n')}\n`
}

function appTable(app: AppReport, named: boolean, width: number, style: Style): string {
  const lines: string[] = []
  if (named) lines.push(style.strong(escapeText(`${app.root}: ${app.compiler}`)))
  if (app.everywhere.length > 0) {
    lines.push(...wrap(escapeText(`Registered before any entry runs: ${app.everywhere.join(', ')}`), width))
  }
  const rows = app.entries.map((entry) => ({
    cells: [entry.kind, String(entry.registered.length), escapeText(entry.file)],
    note: escapeText(entry.missing.join(', ')),
  }))
  return [...lines, ...table(['Kind', 'Registered', 'File'], 'Missing', rows, width, style, style.error)].join('\n')
}

/** Every model, where it is defined, and what it refers to. */
export function modelsTable(models: readonly ModelReport[], options: TextOptions): string {
  const style = makeStyle(options.color)
  const rows = models.map((model) => ({
    cells: [escapeText(model.name), place(model)],
    note: escapeText(model.refs.map((ref) => `${ref.path} → ${ref.model}`).join(', ')),
  }))
  return `${table(['Model', 'Defined in'], 'Refers to', rows, options.width, style, (text) => text).join('\n')}\n`
}

/** Each setting, its value, and who says so. */
export function settingsTable(rows: readonly { readonly key: string; readonly value: string | boolean | null; readonly from: string }[], options: TextOptions): string {
  const style = makeStyle(options.color)
  const written = rows.map(({ key, value, from }) => ({ cells: [key, value === null ? 'not set' : escapeText(String(value))], note: escapeText(from) }))
  return `${table(['Setting', 'Value'], 'From', written, options.width, style, (text) => text).join('\n')}\n`
}

interface Row {
  readonly cells: readonly string[]
  /** The last column; where it does not fit, it is told on lines of its own below its row. */
  readonly note: string
}

function table(heads: readonly string[], noteHead: string, rows: readonly Row[], width: number, style: Style, paint: (text: string) => string): string[] {
  const widths = heads.map((head, column) => Math.max(textWidth(head), ...rows.map((row) => textWidth(row.cells[column] ?? ''))))
  const left = widths.reduce((sum, one) => sum + one + 2, 0)
  const notes = rows.some((row) => row.note !== '')
  const beside = rows.every((row) => left + textWidth(row.note) <= width) && left + noteHead.length <= width
  const line = (cells: readonly string[]) => cells.map((cell, column) => padEnd(cell, widths[column] ?? 0)).join('  ')

  const out = [style.strong(`${line(heads)}${notes && beside ? `  ${noteHead}` : ''}`.trimEnd())]
  for (const row of rows) {
    if (row.note === '' || beside) {
      out.push(`${line(row.cells)}  ${paint(row.note)}`.trimEnd())
      continue
    }
    out.push(line(row.cells).trimEnd())
    out.push(...wrap(`${noteHead.toLowerCase()}: ${row.note}`, width - 4).map((text) => `    ${paint(text)}`))
  }
  return out
}
