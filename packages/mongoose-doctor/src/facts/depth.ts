/**
 * Guards the native parser, which recurses on the C stack: code nested some thousands deep ends the whole process with a
 * segmentation fault, which nothing can catch. Measured on the usual stack of 8 MB, what survives: 1,500 classes in methods,
 * 3,500 functions, 4,000 `A<` and templates, 5,500 other brackets, 6,500 `else if`, `do`, labels and async arrows, 8,000
 * `a = b = …` and `yield`, 10,000 `class extends`, 16,000 `new`, 28,000 `!!…` and `typeof`, 64,000 `a + b + …`, 160,000 `a.b.c…`.
 * Half of that in a worker thread.
 */
import { AWAIT, DO, ELSE, EXTENDS, HEAD, INFIX, NEW, PREFIX, shapeOf, YIELD } from './code-shape.ts'

/** A link of a chain weighs what it takes from the stack, in units of one `a + b`. */
const HEAVY = 16
const LIMIT = 1400 * HEAVY

const WEIGHT = new Uint8Array(256)
const ROLE = new Uint8Array(256)
const OPEN = 1, CLOSE = 2, CLOSE_BRACE = 3, COMMA = 4, SEMICOLON = 5, LINE = 6, LINK = 7
const set = (codes: string | readonly number[], role: number, weight = 0): void => {
  for (const code of typeof codes === 'string' ? Buffer.from(codes) : codes) {
    ROLE[code] = role
    WEIGHT[code] = weight
  }
}
set('([{', OPEN)
set(')]', CLOSE)
set('}', CLOSE_BRACE)
set(',', COMMA)
set(';', SEMICOLON)
set('\n', LINE)
set('?=<', LINK, HEAVY)
set(':', LINK, 5)
set('!~', LINK, 2)
set('+-*/%&|^.', LINK, 1)
set([DO], LINK, 12)
set([YIELD, EXTENDS], LINK, 10)
set([NEW], LINK, 5)
set([PREFIX], LINK, 3)
set([AWAIT, INFIX], LINK, 2)

/** No character of a text takes more of the stack than this, in the same units; letters stand for the operators that are words. */
const MOST = new Uint8Array(256)
const MOST_TOGETHER = 30_000
/** A shorter text cannot nest deeply enough to matter. */
const SHORT = 2800
const most: readonly (readonly [string, number])[] = [
  ['<', 20], ['{', 16], ['([', 15], ['=', 9], [':', 8], ['?yd', 6], ['x', 4], ['!~+-w', 3], ['*%&|^', 2], ['/`.', 1],
]
for (const [chars, weight] of most) for (const char of chars) MOST[char.charCodeAt(0)] = weight

/** The same with an eye on the next character: `()`, `==` and `</` nest nothing, and most letters begin no operator. */
const MOST_BEFORE = new Uint8Array(128 * 128)
const WORD = /[\w$\\]/
for (let next = 0; next < 128; next++) {
  const after = String.fromCharCode(next)
  const ends = !WORD.test(after)
  const known: Readonly<Record<string, number>> = {
    '(': after === ')' ? 1 : 15, '[': after === ']' ? 1 : 15, '{': after === '}' ? 1 : 16,
    '=': after === '=' ? 0 : 9, '<': after === '/' || after === '=' ? 1 : 20,
    // `do` and `readonly`; `delete`, `void`. `yield`; `typeof`, `keyof`. `extends`. `await`, `new`.
    'd': after === 'o' ? 6 : after === 'e' || ends ? 3 : 0, 'y': after === 'i' ? 6 : after === 'p' || after === 'o' ? 3 : 0,
    'x': after === 't' ? 4 : 0, 'w': after === 'a' || ends ? 3 : 0,
  }
  // In quarters, for `a.b`, `a in b` and the like take little for their length; white space counts once.
  for (let code = 0; code < 128; code++) MOST_BEFORE[code << 7 | next] = 4 * (known[String.fromCharCode(code)] ?? MOST[code] ?? 0) + (code <= 32 && next <= 32 ? 0 : 1)
}

/**
 * True when brackets, or chains that lean to one side, may nest deeper than any written program does. An estimate by the text
 * alone, linear in its length and made to be cheap: nearly every file is too small to be looked at closely.
 */
export function nestsTooDeeply(text: string): boolean {
  if (text.length < SHORT) return false
  if (buffer.length < text.length * 3) buffer = new Uint8Array(text.length * 3)
  // Bytes are read far quicker than a string. What is not ASCII is no operator.
  const bytes = buffer.subarray(0, encoder.encodeInto(text, buffer).written)
  if (!mayNest(bytes)) return false
  return exceeds(shapeOf(bytes, true)) || (text.includes('`') && STRAY.test(text) && exceeds(shapeOf(bytes, false)))
}

