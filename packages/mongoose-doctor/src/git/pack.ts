/** One pack: many objects in a file, many of them as changes of another. git's own documentation: pack-format. */
import { fstatSync, openSync, readSync, statSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { readOffset } from './index-file.ts'
import { MOST_OBJECT, typeOf, type GitObject } from './object.ts'

export interface Pack {
  /** null when it is not in this pack. @param read finds the objects that others are changes of. @throws when the pack is damaged */
  read(id: string, read: (id: string) => GitObject | null): GitObject | null
  /** The ids that begin with these hexadecimal digits, of which there are four or more. */
  find(prefix: string): readonly string[]
}

/** @param path of the `.idx` file, beside which the pack lies. @throws when it is of a kind that is not read */
export function openPack(path: string, idBytes: 20 | 32): Pack {
  const index = openFile(path)
  const fanout = index.read(0, HEAD)
  if (fanout.readUInt32BE(0) !== 0xff744f63 || fanout.readUInt32BE(4) !== 2) throw new Error(`${path} is of a version that is not read`)
  const total = fanout.readUInt32BE(HEAD - 4)
  const pack = openFile(path.replace(/\.idx$/, '.pack'))
  const large = HEAD + total * (idBytes + 8)

  /** The ids that begin with this byte, in a row. */
  function bucket(byte: number): { readonly from: number; readonly ids: Buffer } {
    const from = byte === 0 ? 0 : fanout.readUInt32BE(8 + 4 * (byte - 1))
    const to = fanout.readUInt32BE(8 + 4 * byte)
    return { from, ids: index.read(HEAD + from * idBytes, (to - from) * idBytes) }
  }

  function offsetOf(id: string): number | null {
    const { from, ids } = bucket(Number.parseInt(id.slice(0, 2), 16))
    const wanted = Buffer.from(id, 'hex')
    let low = 0
    let high = ids.length / idBytes
    while (low < high) {
      const middle = (low + high) >> 1
      const order = wanted.compare(ids, middle * idBytes, (middle + 1) * idBytes)
      if (order === 0) return placeOf(from + middle)
      if (order > 0) low = middle + 1
      else high = middle
    }
    return null
  }

  function placeOf(position: number): number {
    const offset = index.read(HEAD + total * (idBytes + 4) + 4 * position, 4).readUInt32BE(0)
    return offset < 0x80000000 ? offset : Number(index.read(large + 8 * (offset - 0x80000000), 8).readBigUInt64BE(0))
  }

  /** What lies at an offset, as it is there. */
  function entryAt(offset: number): { readonly kind: number; readonly size: number; readonly body: number; readonly base: number | string | null } {
    const head = pack.read(offset, 64, true)
    let byte = head.readUInt8(0)
    let at = 1
    const kind = (byte >> 4) & 7
    let size = byte & 15
    for (let factor = 16; (byte & 0x80) !== 0; factor *= 128) {
      byte = head.readUInt8(at++)
      size += (byte & 0x7f) * factor
    }
    if (size > MOST_OBJECT) throw new Error('an object is too large')
    if (kind === OFFSET_DELTA) {
      const { value, next } = readOffset(head, at)
      return { kind, size, body: offset + next, base: offset - value }
    }
    if (kind === ID_DELTA) return { kind, size, body: offset + at + idBytes, base: head.toString('hex', at, at + idBytes) }
    return { kind, size, body: offset + at, base: null }
  }

  function inflate(body: number, size: number): Buffer {
    // Never longer than this, whatever is in it; and what follows is not looked at.
    const content = inflateSync(pack.read(body, size + (size >> 9) + 128, true), { maxOutputLength: Math.max(size, 1) })
    if (content.length !== size) throw new Error('an object has another length than it says')
    return content
  }

  function readAt(offset: number, read: (id: string) => GitObject | null): GitObject {
    const deltas: Buffer[] = []
    for (let at = offset; ;) {
      const { kind, size, body, base } = entryAt(at)
      const content = inflate(body, size)
      const found = base === null ? { type: typeOf(kind), content } : typeof base === 'string' ? read(base) : null
      if (found !== null) return { type: found.type, content: deltas.concat(base === null ? [] : [content]).reduceRight((before, delta) => applied(before, delta), found.content) }
      if (typeof base !== 'number' || base <= 0 || base >= at || deltas.length > MOST_DELTAS) throw new Error('an object is a change of one that is not there')
      deltas.push(content)
      at = base
    }
  }

  return {
    read(id, read) {
      const offset = offsetOf(id)
      return offset === null ? null : readAt(offset, read)
    },
    find(prefix) {
      const { ids } = bucket(Number.parseInt(prefix.slice(0, 2), 16))
      const found: string[] = []
      for (let at = 0; at < ids.length; at += idBytes) {
        const id = ids.toString('hex', at, at + idBytes)
        if (id.startsWith(prefix)) found.push(id)
      }
      return found
    },
  }
}

const HEAD = 8 + 256 * 4
const OFFSET_DELTA = 6
const ID_DELTA = 7
/** git itself makes chains of 50, and never more than 4,095. */
const MOST_DELTAS = 4095

/** A content that is told as pieces of another one and new bytes. */
export function applied(before: Buffer, delta: Buffer): Buffer {
  let at = 0
  const size = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = delta.readUInt8(at++)
      value += (byte & 0x7f) * factor
      if ((byte & 0x80) === 0) return value
    }
  }
  const number = (bits: number, bytes: number): number => {
    let value = 0
    for (let i = 0; i < bytes; i++) if ((bits & (1 << i)) !== 0) value += delta.readUInt8(at++) * 256 ** i
    return value
  }
  if (size() !== before.length) throw new Error('an object is a change of another one')
  const length = size()
  if (length > MOST_OBJECT) throw new Error('an object is too large')
  const pieces: Buffer[] = []
  let made = 0
  while (at < delta.length) {
    const code = delta.readUInt8(at++)
    const copied = (code & 0x80) !== 0
    const from = copied ? number(code & 15, 4) : at
    const count = copied ? number((code >> 4) & 7, 3) || 0x10000 : code
    const piece = (copied ? before : delta).subarray(from, from + count)
    if (piece.length !== count || count === 0) throw new Error('an object is damaged')
    if (!copied) at += count
    made += count
    // Few bytes could ask for very many.
    if (made > length) throw new Error('an object is damaged')
    pieces.push(piece)
  }
  if (made !== length) throw new Error('an object is damaged')
  return Buffer.concat(pieces)
}

interface PlainFile {
  /** @param atMost fewer bytes will do, at the end of the file */
  read(at: number, length: number, atMost?: boolean): Buffer
}

function openFile(path: string): PlainFile {
  // Opening a pipe would wait for ever.
  if (!statSync(path).isFile()) throw new Error(`${path} is no file that git would have written`)
  const descriptor = openSync(path, 'r')
  const { size } = fstatSync(descriptor)
  return {
    read(at, length, atMost = false) {
      const room = Math.max(0, Math.min(length, size - at))
      if (room < length && !atMost) throw new Error(`${path} is cut off`)
      const bytes = Buffer.alloc(room)
      for (let done = 0; done < room;) {
        const got = readSync(descriptor, bytes, done, room - done, at + done)
        if (got === 0) throw new Error(`${path} is cut off`)
        done += got
      }
      return bytes
    },
  }
}
