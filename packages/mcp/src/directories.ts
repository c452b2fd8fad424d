/** Where the tools may look and write: an agent can be talked into naming any directory, so it does not decide. */
import { realpathSync, statSync, type Stats } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { UsageError } from 'mongoose-doctor'

export interface Allowed {
  /** Absolute; what lies below them is allowed too. */
  readonly directories: readonly string[]
  /** Who has said so. */
  readonly by: 'arguments' | 'roots' | 'working directory'
}

/** What a person has written into the set-up counts most, then what the client offers; else it is where the server was started. */
export function allowedBy(given: readonly string[], roots: readonly string[], cwd: string): Allowed {
  if (given.length > 0) return { directories: given.map((directory) => resolve(cwd, directory)), by: 'arguments' }
  return roots.length > 0 ? { directories: roots, by: 'roots' } : { directories: [cwd], by: 'working directory' }
}

/**
 * @param wanted absolute, or relative to the working directory; undefined: this, or the only one that is allowed
 * @returns it without links
 * @throws UsageError when it is not allowed, or there is no such directory
 */
export function directoryIn(allowed: Allowed, cwd: string, wanted: string | undefined): string {
  const { path, stats } = placeIn(allowed, cwd, wanted ?? '.')
  if (!stats.isDirectory()) throw new UsageError(`${path} is a file; give the directory of the application.`)
  return path
}

/** As `directoryIn`, for a file that is read to its end: no pipe, no device. */
export function fileIn(allowed: Allowed, cwd: string, wanted: string): string {
  const { path, stats } = placeIn(allowed, cwd, wanted)
  if (!stats.isFile()) throw new UsageError(`${path} is no file.`)
  return path
}

function placeIn(allowed: Allowed, cwd: string, wanted: string): { readonly path: string; readonly stats: Stats } {
  const real = allowed.directories.flatMap((directory) => realOf(directory) ?? [])
  const asked = resolve(baseOf(allowed, real, cwd, wanted), wanted)
  // Before the disk is asked: what lies elsewhere is nobody's business, not even whether it is there.
  if (![...allowed.directories, ...real].some((directory) => isWithin(directory, asked))) throw outside(asked, allowed)
  const path = realOf(asked)
  if (path === null) throw new UsageError(`There is no ${asked}.`)
  // By way of a link.
  if (!real.some((directory) => isWithin(directory, path))) throw outside(asked, allowed)
  return { path, stats: statSync(path) }
}

/** What a relative path is relative to. */
function baseOf({ directories, by }: Allowed, real: readonly string[], cwd: string, wanted: string): string {
  if (by === 'working directory' && (dirname(cwd) === cwd || cwd === homedir())) {
    throw new UsageError(`The server was started in ${cwd}, which is no project. Start it in the project's directory, or name that as an argument of mongoose-doctor-mcp.`)
  }
  if (isAbsolute(wanted) || [...directories, ...real].some((directory) => isWithin(directory, cwd))) return cwd
  const [only, ...more] = real
  if (only === undefined) throw new UsageError(`None of the allowed directories is there: ${directories.join(', ')}.`)
  if (more.length > 0) throw new UsageError(`Which directory? Give one of these, or one below them, as an absolute path: ${real.join(', ')}.`)
  return only
}

function outside(asked: string, { directories, by }: Allowed): UsageError {
  const who = { arguments: 'that the server was started for', roots: 'that the client offers (its roots)', 'working directory': 'that the server was started in' }[by]
  return new UsageError(`${asked} is outside of what is allowed: the ${directories.length === 1 ? 'directory' : 'directories'} ${who}, and what is below: ${directories.join(', ')}.`)
}

const isWithin = (directory: string, path: string): boolean => {
  const rest = relative(directory, path)
  return !isAbsolute(rest) && rest !== '..' && !rest.startsWith(`..${sep}`)
}

/** null: it is not there, or can't be looked at. */
function realOf(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}

