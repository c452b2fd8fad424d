/** Writes a plan: all of it, or nothing. */
import { chmodSync, existsSync, linkSync, lstatSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { UsageError } from '../kernel/usage-error.ts'
import { closeJournal, hashOf, lastPath, nextPath, openJournal, settleFolder, turnTo, writeWhole } from './journal.ts'
import type { Journal } from './journal.ts'
import type { FileChange, FixPlan } from './types.ts'

/** A plan that was not written: the tree is as it was. */
export class WriteError extends UsageError {}

/** `mode` is null for a file that is new. */
interface Target { readonly change: FileChange; readonly path: string; readonly mode: number | null }

/**
 * Replaces each file of the plan, by a rename, once all new texts are on the disk. A run that is ended in the middle is put in order by the
 * next one (`recover`): all files have their new text then, or all their old one.
 * @param root the examined directory
 * @throws WriteError when a file is not the one that was examined, or can't be written; nothing has changed then
 */
export function writeFixes(root: string, plan: FixPlan): void {
  const real = realpathSync(root)
  const targets = plan.files.map((change) => targetOf(real, change))
  const { pid } = process
  const steps = targets.map(({ change }) => ({ file: change.file, before: change.before === null ? null : hashOf(change.before), after: hashOf(change.after) }))
  let journal: Journal = { version: 1, pid, phase: 'preparing', steps }
  openJournal(real, journal)
  try {
    for (const { change, path, mode } of targets) prepare(change, path, mode, pid)
    for (const folder of new Set(targets.map(({ path }) => dirname(path)))) settleFolder(folder)
    // As late as can be: an editor may have saved meanwhile.
    for (const target of targets) unchanged(target)
    journal = turnTo(real, journal, 'replacing')
    for (const { path, mode } of targets) {
      // A link fails where a file of that name has appeared; a rename would replace it.
      if (mode === null) linkSync(nextPath(path, pid), path)
      else renameSync(nextPath(path, pid), path)
    }
    for (const folder of new Set(targets.map(({ path }) => dirname(path)))) settleFolder(folder)
    for (const { path } of targets) removeCopies(path, pid)
    closeJournal(real)
  } catch (error) {
    const kept = undo(real, journal, targets)
    const what = error instanceof Error ? error.message : String(error)
    const rest = kept.length === 0 ? '' : ` These files could not be put back: ${kept.join(', ')}.`
    throw new WriteError(`Nothing was mended: ${what}${rest}`, { cause: error })
  }
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

function removeCopies(path: string, pid: number): void {
  rmSync(nextPath(path, pid), { force: true })
  rmSync(lastPath(path, pid), { force: true })
}

/** An absolute path; null when it does not lie below `root`. */
export function insideOf(root: string, file: string): string | null {
  const path = resolve(root, file)
  const inside = relative(root, path)
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? null : path
}

function targetOf(root: string, change: FileChange): Target {
  const path = insideOf(root, change.file)
  const refuse = (why: string): never => { throw new WriteError(`Nothing was mended: ${change.file} ${why}.`) }
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

/** Puts the old texts back, where there are new ones. @returns the files where that failed */
function undo(root: string, journal: Journal, targets: readonly Target[]): readonly string[] {
  const lost: string[] = []
  if (journal.phase === 'replacing') {
    turnTo(root, journal, 'undoing')
    for (const { path, change } of targets) {
      try {
        if (readFileSync(path, 'utf8') !== change.after) continue
        if (change.before === null) rmSync(path)
        else renameSync(lastPath(path, journal.pid), path)
      } catch {
        if (existsSync(path)) lost.push(change.file)
      }
    }
  }
  for (const { path } of targets) removeCopies(path, journal.pid)
  closeJournal(root)
  return lost
}
