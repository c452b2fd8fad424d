/** The parser's options, what counts as a syntax error, and the texts that must not reach the parser at all. */
import { parseSync } from 'oxc-parser'
import type { ParseResult, ParserOptions } from 'oxc-parser'
import { nestsTooDeeply } from './depth.ts'

export interface Parsed {
  readonly result: ParseResult | null
  readonly error: { readonly message: string; readonly at: number } | null
}

export function isTypeScript(file: string): boolean {
  return /\.[mc]?tsx?$/.test(file)
}

function language(file: string): NonNullable<ParserOptions['lang']> {
  if (file.endsWith('.tsx')) return 'tsx'
  // JSX is a superset of what .js, .mjs and .cjs files hold: no JavaScript expression begins with `<`.
  return isTypeScript(file) ? 'ts' : 'jsx'
}

/**
 * Parses one file. `error` is set when nothing can be known of the file: a syntax error, or code nested too deeply.
 * Offsets are UTF-16 offsets into `text`, a byte order mark counted as one, so `text.slice(start, end)` is the node's source.
 * The native parser lets errors through that leave the tree whole (a top-level `return`, a second `let a`): these are not errors here.
 */
export function parse(file: string, text: string, astType: 'js' | 'ts'): Parsed {
  try {
    if (nestsTooDeeply(text)) return { result: null, error: { message: 'nested too deeply to be parsed', at: 0 } }
    const result = parseSync(file, text, { lang: language(file), astType, preserveParens: false })
    const fatal = result.errors.find((each) => each.severity === 'Error')
    // oxc gives an empty program after an error that it cannot recover from; the tree is looked at only then, for its cost.
    if (fatal !== undefined && result.program.body.length === 0) {
      return { result, error: { message: fatal.message, at: fatal.labels[0]?.start ?? 0 } }
    }
    return { result, error: null }
  } catch (reason) {
    return { result: null, error: { message: reason instanceof Error ? reason.message : String(reason), at: 0 } }
  }
}
