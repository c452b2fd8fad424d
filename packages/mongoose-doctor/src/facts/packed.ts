/**
 * Facts as bytes. Objects of one shape share a list of their keys, which is kept apart: without it the bytes mean nothing.
 * Most of a program is never asked for: statements, and what a file imports and exports, are unpacked on first use.
 */
import { Packr, Unpackr } from 'msgpackr/index-no-eval'
import type { BodyFacts, ModuleFacts } from './facts.ts'
import { packedBody, unpackBody, type PackedBody } from './packed-body.ts'
import { PackedModule, wholeModule } from './packed-module.ts'

/** Lists of keys by number; grows while things are packed. */
export type Shapes = (readonly string[])[]

export interface Packer {
  /** null when its bytes would say something else. */
  module(facts: ModuleFacts): Uint8Array | null
  body(facts: BodyFacts, text: string): Uint8Array | null
  /** What it has packed itself. */
  unpackBody(bytes: Uint8Array, file: string): BodyFacts
  /** The same facts in less memory, for who hardly asks for them again. */
  compact(facts: ModuleFacts): ModuleFacts
  readonly shapes: Shapes
}

export interface Unpacker {
  /** Throws when these are not bytes that a packer with these shapes has made. `file` is the name that the facts get. */
  module(bytes: Uint8Array, file: string): ModuleFacts
  body(bytes: Uint8Array, file: string): BodyFacts
}

const OPTIONS = { useRecords: true, maxSharedStructures: 8000, moreTypes: false, encodeUndefinedAsNil: false } as const

/** @param known shapes of things that were packed before and are to be kept beside what is packed now */
export function createPacker(known: Shapes = []): Packer {
  const shapes = [...known]
  const packr = new Packr({ ...OPTIONS, structures: shapes as {}[] })
  const pack = (value: unknown): Buffer => Buffer.from(packr.pack(value))
  const unpack = unpackWith(packr)
  function module(facts: ModuleFacts): Uint8Array | null {
    const before = facts instanceof PackedModule ? facts.bytesFor(unpack) : null
    if (before !== null) return before
    return textsOf(facts).some((text) => /\p{Surrogate}/u.test(text)) ? null : pack({ ...wholeModule(facts), file: '' })
  }
  return {
    shapes, module,
    body: (facts, text) => (HALF_CHARACTER.test(text) ? null : pack(packedBody(facts, pack))),
    unpackBody: (bytes, file) => unpackBody(unpack(bytes) as PackedBody, file, unpack),
    compact(facts) {
      const bytes = facts.error === null ? module(facts) : null
      return bytes === null ? facts : new PackedModule(facts, bytes, unpack)
    },
  }
}

export function createUnpacker(shapes: Shapes): Unpacker {
  const unpackr = new Unpackr({ ...OPTIONS, getStructures: () => shapes.map((keys) => [...keys]) })
  const unpack = unpackWith(unpackr)
  return {
    module: (bytes, file) => ({ ...(unpack(bytes) as ModuleFacts), file }),
    body: (bytes, file) => unpackBody(unpack(bytes) as PackedBody, file, unpack),
  }
}

/** It leaves a view and a shape of its own on what it is given: so that is not what is kept. */
const unpackWith = (unpackr: Unpackr) => (bytes: Uint8Array): unknown => unpackr.unpack(bytes.subarray())

/** An escape can write half of a character, which is no character in UTF-8: strings of such a file would come back changed. */
const HALF_CHARACTER = /\\u\{?0*d[89a-f]|&#/i

/** All texts that an escape can stand in. */
function textsOf({ imports, exports, dynamic, directives }: ModuleFacts): readonly string[] {
  return [
    ...directives, ...dynamic.map((fact) => fact.specifier),
    ...imports.flatMap((fact) => [fact.specifier, ...fact.names.map((name) => name.imported)]),
    ...exports.flatMap((fact) => (fact.kind === 'local' ? fact.exported : fact.kind === 'star' ? fact.specifier : [fact.specifier, fact.imported, fact.exported])),
  ]
}
