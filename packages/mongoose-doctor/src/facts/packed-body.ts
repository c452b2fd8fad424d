/** A lowered file as bytes: its statements, and those of each function, are unpacked on first use. Most functions of a program are never followed. */
import type { BodyFacts } from './facts.ts'
import { BodyHead, FunctionHead, type Head } from './heads.ts'
import type { Param, Stmt } from './ir.ts'
import { keepingRecent } from './recent.ts'

/** The code is one run of bytes: first the module's, then each function's. */
export type PackedBody = Omit<BodyFacts, 'body' | 'functions'> & { readonly functions: readonly Head[]; readonly code: Uint8Array; readonly ends: readonly number[] }

/** What is only asked for when it is followed. */
interface Piece { readonly params: readonly Param[]; readonly body: readonly Stmt[] }
const NOTHING: Piece = { params: [], body: [] }

type Unpack = (bytes: Uint8Array) => unknown

export function packedBody(facts: BodyFacts, pack: (value: unknown) => Buffer): PackedBody {
  const { bindings, classes, liveness, imports, exports, inlineActions, comments } = facts
  const parts: Buffer[] = []
  const ends: number[] = []
  let length = 0
  for (const { params, body } of [{ params: [], body: facts.body }, ...facts.functions]) {
    if (params.length > 0 || body.length > 0) {
      const part = pack({ params, body })
      parts.push(part)
      length += part.length
    }
    ends.push(length)
  }
  const functions = facts.functions.map(({ start, end, name, async, generator, arrow, directives, parent, self, counts }): Head => ({ start, end, name, async, generator, arrow, directives, parent, self, counts }))
  return { file: '', bindings, classes, liveness, imports, exports, inlineActions, comments, functions, code: Buffer.concat(parts), ends }
}

export function unpackBody(packed: PackedBody, file: string, unpack: Unpack): BodyFacts {
  return new UnpackedBody(packed, file, new Code(packed, unpack))
}

class Code {
  readonly #bytes: Uint8Array
  readonly #ends: readonly number[]
  readonly #unpack: Unpack

  constructor({ code, ends }: PackedBody, unpack: Unpack) {
    this.#bytes = code
    this.#ends = ends
    this.#unpack = unpack
  }

  piece(index: number): Piece {
    const [from, to] = [this.#ends[index - 1] ?? 0, this.#ends[index] ?? 0]
    return from === to ? NOTHING : this.#unpack(this.#bytes.subarray(from, to)) as Piece
  }
}

/** A function is mostly followed once, with those that it calls. */
const keep = keepingRecent(500)

class Unpacked {
  readonly #code: Code
  readonly #index: number
  #piece: Piece | null = null

  constructor(code: Code, index: number) {
    this.#code = code
    this.#index = index
  }

  get params(): readonly Param[] { return this.#open().params }
  get body(): readonly Stmt[] { return this.#open().body }

  forget(): void {
    this.#piece = null
  }

  #open(): Piece {
    if (this.#piece !== null) return this.#piece
    this.#piece = this.#code.piece(this.#index)
    keep(this)
    return this.#piece
  }
}

class UnpackedBody extends BodyHead {
  readonly #code: Unpacked

  constructor(packed: PackedBody, file: string, code: Code) {
    super(file, packed, packed.functions.map((fact, i) => new UnpackedFunction(fact, code, i + 1)))
    this.#code = new Unpacked(code, 0)
  }

  get body(): readonly Stmt[] { return this.#code.body }
}

class UnpackedFunction extends FunctionHead {
  readonly #code: Unpacked

  constructor(fact: Head, code: Code, index: number) {
    super(fact)
    this.#code = new Unpacked(code, index)
  }

  get params(): readonly Param[] { return this.#code.params }
  get body(): readonly Stmt[] { return this.#code.body }
}
