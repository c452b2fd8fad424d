/** What a run measures, and where it is kept: one JSON file a run, in `bench/results`. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Measure {
  /** User plus system time of the process and its children, in seconds. */
  cpu: number
  /** Seconds. */
  wall: number
  /** Maximum resident set size, in bytes. */
  peak: number
}

export interface Row {
  tool: string
  /** What of the tool is run: `cold`, `warm` …; null where it has one way only. */
  mode: string | null
  runs: Measure[]
  /** Why there is no figure. */
  without: string | null
}

export interface InputResult {
  name: string
  /** Repositories have the commit; made-up applications have none. */
  commit: string | null
  files: number
  bytes: number
  findings: number
  rows: Row[]
}

export interface ToolFacts {
  version: string
  /** What it was asked to do. */
  task: string
}

export interface Results {
  at: string
  machine: string
  node: string
  tools: Record<string, ToolFacts>
  rounds: number
  /** Seconds after which a run is ended. */
  limit: number
  inputs: InputResult[]
}

/** Writes a run's results, also those of a run that goes on. */
export function saveResults(file: string, results: Results): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
}

/**
 * All results of a directory as one, the newest of each input.
 * @throws if they are of different machines or versions, which no table may mix
 */
export function loadResults(directory: string): Results {
  const all = (existsSync(directory) ? readdirSync(directory) : [])
    .filter((name) => name.endsWith('.json'))
    .map((name): Results => JSON.parse(readFileSync(join(directory, name), 'utf8')))
    .sort((a, b) => b.at.localeCompare(a.at))
  const newest = all[0]
  if (!newest) throw new Error(`No results in ${directory}: npm run bench -- run`)
  const mixed = all.find((one) => one.machine !== newest.machine || one.node !== newest.node || Object.entries(one.tools).some(([tool, { version }]) => (newest.tools[tool]?.version ?? version) !== version))
  if (mixed) throw new Error(`The results of ${mixed.at} are of another machine, Node or version than those of ${newest.at}: measure again, or remove them.`)
  const inputs = new Map<string, InputResult>()
  for (const { inputs: some } of all) for (const input of some) if (!inputs.has(input.name)) inputs.set(input.name, input)
  return {
    ...newest,
    tools: Object.assign({}, ...all.map(({ tools }) => tools)),
    rounds: Math.min(...all.map(({ rounds }) => rounds)),
    inputs: [...inputs.values()].sort((a, b) => Number(a.commit !== null) - Number(b.commit !== null) || a.files - b.files),
  }
}
