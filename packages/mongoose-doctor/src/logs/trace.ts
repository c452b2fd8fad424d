/** Which lines after the message of an error belong to it. */
import { pathsIn } from './error-text.ts'

/** An error whose end has not been read yet. */
export interface Trace {
  readonly models: readonly string[]
  readonly source: string
  readonly time: string | null
  readonly url: string | null
  readonly paths: Set<string>
  /** Whether a frame (`at …`) has been read. */
  framed: boolean
  lines: number
  /** The number of the last line in the log that belonged to it. */
  at: number
}

const mostPaths = 40
const mostLines = 200
const longestPath = 500

const frame = /^\s{0,100}at\s/
const continues = /^(?:\s{2}|\t|Use mongoose\.model|\}|>? {0,6}\d{1,6} \||\s*$)/
// Pretty-printed JSON: where one object ends, and another one begins.
const separates = /^\s{0,100}(?:\{|\[|\},?\s{0,100})$/
const cause = /^\s{2,100}(?:\[cause\]|caused by)/i

/** Whether a line is more of this error. */
export function belongs(line: string, trace: Trace): boolean {
  return trace.lines < mostLines && continues.test(line) && !separates.test(line)
}

/** Whether a line with the message says it again: as the cause of an error around it, or among the fields of a logger (pino-pretty). */
export function repeats(line: string, models: readonly string[], trace: Trace): boolean {
  const same = models.every((model) => trace.models.includes(model))
  return same && trace.lines < mostLines && (cause.test(line) || (!trace.framed && /^\s{4}/.test(line)))
}

/** Takes up what a line tells of where the error came from. */
export function extend(trace: Trace, line: string, at: number): void {
  trace.lines++
  trace.at = at
  trace.framed ||= frame.test(line)
  addPaths(trace, line)
}

/** The paths in a text, as far as there is room for them. */
export function addPaths(trace: Trace, text: string): void {
  if (trace.paths.size >= mostPaths) return
  for (const path of pathsIn(unescaped(text))) if (path.length <= longestPath && trace.paths.size < mostPaths) trace.paths.add(path)
}

/** Whether a text holds a whole trace, its frames included. */
export function hasFrames(text: string): boolean {
  return unescaped(text).split('\n').some((line) => frame.test(line))
}

/** `\n` between the frames of a JSON string that is no longer one, such as a line that was cut. In `C:\new` it is none. */
function unescaped(text: string): string {
  return text.replace(/\\{1,8}n(?=\s{0,100}(?:at |Use ))/g, '\n')
}
