/** Puts in order what a run left that was ended while it wrote: afterwards the tree is as it was, or as it was to be. */
import { existsSync, lstatSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { sha256 } from '../../kernel/hash.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { clearDrafts, closeJournal, isPlain, lastPath, nextPath, readJournal } from './journal.ts'
import type { Journal, Step } from './journal.ts'
import { isAlive } from './process.ts'
import { insideOf } from './write.ts'

export interface Recovered {
  /** How the tree is now: as the interrupted run found it, or as it wanted it. */
  readonly as: 'before' | 'after'
  readonly files: readonly string[]
  /** Files that somebody has changed since: they are left alone. */
  readonly kept: readonly string[]
}

/**
 * @param root the examined directory
 * @returns null when no run was interrupted
 * @throws UsageError when another process is writing, or the journal can't be understood: nothing has changed then; or when the disk does
 * not let it: the next run goes on with it then
 */
export function recover(root: string): Recovered | null {
  const real = realpathSync(root)
  const journal = readJournal(real)
  if (journal === null) {
    // Ended before its first journal had its name: it had done nothing.
    clearDrafts(real)
    return null
  }
  if (isAlive(journal.pid, journal.started)) {
    throw new UsageError(`Another mongoose-doctor (process ${journal.pid}) is writing into this directory: wait until it has ended.`)
  }
  try {
    return settleAll(real, journal)
  } catch (error) {
    throw new UsageError(`What an interrupted run left can't be put in order: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

function settleAll(real: string, journal: Journal): Recovered {
  // A journal may come with the project: it must not lead out of it.
  const steps = journal.steps.flatMap((step) => {
    const path = insideOf(real, step.file)
    return path === null || !existsSync(dirname(path)) || realpathSync(dirname(path)) !== dirname(path) ? [] : [{ ...step, path }]
  })
  const kept: string[] = []
  for (const step of steps) if (!settle(journal, step)) kept.push(step.file)
  closeJournal(real, journal.pid)
  const files = journal.phase === 'preparing' ? [] : steps.map(({ file }) => file).filter((file) => !kept.includes(file))
  return { as: journal.phase === 'replacing' ? 'after' : 'before', files, kept }
}

/** @returns false when the file is neither what it was nor what it was to be */
function settle({ phase, pid }: Journal, { path, before, after }: Step & { readonly path: string }): boolean {
  const [next, last] = [nextPath(path, pid), lastPath(path, pid)]
  // What is no file now was none then: it is somebody else's.
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined && !isPlain(path)) return phase === 'preparing'
  const now = existsSync(path) ? sha256(readFileSync(path)) : null
  const [wanted, source] = phase === 'replacing' ? [after, next] : [before, last]
  let isKnown = now === before || now === after
  if (phase !== 'preparing' && isKnown && now !== wanted) {
    if (wanted === null) rmSync(path)
    else if (isPlain(source) && sha256(readFileSync(source)) === wanted) renameSync(source, path)
    else isKnown = false
  }
  for (const copy of [next, last]) if (isPlain(copy)) rmSync(copy)
  return isKnown || phase === 'preparing'
}
