/**
 * Parsing without JSON: the native parser leaves its tree in memory that it shares with this process, and oxc-parser's own generated code
 * reads it from there. A third of the cost, and the same trees. This is what oxc-parser does for `experimentalRawTransfer`
 * (raw-transfer/common.js and eager.js, version pinned), but for two things that keep it from Node 20: it asks for 22, and looks at all 6 GiB
 * of the memory through one view, which Node 20 cannot have. None of it is touched but what is written: it costs addresses, not memory.
 */
import { isDeepStrictEqual } from 'node:util'
import { parseSync } from 'oxc-parser'
import type { ParseResult, ParserOptions } from 'oxc-parser'
import { getBufferOffset, parseRawSync, rawTransferSupported } from 'oxc-parser/src-js/bindings'
import { ACTIVE_SIZE, BLOCK_ALIGN, BLOCK_SIZE, BUFFER_SIZE, IS_TS_FLAG_POS } from 'oxc-parser/src-js/generated/constants'
import { deserialize as deserializeJs } from 'oxc-parser/src-js/generated/deserialize/js'
import { deserialize as deserializeTs } from 'oxc-parser/src-js/generated/deserialize/ts'

/** @param flawless the parser is known to find no error in it, not even one from which it recovers */
export type Parser = (file: string, text: string, options: ParserOptions, flawless?: boolean) => ParseResult

// The parser ends the process when the 2 GiB are full. A tree takes up to 56 bytes a character. An error takes a copy of its line, and there
// can be one every few characters: of all syntax that was tried, up to half of the square of the length.
const LONGEST = 6_000_000
const LONGEST_WITH_ERRORS = 32_768

let parser: Parser | null = null

/** The fastest way to parse that is sure to work here. */
export function parserHere(): Parser {
  return (parser ??= rawParser() ?? ((file, text, options) => parseSync(file, text, options)))
}

/** Null where sharing memory does not work, or gives another result than JSON for a text with all sorts of syntax. */
export function rawParser(): Parser | null {
  try {
    // On Windows, memory counts as used once it is reserved.
    if (process.platform === 'win32' || process.versions['bun'] !== undefined || !rawTransferSupported()) return null
    const raw = sharing(new ArrayBuffer(BLOCK_SIZE + BLOCK_ALIGN))
    return SAMPLES.every(([file, options, text]) => agree(raw(file, text, options), parseSync(file, text, options))) ? raw : null
  } catch {
    return null
  }
}

function sharing(memory: ArrayBuffer): Parser {
  const offset = getBufferOffset(new Uint8Array(memory, 0, 16))
  const buffer = Object.assign(new Uint8Array(memory, offset, BUFFER_SIZE), {
    int32: new Int32Array(memory, offset, BUFFER_SIZE / 4),
    float64: new Float64Array(memory, offset, BUFFER_SIZE / 8),
  })
  // Longer than `buffer` by what the parser keeps for itself.
  const block = new Uint8Array(memory, offset, BLOCK_SIZE)
  const encoder = new TextEncoder()
  return (file, text, options, flawless = false) => {
    // TypeScript without its types: some spans differ that way.
    const typesTakenOut = options.astType === 'js' && options.lang !== 'jsx'
    if (text.length > (flawless ? LONGEST : LONGEST_WITH_ERRORS) || typesTakenOut) return parseSync(file, text, options)
    // The source stands at the end, with room for the longest that its UTF-8 could be.
    const room = text.length * 3
    const start = ACTIVE_SIZE - room
    const { read, written } = encoder.encodeInto(text, new Uint8Array(memory, offset + start, room))
    if (read !== text.length) return parseSync(file, text, options)
    parseRawSync(file, block, start, written, options)
    const isJs = buffer[IS_TS_FLAG_POS] === 0
    let result: ParseResult
    try {
      result = (isJs ? deserializeJs : deserializeTs)(buffer, text, start, written)
    } catch {
      // What reads the tree recurses, and spreads the list of statements: a deep or a very long one takes more stack than there is.
      return parseSync(file, text, options)
    }
    const { hashbang } = result.program
    if (isJs && hashbang !== null) result.comments.unshift({ type: 'Line', value: hashbang.value, start: hashbang.start, end: hashbang.end })
    return result
  }
}

function agree(one: ParseResult, other: ParseResult): boolean {
  return (['program', 'comments', 'module', 'errors'] as const).every((part) => isDeepStrictEqual(one[part], other[part]))
}

const TS = { lang: 'tsx', astType: 'ts', preserveParens: false } as const
const JS = { lang: 'jsx', astType: 'js', preserveParens: false } as const
/** Whatever the two ways might write differently: positions behind long characters, literals, optional parts, lists, flags, an error. */
const SAMPLES: readonly (readonly [string, ParserOptions, string])[] = [
  ['a.tsx', TS, `'use client' // é
import a, { type B, c as d } from './é'
import * as e from 'e'
export * from 'f'
export { a as g } /* 𝒳 */
export default class H<T extends object = {}> extends a implements B { static #p?: number = 1; @d() readonly q!: string
  constructor(private r: string, s = 2) { super(...[r, s]) } get t(): T { return this.#p } static { e.u } }
enum V { W = 'w' } declare module 'x' { const y: { [key: string]: unknown } }
type Z<K> = K extends (infer I)[] ? readonly I[] : \`\${string}é\`; interface AA extends B { (b?: 1): asserts b is 1 }
abstract class BB { abstract cc(): void; declare dd: string }
async function* ff<T>(this: T, { gg, hh = 1, ...ii }: any, [jj, , kk], ...ll) { for await (const m of l) yield* m?.n?.[0]!; label: do { continue label } while (0) }
const nn = <a.b c="é" {...d}>{/* é */}text é<></></a.b>, oo = /é+/giu, pp = 12n, qq = 0x1f + 1e3 + .5, rr = tag\`é\${a}\\n\\u{1d4b3}\`
try { switch (a) { case 1: break; default: throw new Error('\\ud83d\\ude00 \\ud800') } } catch { debugger } finally { delete a.b, void 0 }
if (a ?? (b && !c)) var { d: [f = () => ({ async *g() {}, get h() { return 1 }, [i]: j, k })] } = a as const satisfies b; else for (let i in o) ; import('h'); import.meta.url
`],
  ['a.js', JS, '\uFEFF#!/usr/bin/env node é\nconst a = require("é"), b = <a/>; /* é */ with (a) { b ||= a ** 2 } // é'],
  ['a.ts', { ...TS, lang: 'ts' }, 'import a from "é"; export const { b, ...c } = a; export type { d } from "d"; export * as e from "é"; import("f")\nlet _=0}'],
]
