/** What git has of each file for the next commit. */
import { resolve } from 'node:path'
import { readPlain, type Repository } from './repository.ts'

export interface IndexEntry {
  /** Of the content; null for a file with a merge conflict. */
  readonly id: string | null
  readonly kind: 'file' | 'link' | 'module'
  /** No commit has it before it is really added (`git add -N`). */
  readonly isAnnounced: boolean
}

/**
 * By path from the work tree, with `/`.
 * @param named as GIT_INDEX_FILE names it, which git sets for its hooks; null: the usual one
 * @returns null where the index is of a kind that this does not read (split, sparse), or no index at all
 */
export function readIndex({ worktree, own, idBytes }: Repository, named: string | null = null): ReadonlyMap<string, IndexEntry> | null {
  try {
    return parseIndex(readPlain(named === null ? resolve(own, 'index') : resolve(worktree, named), MOST_INDEX), idBytes)
  } catch (error) {
    // Nothing was ever added.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map()
    return null
  }
}

const MOST_INDEX = 500_000_000
const STATS = 40
/** Names share their beginnings: a small index could hold very long ones. */
const LONGEST_PATH = 65_536
const KINDS: ReadonlyMap<number, IndexEntry['kind']> = new Map([[0o10, 'file'], [0o12, 'link'], [0o16, 'module']])

/** git's own documentation: index-format. Versions 2 to 4. @throws RangeError when it is cut off */
export function parseIndex(index: Buffer, idBytes: 20 | 32): Map<string, IndexEntry> | null {
  const version = index.readUInt32BE(4)
  if (index.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return null
  const entries = new Map<string, IndexEntry>()
  let at = 12
  let name = Buffer.alloc(0)
  for (let left = index.readUInt32BE(8); left > 0; left--) {
    const start = at
    const kind = KINDS.get(index.readUInt32BE(at + 24) >>> 12)
    const id = index.toString('hex', at + STATS, at + STATS + idBytes)
    const flags = index.readUInt16BE(at + STATS + idBytes)
    at += STATS + idBytes + 2
    const isExtended = version >= 3 && (flags & 0x4000) !== 0
    const isAnnounced = isExtended && (index.readUInt16BE(at) & 0x2000) !== 0
    if (isExtended) at += 2
    let kept = 0
    if (version === 4) {
      const { value, next } = readOffset(index, at)
      kept = name.length - value
      at = next
    }
    const stop = index.indexOf(0, at)
    // A sparse index keeps whole folders.
    if (stop === -1 || kept < 0 || kind === undefined || kept + stop - at > LONGEST_PATH) return null
    name = Buffer.concat([name.subarray(0, kept), index.subarray(at, stop)])
    entries.set(name.toString('utf8'), { id: (flags & 0x3000) === 0 ? id : null, kind, isAnnounced })
    at = version === 4 ? stop + 1 : start + (((stop - start) >> 3) + 1) * 8
  }
  // The rest of a split index is in another file.
  return index.toString('latin1', at, at + 4) === 'link' ? null : entries
}

/** The variable-length number of pack files' offsets. */
export function readOffset(bytes: Buffer, from: number): { readonly value: number; readonly next: number } {
  let at = from
  let byte = bytes.readUInt8(at++)
  let value = byte & 0x7f
  while ((byte & 0x80) !== 0) {
    byte = bytes.readUInt8(at++)
    value = (value + 1) * 128 + (byte & 0x7f)
  }
  return { value, next: at }
}
