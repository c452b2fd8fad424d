/** Starts a server as a child of this process, and ends it with this process. */
import { type ChildProcess, spawn } from 'node:child_process'

export interface ChildServer {
  /** Everything that it has written so far: standard output and error. */
  output(): string
  stop(): Promise<void>
}

export interface ServerCommand {
  /** For messages: "FerretDB". */
  name: string
  command: string
  args: string[]
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** What it prints once it serves. */
  ready: RegExp
  timeout?: number
  /** Whether it ends by itself when its input closes. One that doesn't gets a guard. */
  endsWithInput?: boolean
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Resolves when the server has said that it is ready; rejects with what it printed if it ends or says nothing. */
export function startServer({ name, command, args, cwd, env = process.env, ready, timeout = 30_000, endsWithInput = false }: ServerCommand): Promise<ChildServer> {
  return new Promise((resolve, reject) => {
    // Standard input stays open for as long as this process lives.
    const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
    running.add(child)
    const guard = endsWithInput || child.pid === undefined ? null : guardOf(child.pid)
    let text = ''
    let serves = false
    const ended = new Promise<void>((over) => child.once('close', () => over()))

    const fail = (why: string) => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      reject(new Error(`${name} ${why}${text ? `. It printed:\n${text.slice(-2000)}` : '.'}`))
    }
    const timer = setTimeout(() => fail(`was not ready after ${timeout / 1000} s`), timeout)
    const listen = (chunk: Buffer) => {
      text += chunk.toString()
      // A server may go on to write for hours: what it wrote is searched until it is ready, and not again.
      if (serves || !ready.test(text)) return
      serves = true
      clearTimeout(timer)
      resolve({ output: () => text, stop: () => stop(child, ended) })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('error', (error) => fail(`could not be started: ${error.message}`))
    child.once('close', (code, signal) => {
      running.delete(child)
      guard?.kill('SIGKILL')
      fail(`ended with ${signal ?? `code ${code}`}`)
    })
  })
}

const GUARD = "process.stdin.resume().on('close', () => { try { process.kill(Number(process.argv[1]), 'SIGKILL') } catch {} })"

/** A process that ends the server once this one is gone, which a signal may end without a word. In a group of its own, Ctrl+C does not end it first. */
function guardOf(pid: number): ChildProcess {
  const guard = spawn(process.execPath, ['-e', GUARD, String(pid)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true })
  // Without a guard the server still serves.
  guard.once('error', () => {})
  return guard
}

/** Asks it to end, and insists after five seconds. */
async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const insist = setTimeout(() => child.kill('SIGKILL'), 5000)
  child.kill('SIGTERM')
  await ended
  clearTimeout(insist)
}
