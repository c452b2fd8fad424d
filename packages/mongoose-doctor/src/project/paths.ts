/** Paths relative to the root, with `/`; '' is the root itself. */
import { posix } from 'node:path'

/** `rest` seen from `dir`; null when that is outside of the root or absolute. */
export function join(dir: string, rest: string): string | null {
  if (rest.startsWith('/') || /^[A-Za-z]:[\\/]/.test(rest)) return null
  const path = posix.normalize(`./${dir}/${rest}`).replace(/\/$/, '')
  if (path === '..' || path.startsWith('../')) return null
  return path === '.' ? '' : path
}

/** `name` directly in `dir`, both known to be plain. */
export const child = (dir: string, name: string): string => (dir === '' ? name : `${dir}/${name}`)

/** The folder that holds `path`; null above the root. */
export function parent(path: string): string | null {
  if (path === '') return null
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/** `dir` and every folder above it, nearest first. */
export function* upwards(dir: string): Generator<string> {
  for (let at: string | null = dir; at !== null; at = parent(at)) yield at
}

export const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export const isBelow = (path: string, dir: string): boolean => dir === '' || path === dir || path.startsWith(`${dir}/`)

/** Inside a package that npm installed, not of the project itself. */
export const isInstalled = (path: string): boolean => /(?:^|\/)node_modules\//.test(path)
