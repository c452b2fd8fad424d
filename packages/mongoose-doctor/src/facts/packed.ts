/**
 * Facts as bytes. Objects of one shape share a list of their keys, which is kept apart: without it the bytes mean nothing.
 * Function bodies are unpacked on first use: most functions of a program are never followed.
 */
import { Packr, Unpackr } from 'msgpackr/index-no-eval'
import type { BodyFacts, ModuleFacts } from './facts.ts'
import type { FunctionFact, Stmt } from './ir.ts'

/** Lists of keys by number; grows while things are packed. */
export type Shapes = (readonly string[])[]

export interface Packer {
  /** null when its bytes would say something else. */
  module(facts: ModuleFacts): Buffer | null
  body(facts: BodyFacts, text: string): Buffer | null
  /** What it has packed itself. */
  unpackBody(bytes: Uint8Array, file: string): BodyFacts
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
  return {
    shapes,
    module: (facts) => (!textsOf(facts).some((text) => /\p{Surrogate}/u.test(text)) ? pack({ ...facts, file: '' }) : null),
    body(facts, text) {
      if (HALF_CHARACTER.test(text)) return null
      const functions = facts.functions.map((fact) => ({ ...fact, body: fact.body.length === 0 ? null : pack(fact.body) }))
      return pack({ ...facts, file: '', functions })
    },
    unpackBody: (bytes, file) => unpackBody(packr, bytes, file),
  }
}

export function createUnpacker(shapes: Shapes): Unpacker {
  const unpackr = new Unpackr({ ...OPTIONS, getStructures: () => shapes.map((keys) => [...keys]) })
  return {
    module: (bytes, file) => ({ ...(unpackr.unpack(bytes) as ModuleFacts), file }),
    body: (bytes, file) => unpackBody(unpackr, bytes, file),
  }
}

function unpackBody(unpackr: Unpackr, bytes: Uint8Array, file: string): BodyFacts {
  const packed = unpackr.unpack(bytes) as PackedBody
  return { ...packed, file, functions: packed.functions.map((fact) => new UnpackedFunction(fact, unpackr)) }
}

type PackedBody = Omit<BodyFacts, 'functions'> & { readonly functions: readonly PackedFunction[] }
type PackedFunction = Omit<FunctionFact, 'body'> & { readonly body: Uint8Array | null }

class UnpackedFunction implements FunctionFact {
  readonly start; readonly end; readonly name; readonly async; readonly generator; readonly arrow; readonly params; readonly directives; readonly parent; readonly self
  readonly #packed: Uint8Array | null
  #body: readonly Stmt[] | null
  readonly #unpackr: Unpackr

  constructor(fact: PackedFunction, unpackr: Unpackr) {
    this.start = fact.start
    this.end = fact.end
    this.name = fact.name
    this.async = fact.async
    this.generator = fact.generator
    this.arrow = fact.arrow
    this.params = fact.params
    this.directives = fact.directives
    this.parent = fact.parent
    this.self = fact.self
    this.#packed = fact.body
    this.#body = fact.body === null ? [] : null
    this.#unpackr = unpackr
  }

  /** Whoever has it may keep it; asked again much later, it is an equal one. */
  get body(): readonly Stmt[] {
    if (this.#body !== null || this.#packed === null) return this.#body ?? []
    this.#body = this.#unpackr.unpack(this.#packed) as readonly Stmt[]
    recent[next]?.forget()
    recent[next] = this
    next = (next + 1) % MOST_UNPACKED
    return this.#body
  }

  forget(): void {
    this.#body = null
  }
}

/** Most functions are followed once, with those that they call. */
const MOST_UNPACKED = 2000
/** In turn. */
const recent: UnpackedFunction[] = []
let next = 0

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
