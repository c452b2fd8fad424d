/** Reads a whole log, however long. */
import type { LogExtent } from '../reporters/log-group.ts'
import { readError, type PastedError } from './error-text.ts'
import { EventGroups, mostGroups, type EventGroup } from './groups.ts'
import { decoded, LineSplitter, maximumLine } from './lines.ts'
import { LogReader } from './reader.ts'

export interface ReadLog {
  readonly groups: readonly EventGroup[]
  /** Errors of our class. */
  readonly count: number
  readonly extent: LogExtent
  /** How the text begins: all of it, when it is shorter than `headLength`. */
  readonly head: string
}

/** As much as somebody pastes. */
const headLength = 65_536

/** Reads to the end; what it keeps does not grow with the log. */
export async function readLog(chunks: AsyncIterable<Uint8Array | string>): Promise<ReadLog> {
  const groups = new EventGroups()
  let count = 0
  let head = ''
  const reader = new LogReader((event) => {
    count++
    groups.add(event)
  })
  const splitter = new LineSplitter((line) => reader.push(line))
  for await (const text of decoded(chunks)) {
    if (head.length < headLength) head += text.slice(0, headLength - head.length)
    splitter.push(text)
  }
  splitter.end()
  reader.end()
  const { merged, dropped } = groups
  return { groups: groups.all, count, head, extent: { lines: reader.lines, cut: splitter.cut, maximumLine, merged, dropped, mostGroups } }
}

/** One that somebody has pasted: a terminal may have broken its message into lines, and all that is around it is about it. */
const oneError: Omit<EventGroup, keyof PastedError> = { url: null, count: 1, first: null, last: null }

/** The errors of a text that was pasted, or piped: a short one with no more than one error is about that one as a whole. */
export function errorsOf({ count, head, groups }: ReadLog): readonly EventGroup[] {
  const pasted = count < 2 && head.length < headLength ? readError(head) : null
  return pasted === null ? groups : [{ ...oneError, ...groups[0], ...pasted }]
}
