/** The text of a source file, or why there is none. */
import { isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { sha256 } from '../kernel/hash.ts'
import { toStamp, type Stamp } from './stamp.ts'

export type Source = Content | { readonly reason: string }
export interface Content {
  readonly stamp: Stamp
  /** Of the bytes; null when nobody asked for it. */
  readonly hash: string | null
  readonly text: string
}
/** Its hash is enough. */
export interface Known {
  readonly stamp: Stamp
  readonly hash: string
  readonly text: null
}

const LIMIT = 5_000_000
// A pipe of that name must not make us wait.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
let buffer = Buffer.allocUnsafe(256 * 1024)

/**
 * Reads one file whole; never throws. Offsets later refer to this text, so nothing is taken off it, a byte order mark included.
 * @param known of which hashes the text is not needed
 */
export function readSource(path: string, hashing: boolean): Source
export function readSource(path: string, hashing: boolean, known: (hash: string) => boolean): Source | Known
export function readSource(path: string, hashing: boolean, known?: (hash: string) => boolean): Source | Known {
  let descriptor: number
  try {
    descriptor = openSync(path, FLAGS)
  } catch (error) {
    return { reason: `not read: ${describe(error)}` }
  }
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return { reason: 'not read: not a plain file' }
    if (stat.size > LIMIT) return tooLarge(stat.size)
    if (stat.size > buffer.length) buffer = Buffer.allocUnsafe(stat.size)
    let length = 0
    while (length < stat.size) {
      const got = readSync(descriptor, buffer, length, stat.size - length, null)
      if (got === 0) break
      length += got
    }
    return contentOf(buffer.subarray(0, length), toStamp(stat), hashing, known)
  } catch (error) {
    return { reason: `not read: ${describe(error)}` }
  } finally {
    closeSync(descriptor)
  }
}

/** The same of bytes that are at hand, with their hash. */
export function sourceIn(bytes: Buffer, stamp: Stamp, known: (hash: string) => boolean): Source | Known {
  return bytes.length > LIMIT ? tooLarge(bytes.length) : contentOf(bytes, stamp, true, known)
}

const tooLarge = (size: number): Source => ({ reason: `not read: ${Math.round(size / 1_000_000)} MB, looks generated or minified` })

function contentOf(bytes: Buffer, stamp: Stamp, hashing: boolean, known?: (hash: string) => boolean): Source | Known {
  const hash = hashing ? hashOf(bytes) : null
  if (hash !== null && known?.(hash) === true) return { stamp, hash, text: null }
  // Later on it may stand in a string literal; the parser takes that.
  if (bytes.subarray(0, 512).includes(0)) return { reason: 'not read: it holds NUL bytes, so it is not source text (or it is UTF-16)' }
  if (!isUtf8(bytes)) return { reason: 'not read: it is not UTF-8' }
  return { stamp, hash, text: bytes.toString('utf8') }
}

/** 160 bits in hexadecimal. */
export const hashOf = (bytes: Buffer | string): string => sha256(bytes).slice(0, 40)

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') return 'it is gone'
  return code === 'EACCES' || code === 'EPERM' ? 'no permission' : code === '' ? 'it could not be opened' : code
}
