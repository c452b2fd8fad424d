/** Bytes → lines, in bounded memory. */
import { TextDecoder } from 'node:util'

/** Longer lines are handed on in pieces. */
export const maximumLine = 100_000

/** Cuts text that arrives in chunks into lines. Holds never more than `maximum` characters and one chunk. */
export class LineSplitter {
  /** Lines that were longer than `maximum`. */
  cut = 0
  private rest = ''
  private inLong = false
  private readonly take: (line: string) => void
  private readonly maximum: number

  constructor(take: (line: string) => void, maximum = maximumLine) {
    this.take = take
    this.maximum = maximum
  }

  /** Characters that wait for the end of their line. */
  get held(): number {
    return this.rest.length
  }

  push(chunk: string): void {
    let from = 0
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      this.give(this.rest === '' ? chunk.slice(from, end) : this.rest + chunk.slice(from, end), true)
      this.rest = ''
      this.inLong = false
      from = end + 1
    }
    this.rest += chunk.slice(from)
    if (this.rest.length > this.maximum) {
      const pieces = this.rest.length - (this.rest.length % this.maximum)
      this.give(this.rest.slice(0, pieces), false)
      this.rest = this.rest.slice(pieces)
    }
  }

  end(): void {
    if (this.rest !== '') this.give(this.rest, true)
    this.rest = ''
  }

  private give(line: string, whole: boolean): void {
    if ((!whole || line.length > this.maximum) && !this.inLong) {
      this.inLong = true
      this.cut++
    }
    if (line.length <= this.maximum) return this.take(line.endsWith('\r') ? line.slice(0, -1) : line)
    for (let at = 0; at < line.length; at += this.maximum) this.take(line.slice(at, at + this.maximum))
  }
}

/** Chunks of a file or stream as text: UTF-8, or what a byte order mark says (PowerShell writes UTF-16). */
export async function* decoded(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  for await (const chunk of chunks) {
    if (typeof chunk === 'string') {
      yield chunk
      continue
    }
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8')
    yield decoder.decode(chunk, { stream: true })
  }
  if (decoder !== null) yield decoder.decode()
}
