/** One line of the tables and of the picture: a tool, or a mode of ours. */
import type { InputResult, Measure, Results, Row } from '../results.ts'
import { growthExponent, median, type Point } from '../statistics.ts'

export type Metric = keyof Measure

export interface Series {
  tool: string
  mode: string | null
  /** By input, in the order of the results; null where the tool was not run. */
  rows: (Row | null)[]
}

/** All tools and modes, in the order in which they were run. */
export function seriesOf({ inputs }: Results): Series[] {
  const keys = new Map(inputs.flatMap(({ rows }) => rows).map(({ tool, mode }) => [`${tool}, ${mode}`, { tool, mode }]))
  return [...keys.values()].map(({ tool, mode }) => ({ tool, mode, rows: inputs.map(({ rows }) => rows.find((row) => row.tool === tool && row.mode === mode) ?? null) }))
}

/** The name that tables and picture use. */
export function nameOf({ tool, mode }: { tool: string; mode: string | null }): string {
  return mode ? `${tool}, ${mode}` : tool
}

/** The medians of the made-up applications, by their files. */
export function curve({ rows }: Series, inputs: readonly InputResult[], metric: Metric): Point[] {
  return inputs.flatMap(({ commit, files }, index) => {
    const row = rows[index]
    return commit === null && row && row.runs.length > 0 && row.without === null ? [{ x: files, y: median(row.runs.map((run) => run[metric])) }] : []
  })
}

/** Below it, starting costs more than the files. */
export const GROWTH_FROM = 3000

/** The exponent of growth from 3,000 files on; null, if there are not two sizes. */
export function exponent(series: Series, inputs: readonly InputResult[]): number | null {
  return growthExponent(curve(series, inputs, 'cpu').filter(({ x, y }) => x >= GROWTH_FROM && y > 0))
}
