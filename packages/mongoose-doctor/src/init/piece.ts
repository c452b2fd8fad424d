import type { FileChange } from '../fixes/types.ts'

/** One thing that setting up consists of. */
export interface Piece {
  /** "a script in package.json": asked for by this name. */
  readonly what: string
  /** None: there is nothing to do. Named from the root of the place. */
  readonly changes: readonly FileChange[]
  /** What a person has to do, or to know; with what is to be written by hand in indented lines. */
  readonly notes: readonly string[]
}

export const nothing = (what: string, ...notes: readonly string[]): Piece => ({ what, changes: [], notes })

/** The text with the line ends of another one. */
export const withEnds = (text: string, like: string): string => (/\r\n/.test(like) ? text.replaceAll('\n', '\r\n') : text)
