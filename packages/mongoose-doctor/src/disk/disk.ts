/**
 * The questions that an examination asks of the disk: whatever a verdict depends on comes through here, so a list of the questions and their
 * answers tells later whether anything has changed (disk/trace.ts). Paths are relative to the examined directory, with `/`. Nothing is written.
 */
import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { UsageError } from '../kernel/usage-error.ts'
import { createNativeResolver } from './native-resolver.ts'
import { readSource, type Known, type Source } from './source.ts'
import { statOf } from './stat.ts'

export interface Disk {
  /** Absolute, without links. */
  readonly root: string
  /** What lies in a folder, in no particular order. */
  list(dir: string): Listing
  /** The text of a plain file of moderate size; null when there is none, or when a link leads out. */
  read(file: string): string | null
  /** The text of a source file, or why there is none. */
  source(file: string): Source
  /** The same, but the text may be left out if `known` says that its hash is enough. */
  sourceUnless(file: string, known: (hash: string) => boolean): Source | Known
  /** What a path means once links are followed; null: nothing. */
  kind(path: string): Kind | null
  /** Where a link leads; null: nowhere. */
  target(link: string): Target | null
  /** The same file without the links on its way, even if the file itself is absent; null when that is outside. */
  withoutLinks(path: string): string | null
  /** The file that a specifier means by a tsconfig.json, wherever below the root; null: none. */
  resolve(config: string | null, from: string, specifier: string): string | null
}

export type Kind = 'file' | 'folder' | 'other'
export interface Item { readonly name: string; readonly kind: Kind | 'link' }
export type Listing = { readonly items: readonly Item[] } | { readonly error: string }
export interface Target { readonly inside: boolean; readonly folder: boolean }

/** A configuration that is larger is not opened. */
const MOST_BYTES = 30_000_000

/**
 * The disk itself.
 * @param hashing whether sources get a hash
 * @throws UsageError when there is no such directory
 */
export function openDisk(directory: string, hashing = false): Disk {
  const real = realpathSync(existing(directory))
  const at = (path: string): string => (path === '' ? real : `${real}/${path}`)
  const inside = (path: string): string | null =>
    path === real ? '' : path.startsWith(real.endsWith(sep) ? real : real + sep) ? relative(real, path).split(sep).join('/') : null
  return {
    root: real,
    list(dir) {
      try {
        return { items: readdirSync(at(dir), { withFileTypes: true }).map((item) => ({ name: item.name, kind: item.isSymbolicLink() ? 'link' : kindOf(item) })) }
      } catch (error) {
        return { error: codeOf(error) }
      }
    },
    read(file) {
      try {
        const target = realpathSync(at(file))
        // Opening a pipe would wait for ever.
        const stat = inside(target) === null ? null : statSync(target)
        return stat?.isFile() === true && stat.size <= MOST_BYTES ? readFileSync(target, 'utf8') : null
      } catch {
        return null
      }
    },
    source: (file) => readSource(at(file), hashing),
    sourceUnless: (file, known) => readSource(at(file), hashing, known),
    kind(path) {
      const stats = statOf(at(path))
      return stats === null ? null : kindOf(stats)
    },
    target(link) {
      try {
        const target = realpathSync(at(link))
        return { inside: inside(target) !== null, folder: statSync(target).isDirectory() }
      } catch {
        return null
      }
    },
    withoutLinks(path) {
      let rest = ''
      for (let up = at(path); up.length > real.length; up = dirname(up)) {
        try {
          const found = inside(realpathSync(up))
          return found === null ? null : found + rest
        } catch {
          rest = up.slice(dirname(up).length) + rest
        }
      }
      return null
    },
    resolve: createNativeResolver(real),
  }
}

function existing(directory: string): string {
  const path = resolve(directory)
  const stats = statOf(path)
  if (stats === null) throw new UsageError(`There is no directory ${path}.`)
  if (!stats.isDirectory()) throw new UsageError(`${path} is a file; a directory is needed.`)
  return path
}

function kindOf(item: { isFile(): boolean; isDirectory(): boolean }): Kind {
  return item.isFile() ? 'file' : item.isDirectory() ? 'folder' : 'other'
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error'
