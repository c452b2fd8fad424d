/** Leaves no copy of the clinic behind, not even by a run that was interrupted: a worker is not asked then. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { directory } from '../../support/clinic.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Begins the path of each copy that this run makes. */
    copyPrefix: string
  }
}

const beside = join(directory, '..')

export default function setup(project: TestProject) {
  project.provide('copyPrefix', join(beside, `.story-${process.pid}-`))
  removeCopies((run) => !isAlive(run))
  process.once('exit', () => removeCopies((run) => run === process.pid))
}

function removeCopies(isOver: (run: number) => boolean): void {
  for (const name of readdirSync(beside)) {
    const run = /^\.story-(\d+)-/.exec(name)?.[1]
    if (run !== undefined && isOver(Number(run))) rmSync(join(beside, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
