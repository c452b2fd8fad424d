/** The parser's options, what counts as a syntax error, and the texts that must not reach the parser at all. */
import type { EcmaScriptModule, ParseResult, ParserOptions } from 'oxc-parser'
import { codeOf } from './astro.ts'
import { nestsTooDeeply } from './depth.ts'
import { parserHere } from './raw-transfer.ts'

export interface Parsed {
  readonly result: ParseResult | null
  readonly error: { readonly message: string; readonly at: number } | null
}

/** What a file imports and exports; the tree only for those who ask. */
export interface ParsedRecord {
  readonly module: EcmaScriptModule | null
  readonly error: Parsed['error']
  /** The parser has nothing at all against it, not even what it recovers from. */
  readonly flawless: boolean
  /** Parses again. */
  tree(): ParseResult | null
}

export function isTypeScript(file: string): boolean {
  return /\.(?:[mc]?tsx?|astro)$/.test(file)
}

function language(file: string): NonNullable<ParserOptions['lang']> {
  if (file.endsWith('.tsx')) return 'tsx'
  // JSX is a superset of what .js, .mjs and .cjs files hold: no JavaScript expression begins with `<`.
  return isTypeScript(file) ? 'ts' : 'jsx'
}

const TOO_DEEP = { message: 'nested too deeply to be parsed', at: 0 }

/**
 * Parses one file. `error` is set when nothing can be known of the file: a syntax error, or code nested too deeply.
 * Offsets are UTF-16 offsets into `text`, a byte order mark counted as one, so `text.slice(start, end)` is the node's source.
 * The native parser lets errors through that leave the tree whole (a top-level `return`, a second `let a`): these are not errors here.
 * @param flawless known from the record, which also means that it does not nest too deeply
 */
export function parse(file: string, written: string, astType: 'js' | 'ts', flawless = false): Parsed {
  const text = codeOf(file, written)
  try {
    if (!flawless && nestsTooDeeply(text)) return { result: null, error: TOO_DEEP }
    const result = parserHere()(file, text, { lang: language(file), astType, preserveParens: false }, flawless)
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

/**
 * Ends every whole text with the same syntax error, and no text that breaks off: what is still open there takes the declaration or the
 * brace for its own (tests/facts/record.test.ts tries all that can be open). After an error the parser hands over no tree, and
 * turning the tree into JSON is two thirds of the cost of parsing.
 */
const STOP = '\nlet _=0}'

/** Some thousands of imports of one module fill the 2 GiB of memory that the parser shares (its list of them grows by copies), which ends the process. */
const MOST_SHARED = 1000

/** The module record of one file, at a third of the cost of `parse`. The error is the same. */
export function parseRecord(file: string, written: string): ParsedRecord {
  const text = codeOf(file, written)
  if (nestsTooDeeply(text)) return { module: null, error: TOO_DEEP, flawless: false, tree: () => null }
  const astType = isTypeScript(file) ? 'ts' : 'js'
  try {
    const { module, errors } = parserHere()(file, text + STOP, { lang: language(file), astType, preserveParens: false })
    const [only] = errors
    const stopped = errors.length === 1 && only?.message === 'Unexpected token' && only.labels[0]?.start === text.length + STOP.length - 1
    // `export` takes the declaration.
    if (stopped && module.staticExports.every((each) => each.end <= text.length)) {
      const flawless = module.staticImports.length + module.staticExports.length <= MOST_SHARED
      return { module, error: null, flawless, tree: () => parse(file, written, astType, flawless).result }
    }
  } catch {
    // Told by the parse of the text as it is.
  }
  const { result, error } = parse(file, written, astType)
  return { module: result?.module ?? null, error, flawless: false, tree: () => result }
}
