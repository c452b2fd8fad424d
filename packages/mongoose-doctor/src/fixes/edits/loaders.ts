/** The edits that load models just before the queries which need them: `await loadRole()`, `await ensureModels(…)`. */
import type * as ast from 'oxc-parser'
import { RUNTIME } from '../../kernel/runtime-package.ts'
import type { Span } from '../../kernel/place.ts'
import { modelNamed } from '../../rules/names.ts'
import { awaitPlace, comesBefore } from '../code/await-place.ts'
import type { AwaitPlace } from '../code/await-place.ts'
import type { NewImport } from './imports.ts'
import { continuesAfter } from '../code/lines.ts'
import { end, quoted } from '../code/style.ts'
import type { Style } from '../code/style.ts'
import type { Source } from '../code/syntax.ts'
import { walk } from '../code/syntax.ts'
import type { LoadWish, Refusal } from '../types.ts'

export interface LoadEdits {
  readonly imports: readonly NewImport[]
  /** Statements for the top level, below the imports. */
  readonly declarations: readonly string[]
  readonly insertions: readonly { readonly at: number; readonly text: string }[]
  readonly replacements: readonly (Span & { readonly text: string })[]
}

/** What the file's edit knows beyond the wishes. */
export interface Around {
  readonly source: Source
  readonly style: Style
  readonly commonjs: boolean
  readonly specifier: (wish: LoadWish) => string
  /** Whether a specifier leads to the wish's target. */
  readonly leads: (specifier: string, wish: LoadWish) => boolean
  /** The local name of an import of the model that is there already: it is used then, and so it is kept. */
  readonly imported: (wish: LoadWish) => string | null
  readonly freshName: (wanted: string) => string
  /** Whether the target has one model only, or it as its default export: then its loader needs no name. */
  readonly isPlain: (wish: LoadWish) => boolean
}

/** What is awaited for one wish: a call for lazy models, an argument of the common call for ensured ones. */
interface Load { readonly wish: LoadWish; readonly text: string }

export function loadEdits(around: Around, wishes: readonly LoadWish[]): LoadEdits | Refusal {
  const declarations: string[] = []
  const replacements: (Span & { readonly text: string })[] = []
  const loads: Load[] = []
  for (const wish of unique(wishes)) {
    const literal = quoted(around.style, around.specifier(wish))
    if (literal === null) return { reason: `the path ${around.specifier(wish)} can't be written as a plain string` }
    if (wish.helper === 'ensure') {
      loads.push({ wish, text: around.imported(wish) ?? ensured(around, wish, literal) })
      continue
    }
    const known = declaredLoader(around, wish)
    const name = known ?? around.freshName(`load${modelNamed(wish.model, wish.target)}`)
    const pick = around.isPlain(wish) ? '' : `, ${around.style.quote}${wish.exported}${around.style.quote}`
    if (known === null) declarations.push(`const ${name} = lazyModel(${loader(around, literal)}${pick})${end(around.style)}`)
    loads.push({ wish, text: `${name}()` })
    replacements.push(...laterLoads(around, wish, `await ${name}()`))
  }
  const insertions = insertionsOf(around, loads)
  if ('reason' in insertions) return insertions
  const needs = loads.some(({ wish }) => wish.helper === 'ensure') ? 'ensureModels' : declarations.length > 0 ? 'lazyModel' : null
  const { imports, into } = needs === null ? { imports: [], into: [] } : helperImport(around.source, needs)
  return { imports, declarations, insertions: [...insertions, ...into], replacements }
}

/** A statement of its own; or one more name of the statement that there is. */
function helperImport(source: Source, name: string): { readonly imports: LoadEdits['imports']; readonly into: LoadEdits['insertions'] } {
  for (const node of source.program.body) {
    if (node.type !== 'ImportDeclaration' || node.source.value !== RUNTIME || node.importKind === 'type') continue
    if (node.specifiers.some((one) => one.type === 'ImportSpecifier' && one.importKind !== 'type' && one.local.name === name)) return { imports: [], into: [] }
    const last = node.specifiers.findLast((one) => one.type === 'ImportSpecifier')
    if (last !== undefined) return { imports: [], into: [{ at: last.end, text: `, ${name}` }] }
  }
  return { imports: [{ specifier: RUNTIME, names: [{ imported: name, local: name }] }], into: [] }
}

/** One for each model of a file, with all its places. */
function unique(wishes: readonly LoadWish[]): readonly LoadWish[] {
  const byModel = new Map<string, LoadWish>()
  for (const wish of wishes) {
    const key = `${wish.target}\0${wish.model}`
    const known = byModel.get(key)
    byModel.set(key, known === undefined ? wish : { ...known, places: [...known.places, ...wish.places] })
  }
  return [...byModel.values()]
}

