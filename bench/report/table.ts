/** Results as Markdown tables: a line for each tool and mode, a column for each input. */
import type { InputResult, Results, Row } from '../results.ts'
import { median } from '../statistics.ts'
import { exponent, type Metric, nameOf, seriesOf } from './series.ts'

/** Medians; for CPU time with the range, and how it grows. */
export function table(results: Results, metric: Metric): string {
  const { inputs } = results
  const growth = metric === 'cpu'
  const head = ['', ...inputs.map((input) => `${heading(input)}, ${(input.bytes / 1e6).toFixed(input.bytes < 1e7 ? 1 : 0)} MB`), ...(growth ? ['growth'] : [])]
  const body = seriesOf(results).map((series) => {
    const cells = series.rows.map((row) => cell(row, metric))
    const power = exponent(series, inputs)
    return [nameOf(series), ...cells, ...(growth ? [power === null ? '' : power.toFixed(2)] : [])]
  })
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function heading({ name, commit, files }: InputResult): string {
  const size = `${files.toLocaleString('en')} files`
  return commit === null ? size : `${name}, ${size}`
}

function cell(row: Row | null, metric: Metric): string {
  if (!row) return ''
  // What a tool said of its failure is in the results.
  if (row.without !== null) return row.without.split(':')[0] ?? ''
  const values = row.runs.map((run) => run[metric])
  if (metric === 'peak') return `${Math.round(median(values) / 1e6).toLocaleString('en')} MB`
  const [middle, low, high] = [median(values), Math.min(...values), Math.max(...values)].map(seconds)
  return metric === 'cpu' && low !== high ? `${middle} (${low}–${high})` : `${middle}`
}

/** Two digits that mean something. */
function seconds(value: number): string {
  return value < 10 ? value.toFixed(value < 1 ? 2 : 1) : value.toFixed(0)
}
