/** What a tool gives back: the same as text and as data, for some clients hand the agent only one of them. */
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { escapeLines, escapeText, InterruptedError, UncommittedError, UsageError, version } from 'mongoose-doctor'

export interface Answer {
  /** Escaped already. */
  readonly text: string
  /** As the project has it. */
  readonly data: Readonly<Record<string, unknown>>
}

/** Never throws: what can't be done is an answer too, with what to do instead. @param signal of the request */
export async function answered(signal: AbortSignal, work: () => Promise<Answer>): Promise<CallToolResult> {
  try {
    const { text, data } = await work()
    return { content: [{ type: 'text', text }], structuredContent: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, escaped(value)])) }
  } catch (error) {
    // Nobody waits for what is said of a request that was cancelled.
    return { content: [{ type: 'text', text: signal.aborted ? 'Cancelled.' : problem(error) }], isError: true }
  }
}

function problem(error: unknown): string {
  if (error instanceof UsageError) return [error.message, ...error.details, ...hints(error)].map(escapeText).join('\n')
  // Where a client keeps what servers log.
  process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
  return `mongoose-doctor ${version} failed; this is a fault of its own, please report it: ${escapeText(error instanceof Error ? error.message : String(error))}`
}

function hints(error: UsageError): readonly string[] {
  if (error instanceof InterruptedError) return ['The fix tool does that too, with `apply: true` and that directory.']
  if (error instanceof UncommittedError) return ['Commit or stage them first. Only where the user agrees that what is in them may be replaced: `force: true`.']
  return []
}

/** The same data with controls, and characters that can't be seen, written out in every text. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return escapeLines(value)
  if (Array.isArray(value)) return value.map(escaped)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escaped(one)]))
}
