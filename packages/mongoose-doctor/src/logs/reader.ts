/** Lines of a log → the errors of our class in them. Keeps the traces that may go on, and nothing else. */
import { stripVTControlCharacters } from 'node:util'
import { modelsIn } from './error-text.ts'
import { unprefixed } from './prefix.ts'
import { recordsOf, type LogRecord } from './record.ts'
import { addPaths, belongs, extend, hasFrames, repeats, type Trace } from './trace.ts'

export interface LogEvent {
  readonly model: string
  /** When, as `timeOf` has it. */
  readonly timestamp: string | null
  /** Paths that the trace names, as the source has them: the innermost frame first. */
  readonly paths: readonly string[]
  /** The request that failed, when the log says it. */
  readonly url: string | null
}

interface Around {
  readonly source: string
  readonly time: string | null
  readonly url: string | null
  readonly depth: number
}

/** In every form of the message; lines without it are passed over quickly. */
const needle = /registered\s+for\s+model/i
const mostOpen = 100
/** A trace that has not gone on for so many lines is over. */
const patience = 1000
const deepest = 3
const outermost: Around = { source: '', time: null, url: null, depth: 0 }

export class LogReader {
  lines = 0
  private previous = ''
  private readonly open = new Map<string, Trace>()
  private readonly emit: (event: LogEvent) => void

  constructor(emit: (event: LogEvent) => void) {
    this.emit = emit
  }

  push(line: string): void {
    this.lines++
    if (this.open.size > 0 || needle.test(line)) {
      if (this.lines % 64 === 0) this.expire()
      this.take(stripVTControlCharacters(line), outermost)
    }
    this.previous = line
  }

  /** The log is over. */
  end(): void {
    for (const trace of this.open.values()) this.close(trace)
  }

  private take(text: string, around: Around): void {
    const { source, time, rest } = unprefixed(text)
    const here = { ...around, source: joined(around.source, source), time: around.time ?? time }
    const records = around.depth < deepest ? this.recordsIn(rest) : []
    for (const record of records) this.takeRecord(record, here)
    // AWS Lambda writes line feeds as carriage returns.
    if (records.length === 0) for (const line of rest.split('\r')) this.takePlain(line, here)
  }

  /** Also of a line that has something before its JSON. */
  private recordsIn(text: string): LogRecord[] {
    const all = recordsOf(text)
    if (all.length > 0 || !needle.test(text)) return all
    const start = text.indexOf('{')
    return start > 0 && needle.test(text.slice(start)) ? recordsOf(text.slice(start)) : []
  }

  private takeRecord(record: LogRecord, around: Around): void {
    const here = { source: joined(around.source, record.source), time: record.time ?? around.time, url: record.url ?? around.url, depth: around.depth + 1 }
    const texts = record.texts.map(stripVTControlCharacters)
    const inner = texts.find((text) => text.startsWith('{') && needle.test(text))
    if (inner !== undefined && here.depth < deepest && recordsOf(inner).length > 0) return this.take(inner, here)
    const models = [...new Set(texts.flatMap(modelsIn))]
    if (models.length === 0) {
      for (const line of stripVTControlCharacters(record.main).split('\n').slice(0, 100)) if (line !== '') this.takePlain(unprefixed(line).rest, here)
      return
    }
    const main = unprefixed(stripVTControlCharacters(record.main))
    const trace = this.start(models, { ...here, time: here.time ?? main.time })
    // Other fields may name files too, such as that of the logger: they count where the trace names none.
    const [about, others] = [texts.filter((text) => needle.test(text) || hasFrames(text)), texts.filter((text) => !needle.test(text) && !hasFrames(text))]
    for (const text of about) addPaths(trace, text)
    if (trace.paths.size === 0) for (const text of others) addPaths(trace, text)
    trace.framed = texts.some(hasFrames)
    // A record with a stack is whole; one line of a stream (docker's json-file) may go on in the next.
    if (trace.framed) this.close(trace)
  }

  private takePlain(line: string, around: Around): void {
    const models = needle.test(line) ? modelsIn(line) : []
    const open = this.open.get(around.source)
    if (models.length > 0) {
      if (open && repeats(line, models, open)) return extend(open, line, this.lines)
      const trace = this.start(models, around)
      extend(trace, line, this.lines)
      // Next.js has named the place in the line before: `⨯ app/actions/auth.ts (42:19) @ login`.
      if (/ \(\d{1,7}:\d{1,7}\) @ /.test(this.previous)) addPaths(trace, stripVTControlCharacters(this.previous))
      if (hasFrames(line)) trace.framed = true
      return
    }
    if (open) {
      if (belongs(line, open)) extend(open, line, this.lines)
      else this.close(open)
      return
    }
    // The level in front of the message may have looked like a process's name: lines without any follow the last message.
    const last = around.source === '' ? [...this.open.values()].at(-1) : undefined
    if (last && belongs(line, last)) extend(last, line, this.lines)
  }

  private start(models: readonly string[], { source, time, url }: Around): Trace {
    const before = this.open.get(source)
    if (before) this.close(before)
    const [oldest] = this.open.values()
    if (oldest && this.open.size >= mostOpen) this.close(oldest)
    const trace: Trace = { models, source, time, url, paths: new Set(), framed: false, lines: 0, at: this.lines }
    this.open.set(source, trace)
    return trace
  }

  private expire(): void {
    for (const trace of this.open.values()) if (this.lines - trace.at > patience) this.close(trace)
  }

  private close(trace: Trace): void {
    this.open.delete(trace.source)
    for (const model of trace.models) this.emit({ model, timestamp: trace.time, paths: [...trace.paths], url: trace.url })
  }
}

function joined(outer: string, inner: string): string {
  return inner === '' ? outer : outer === '' ? inner : `${outer} ${inner}`
}
