/** The part of a file of pieces that holds facts: an index, all module records in one piece, each body as a piece of its own. */
import { createUnpacker, type Shapes } from '../facts/packed.ts'
import type { FactsStore } from '../facts/store.ts'
import { doublesOf, pack, unpack, type Span, type Writer } from './format.ts'
import type { Pieces } from './pieces.ts'

/** Facts of one file, as bytes. */
export interface FileFacts {
  readonly file: string
  readonly hash: string
  readonly module: Uint8Array
  /** Made when it is this file's turn. */
  readonly body: () => Uint8Array | null
  /** Whether more was needed of the file than its module record. */
  readonly looked: boolean
}

export interface FactsPart {
  readonly index: Span
  readonly modules: Span
  readonly shapes: Span
}

/** @param shapes asked for at the end: they grow while bodies are packed */
export function writeFacts(writer: Writer, all: readonly FileFacts[], shapes: () => Shapes): FactsPart {
  const modules = writer.add(Buffer.concat(all.map(({ module }) => module)))
  const numbers = new Float64Array(all.length * COLUMNS)
  let at = 0
  all.forEach(({ module, body, looked }, row) => {
    const bytes = body()
    const { at: bodyAt, length, crc } = bytes === null ? NOWHERE : writer.add(bytes)
    numbers.set([at, module.length, bodyAt, length, crc, Number(looked)], row * COLUMNS)
    at += module.length
  })
  const names = all.map(({ file }) => file).join('\0')
  const index = writer.add(pack({ names, hashes: all.map(({ hash }) => hash).join('\0'), numbers: Buffer.from(numbers.buffer) }))
  return { index, modules, shapes: writer.add(pack(shapes())) }
}

const COLUMNS = 6
const NOWHERE: Span = { at: 0, length: 0, crc: 0 }

export interface StoredFacts extends FactsStore {
  readonly shapes: Shapes
  readonly files: ReadonlyMap<string, { readonly hash: string; readonly looked: boolean }>
  /** As they were stored, to be stored again. */
  bytes(file: string, hash: string): { readonly module: Uint8Array; readonly body: () => Uint8Array | null } | null
}

interface Row { readonly hash: string; readonly looked: boolean; readonly module: Omit<Span, 'crc'>; readonly body: Span | null }

/**
 * null when any of it is damaged.
 * @param prefix stands before the names of the files that the facts are of
 */
export function readFacts(pieces: Pieces, part: FactsPart, prefix = ''): StoredFacts | null {
  try {
    return factsIn(pieces, part, prefix)
  } catch {
    return null
  }
}

function factsIn(pieces: Pieces, part: FactsPart, prefix: string): StoredFacts | null {
  const [index, modules, shapeBytes] = [pieces.read(part.index), pieces.read(part.modules), pieces.read(part.shapes)]
  if (index === null || modules === null || shapeBytes === null) return null
  const rows = rowsOf(unpack(index) as Index)
  const shapes = unpack(shapeBytes) as Shapes
  const unpacker = createUnpacker(shapes)
  const row = (file: string, hash: string): Row | null => {
    const found = rows.get(file)
    return found?.hash === hash ? found : null
  }
  const moduleBytes = ({ module: { at, length } }: Row): Uint8Array => modules.subarray(at, at + length)
  const bodyBytes = ({ body }: Row): Uint8Array | null => (body === null ? null : pieces.read(body))
  return {
    shapes, files: rows,
    has: (file, hash) => row(file, hash) !== null,
    module: (file, hash) => unpacked(row(file, hash), moduleBytes, (bytes) => unpacker.module(bytes, prefix + file)),
    body: (file, hash) => unpacked(row(file, hash), bodyBytes, (bytes) => unpacker.body(bytes, prefix + file)),
    bytes(file, hash) {
      const found = row(file, hash)
      return found === null ? null : { module: moduleBytes(found), body: () => bodyBytes(found) }
    },
  }
}

function unpacked<Made>(row: Row | null, bytesOf: (row: Row) => Uint8Array | null, make: (bytes: Uint8Array) => Made): Made | null {
  const bytes = row === null ? null : bytesOf(row)
  try {
    return bytes === null ? null : make(bytes)
  } catch {
    return null
  }
}

interface Index { readonly names: string; readonly hashes: string; readonly numbers: Uint8Array }

function rowsOf({ names, hashes, numbers }: Index): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>()
  if (numbers.length === 0) return rows
  const columns = doublesOf(numbers)
  const hashList = hashes.split('\0')
  names.split('\0').forEach((file, row) => {
    const at = (column: number): number => columns[row * COLUMNS + column] ?? 0
    const body = at(3) === 0 ? null : { at: at(2), length: at(3), crc: at(4) }
    rows.set(file, { hash: hashList[row] ?? '', looked: at(5) === 1, module: { at: at(0), length: at(1) }, body })
  })
  return rows
}
