/** A file of pieces, each with a checksum; what they are is said by the head, which is written last and found by the first bytes. */
import { crc32 } from 'node:zlib'
import { Packr } from 'msgpackr/index-no-eval'

export interface Span { readonly at: number; readonly length: number; readonly crc: number }

const MAGIC = Buffer.from('mdoctor\u0001')
const packr = new Packr({ useRecords: false, moreTypes: false })

export const pack = (value: unknown): Buffer => Buffer.from(packr.pack(value))
/** Throws when these are no such bytes. */
export const unpack = (bytes: Uint8Array): unknown => packr.unpack(bytes)

/** Bytes that were doubles, wherever they begin. */
export const doublesOf = (bytes: Uint8Array): Float64Array => new Float64Array(new Uint8Array(bytes).buffer)

/** The first bytes of the file have this length. */
export const FIXED = 24

function firstBytes({ at, length, crc }: Span): Buffer {
  const bytes = Buffer.alloc(FIXED)
  MAGIC.copy(bytes)
  bytes.writeDoubleLE(at, 8)
  bytes.writeUInt32LE(length, 16)
  bytes.writeUInt32LE(crc, 20)
  return bytes
}

/** Where the head is; null when these are not the first bytes of such a file. */
export function headSpan(bytes: Buffer): Span | null {
  if (bytes.length < FIXED || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null
  return { at: bytes.readDoubleLE(8), length: bytes.readUInt32LE(16), crc: bytes.readUInt32LE(20) }
}

export const isWhole = (bytes: Uint8Array, span: Span): boolean => bytes.length === span.length && crc32(bytes) === span.crc

/** Bytes one after the other, gathered so that the disk sees few and large writes. */
export class Writer {
  #at = FIXED
  #size = 0
  #pending: Uint8Array[] = []
  readonly #write: (bytes: Uint8Array, at: number) => void

  /** @param write puts bytes at an offset of the file */
  constructor(write: (bytes: Uint8Array, at: number) => void) {
    this.#write = write
  }

  add(bytes: Uint8Array): Span {
    const span = { at: this.#at + this.#size, length: bytes.length, crc: crc32(bytes) }
    this.#pending.push(bytes)
    this.#size += bytes.length
    if (this.#size > 1_000_000) this.#flush()
    return span
  }

  #flush(): void {
    if (this.#size > 0) this.#write(Buffer.concat(this.#pending), this.#at)
    this.#at += this.#size
    this.#size = 0
    this.#pending = []
  }

  /** To be called last. */
  finish(head: unknown): void {
    const span = this.add(pack(head))
    this.#flush()
    this.#write(firstBytes(span), 0)
  }
}
