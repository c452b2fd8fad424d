/** What may stand between two tokens: white space and comments. Linear, no regular expressions. */

const TAB = 9, CARRIAGE = 13, SPACE = 32, NBSP = 0xa0, BOM = 0xfeff, SLASH = 47, STAR = 42, LINE_SEP = 0x2028, PARA_SEP = 0x2029

function isSpace(code: number): boolean {
  return code === SPACE || (code >= TAB && code <= CARRIAGE) || code === NBSP || code === BOM || code === LINE_SEP || code === PARA_SEP
}

/** The offset of the first character at or after `at` that is neither white space (a BOM included) nor part of a comment. */
export function skipTrivia(text: string, at: number): number {
  let i = at
  while (i < text.length) {
    if (isSpace(text.charCodeAt(i))) {
      i++
      continue
    }
    if (text.charCodeAt(i) !== SLASH) return i
    const next = text.charCodeAt(i + 1)
    if (next === SLASH) {
      const end = text.indexOf('\n', i)
      i = end === -1 ? text.length : end + 1
    } else if (next === STAR) {
      const end = text.indexOf('*/', i + 2)
      i = end === -1 ? text.length : end + 2
    } else return i
  }
  return i
}

/** The same for a text that is asked about often: a comment that spans the next places too is looked through once. */
export function triviaOf(text: string): (at: number) => number {
  /** Where the trivia end that a comment belongs to. */
  const known = new Map<number, number>()
  const searched = new Map<string, { readonly from: number; readonly found: number }>()
  const next = (mark: string, from: number): number => {
    const last = searched.get(mark)
    if (last !== undefined && last.from <= from && (last.found === -1 || from <= last.found)) return last.found
    const found = text.indexOf(mark, from)
    searched.set(mark, { from, found })
    return found
  }
  return (at) => {
    const comments: number[] = []
    const done = (end: number): number => {
      for (const comment of comments) known.set(comment, end)
      return end
    }
    let i = at
    while (i < text.length) {
      if (isSpace(text.charCodeAt(i))) {
        i++
        continue
      }
      if (text.charCodeAt(i) !== SLASH) return done(i)
      const code = text.charCodeAt(i + 1)
      if (code !== SLASH && code !== STAR) return done(i)
      const before = known.get(i)
      if (before !== undefined) return done(before)
      comments.push(i)
      const end = code === SLASH ? next('\n', i) : next('*/', i + 2)
      i = end === -1 ? text.length : end + (code === SLASH ? 1 : 2)
    }
    return done(i)
  }
}

/**
 * A constant string that begins exactly at `at`: a quoted literal or a template without holes.
 * Null for anything else; a literal with escapes is null too (specifiers have none).
 */
export function constantAt(text: string, at: number): { readonly value: string; readonly end: number } | null {
  const quote = text[at]
  if (quote !== '\'' && quote !== '"' && quote !== '`') return null
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i]
    if (char === quote) return { value: text.slice(at + 1, i), end: i + 1 }
    if (char === '\\' || char === '\n' || (quote === '`' && char === '$' && text[i + 1] === '{')) return null
  }
  return null
}

const CONTINUES = /^(?:[.,([`+\-*/%&|^<>=?]|!=|in\b|instanceof\b)/

/**
 * The directives of a file (`'use client'`, `'use strict'` …): the string-literal statements at its top, found without a
 * syntax tree. A string that goes on as an expression (`'a' + b`) is not one.
 */
export function leadingDirectives(text: string): string[] {
  const directives: string[] = []
  let i = text.charCodeAt(0) === BOM ? 1 : 0
  if (text.startsWith('#!', i)) {
    const end = text.indexOf('\n', i)
    i = end === -1 ? text.length : end
  }
  for (;;) {
    i = skipTrivia(text, i)
    if (text[i] === ';' && directives.length > 0) {
      i++
      continue
    }
    if (text[i] === '`') return directives
    const constant = constantAt(text, i)
    if (constant === null) return directives
    const next = skipTrivia(text, constant.end)
    // Without `;` the statement ends at a line break, unless the next token continues the expression.
    const ends = next >= text.length || text[next] === ';' || text[next] === '}'
    if (!ends && !(/[\n\r]/.test(text.slice(constant.end, next)) && !CONTINUES.test(text.slice(next, next + 11)))) return directives
    directives.push(constant.value)
    i = constant.end
  }
}