const loader = ({ commonjs }: Around, literal: string): string => `() => ${commonjs ? 'require' : 'import'}(${literal})`

function ensured(around: Around, wish: LoadWish, literal: string): string {
  if (around.isPlain(wish)) return loader(around, literal)
  return around.commonjs ? `() => require(${literal}).${wish.exported}` : `() => import(${literal}).then((models) => models.${wish.exported})`
}

/** In front of each statement that needs it, unless an earlier one has loaded it for it. */
function insertionsOf(around: Around, loads: readonly Load[]): LoadEdits['insertions'] | Refusal {
  const { source, style } = around
  const byPlace = new Map<number, { readonly place: AwaitPlace; readonly loads: Load[] }>()
  for (const load of loads) {
    const taken: AwaitPlace[] = []
    for (const at of load.wish.places.toSorted((a, b) => a - b)) {
      const place = awaitPlace(source, at)
      if (place === null) return { reason: `what needs ${load.wish.model} in ${source.file} is in no async function` }
      if (taken.some((one) => comesBefore(one, place))) continue
      taken.push(place)
      const known = byPlace.get(place.at)
      if (known === undefined) byPlace.set(place.at, { place, loads: [load] })
      else known.loads.push(load)
    }
  }
  return [...byPlace.values()].flatMap(({ place, loads: here }) => {
    const ensures = here.filter(({ wish }) => wish.helper === 'ensure').map(({ text }) => text)
    const statements = [...here.filter(({ wish }) => wish.helper === 'lazy').map(({ text }) => `await ${text}`), ...(ensures.length > 0 ? [`await ensureModels(${ensures.join(', ')})`] : [])]
    if (place.expression !== null) return asBlock(around, place.expression, place.indent ?? '', statements)
    if (place.indent === null) return { at: place.at, text: statements.map((one) => `${one}; `).join('') }
    // Without one, a next line that begins with a bracket would go on with this one.
    const last = style.semicolons || continuesAfter(source.text, place.at) ? ';' : ''
    const { indent } = place
    return { at: place.at, text: statements.map((one, i) => `${one}${i === statements.length - 1 ? last : end(style)}${style.eol}${indent}`).join('') }
  })
}

/** `() => x` becomes `() => { …; return x }`. */
function asBlock({ source, style }: Around, span: Span, indent: string, statements: readonly string[]): LoadEdits['insertions'] {
  const inner = style.eol + indent + indentUnit(source.text)
  return [
    { at: span.start, text: `{${statements.map((one) => inner + one + end(style)).join('')}${inner}return ` },
    { at: span.end, text: `${end(style)}${style.eol}${indent}}` },
  ]
}

/** By how much the file's lines are indented for each level. */
function indentUnit(text: string): string {
  const indents = [...text.matchAll(/^(?:\t+|  +)(?=[^\s*])/gm)].map(([indent]) => indent)
  if (indents.some((indent) => indent.startsWith('\t'))) return '\t'
  return ' '.repeat(indents.length === 0 ? 2 : Math.min(...indents.map((indent) => indent.length)))
}

/** `const loadRole = lazyModel(() => import('./models/Role'))` that is there already. */
function declaredLoader(around: Around, wish: LoadWish): string | null {
  for (const statement of around.source.program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type !== 'VariableDeclaration') continue
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier' || init?.type !== 'CallExpression' || init.callee.type !== 'Identifier' || init.callee.name !== 'lazyModel') continue
      if (importsIn(init, around, wish).length > 0) return id.name
    }
  }
  return null
}

function importsIn(node: ast.Node, { leads }: Around, wish: LoadWish): readonly ast.ImportExpression[] {
  const found: ast.ImportExpression[] = []
  walk(node, (one) => {
    if (one.type === 'ImportExpression' && one.source.type === 'Literal' && typeof one.source.value === 'string' && leads(one.source.value, wish)) found.push(one)
  })
  return found
}

/** `(await import('@/models/Role')).default` of the same model: the loader that there is now gives it. */
function laterLoads(around: Around, wish: LoadWish, text: string): readonly (Span & { readonly text: string })[] {
  const found: (Span & { readonly text: string })[] = []
  walk(around.source.program, (node) => {
    if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier' || node.property.name !== wish.exported) return
    const object = node.object.type === 'ParenthesizedExpression' ? node.object.expression : node.object
    if (object.type !== 'AwaitExpression' || object.argument.type !== 'ImportExpression' || importsIn(object, around, wish).length === 0) return
    found.push({ start: node.start, end: node.end, text })
  })
  return found
}
