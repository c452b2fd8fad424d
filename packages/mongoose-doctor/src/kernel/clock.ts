import type { ExamineOptions } from './report.ts'

/** Where the time of a run goes: each moment counts for the innermost thing that is being done. */
export interface Clock {
  time<Made>(what: Work, run: () => Made): Made
}

export interface TimedOptions extends ExamineOptions {
  /** Told what is being done. */
  readonly clock?: Clock
  /** Called before files are read, with how many there are. */
  readonly reading?: (files: number) => void
}

export type Work = 'files' | 'parse' | 'link' | 'lower' | 'follow' | 'judge' | 'verify' | 'load' | 'save'

export const noClock: Clock = { time: (_, run) => run() }

export interface Stopwatch extends Clock {
  /** Milliseconds so far, in the order in which the work began. */
  readonly spent: ReadonlyMap<Work, number>
}

export function stopwatch(now: () => number = () => performance.now()): Stopwatch {
  const spent = new Map<Work, number>()
  let current: Work | null = null
  let since = now()
  const turnTo = (next: Work | null): void => {
    const at = now()
    if (current !== null) spent.set(current, (spent.get(current) ?? 0) + at - since)
    current = next
    since = at
  }
  return {
    spent,
    time(what, run) {
      const before = current
      if (!spent.has(what)) spent.set(what, 0)
      turnTo(what)
      try {
        return run()
      } finally {
        turnTo(before)
      }
    },
  }
}
