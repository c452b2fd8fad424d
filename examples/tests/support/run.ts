/** Runs a program to its end. */
import { spawn } from 'node:child_process'

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
  /** Both, as they came. */
  output: string
}

export interface RunOptions {
  cwd: string
  env?: NodeJS.ProcessEnv
}

const TIMEOUT = 240_000

export function run(command: string, args: readonly string[], { cwd, env = process.env }: RunOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    // In a group of its own: what it has started can then be ended with it.
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const endGroup = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Nothing of it is left.
      }
    }
    const timer = setTimeout(endGroup, TIMEOUT)
    process.once('exit', endGroup)

    const outcome = { stdout: '', stderr: '', output: '' }
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        outcome[stream] += text
        outcome.output += text
      })
    }
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      process.off('exit', endGroup)
      endGroup()
      resolve({ code, ...outcome })
    })
  })
}

/** The npm that runs these tests, or that of PATH. */
export function npm(args: readonly string[], options: RunOptions): Promise<Outcome> {
  const program = process.env.npm_execpath
  return program ? run(process.execPath, [program, ...args], options) : run('npm', args, options)
}