/** JSX, or a slash after a bracket, which may begin a regular expression: then a backtick need not be a template's. */
const STRAY = /<\/|\/>|\)\s*\/(?![/*])/

let buffer = new Uint8Array(0)
const encoder = new TextEncoder()

function mayNest(bytes: Uint8Array): boolean {
  const { length } = bytes
  let sum = length >> 2
  for (let i = 0; i < length; i++) sum += MOST[bytes[i] ?? 0] ?? 0
  if (sum <= MOST_TOGETHER) return false
  sum = 0
  let before = 0
  for (let i = 0; i < length; i++) {
    const code = bytes[i] ?? 0
    const next = code < 128 ? code : LONG
    sum += MOST_BEFORE[before << 7 | next] ?? 0
    before = next
  }
  return sum > MOST_TOGETHER * 4
}
/** Stands for what is not ASCII: neither an operator nor, with white space among it, surely a letter. */
const LONG = 127

function exceeds(shape: Uint8Array): boolean {
  // The weight of the chain that is being read, for each open bracket.
  const chains: number[] = [0]
  /** How many `<` are in it: JSX elements that are still open, or type arguments. */
  const elements: number[] = [0]
  let depth = 0
  let total = 0
  for (let i = 0; i < shape.length; i++) {
    const role = ROLE[shape[i] ?? 0]
    if (role === 0) continue
    let link = 0
    if (role === OPEN) {
      chains[++depth] = 0
      elements[depth] = 0
      total += HEAVY
      if (total > LIMIT) return true
      continue
    }
    if (role === LINK) {
      const open = elements[depth] ?? 0
      if (open > 0 && closesElement(shape, i)) {
        elements[depth] = open - 1
        chains[depth] = (chains[depth] ?? 0) - HEAVY
        total -= HEAVY
        continue
      }
      link = weightAt(shape, i)
      if (link === HEAVY && shape[i] === 60) elements[depth] = open + 1
    }
    else if (role === CLOSE || role === CLOSE_BRACE) {
      total -= chains[depth] ?? 0
      if (depth > 0) {
        depth--
        total -= HEAVY
      } else chains[0] = elements[0] = 0
      link = linkBehind(shape, i, role)
    } else if (role === SEMICOLON && nextAt(shape, i) === ELSE) link = HEAVY
    const here = chains[depth] ?? 0
    if (link > 0) {
      chains[depth] = here + link
      total += link
      if (total > LIMIT) return true
    } else if (here > 0 && role !== CLOSE && (role === COMMA || role === SEMICOLON || (here > 50 * HEAVY && !goesOn(shape, i)))) {
      // What a `}` or a line break ends can only be told by its neighbours: looked at when the chain is long already.
      total -= here
      chains[depth] = 0
      elements[depth] = 0
    }
  }
  return false
}

/** At the slash of `</a>` and `<a />`. */
function closesElement(shape: Uint8Array, at: number): boolean {
  return shape[at] === 47 && (shape[at - 1] === 60 || shape[at + 1] === 62)
}

/** `<=` and `==` are links of a plain chain; an assignment, an arrow and a type argument nest. */
function weightAt(shape: Uint8Array, at: number): number {
  const code = shape[at] ?? 0
  const next = shape[at + 1]
  // `==`, `<=`, `</a>`: what follows `=` or `<` tells. `A< B` may be a type argument as well as a comparison.
  if (code === 60 && (next === 61 || next === 47)) return 1
  if (code === 61 && (next === 61 || COMPARES[shape[at - 1] ?? 0] === 1)) return 1
  // `a="b"` and `a={b}` of an element: what follows ends there.
  if (code === 61 && (next === 34 || next === 123)) return 1
  return WEIGHT[code] ?? 0
}

/** `} else`; `if (a) if (b) …` without braces; `f()()` and `a[0][0]`. */
function linkBehind(shape: Uint8Array, at: number, role: number): number {
  const next = nextAt(shape, at)
  if (role === CLOSE_BRACE) return next === ELSE ? HEAVY : 0
  return next === HEAD ? HEAVY : next === 40 || next === 91 ? 1 : 0
}

const table = (chars: string, more: readonly number[] = []): Uint8Array => {
  const flags = new Uint8Array(256)
  for (const code of [...Buffer.from(chars), ...more]) flags[code] = 1
  return flags
}
const COMPARES = table('=<>!')
const CONTINUES = table('?:=.&|+-*/)]},;<>', [INFIX, ELSE])
const ASKS_FOR_MORE = table('?:=>&|+-*/(<!~', [DO, YIELD, EXTENDS, NEW, PREFIX, AWAIT, INFIX, ELSE])

/** Whether the expression before a line break or a closing brace goes on after it. */
function goesOn(shape: Uint8Array, at: number): boolean {
  if (CONTINUES[nextAt(shape, at)] === 1) return true
  let before = shape[at] === 125 ? at : at - 1
  while (before > 0 && (shape[before] ?? 0) <= 32) before--
  return ASKS_FOR_MORE[shape[before] ?? 0] === 1
}

function nextAt(shape: Uint8Array, at: number): number {
  let i = at + 1
  while (i < shape.length && (shape[i] ?? 0) <= 32) i++
  return shape[i] ?? 0
}
