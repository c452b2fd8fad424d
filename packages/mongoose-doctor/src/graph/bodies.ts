/** The lowered files of a graph: each is made on first use, and in a large project kept as bytes but while it is in use. */
import type { BodyFacts } from '../facts/facts.ts'
import type { Packer } from '../facts/packed.ts'

/** What is known of a file's body, for who outlives the graph. */
export interface KnownBody {
  /** Where it is kept so. */
  readonly bytes: Uint8Array | null
  readonly body: () => BodyFacts | null
}

export interface Bodies {
  /** null when it can't be lowered. */
  of(file: string): BodyFacts | null
  /** undefined while nobody has asked for it. */
  known(file: string): KnownBody | undefined
}

export interface Lowered { readonly body: BodyFacts | null; readonly text: string }

/** Of those that are kept as bytes so many can be had at once without being unpacked again. */
const MOST_OPEN = 300

/**
 * @param stored what is at hand from an earlier run
 * @param lower makes one; called once for each file
 * @param mostLowered how many characters of source may be kept as objects, which take twelve times their memory
 * @param release called for each file whose text is no longer needed for its body
 */
export function createBodies(
  stored: (file: string) => BodyFacts | null, lower: (file: string) => Lowered, packer: Packer, mostLowered: number, release: (file: string) => void,
): Bodies {
  const kept = new Map<string, BodyFacts | null>()
  const packed = new Map<string, Uint8Array>()
  const open = new Map<string, BodyFacts>()
  let lowered = 0

  function opened(file: string, bytes: Uint8Array): BodyFacts {
    const body = packer.unpackBody(bytes, file)
    for (const [first] of open) {
      if (open.size < MOST_OPEN) break
      open.delete(first)
    }
    open.set(file, body)
    return body
  }

  function made(file: string): BodyFacts | null {
    const { body, text } = lower(file)
    lowered += text.length
    const bytes = body === null || lowered < mostLowered ? null : packer.body(body, text)
    if (bytes === null) {
      kept.set(file, body)
      return body
    }
    packed.set(file, bytes)
    release(file)
    return opened(file, bytes)
  }

  return {
    of(file) {
      const at = kept.get(file) ?? open.get(file)
      if (at !== undefined || kept.has(file)) return at ?? null
      const bytes = packed.get(file)
      if (bytes !== undefined) return opened(file, bytes)
      const before = stored(file)
      if (before === null) return made(file)
      kept.set(file, before)
      return before
    },
    known(file) {
      const bytes = packed.get(file)
      if (bytes !== undefined) return { bytes, body: () => packer.unpackBody(bytes, file) }
      const body = kept.get(file)
      return body === undefined ? undefined : { bytes: null, body: () => body }
    },
  }
}
