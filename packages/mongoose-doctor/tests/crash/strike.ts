/** Starts a process and ends it at a moment that is exact to some microseconds. */
import { spawn } from 'node:child_process'
import { constants, getPriority, setPriority } from 'node:os'
import type { Ended, Mark } from './victim.ts'

export interface Moment {
  /** `signal`: the child is about to begin. */
  readonly after: 'start' | 'signal' | Mark
  /** Milliseconds. */
  readonly delay: number
}

export interface Run {
  readonly command: readonly [string, ...string[]]
  readonly signals: boolean
  readonly reached: (mark: Mark) => boolean
  readonly meanwhile?: () => void
}

/**
 * Puts this process before all others, where that is allowed: a kill that comes late hits nothing.
 * What it starts is not: that would run before all others as well.
 */
export function promote(): void {
  try { setPriority(constants.priority.PRIORITY_HIGH) } catch { /* Only root may. */ }
}

function demote(pid: number | undefined): void {
  if (pid === undefined || getPriority() >= 0) return
  try { setPriority(pid, constants.priority.PRIORITY_NORMAL) } catch { /* It has ended. */ }
}

/** Milliseconds: from the start to the end of the process, from a mark to the end of the writing. */
export type Durations = Readonly<Record<Moment['after'], number>>

const cell = new Int32Array(new SharedArrayBuffer(4))
/** A timer is late by a millisecond, so the rest is spent looking at the clock. */
function waitUntil(time: number): void {
  const coarse = time - performance.now() - 1
  if (coarse > 0) Atomics.wait(cell, 0, 0, coarse)
  while (performance.now() < time);
}

/** Runs a process; `moment` null lets it come to its own end. */
export function strike(run: Run, moment: Moment | null): Promise<Ended> {
  return observe(run, moment?.after === 'start', async (kill, started, until) => {
    if (moment === null) return
    if (moment.after === 'begun' || moment.after === 'turned') {
      const mark = moment.after
      await until(() => run.reached(mark))
    }
    waitUntil((moment.after === 'start' ? started : performance.now()) + moment.delay)
    kill()
  })
}

/** How long an undisturbed run takes. */
export async function measure(run: Run): Promise<Durations> {
  let [start, signal, begun, turned, done] = [0, 0, 0, 0, 0]
  await observe(run, false, async (_, started, until) => {
    start = started
    signal = performance.now()
    await until(() => run.reached('begun'))
    begun = performance.now()
    await until(() => run.reached('turned'))
    turned = performance.now()
    await until(() => !run.reached('turned'))
    done = performance.now()
  })
  return { start: performance.now() - start, signal: done - signal, begun: done - begun, turned: done - turned }
}

type Until = (reached: () => boolean) => Promise<void>

/** @param atOnce `act` is called when the process has started, not when it begins to write */
async function observe(run: Run, atOnce: boolean, act: (kill: () => void, started: number, until: Until) => Promise<void>): Promise<Ended> {
  const [program, ...args] = run.command
  const started = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  demote(child.pid)
  const kill = (): void => { child.kill('SIGKILL') }
  let err = ''
  child.stderr?.on('data', (data) => { err += String(data) })
  let isOver = false
  const over = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => { isOver = true; resolve({ killed: signal === 'SIGKILL', code, err }) })
  })
  /** Also ends with the process. */
  const until: Until = async (reached) => {
    // oxlint-disable-next-line no-await-in-loop, no-unmodified-loop-condition -- it may be told that the process is over while this waits
    while (!isOver && !looked(reached)) await turn()
  }
  const signal = new Promise<void>((resolve) => { child.stdio[3]?.once('data', () => resolve()) })
  if (!atOnce) {
    await (run.signals ? Promise.race([signal, over]) : until(() => run.reached('begun')))
    run.meanwhile?.()
  }
  await act(kill, started, until)
  return over
}

/** Looks for a while. Who pauses between two looks is let back to the core at once: who does not is made to wait where others want it. */
function looked(reached: () => boolean): boolean {
  for (const end = performance.now() + 2; performance.now() < end; Atomics.wait(cell, 0, 0, 0.01)) if (reached()) return true
  return false
}

const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })
