/** Everything the command line needs of the process around it; tests hand in their own. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** What comes on standard input, piece by piece; null when that is a terminal. */
  input(): AsyncIterable<Uint8Array | string> | null
  /** Asks the person before it, and gives the line that is typed, null when there will be none; null where there is no person. */
  readonly ask: ((question: string) => Promise<string | null>) | null
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: Screen
  readonly stderr: Screen
  /** Resolves when the user ends the run (Ctrl-C). */
  interrupted(): Promise<void>
  /** Milliseconds; only differences count. */
  now(): number
}

export interface Screen {
  readonly isTTY: boolean
  readonly columns: number | undefined
}

export function processTerminal(): Terminal {
  // A reader that has seen enough (`| head`) is no fault of ours: stop writing, keep the exit code.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') process.exitCode = 3
    })
  }
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    input: () => (process.stdin.isTTY ? null : process.stdin),
    ask: process.stdin.isTTY === true && process.stdout.isTTY === true ? askPerson : null,
    cwd: process.cwd(),
    env: process.env,
    stdout: { isTTY: process.stdout.isTTY === true, columns: process.stdout.columns },
    stderr: { isTTY: process.stderr.isTTY === true, columns: process.stderr.columns },
    interrupted: () => new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    }),
    now: () => performance.now(),
  }
}

/** A person sees all that is printed, in order: neither output goes to a file or a program. */
export function isOnScreen({ stdout, stderr }: Terminal): boolean {
  return stdout.isTTY && stderr.isTTY
}

async function askPerson(question: string): Promise<string | null> {
  // Few runs ask.
  const { createInterface } = await import('node:readline')
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await new Promise<string | null>((resolve) => {
    // Ctrl-C and the end of the input close it.
    lines.on('close', () => resolve(null))
    lines.question(question, resolve)
  })
  lines.close()
  if (answer === null) process.stdout.write('\n')
  return answer
}

/** Flags before the environment, the environment before what the screen can do. */
export function wantsColor(flag: boolean | null, terminal: Terminal, screen: Screen): boolean {
  if (flag !== null) return flag
  const { NO_COLOR, FORCE_COLOR, TERM } = terminal.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return screen.isTTY && TERM !== 'dumb'
}

/** Text stays readable: not wider than a page, not narrower than a message needs. */
export function textWidthOf(screen: Screen): number {
  return Math.min(100, Math.max(40, screen.columns ?? 80))
}
