/**
 * Globs of `*`, `**`, `?` and `{a,b}`. Everything else means itself: brackets and parentheses are part of Next.js's file names.
 * Not by a regular expression: a pattern of the project could keep one busy for ever. This takes the product of both lengths at most.
 */

/** A list is a choice between sequences. */
type Token = string | readonly (readonly Token[])[]

/** Whether a path fits; `**` crosses folders, `*` and `?` don't. @param braces false: they mean themselves, as in a .gitignore */
export function globMatcher(pattern: string, braces = true): (path: string) => boolean {
  const tokens = parse(pattern, 0, pattern.length, braces ? partnersIn(pattern) : new Map())
  return (path) => advance(tokens, path, new Set([0])).has(path.length)
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

const PART = /\*\*\/|\*+|[^*]/y

function parse(pattern: string, from: number, to: number, partners: ReadonlyMap<number, number>): readonly Token[] {
  const tokens: Token[] = []
  for (let at = from; at < to;) {
    const close = partners.get(at)
    if (close === undefined) {
      PART.lastIndex = at
      const [part = ''] = PART.exec(pattern) ?? []
      // A star at the end of an option does not reach beyond it.
      tokens.push(part.slice(0, to - at))
      at += part.length
      continue
    }
    tokens.push(optionsOf(pattern, at + 1, close, partners).map(([start, end]) => parse(pattern, start, end, partners)))
    at = close + 1
  }
  return tokens
}

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

/** Where in the path the tokens may end that begin at one of `starts`. */
function advance(tokens: readonly Token[], path: string, starts: ReadonlySet<number>): ReadonlySet<number> {
  let ends = starts
  for (const token of tokens) {
    const next = new Set<number>()
    if (typeof token !== 'string') {
      for (const option of token) for (const end of advance(option, path, ends)) next.add(end)
    } else {
      for (const at of ends) {
        if (token.startsWith('*')) addStars(next, token, path, at)
        else if (at < path.length && (token === '?' ? path[at] !== '/' : path[at] === token)) next.add(at + 1)
      }
    }
    if (next.size === 0) return next
    ends = next
  }
  return ends
}

/** Everywhere that a `*`, `**` or `**` with its slash may end which begins at `at`. */
function addStars(ends: Set<number>, token: string, path: string, at: number): void {
  ends.add(at)
  for (let end = at + 1; end <= path.length; end++) {
    const isFolder = path[end - 1] === '/'
    if (isFolder && token === '*') return
    if (!isFolder && token === '**/') continue
    // Another one has been here, and has added the rest.
    if (ends.has(end)) return
    ends.add(end)
  }
}
