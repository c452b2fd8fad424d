/** The language server in a process of its own. */
import type { watchDirectory } from './watch.ts'

/** Milliseconds for whatever keeps the process alive at the end: nobody is there who could end it. */
const GRACE = 500

/** Loaded on demand: an editor starts it once a day. */
export async function serveEditor(watch: typeof watchDirectory): Promise<boolean> {
  const { serve } = await import('../lsp/serve.ts')
  const isAsked = await serve({ input: process.stdin, output: process.stdout, watch })
  process.stdin.destroy()
  setTimeout(() => process.exit(), GRACE).unref()
  return isAsked
}
