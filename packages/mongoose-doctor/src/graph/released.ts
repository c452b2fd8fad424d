/** A file whose functions lose their statements when its turn is over, and have them again when they are asked for. */
import type { BodyFacts } from '../facts/facts.ts'
import { BodyHead, FunctionHead } from '../facts/heads.ts'
import type { FunctionFact, Param, Stmt } from '../facts/ir.ts'

/** The functions of one file; null while they are let go. */
export interface Code {
  functions: readonly FunctionFact[] | null
  /** How often they have been made. */
  made: number
  readonly reopen: () => void
}

class ReleasedFunction extends FunctionHead {
  readonly #code: Code
  readonly #id: number

  constructor(fact: FunctionFact, code: Code, id: number) {
    super(fact)
    this.#code = code
    this.#id = id
  }

  get params(): readonly Param[] { return this.#fact()?.params ?? [] }
  get body(): readonly Stmt[] { return this.#fact()?.body ?? [] }

  #fact(): FunctionFact | undefined {
    if (this.#code.functions === null) this.#code.reopen()
    return this.#code.functions?.[this.#id]
  }
}

class ReleasedBody extends BodyHead {
  readonly #made: BodyFacts

  constructor(made: BodyFacts, code: Code) {
    super(made.file, made, made.functions.map((fact, id) => new ReleasedFunction(fact, code, id)))
    this.#made = made
  }

  get body(): readonly Stmt[] { return this.#made.body }
}

export const released = (body: BodyFacts, code: Code): BodyFacts => new ReleasedBody(body, code)
