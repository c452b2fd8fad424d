/** An open file of pieces: read one at a time. */
import { closeSync, fstatSync, openSync, readSync, constants } from 'node:fs'
import { FIXED, headSpan, isWhole, unpack, type Span } from './format.ts'

export interface Pieces {
  readonly head: unknown
  /** Of the file itself, which nobody who hands files on can foresee. */
  readonly born: Born
  /** null when it is not what was written. */
  read(span: Span): Buffer | null
  close(): void
}

export interface Born { readonly inode: number; readonly at: number }

export function bornOf(descriptor: number): Born {
  const { ino, birthtimeMs } = fstatSync(descriptor)
  return { inode: ino, at: birthtimeMs }
}

/** null when there is no such file, or when it is damaged. */
export function openPieces(path: string): Pieces | null {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0))
  } catch {
    return null
  }
  const close = (): void => closeSync(descriptor)
  try {
    const stat = fstatSync(descriptor)
    const read = (span: Span): Buffer | null => {
      if (!(span.at >= 0 && span.at + span.length <= stat.size)) return null
      const bytes = bytesAt(descriptor, span)
      return isWhole(bytes, span) ? bytes : null
    }
    const where = stat.isFile() ? headSpan(bytesAt(descriptor, { at: 0, length: Math.min(FIXED, stat.size) })) : null
    const head = where === null ? null : read(where)
    if (head !== null) return { head: unpack(head), born: bornOf(descriptor), read, close }
  } catch {
    // As good as none.
  }
  close()
  return null
}

function bytesAt(descriptor: number, { at, length }: { readonly at: number; readonly length: number }): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let done = 0
  while (done < length) {
    const got = readSync(descriptor, bytes, done, length - done, at + done)
    if (got === 0) break
    done += got
  }
  return bytes.subarray(0, done)
}
