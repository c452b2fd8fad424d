/** Runs a JavaScript program to its end. */
import { spawn } from 'node:child_process'

export interface Outcome {
  code: number | null
  stdout: string
  /** Standard output and error, as they came. */
  output: string
}

export function runNode(program: string, args: string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    // What the test runner has set would change what a build does.
    const { PATH, HOME, SystemRoot } = process.env
    const env = { PATH, HOME, SystemRoot, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' } as const
    const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 900_000 })
    let [stdout, output] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      output += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, output }))
  })
}
