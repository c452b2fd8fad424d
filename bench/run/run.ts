/** Runs all tools in turn on each input, so that whatever else the machine does meets all of them. */
import type { InputResult, Results, Row } from '../results.ts'
import type { Input } from './inputs.ts'
import { withTarget } from './inputs.ts'
import { machine } from './machine.ts'
import { measure, type Command, type Outcome, requireTime } from './measure.ts'
import { change, examine, type Mode, modes, OURS, type Report } from './ours.ts'
import { peers } from './peers.ts'
import { root, type Target, type Tool, versionOf } from './tool.ts'

export interface Plan {
  inputs: readonly Input[]
  rounds: number
  /** Seconds for one run. */
  limit: number
  /** Names of tools; all, if empty. */
  only: readonly string[]
  /** Where large temporary files belong. */
  parent: string | null
  say(text: string): void
  /** Called after each input. */
  save(results: Results): void
}

/** Measures; the results are saved as they grow. */
export async function run(plan: Plan): Promise<Results> {
  requireTime()
  const wanted = (name: string): boolean => plan.only.length === 0 || plan.only.includes(name)
  const others = peers().filter(({ name }) => wanted(name))
  const tools = Object.fromEntries([{ name: OURS, version: versionOf(root, OURS), task: 'all of it' }, ...others].map(({ name, version, task }) => [name, { version, task }]))
  const results: Results = { at: new Date().toISOString(), machine: machine(), node: process.version, tools, rounds: plan.rounds, limit: plan.limit, inputs: [] }
  plan.say(`${results.machine}, Node ${results.node}\n${Object.entries(tools).map(([name, { version }]) => `${name} ${version}`).join('\n')}`)
  // A tool that could not do a smaller made-up application in time is not asked for a larger one.
  const given = new Map<string, string>()
  for (const input of plan.inputs) {
    plan.say(`\n${input.name}`)
    await withTarget(input, plan.parent, async (target) => {
      const result = await runInput(input, target, { ...plan, others, ours: wanted(OURS) ? modes() : [], given })
      results.inputs.push(result)
    })
    plan.save(results)
  }
  return results
}

interface Tools extends Plan {
  others: readonly Tool[]
  ours: readonly Mode[]
  given: Map<string, string>
}

async function runInput(input: Input, target: Target, { others, ours, given, rounds, limit, say }: Tools): Promise<InputResult> {
  const first = await measure(examine(target, { cached: false, format: 'json' }), limit * 10)
  if (!first.done) throw new Error(`${OURS} on ${input.name}: ${first.why}`)
  const report: Report = JSON.parse(first.output)
  const rows = new Map<string, Row>()
  const note = (tool: string, mode: string | null, outcome: Outcome): void => {
    const key = `${tool}, ${mode}`
    const row = rows.get(key) ?? { tool, mode, runs: [], without: null }
    rows.set(key, row)
    if (outcome.done) row.runs.push(outcome.measure)
    else row.without = outcome.why
    say(`  ${tool}${mode ? `, ${mode}` : ''}: ${outcome.done ? `${outcome.measure.cpu.toFixed(2)} s CPU, ${outcome.measure.wall.toFixed(2)} s, ${Math.round(outcome.measure.peak / 1e6)} MB` : outcome.why}`)
  }
  for (let round = 0; round < rounds; round++) {
    for (const mode of ours) note(OURS, mode, await runOurs(mode, target, report, round, limit))
    for (const tool of others) {
      const before = rows.get(`${tool.name}, null`)?.without ?? (input.commit === null ? given.get(tool.name) : undefined)
      if (before && round > 0) continue
      const outcome: Outcome = before ? { done: false, why: `not run: ${before}` } : await runWarmed(tool.command(target), round, limit)
      note(tool.name, null, outcome)
      if (!outcome.done && !before && input.commit === null) given.set(tool.name, `${outcome.why} at ${report.stats.files.toLocaleString('en')} files`)
    }
  }
  return { name: input.name, commit: input.commit, files: report.stats.files, bytes: report.stats.bytes, findings: report.findings.length, rows: [...rows.values()] }
}

/** Before the first run of a tool, its own files are brought into the disk's cache. */
async function runWarmed(command: Command, round: number, limit: number): Promise<Outcome> {
  if (round === 0) await measure({ ...command, args: [...command.args.slice(0, command.program === process.execPath ? 1 : 0), '--version'] }, limit)
  return measure(command, limit)
}

async function runOurs(mode: Mode, target: Target, report: Report, round: number, limit: number): Promise<Outcome> {
  if (mode === 'cold') return measure(examine(target, { cached: false }), limit)
  // The cache is up to date before each mode that uses it.
  await measure(examine(target, { cached: true }), limit * 10)
  if (mode !== 'warm' && !change(mode, target, report, round)) return { done: false, why: 'no such file' }
  return measure(examine(target, { cached: true }), limit)
}
