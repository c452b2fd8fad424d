/** What does a whole process cost? Node can't ask for one child's CPU time and memory; GNU time can. */
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measure } from '../results.ts'

export interface Command {
  program: string
  args: readonly string[]
  cwd: string
  /** Exit codes of a run that has done its work; linters exit with 1 when they find something. */
  codes: readonly number[]
}

export type Outcome = { done: true; measure: Measure; output: string } | { done: false; why: string }

const TIME = '/usr/bin/time'

/** @throws a sentence if GNU time is missing */
export function requireTime(): void {
  const { stdout, stderr, error } = spawnSync(TIME, ['--version'], { encoding: 'utf8' })
  if (error || !/GNU/.test(`${stdout}${stderr}`)) throw new Error(`GNU time is needed at ${TIME}, for CPU time and peak memory: apt-get install time`)
}

/** Runs a command to its end, its output into a file; the process and all that it started is ended after `limit` seconds. */
export async function measure({ program, args, cwd, codes }: Command, limit: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-run-'))
  const [figures, output, errors] = ['figures', 'output', 'errors'].map((name) => join(folder, name)) as [string, string, string]
  const [out, err] = [openSync(output, 'w'), openSync(errors, 'w')]
  try {
    // A group of its own, so that its children end with it.
    const child = spawn(TIME, ['-q', '-f', '%U %S %e %M', '-o', figures, program, ...args], { cwd, env: environment(), stdio: ['ignore', out, err], detached: true })
    let late = false
    const timer = setTimeout(() => {
      late = true
      if (child.pid) process.kill(-child.pid, 'SIGKILL')
    }, limit * 1000)
    const code = await new Promise<number>((resolve, reject) => child.once('error', reject).once('close', (exit) => resolve(exit ?? -1)))
    clearTimeout(timer)
    if (late) return { done: false, why: `ended after ${limit} s` }
    if (!codes.includes(code)) return { done: false, why: failure(code, readFileSync(errors, 'utf8')) }
    const [user = NaN, system = NaN, wall = NaN, kilobytes = NaN] = readFileSync(figures, 'utf8').trim().split(' ').map(Number)
    return { done: true, measure: { cpu: user + system, wall, peak: kilobytes * 1024 }, output: readFileSync(output, 'utf8') }
  } finally {
    closeSync(out)
    closeSync(err)
    rmSync(folder, { recursive: true })
  }
}

function failure(code: number, errors: string): string {
  if (errors.includes('heap out of memory')) return 'out of memory'
  const said = errors.trim().split('\n').findLast((line) => line.trim() !== '')
  return `failed with ${code}${said ? `: ${said.trim().slice(0, 120)}` : ''}`
}

/** The same for everyone: what a terminal or a CI server adds would change what is measured. */
function environment(): NodeJS.ProcessEnv {
  const { CI: _ci, FORCE_COLOR: _color, NODE_OPTIONS: _options, ...rest } = process.env
  return { ...rest, NO_COLOR: '1' }
}
