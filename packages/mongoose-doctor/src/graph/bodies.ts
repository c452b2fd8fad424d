/** The lowered files of a graph: each is made on first use. Of a large project only those that were of use lately are kept, and others made again. */
import type { BodyFacts } from '../facts/facts.ts'
import { released, type Code } from './released.ts'

/** What is known of a file's body, for who outlives the graph. */
export interface KnownBody {
  /** Where it is kept so. */
  readonly bytes: Uint8Array | null
  readonly body: () => BodyFacts | null
}

export interface Bodies {
  /** null when it can't be lowered. */
  of(file: string): BodyFacts | null
  /** undefined where nobody has asked for it, or it was let go. */
  known(file: string): KnownBody | undefined
}

export interface BodySource {
  /** Gives the same each time. */
  make(file: string): BodyFacts | null
  /** How much of the source is lowered, in characters; as objects it takes twelve times that. */
  length(file: string): number
  /** What is let go is kept as bytes, if they are wanted in the end; else it is made again. null: it can't be. */
  readonly pack: ((file: string, body: BodyFacts) => Uint8Array | null) | null
  unpack(bytes: Uint8Array, file: string): BodyFacts
}

interface Open { readonly body: BodyFacts; readonly code: Code; used: boolean }

/** Of so many that had to be made, no more than a quarter may have been made twice before: a second pass over all files is no sign that the limit is too low. */
const LOOKED_AT = 100

/** @param few how much source may be lowered at a time, in characters, as long as that is enough: what one server runs may be more, and would be made again and again */
export function createBodies({ make, length, pack, unpack }: BodySource, few: number): Bodies {
  let most = few
  let [madeLately, again] = [0, 0]
  const open = new Map<string, Open>()
  const none = new Set<string>()
  const packed = new Map<string, Uint8Array>()
  // Functions that somebody still has find what they were made of by it.
  const codes = new Map<string, Code>()
  let lowered = 0

  function opened(file: string): BodyFacts | null {
    const bytes = packed.get(file)
    const made = bytes === undefined ? make(file) : unpack(bytes, file)
    if (made === null) {
      none.add(file)
      return null
    }
    madeLately++
    const code = codeOf(file)
    if (++code.made > 2) again++
    if (madeLately >= LOOKED_AT && again * 4 > madeLately) {
      most *= 2
      madeLately = again = 0
    }
    code.functions = made.functions
    const body = released(made, code)
    open.set(file, { body, code, used: false })
    lowered += length(file)
    release(file)
    return body
  }

  // Not where a body is at hand: what opens it again would hold on to that one.
  function codeOf(file: string): Code {
    const code = codes.get(file) ?? { functions: null, made: 0, reopen: () => void opened(file) }
    codes.set(file, code)
    return code
  }

  /** The oldest that nobody has asked for since their turn came last. */
  function release(last: string): void {
    for (const [file, one] of open) {
      if (lowered <= most || open.size === 1) return
      open.delete(file)
      if (one.used || file === last) {
        one.used = false
        open.set(file, one)
        continue
      }
      lowered -= length(file)
      const bytes = pack === null || packed.has(file) ? null : pack(file, one.body)
      if (bytes !== null) packed.set(file, bytes)
      one.code.functions = null
    }
  }

  return {
    of(file) {
      const one = open.get(file)
      if (one === undefined) return none.has(file) ? null : opened(file)
      one.used = true
      return one.body
    },
    known(file) {
      const bytes = packed.get(file)
      if (bytes !== undefined) return { bytes, body: () => unpack(bytes, file) }
      const one = open.get(file)
      return one === undefined && !none.has(file) ? undefined : { bytes: null, body: () => one?.body ?? null }
    },
  }
}
