/** What one examination leaves for the next: its report, what it was told by the disk, and the facts of every file. */
import type { Stamp } from '../disk/stamp.ts'
import type { Answer, Question, Trace } from '../disk/trace.ts'
import type { Shapes } from '../facts/packed.ts'
import type { Report } from '../kernel/report.ts'
import { tool } from '../kernel/version.ts'
import { readFacts, writeFacts, type FactsPart, type FileFacts, type StoredFacts } from './facts-part.ts'
import { doublesOf, pack, unpack, type Span } from './format.ts'
import type { Location } from './location.ts'
import { openPieces, type Born } from './pieces.ts'
import { replace } from './replace.ts'

export interface Cache {
  /** The directory that was examined. */
  readonly root: string
  readonly trace: Trace
  readonly report: Report
  /** Read on first use; null when they are damaged. */
  readonly facts: () => StoredFacts | null
  readonly close: () => void
}

interface Head { readonly tool: string; readonly root: string; readonly born: Born; readonly trace: Span; readonly report: Span; readonly facts: FactsPart }

/** null when there is none that can be trusted: of another version of this tool, damaged, or not written here. */
export function openCache({ file, handedOn }: Location): Cache | null {
  const pieces = openPieces(file)
  if (pieces === null) return null
  try {
    const head = pieces.head as Head
    const { inode, at } = pieces.born
    // A cache that came with the project could say anything.
    const ours = handedOn || (head.born.inode === inode && head.born.at === at)
    const [trace, report] = head.tool === tool && ours ? [pieces.read(head.trace), pieces.read(head.report)] : []
    if (trace !== undefined && trace !== null && report !== undefined && report !== null) {
      let facts: StoredFacts | null | undefined
      return {
        root: head.root, close: pieces.close,
        trace: unpackTrace(unpack(trace) as PackedTrace), report: JSON.parse(report.toString('utf8')) as Report,
        facts: () => (facts === undefined ? (facts = readFacts(pieces, head.facts)) : facts),
      }
    }
  } catch {
    // As good as none.
  }
  pieces.close()
  return null
}

export interface ToCache {
  readonly root: string
  readonly trace: Trace
  readonly report: Report
  readonly facts: readonly FileFacts[]
  readonly shapes: () => Shapes
}

/** Never throws: without a cache the next run is slower, and that is all. */
export function saveCache({ file }: Location, { root, trace, report, facts, shapes }: ToCache): void {
  replace(file, (writer, born) => {
    const part = writeFacts(writer, facts, shapes)
    const head: Head = {
      tool, root, born, facts: part,
      trace: writer.add(pack(packTrace(trace))), report: writer.add(Buffer.from(JSON.stringify(report))),
    }
    writer.finish(head)
  })
}

interface PackedTrace { readonly since: number; readonly questions: string; readonly answers: string; readonly stamps: Uint8Array }

/** In columns: a tenth of the time of one object for each question. */
function packTrace({ since, answers }: Trace): PackedTrace {
  const stamps = new Float64Array(answers.size * 4)
  let row = 0
  for (const { stamp } of answers.values()) {
    stamps.set(stamp === null ? [NaN, NaN, NaN, NaN] : [stamp.modified, stamp.changed, stamp.size, stamp.inode], 4 * row++)
  }
  const questions = [...answers.keys()].join('\0')
  return { since, questions, answers: [...answers.values()].map(({ text }) => text).join('\0'), stamps: Buffer.from(stamps.buffer) }
}

function unpackTrace({ since, questions, answers, stamps }: PackedTrace): Trace {
  const columns = doublesOf(stamps)
  const texts = answers.split('\0')
  const all = new Map<Question, Answer>()
  const at = (index: number): number => columns[index] ?? NaN
  questions.split('\0').forEach((question, row) => {
    const first = 4 * row
    const stamp: Stamp | null = Number.isNaN(at(first)) ? null : { modified: at(first), changed: at(first + 1), size: at(first + 2), inode: at(first + 3) }
    all.set(question as Question, { text: texts[row] ?? '', stamp })
  })
  return { since, answers: all }
}
