/** Where new imports go: after the directives, after the imports that are there. */
import type * as ast from 'oxc-parser'
import { endOfLine, isBlankLine } from './lines.ts'
import type { Source } from './syntax.ts'

export interface Place {
  readonly at: number
  /** What has to stand around the new lines, in line ends. */
  readonly before: number
  readonly after: number
}

/** @param commonjs the last top-level `require()` counts as the last import */
export function placeForImports(source: Source, commonjs: boolean): Place {
  const { text, program } = source
  const last = program.body.findLast((node) => isImport(node) || (commonjs && isRequire(node)))
  if (last !== undefined) return below(text, last.end, 1, false)
  const directive = program.body.findLast((node) => node.type === 'ExpressionStatement' && typeof node.directive === 'string')
  if (directive !== undefined) return below(text, directive.end, 2, true)
  const first = program.body[0]
  if (first === undefined) return { at: text.length, before: text === '' || text.endsWith('\n') ? 0 : 1, after: 1 }
  return { at: startWithComments(source, first.start), before: 0, after: 2 }
}

/** The line after the one that ends here. */
export function below(text: string, end: number, before: number, gap: boolean): Place {
  const line = endOfLine(text, end)
  if (line === null) return { at: end, before, after: before }
  const next = text.indexOf('\n', line)
  const blank = next === -1 || next + 1 >= text.length || isBlankLine(text, next + 1)
  return { at: line, before, after: gap && !blank ? 1 : 0 }
}

function isImport(node: ast.Node): boolean {
  if (node.type === 'ImportDeclaration') return true
  return node.type === 'TSImportEqualsDeclaration' && node.moduleReference.type === 'TSExternalModuleReference'
}

function isRequire(node: ast.Node): boolean {
  if (node.type === 'ExpressionStatement') return callsRequire(node.expression)
  return node.type === 'VariableDeclaration' && node.declarations.some((each) => each.init !== null && callsRequire(each.init))
}

function callsRequire(node: ast.Expression): boolean {
  if (node.type === 'MemberExpression') return callsRequire(node.object)
  if (node.type !== 'CallExpression') return false
  return node.callee.type === 'Identifier' ? node.callee.name === 'require' : callsRequire(node.callee)
}

// A comment that speaks of the file, not of what comes next.
const OF_FILE = /^!|@(?:ts-|jsx|flow|file|preserve|vitest|jest)|eslint|prettier|oxlint|biome|copyright|licen[cs]e|istanbul/i

/** A comment right above the first statement belongs to it, unless it speaks of the file. */
export function startWithComments({ text, comments }: Source, first: number): number {
  let start = first
  for (const comment of comments.filter((each) => each.end <= first).reverse()) {
    const gap = text.slice(comment.end, start)
    if (gap.trim() !== '' || gap.split('\n').length > 2 || OF_FILE.test(comment.value.trim()) || text.startsWith('#!', comment.start)) break
    start = comment.start
  }
  return start
}
