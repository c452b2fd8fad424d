/** JSON that somebody else wrote: parsed, placed when broken, and narrowed. */
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser'

export type Parsed = { readonly value: unknown } | { readonly reason: string; readonly at: number | null }

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

/** Strict JSON, as npm reads package.json. */
export function parseJson(text: string): Parsed {
  const bom = text.startsWith('\uFEFF') ? 1 : 0
  try {
    const value: unknown = JSON.parse(text.slice(bom))
    return { value }
  } catch {
    return parseWith(text, { disallowComments: true, allowTrailingComma: false }) ?? { reason: 'it is not valid JSON', at: null }
  }
}

/** JSON with comments and trailing commas, as TypeScript reads tsconfig.json. */
export function parseJsonc(text: string): Parsed {
  const errors: ParseError[] = []
  try {
    const value: unknown = parse(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true })
    const [first] = errors
    return first === undefined ? { value } : broken(first)
  } catch {
    // Nested deeper than the stack.
    return { reason: 'it is nested too deeply', at: null }
  }
}

function parseWith(text: string, options: { disallowComments: boolean; allowTrailingComma: boolean }): Parsed | null {
  const errors: ParseError[] = []
  try {
    parse(text.replace(/^\uFEFF/, ' '), errors, options)
  } catch {
    return null
  }
  const [first] = errors
  return first === undefined ? null : broken(first)
}

const broken = (error: ParseError): Parsed => ({
  reason: `it is not valid JSON (${printParseErrorCode(error.error)})`,
  at: error.offset,
})
