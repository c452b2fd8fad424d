/** Where `explain` reads from: a file, the words of the command line, or standard input. */
import { createReadStream, type Stats } from 'node:fs'
import { resolve } from 'node:path'
import { statOf } from '../disk/stat.ts'
import { UsageError } from '../kernel/usage-error.ts'
import type { Terminal } from './terminal.ts'

export interface LogSource {
  readonly chunks: AsyncIterable<Uint8Array | string>
  /** The file as written; null for words and standard input. */
  readonly file: string | null
}

/** @returns null when there is nothing to read. @throws UsageError when the file that --log names is none */
export function sourceOf(words: readonly string[], log: string | null, terminal: Terminal): LogSource | null {
  if (log !== null) {
    const stats = statOf(resolve(terminal.cwd, log))
    if (!stats) throw new UsageError(`There is no file "${log}".`)
    if (stats.isDirectory()) throw new UsageError(`"${log}" is a directory; give the file of the log.`)
    return fromFile(log, terminal)
  }
  const [only] = words
  if (only !== undefined && words.length === 1 && isReadable(statOf(resolve(terminal.cwd, only)))) return fromFile(only, terminal)
  if (words.length > 0) return { chunks: once(words.join(' ')), file: null }
  const input = terminal.input()
  return input === null ? null : { chunks: read(input, 'Standard input'), file: null }
}

/** Also of `<(kubectl logs …)`, which is a pipe. */
function isReadable(stats: Stats | null): boolean {
  return stats !== null && (stats.isFile() || stats.isFIFO())
}

function fromFile(file: string, terminal: Terminal): LogSource {
  return { chunks: read(createReadStream(resolve(terminal.cwd, file)), `"${file}"`), file }
}

/** @param name for people */
async function* read(chunks: AsyncIterable<Uint8Array | string>, name: string): AsyncGenerator<Uint8Array | string> {
  try {
    yield* chunks
  } catch (error) {
    throw new UsageError(`${name} could not be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}
