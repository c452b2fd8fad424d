/** Writes a plan: all of it, or nothing. */
import { chmodSync, closeSync, existsSync, linkSync, lstatSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { UsageError } from '../kernel/usage-error.ts'
import type { FileChange, FixPlan } from './types.ts'

/** A plan that was not written: the tree is as it was. */
export class WriteError extends UsageError {}

/** `mode` is null for a file that is new. */
interface Target { readonly change: FileChange; readonly path: string; readonly mode: number | null; readonly temporary: string }

/**
 * Replaces each file of the plan, by a rename, once all new texts are on the disk.
 * @param root the examined directory
 * @throws WriteError when a file is not the one that was examined, or can't be written; nothing has changed then
 */
export function writeFixes(root: string, plan: FixPlan): void {
  const real = realpathSync(root)
  const targets = plan.files.map((change) => targetOf(real, change))
  const written: Target[] = []
  const replaced: Target[] = []
  try {
    for (const target of targets) {
      // wx: a link of that name is not followed.
      const file = openSync(target.temporary, 'wx', target.mode ?? undefined)
      written.push(target)
      try { writeFileSync(file, target.change.after) } finally { closeSync(file) }
      // The mode above is cut by the umask.
      if (target.mode !== null) chmodSync(target.temporary, target.mode)
    }
    // As late as can be: an editor may have saved meanwhile.
    for (const target of targets) unchanged(target)
    for (const target of targets) {
      // A link fails where a file of that name has appeared; a rename would replace it.
      if (target.mode === null) linkSync(target.temporary, target.path)
      else renameSync(target.temporary, target.path)
      replaced.push(target)
    }
    for (const { mode, temporary } of targets) if (mode === null) rmSync(temporary)
  } catch (error) {
    const kept = rollBack(written, replaced)
    const what = error instanceof Error ? error.message : String(error)
    const rest = kept.length === 0 ? '' : ` These files could not be put back: ${kept.join(', ')}.`
    throw new WriteError(`Nothing was mended: ${what}${rest}`, { cause: error })
  }
}

function targetOf(root: string, change: FileChange): Target {
  const path = resolve(root, change.file)
  const inside = relative(root, path)
  const refuse = (why: string): never => { throw new WriteError(`Nothing was mended: ${change.file} ${why}.`) }
  const leaves = inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
  if (leaves) return refuse('is outside of the examined directory')
  const stat = lstatSync(path, { throwIfNoEntry: false })
  const temporary = join(dirname(path), `.${basename(path)}.mongoose-doctor-${process.pid}`)
  if (change.before === null) {
    if (stat !== undefined) return refuse('has come into being since the project was examined')
    if (!existsSync(dirname(path))) return refuse('would be in a folder that does not exist')
    if (realpathSync(dirname(path)) !== dirname(path)) return refuse('is reached through a link')
    return { change, path, mode: null, temporary }
  }
  if (stat === undefined) return refuse('is gone')
  if (!stat.isFile()) return refuse(stat.isSymbolicLink() ? 'is a link' : 'is not a plain file')
  // A folder on the way may be a link as well.
  if (realpathSync(path) !== path) return refuse('is reached through a link')
  const target = { change, path, mode: stat.mode & 0o7777, temporary }
  unchanged(target)
  return target
}

function unchanged({ change, path }: Target): void {
  if (change.before === null || readFileSync(path, 'utf8') === change.before) return
  throw new WriteError(`${change.file} has changed since it was examined; run again.`)
}

/** Puts the old texts back. @returns the files where that failed */
function rollBack(written: readonly Target[], replaced: readonly Target[]): readonly string[] {
  const lost: string[] = []
  for (const { path, temporary, change, mode } of replaced) {
    try {
      if (change.before === null || mode === null) { rmSync(path); continue }
      writeFileSync(temporary, change.before, { flag: 'wx', mode })
      chmodSync(temporary, mode)
      renameSync(temporary, path)
    } catch {
      lost.push(change.file)
    }
  }
  for (const { temporary } of written) rmSync(temporary, { force: true })
  return lost
}
