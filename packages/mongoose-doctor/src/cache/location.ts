/** Where the cache of a directory lies. */
import { realpathSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { statOf } from '../disk/stat.ts'
import { sha256 } from '../kernel/hash.ts'

export interface Location {
  readonly file: string
  /** Named by the user, who may bring it from another machine: what it says is trusted. */
  readonly handedOn: boolean
}

/**
 * By default in the nearest node_modules at or above the directory, within its repository; null where there is none: no folder is made for it.
 * @param root absolute, without links
 * @param named a folder that the user named, absolute
 */
export function cacheLocation(root: string, named: string | null): Location | null {
  if (named !== null) return { file: join(named, `${nameOf(relative(named, root))}.bin`), handedOn: true }
  for (let at = root; ; at = dirname(at)) {
    const modules = join(at, 'node_modules')
    if (isFolder(modules)) {
      const dir = join(modules, '.cache', 'mongoose-doctor')
      // A link could lead anywhere.
      return isReal(dir) ? { file: join(dir, `${nameOf(relative(at, root))}.bin`), handedOn: false } : null
    }
    if (statOf(join(at, '.git')) !== null || at === dirname(at)) return null
  }
}

/** One file for each directory that is examined, wherever all of it lies. */
const nameOf = (directory: string): string => sha256(directory.split(sep).join('/')).slice(0, 12)

/** Nothing on the way to it is a link, as far as it exists. */
function isReal(path: string): boolean {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    if (statOf(at) !== null) return realpathSync(at) === at
  }
  return true
}

const isFolder = (path: string): boolean => statOf(path)?.isDirectory() === true
