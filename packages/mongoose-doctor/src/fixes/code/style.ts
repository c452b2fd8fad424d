/** How a file is written: quotes, semicolons, line ends. */
import type * as ast from 'oxc-parser'
import type { Source } from './syntax.ts'
import { walk } from './syntax.ts'

export interface Style {
  readonly quote: '\'' | '"'
  readonly semicolons: boolean
  readonly eol: '\n' | '\r\n'
}

/** Imports speak first, for it is imports that are written; the rest of the file where there are none. */
export function styleOf(source: Source): Style {
  const { text, program } = source
  const imports = program.body.filter((node) => node.type === 'ImportDeclaration')
  const ends = (imports.length > 0 ? imports : statementsOf(program)).map((node) => text[node.end - 1] === ';')
  const terminated = ends.filter(Boolean).length
  const newline = text.indexOf('\n')
  return {
    quote: quoteOf(imports[0]?.source.raw) ?? firstQuote(program) ?? '\'',
    semicolons: ends.length === 0 || terminated * 2 >= ends.length,
    eol: newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n',
  }
}

function statementsOf(program: ast.Program): readonly ast.Node[] {
  const found: ast.Node[] = []
  walk(program, (node) => {
    if (node.type === 'ExpressionStatement' || node.type === 'ReturnStatement' || node.type === 'VariableDeclaration') found.push(node)
  })
  // Declarations in a `for` head have no end of their own.
  return found.slice(0, 50)
}

function firstQuote(program: ast.Program): Style['quote'] | null {
  let found: Style['quote'] | null = null
  walk(program, (node) => {
    if (found !== null || node.type.startsWith('JSX')) return false
    if (node.type === 'Literal') found = quoteOf(node.raw)
    return undefined
  })
  return found
}

function quoteOf(raw: string | null | undefined): Style['quote'] | null {
  const first = raw?.[0]
  return first === '\'' || first === '"' ? first : null
}

export const end = (style: Style): string => (style.semicolons ? ';' : '')

/** A specifier as a literal; null when no plain literal can hold it. */
export function quoted(style: Style, specifier: string): string | null {
  // Controls and marks that turn the direction of writing could make a line read as another; `?`, `#` and `%` are no part of a path there.
  if (/[\\?#%\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(specifier.replace(/^#/, ''))) return null
  if (!specifier.includes(style.quote)) return style.quote + specifier + style.quote
  const other = style.quote === '"' ? '\'' : '"'
  return specifier.includes(other) ? null : other + specifier + other
}
