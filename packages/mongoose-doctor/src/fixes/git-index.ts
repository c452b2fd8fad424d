/** What git has of each file: read from its index, for running git would run what the project's own git configuration names. */
import { lstatSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export interface GitIndex {
  /** The folder that paths are relative to. */
  readonly worktree: string
  /** Blob id by path; null for a file with a merge conflict. */
  readonly blobs: ReadonlyMap<string, string | null>
  /** Length of an id in bytes: SHA-1 has 20, SHA-256 32. */
  readonly idBytes: 20 | 32
}

/** null where there is no repository, or its index is of a kind that this does not read (split, sparse). */
export function readGitIndex(from: string): GitIndex | null {
  for (let at = resolve(from); ; at = dirname(at)) {
    const git = join(at, '.git')
    const stat = lstatSync(git, { throwIfNoEntry: false })
    if (stat !== undefined) return indexIn(at, stat.isDirectory() ? git : linkedTo(at, git))
    if (dirname(at) === at) return null
  }
}

/** Work trees and submodules have a file that names the folder. */
function linkedTo(worktree: string, file: string): string | null {
  const [, target] = /^gitdir: (.+)$/m.exec(textOf(file) ?? '') ?? []
  return target === undefined ? null : resolve(worktree, target)
}

function indexIn(worktree: string, folder: string | null): GitIndex | null {
  if (folder === null) return null
  const common = textOf(join(folder, 'commondir'))?.trim()
  const config = textOf(join(common === undefined ? folder : resolve(folder, common), 'config')) ?? ''
  const idBytes = /^[ \t]*objectformat[ \t]*=[ \t]*sha256[ \t\r]*$/im.test(config) ? 32 : 20
  try {
    const blobs = parseIndex(readPlain(join(folder, 'index'), MOST_INDEX), idBytes)
    return blobs === null ? null : { worktree, blobs, idBytes }
  } catch (error) {
    // Nothing was ever added.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { worktree, blobs: new Map(), idBytes }
    return null
  }
}

const MOST_CONFIG = 1_000_000
const MOST_INDEX = 500_000_000

/** A pipe would be waited for, and a device read, for ever. @throws when it is neither there nor such a file */
function readPlain(file: string, most: number): Buffer {
  const stat = statSync(file)
  if (!stat.isFile() || stat.size > most) throw new Error(`${file} is not a file that git would have written`)
  return readFileSync(file)
}

function textOf(file: string): string | null {
  try { return readPlain(file, MOST_CONFIG).toString('utf8') } catch { return null }
}

const STATS = 40
/** Names share their beginnings: a small index could hold very long ones. */
const LONGEST_PATH = 65_536

/** git's own documentation: index-format. Versions 2 to 4. @throws RangeError when it is cut off */
export function parseIndex(index: Buffer, idBytes: 20 | 32): Map<string, string | null> | null {
  const version = index.readUInt32BE(4)
  if (index.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return null
  const blobs = new Map<string, string | null>()
  let at = 12
  let name = Buffer.alloc(0)
  for (let left = index.readUInt32BE(8); left > 0; left--) {
    const start = at
    const isFolder = index.readUInt32BE(at + 24) >>> 12 === 0o04
    const id = index.toString('hex', at + STATS, at + STATS + idBytes)
    const flags = index.readUInt16BE(at + STATS + idBytes)
    at += STATS + idBytes + 2 + (version >= 3 && (flags & 0x4000) !== 0 ? 2 : 0)
    let kept = 0
    if (version === 4) {
      const { value, next } = readOffset(index, at)
      kept = name.length - value
      at = next
    }
    const stop = index.indexOf(0, at)
    // A sparse index keeps whole folders.
    if (stop === -1 || kept < 0 || isFolder || kept + stop - at > LONGEST_PATH) return null
    name = Buffer.concat([name.subarray(0, kept), index.subarray(at, stop)])
    blobs.set(name.toString('utf8'), (flags & 0x3000) === 0 ? id : null)
    at = version === 4 ? stop + 1 : start + (((stop - start) >> 3) + 1) * 8
  }
  // The rest of a split index is in another file.
  return index.toString('latin1', at, at + 4) === 'link' ? null : blobs
}

/** The variable-length number of pack files' offsets. */
function readOffset(index: Buffer, from: number): { readonly value: number; readonly next: number } {
  let at = from
  let byte = index.readUInt8(at++)
  let value = byte & 0x7f
  while ((byte & 0x80) !== 0) {
    byte = index.readUInt8(at++)
    value = (value + 1) * 128 + (byte & 0x7f)
  }
  return { value, next: at }
}
