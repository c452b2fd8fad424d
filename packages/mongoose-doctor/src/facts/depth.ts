/**
 * Guards the native parser, which recurses on the C stack: code nested some thousands deep ends the whole process with a
 * segmentation fault, which nothing can catch. Measured on the usual stack of 8 MB: `function f(){` and `A<` survive 3,000 levels;
 * other brackets, `else if`, `? :`, `=>` and `a = b = …` 5,000; `!!…` 20,000; `a + b + …` 50,000. Half of that in a worker thread.
 */

/** A link of a chain weighs what it takes from the stack, in units of one `a + b`. */
const HEAVY = 16
const LIMIT = 1400 * HEAVY
/** A shorter text cannot nest deeply enough to matter. */
const SHORT = 2800

const WEIGHT = new Uint8Array(128)
const ROLE = new Uint8Array(128)
const OPEN = 1, CLOSE = 2, CLOSE_BRACE = 3, COMMA = 4, SEMICOLON = 5, LINE = 6, LINK = 7
const set = (chars: string, role: number, weight = 0): void => {
  for (const char of chars) {
    ROLE[char.charCodeAt(0)] = role
    WEIGHT[char.charCodeAt(0)] = weight
  }
}
set('([{', OPEN)
set(')]', CLOSE)
set('}', CLOSE_BRACE)
set(',', COMMA)
set(';', SEMICOLON)
set('\n', LINE)
set('?=<', LINK, HEAVY)
set(':', LINK, 4)
set('!~', LINK, 2)
set('+-*/%&|^', LINK, 1)

/**
 * True when brackets, or chains that lean to one side, may nest deeper than any written program does. An estimate by the text
 * alone, made to be cheap: strings and comments count like code, unless it is they that make a chain too long.
 */
export function nestsTooDeeply(text: string): boolean {
  if (text.length < SHORT) return false
  const verdict = measure(text)
  return verdict === 'brackets' || (verdict === 'chain' && measure(withoutStrings(text)) !== 'fine')
}

function measure(text: string): 'fine' | 'brackets' | 'chain' {
  // The weight of the chain that is being read, for each open bracket.
  const chains: number[] = [0]
  let depth = 0
  let total = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const role = code < 128 ? ROLE[code] : 0
    if (role === 0) continue
    let link = 0
    if (role === OPEN) {
      chains[++depth] = 0
      total += HEAVY
      if (total > LIMIT) return depth * HEAVY > LIMIT / 2 ? 'brackets' : 'chain'
      continue
    }
    if (role === LINK) link = weightAt(text, i, code)
    else if (role === CLOSE || role === CLOSE_BRACE) {
      total -= chains[depth] ?? 0
      if (depth > 0) {
        depth--
        total -= HEAVY
      } else chains[0] = 0
      if (role === CLOSE) link = followedByHead(text, i + 1) ? HEAVY : 0
      else link = followedByElse(text, i + 1) ? HEAVY : 0
    } else if (role === SEMICOLON && followedByElse(text, i + 1)) link = HEAVY
    const here = chains[depth] ?? 0
    if (link > 0) {
      chains[depth] = here + link
      total += link
      if (total > LIMIT) return 'chain'
    } else if (here > 0 && role !== CLOSE && (role === COMMA || role === SEMICOLON || (here > 50 * HEAVY && !goesOn(text, i)))) {
      // What a `}` or a line break ends can only be told by its neighbours: looked at when the chain is long already.
      total -= here
      chains[depth] = 0
    }
  }
  return 'fine'
}

/** Comparisons are links of a plain chain; an assignment, an arrow and a type argument nest. */
function weightAt(text: string, at: number, code: number): number {
  const next = text.charCodeAt(at + 1)
  // `==`, `<=`, `< b`, `</a>`: what follows `=` or `<` tells.
  if (code === 60 && (next === 61 || next === 32 || next === 47)) return 1
  if (code === 61 && (next === 61 || '=<>!'.includes(text[at - 1] ?? ' '))) return 1
  return WEIGHT[code] ?? 0
}

function followedByElse(text: string, at: number): boolean {
  const i = skipBlank(text, at)
  return text.charCodeAt(i) === 101 && text.startsWith('else', i)
}

/** `if (a) if (b) …`, without braces. */
function followedByHead(text: string, at: number): boolean {
  const i = skipBlank(text, at)
  const code = text.charCodeAt(i)
  if (code !== 105 && code !== 102 && code !== 119) return false
  return text.startsWith('if', i) || text.startsWith('for', i) || text.startsWith('while', i) || text.startsWith('with', i)
}

/** Whether the expression before a line break or a closing brace goes on after it. */
function goesOn(text: string, at: number): boolean {
  const next = text[skipBlank(text, at + 1)]
  if (next !== undefined && '?:=.&|+-*/)]},;<>'.includes(next)) return true
  let before = text[at] === '}' ? at : at - 1
  while (before > 0 && text.charCodeAt(before) <= 32) before--
  return '?:=>&|+-*/(<!~'.includes(text[before] ?? ' ') || followedByElse(text, at + 1)
}

function skipBlank(text: string, at: number): number {
  let i = at
  while (i < text.length && text.charCodeAt(i) <= 32) i++
  return i
}

/** One alternative each for strings, templates and comments; none can match the same text in two ways. */
function withoutStrings(text: string): string {
  return text.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[^])*`|\/\*[^]*?\*\/|\/\/.*/g, '""')
}
