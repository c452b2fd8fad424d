/** May this configuration be given to the parser? And if so: its tree. */
import { parseSync, type Comment, type Program } from 'oxc-parser'

export type ParsedConfig =
  | { readonly program: Program; readonly comments: readonly Comment[] }
  | { readonly reason: string; readonly at: number | null }

/** Parses a configuration file; never throws, and never lets the parser run out of stack. */
export function parseConfig(file: string, text: string): ParsedConfig {
  if (mayNestTooDeeply(text)) return { reason: 'is too long or too deeply nested to be read', at: null }
  try {
    const { program, comments, errors } = parseSync(file, text, { sourceType: /\.c[jt]s$/.test(file) ? 'commonjs' : 'unambiguous' })
    const error = errors.find((item) => item.severity === 'Error')
    if (error === undefined) return { program, comments }
    return { reason: `could not be parsed: ${error.message}`, at: error.labels[0]?.start ?? null }
  } catch {
    return { reason: 'could not be parsed', at: null }
  }
}

const NESTING = /[([{<?!~]|=+|\b(?:new|if|else|for|while|do|with|await|typeof|void|delete|yield|function|class|keyof)\b/g

/**
 * The native parser recurses on the C stack; some thousands of levels end the whole process and nothing can catch that.
 * Code cannot nest deeper than the number of signs that nest, wherever they stand: a bound that no trick with strings gets around.
 * Configurations stay far below it.
 */
function mayNestTooDeeply(text: string): boolean {
  if (text.length > 100_000) return true
  const nesting = text.match(NESTING)?.length ?? 0
  // A label nests, but nearly every colon belongs to a property.
  const colons = text.match(/:/g)?.length ?? 0
  return nesting + colons / 4 > 1400
}
