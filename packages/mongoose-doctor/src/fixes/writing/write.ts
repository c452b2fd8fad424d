/** Writes a plan: all of it, or nothing. */
import { chmodSync, existsSync, linkSync, lstatSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { sha256 } from '../../kernel/hash.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { WriteError } from './errors.ts'
import { closeJournal, lastPath, nextPath, openJournal, prepareTurns, readJournal, settleFolder, turnTo, writeWhole } from './journal.ts'
import type { Journal, Phase } from './journal.ts'
import { startOf } from './process.ts'
import type { FileChange, FixPlan } from '../types.ts'

/** `mode` is null for a file that is new. */
interface Target { readonly change: FileChange; readonly path: string; readonly mode: number | null }

/**
 * Replaces each file of the plan, by a rename, once all new texts are on the disk. A run that is ended in the middle is put in order by the
 * next one (`recover`): all files have their new text then, or all their old one.
 * @param root the examined directory
 * @throws WriteError when a file is not the one that was examined, or can't be written; nothing has changed then, unless it says so
 */
export function writeFixes(root: string, plan: FixPlan): void {
  const real = realpathSync(root)
  const { pid } = process
  const steps = plan.files.map(({ file, before, after }) => ({ file, before: before === null ? null : sha256(before), after: sha256(after) }))
  const journal: Journal = { version: 1, pid, started: startOf(pid), phase: 'preparing', steps }
  let targets: readonly Target[]
  try {
    targets = plan.files.map((change) => targetOf(real, change))
    openJournal(real, journal)
  } catch (error) {
    throw error instanceof UsageError ? error : refusal(error, [])
  }
  try {
    for (const { change, path, mode } of targets) prepare(change, path, mode, pid)
    for (const folder of new Set(targets.map(({ path }) => dirname(path)))) settleFolder(folder)
    prepareTurns(real, journal)
    // As late as can be: an editor may have saved meanwhile.
    for (const target of targets) unchanged(target)
    turnTo(real, journal, 'replacing')
    for (const { path, mode } of targets) {
      // A link fails where a file of that name has appeared; a rename would replace it.
      if (mode === null) linkSync(nextPath(path, pid), path)
      else renameSync(nextPath(path, pid), path)
    }
    for (const folder of new Set(targets.map(({ path }) => dirname(path)))) settleFolder(folder)
  } catch (error) {
    throw refusal(error, undo(real, journal, targets))
  }
  cleanUp(real, targets, pid)
}

/** @param left the files that are for the next run to put in order */
function refusal(error: unknown, left: readonly string[]): WriteError {
  const what = error instanceof Error ? error.message : String(error)
  const rest = `These files were begun, and could not be put back; the next run puts them in order: ${left.join(', ')}.`
  return new WriteError(left.length === 0 ? `Nothing was written: ${what}` : `Not written: ${what} ${rest}`, { cause: error })
}

/** The next text and the last one, beside the file. */
function prepare(change: FileChange, path: string, mode: number | null, pid: number): void {
  writeWhole(nextPath(path, pid), change.after, mode ?? undefined)
  if (mode === null || change.before === null) return
  // The mode above is cut by the umask.
  chmodSync(nextPath(path, pid), mode)
  writeWhole(lastPath(path, pid), change.before, mode)
  chmodSync(lastPath(path, pid), mode)
}

/** What can't be removed is removed by the next run: the files themselves are in order. */
function cleanUp(root: string, targets: readonly Target[], pid: number): void {
  try {
    for (const { path } of targets) for (const copy of [nextPath(path, pid), lastPath(path, pid)]) rmSync(copy, { force: true })
    closeJournal(root, pid)
  } catch {
    // The journal is still there, and says what is to be removed.
  }
}

/** An absolute path; null when it does not lie below `root`. */
export function insideOf(root: string, file: string): string | null {
  const path = resolve(root, file)
  const inside = relative(root, path)
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? null : path
}

function targetOf(root: string, change: FileChange): Target {
  const path = insideOf(root, change.file)
  const refuse = (why: string): never => { throw new WriteError(`Nothing was written: ${change.file} ${why}.`) }
  if (path === null) return refuse('is outside of the examined directory')
  for (const copy of [nextPath(path, process.pid), lastPath(path, process.pid)]) {
    if (lstatSync(copy, { throwIfNoEntry: false }) !== undefined) return refuse(`needs the name ${basename(copy)} beside it, which is taken`)
  }
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (change.before === null) {
    if (stat !== undefined) return refuse('has come into being since the project was examined')
    if (!existsSync(dirname(path))) return refuse('would be in a folder that does not exist')
    if (realpathSync(dirname(path)) !== dirname(path)) return refuse('is reached through a link')
    return { change, path, mode: null }
  }
  if (stat === undefined) return refuse('is gone')
  if (!stat.isFile()) return refuse(stat.isSymbolicLink() ? 'is a link' : 'is not a plain file')
  // A folder on the way may be a link as well.
  if (realpathSync(path) !== path) return refuse('is reached through a link')
  const target = { change, path, mode: stat.mode & 0o7777 }
  unchanged(target)
  return target
}

function unchanged({ change, path }: Target): void {
  if (change.before === null || readFileSync(path, 'utf8') === change.before) return
  throw new WriteError(`${change.file} has changed since it was examined; run again.`)
}

/** Puts the old texts back, where there are new ones. @returns the files where that failed: they and the journal are left as they are */
function undo(root: string, journal: Journal, targets: readonly Target[]): readonly string[] {
  const left: string[] = []
  if (phaseOf(root) !== 'preparing') {
    try {
      turnTo(root, journal, 'undoing')
    } catch {
      // It may have turned and not been settled.
      if (phaseOf(root) !== 'undoing') return targets.map(({ change }) => change.file)
    }
    for (const { path, change } of targets) {
      try {
        if (readFileSync(path, 'utf8') !== change.after) continue
        if (change.before === null) rmSync(path)
        else renameSync(lastPath(path, journal.pid), path)
      } catch {
        if (existsSync(path)) left.push(change.file)
      }
    }
  }
  if (left.length === 0) cleanUp(root, targets, journal.pid)
  return left
}

/** As the next run would find it: a turn that failed may have happened. null when that can't be told. */
function phaseOf(root: string): Phase | null {
  try {
    return readJournal(root)?.phase ?? null
  } catch {
    return null
  }
}
