/** The entry in ESLint's flat configuration, whose tree is read; nothing of it is run. */
import type * as ast from 'oxc-parser'
import { MagicString } from 'magic-string'
import { skipTrivia } from '../facts/trivia.ts'
import { importLine } from '../fixes/edits/imports.ts'
import { endOfLine } from '../fixes/code/lines.ts'
import { placeForImports } from '../fixes/code/placement.ts'
import { unusedName } from '../fixes/code/scope.ts'
import { styleOf } from '../fixes/code/style.ts'
import { readTree, type Source } from '../fixes/code/syntax.ts'
import { nothing, type Piece } from './piece.ts'
import { nearest, textAt, type Place } from './place.ts'

const WHAT = 'an entry in the ESLint configuration'
const PLUGIN = 'eslint-plugin-mongoose-doctor'
const FILES = ['js', 'mjs', 'ts', 'mts', 'cjs', 'cts'].map((end) => `eslint.config.${end}`)

export function eslintPiece(place: Place): Piece {
  const file = nearest(place, FILES)
  const text = file === null ? null : textAt(place, file)
  if (file === null || text === null || text.includes(PLUGIN)) return nothing(WHAT)
  const after = text === 'other' ? null : withPlugin(file, text)
  if (after !== null) return { what: WHAT, changes: [{ file, before: text, after }], notes: [] }
  return nothing(
    WHAT, `${file} is not written in a way that can be changed for you. Add to it:`,
    `  import mongooseDoctor from '${PLUGIN}'`, '  …', '  mongooseDoctor.configs.recommended,',
  )
}

/** The configuration with our plugin as its last entry; null where its entries are no plain list. */
export function withPlugin(file: string, text: string): string | null {
  const source = readTree(file, text)
  const list = source === null ? null : entriesOf(source.program)
  if (source === null || list === null) return null
  const style = styleOf(source)
  const usual = unusedName(source, 'mongooseDoctor', new Set())
  const local = usual === 'mongooseDoctor' ? usual : unusedName(source, 'mongooseDoctorPlugin', new Set())
  const line = importLine(style, { specifier: PLUGIN, names: [{ imported: 'default', local }] }, false)
  if (typeof line !== 'string') return null
  const { at, before, after } = placeForImports(source, false)
  const made = new MagicString(text)
  made.appendLeft(at, style.eol.repeat(before) + line + style.eol.repeat(after))
  for (const insertion of withEntry(source, list, `${local}.configs.recommended`, style.eol)) made.appendLeft(insertion.at, insertion.text)
  const whole = made.toString()
  return readTree(file, whole) === null ? null : whole
}

/** `export default [...]`, `export default defineConfig([...])`, or a name that stands for one of these. */
function entriesOf(program: ast.Program): ast.ArrayExpression | null {
  const exported = program.body.find((node) => node.type === 'ExportDefaultDeclaration')
  if (exported === undefined) return null
  const { declaration } = exported
  if (declaration.type !== 'Identifier') return listIn(declaration)
  const declared = program.body.flatMap((node) => (node.type === 'VariableDeclaration' && node.kind === 'const' ? node.declarations : []))
    .filter(({ id }) => id.type === 'Identifier' && id.name === declaration.name)
  const [only, ...more] = declared
  return only === undefined || more.length > 0 || only.init === null ? null : listIn(only.init)
}

function listIn(node: ast.Node): ast.ArrayExpression | null {
  switch (node.type) {
    case 'ArrayExpression': return node
    case 'TSAsExpression': case 'TSSatisfiesExpression': case 'ParenthesizedExpression': return listIn(node.expression)
    case 'CallExpression': {
      const [first, ...more] = node.arguments
      return node.callee.type === 'Identifier' && node.callee.name === 'defineConfig' && first?.type === 'ArrayExpression' && more.length === 0 ? first : null
    }
    default: return null
  }
}

interface Insertion { readonly at: number; readonly text: string }

/** As the other entries are written: on a line of its own, or on theirs; with a comma behind it where there is one. */
function withEntry({ text }: Source, list: ast.ArrayExpression, entry: string, eol: string): readonly Insertion[] {
  const last = list.elements.findLast((element) => element !== null) ?? null
  if (last === null) return [{ at: list.start + 1, text: entry }]
  const next = skipTrivia(text, last.end)
  const hasComma = text[next] === ','
  const end = hasComma ? next + 1 : last.end
  const lineEnd = text.slice(last.end, list.end).includes('\n') ? endOfLine(text, end) : null
  if (lineEnd === null) return [{ at: end, text: hasComma ? ` ${entry},` : `, ${entry}` }]
  const start = text.lastIndexOf('\n', last.start - 1) + 1
  const [indent = ''] = /^[ \t]*/.exec(text.slice(start, last.start)) ?? []
  return [...(hasComma ? [] : [{ at: last.end, text: ',' }]), { at: lineEnd, text: `${eol}${indent}${entry}${hasComma ? ',' : ''}` }]
}
