/**
 * Globs of `*`, `**`, `?` and `{a,b}`. Everything else means itself: brackets and parentheses are part of Next.js's file names.
 * Not by a regular expression: a pattern of the project could keep one busy for ever. This takes the product of both lengths at most.
 */

/** A list is a choice between sequences. */
type Token = string | readonly (readonly Token[])[]

/** Whether a path fits; `**` crosses folders, `*` and `?` don't. @param braces false: they mean themselves, as in a .gitignore */
export function globMatcher(pattern: string, braces = true): (path: string) => boolean {
  const tokens = parse(pattern, 0, pattern.length, braces ? partnersIn(pattern) : new Map())
  return (path) => advance(tokens, path, new Uint8Array(path.length + 1).fill(1, 0, 1))?.[path.length] === 1
}

/** The same, and a file by its folder: as people name what they mean. */
export function fileMatcher(pattern: string): (file: string) => boolean {
  const wanted = pattern.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/$/, '')
  const fits = globMatcher(wanted)
  return (file) => file === wanted || file.startsWith(`${wanted}/`) || fits(file)
}

/** Of each opening brace the closing one; those without a partner mean themselves. */
function partnersIn(pattern: string): ReadonlyMap<number, number> {
  const partners = new Map<number, number>()
  const open: number[] = []
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === '{') open.push(at)
    const from = pattern[at] === '}' ? open.pop() : undefined
    if (from !== undefined) partners.set(from, at)
  }
  return partners
}

const PART = /\*\*\/|\*+|\?|[^*?]/y

function parse(pattern: string, from: number, to: number, partners: ReadonlyMap<number, number>): readonly Token[] {
  const tokens: Token[] = []
  let literal = ''
  const add = (token: Token): void => {
    if (literal !== '') tokens.push(literal)
    literal = ''
    tokens.push(token)
  }
  for (let at = from; at < to;) {
    const close = partners.get(at)
    if (close === undefined) {
      PART.lastIndex = at
      const [found = ''] = PART.exec(pattern) ?? []
      // A star at the end of an option does not reach beyond it.
      const part = found.slice(0, to - at)
      if (isWild(part)) add(part)
      else literal += part
      at += part.length
      continue
    }
    add(optionsOf(pattern, at + 1, close, partners).map(([start, end]) => parse(pattern, start, end, partners)))
    at = close + 1
  }
  return literal === '' ? tokens : [...tokens, literal]
}

const isWild = (part: string): boolean => part === '?' || part.startsWith('*')

/** Where the options between two braces start and end. */
function optionsOf(pattern: string, from: number, to: number, partners: ReadonlyMap<number, number>): [number, number][] {
  const options: [number, number][] = []
  let start = from
  for (let at = from; at < to; at++) {
    at = partners.get(at) ?? at
    if (pattern[at] !== ',') continue
    options.push([start, at])
    start = at + 1
  }
  return [...options, [start, to]]
}

/** Where in the path the tokens may end that begin at one of `starts`, both as marks by offset; null: nowhere. */
function advance(tokens: readonly Token[], path: string, starts: Uint8Array): Uint8Array | null {
  let ends = starts
  for (const token of tokens) {
    const next = typeof token === 'string' ? after(token, path, ends) : anyOf(token, path, ends)
    if (!next.includes(1)) return null
    ends = next
  }
  return ends
}

function anyOf(options: readonly (readonly Token[])[], path: string, starts: Uint8Array): Uint8Array {
  const ends = new Uint8Array(path.length + 1)
  for (const option of options) advance(option, path, starts)?.forEach((mark, at) => { if (mark === 1) ends[at] = 1 })
  return ends
}

function after(token: string, path: string, starts: Uint8Array): Uint8Array {
  const ends = new Uint8Array(path.length + 1)
  /** Whether a star that has begun may go on. */
  let isOpen = false
  for (let at = starts.indexOf(1); at <= path.length; at++) {
    if (starts[at] === 1) isOpen = true
    const afterSlash = at > 0 && path[at - 1] === '/'
    if (!isWild(token)) {
      if (starts[at] === 1 && path.startsWith(token, at)) ends[at + token.length] = 1
    } else if (token === '?') {
      if (starts[at] === 1 && at < path.length && path[at] !== '/') ends[at + 1] = 1
    } else if (token === '**/') {
      if (starts[at] === 1 || (isOpen && afterSlash)) ends[at] = 1
    } else {
      // One star ends before a slash.
      if (token === '*' && afterSlash && starts[at] !== 1) isOpen = false
      if (isOpen) ends[at] = 1
    }
  }
  return ends
}
