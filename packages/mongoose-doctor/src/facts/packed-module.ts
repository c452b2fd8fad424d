/** A module record whose statements are bytes until somebody asks for them: of a file that can't reach Mongoose hardly anybody does. */
import type { ModuleFacts } from './facts.ts'
import { keepingRecent } from './recent.ts'

type Unpack = (bytes: Uint8Array) => unknown
type Lists = Pick<ModuleFacts, 'imports' | 'exports' | 'dynamic'>

const keep = keepingRecent(500)

export class PackedModule implements ModuleFacts {
  readonly file; readonly typescript; readonly directives; readonly relevant; readonly mayLoad; readonly length; readonly mayHaveActions; readonly mayDisable; readonly error; readonly flawless
  readonly #bytes: Uint8Array
  readonly #unpack: Unpack
  #lists: Lists | null = null

  /** @param bytes of these facts */
  constructor(facts: ModuleFacts, bytes: Uint8Array, unpack: Unpack) {
    this.file = facts.file
    this.typescript = facts.typescript
    this.directives = facts.directives
    this.relevant = facts.relevant
    this.mayLoad = facts.mayLoad
    this.length = facts.length
    this.mayHaveActions = facts.mayHaveActions
    this.mayDisable = facts.mayDisable
    this.error = facts.error
    this.flawless = facts.flawless
    this.#bytes = bytes
    this.#unpack = unpack
  }

  get imports(): ModuleFacts['imports'] { return this.#open().imports }
  get exports(): ModuleFacts['exports'] { return this.#open().exports }
  get dynamic(): ModuleFacts['dynamic'] { return this.#open().dynamic }

  /** null when they were packed by another: they mean nothing beside other shapes. */
  bytesFor(unpack: Unpack): Uint8Array | null {
    return this.#unpack === unpack ? this.#bytes : null
  }

  forget(): void {
    this.#lists = null
  }

  #open(): Lists {
    if (this.#lists !== null) return this.#lists
    this.#lists = this.#unpack(this.#bytes) as Lists
    keep(this)
    return this.#lists
  }
}

/** With all that it holds as properties of its own, always in the same order, for who lists them. */
export function wholeModule(facts: ModuleFacts): ModuleFacts {
  const { file, typescript, directives, relevant, mayLoad, length, mayHaveActions, mayDisable, error, flawless, imports, exports, dynamic } = facts
  return { file, typescript, directives, imports, exports, dynamic, relevant, mayLoad, length, mayHaveActions, mayDisable, error, flawless }
}
