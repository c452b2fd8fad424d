/** A dynamic import that is used becomes a static one, and nothing of it is left behind. */
import type * as ast from 'oxc-parser'
import type { Span } from '../../kernel/place.ts'
import { constantOf, elementOf, namesOf, promiseOf } from './dynamic-shapes.ts'
import type { Found } from './dynamic-shapes.ts'
import type { NewImport, NewName } from './imports.ts'
import { continuesAfter, wholeLines } from '../code/lines.ts'
import { withoutItems } from '../code/list-items.ts'
import { isBindable } from '../code/scope.ts'
import type { Source } from '../code/syntax.ts'
import { mentionsOf, walk } from '../code/syntax.ts'

export interface Conversion {
  readonly imports: readonly NewImport[]
  readonly removals: readonly Span[]
  readonly replacements: readonly (Span & { readonly text: string })[]
  /** All that it covers: a second `import()` inside is done with it. */
  readonly covers: Span
}

/** What a file's conversions need to know beyond its text. */
export interface Surroundings {
  /** Whether an `import()` of this specifier is one of models: others keep their laziness. */
  readonly wanted: (specifier: string) => boolean
  /** A name that the file doesn't use yet, for the export of that name. */
  readonly freshName: (specifier: string, imported: string) => string | null
  /** The import statement of the file that already brings this name, hidden by the one that is converted. */
  readonly importOf: (specifier: string, name: NewName) => Span | null
}

/** null where its shape, or a name in its way, leaves no safe conversion. @param at offset of the `import()` */
export function convert(source: Source, at: number, around: Surroundings): Conversion | null {
  let found: Found | null = null
  walk(source.program, (node, ancestors) => {
    if (node.type === 'ImportExpression' && node.start === at) found = { node, ancestors: [...ancestors] }
    return node.start <= at && at < node.end
  })
  return found === null ? null : conversionOf(source, found, around)
}

function conversionOf(source: Source, found: Found, around: Surroundings): Conversion | null {
  const specifier = constantOf(found.node)
  const promise = promiseOf(found)
  if (specifier === null || promise === null) return null
  const { node, up, pick } = promise
  const parent = up.at(-1)
  if (parent?.type === 'ArrayExpression') return all(source, parent, up.slice(0, -1), around)
  if (parent?.type === 'ExpressionStatement') return statement(source, parent, up.slice(0, -1), [{ specifier, names: [] }])
  if (parent?.type !== 'AwaitExpression' || parent.argument !== node) return null
  return awaited(source, parent, up.slice(0, -1), specifier, pick, around)
}

function awaited(
  source: Source, node: ast.AwaitExpression, up: readonly ast.Node[], specifier: string, pick: string | null, around: Surroundings,
): Conversion | null {
  const parent = up.at(-1)
  if (parent?.type === 'ExpressionStatement') return statement(source, parent, up.slice(0, -1), [{ specifier, names: [] }])
  const member = pick === null && parent?.type === 'MemberExpression' && parent.object === node ? memberOf(parent) : null
  const value: ast.Node = member?.node ?? node
  const holder = member === null ? up : up.slice(0, -1)
  const declarator = holder.at(-1)
  const taken = member?.name ?? pick
  if (declarator?.type === 'VariableDeclarator' && declarator.init === value) {
    const names = namesOf(declarator.id, taken)
    if (names !== null) return declaration(source, declarator, holder.slice(0, -1), [{ specifier, names }], around)
  }
  if (taken === null) return null
  // In the middle of an expression: its name stands there instead.
  const local = around.freshName(specifier, taken)
  if (local === null) return null
  const span = { start: value.start, end: value.end }
  const imports = [{ specifier, names: [{ imported: taken, local }] }]
  return { imports, removals: [], replacements: [{ ...span, text: local }], covers: span }
}

function memberOf(node: ast.MemberExpression): { readonly node: ast.Node; readonly name: string } | null {
  return !node.computed && !node.optional && node.property.type === 'Identifier' ? { node, name: node.property.name } : null
}

/** `const … = await Promise.all([…])` and the same as a statement. */
function all(source: Source, array: ast.ArrayExpression, up: readonly ast.Node[], around: Surroundings): Conversion | null {
  const [call, awaiting, holder] = [up.at(-1), up.at(-2), up.at(-3)]
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return null
  const { object, property } = call.callee
  if (object.type !== 'Identifier' || object.name !== 'Promise' || awaiting?.type !== 'AwaitExpression') return null
  if (property.type !== 'Identifier' || property.name !== 'all') return null
  const pattern = holder?.type === 'VariableDeclarator' && holder.init === awaiting ? holder.id : null
  if (pattern === null ? holder?.type !== 'ExpressionStatement' : pattern.type !== 'ArrayPattern') return null
  const targets = pattern?.type === 'ArrayPattern' ? pattern.elements : []
  if (targets.some((t) => t?.type === 'RestElement') || array.elements.some((e) => e === null || e.type === 'SpreadElement')) return null

  const imports: NewImport[] = []
  const taken = array.elements.map((element, i) => {
    const one = element === null ? null : elementOf(element)
    const names = one === null ? null : namesOf(targets[i] ?? null, one.pick)
    if (one === null || names === null || !around.wanted(one.specifier)) return false
    imports.push({ specifier: one.specifier, names })
    return true
  })
  const rest = up.slice(0, -3)
  if (taken.every(Boolean)) {
    if (holder?.type === 'VariableDeclarator') return declaration(source, holder, rest, imports, around)
    return holder?.type === 'ExpressionStatement' ? statement(source, holder, rest, imports) : null
  }
  const block = holder?.type === 'VariableDeclarator' ? rest.at(-2) : rest.at(-1)
  if (targets.includes(null) || (holder?.type === 'VariableDeclarator' && !removable(source, rest.at(-1), block, imports, around))) return null
  const removals = [...withoutItems(array.elements, taken), ...withoutItems(targets, taken)]
  const covers = { start: array.start, end: array.end }
  return { imports: withoutErased(source, imports, holder, rest), removals, replacements: [], covers }
}

function declaration(
  source: Source, declarator: ast.VariableDeclarator, up: readonly ast.Node[], imports: readonly NewImport[], around: Surroundings,
): Conversion | null {
  const holder = up.at(-1)
  const block = up.at(-2)
  if (holder?.type !== 'VariableDeclaration' || !removable(source, holder, block, imports, around)) return null
  const left = withoutErased(source, imports, declarator, up)
  if (holder.declarations.length === 1) return statement(source, holder, up.slice(0, -1), left)
  const removals = withoutItems(holder.declarations, holder.declarations.map((each) => each === declarator))
  return { imports: left, removals, replacements: [], covers: { start: declarator.start, end: declarator.end } }
}

/** Whether the declared names can be those of imports: not assigned to again, nothing else of that name in the way. */
function removable(
  source: Source, holder: ast.Node | undefined, block: ast.Node | undefined, imports: readonly NewImport[], { importOf }: Surroundings,
): boolean {
  if (holder?.type !== 'VariableDeclaration' || block === undefined || !isBlock(block)) return false
  const fits = (specifier: string, name: NewName): boolean => isBindable(source, name.local, holder, block, importOf(specifier, name))
  return imports.every(({ specifier, names }) => names.every((name) => fits(specifier, name)))
}

/** Names that no value needs would be erased with their import: it is for its effect then. */
function withoutErased(
  source: Source, imports: readonly NewImport[], declarator: ast.Node | undefined, up: readonly ast.Node[],
): readonly NewImport[] {
  const block = up.at(-2) ?? source.program
  const inside = (span: Span, at: Span): boolean => span.start >= at.start && span.end <= at.end
  const isUsed = (local: string): boolean => mentionsOf(source.program, local)
    .some((m) => !m.type && inside(m, block) && !(declarator !== undefined && inside(m, declarator)))
  return imports.map(({ specifier, names }) => ({ specifier, names: names.filter(({ local }) => isUsed(local)) }))
}

/** A statement that goes. One that is all there is in its block has to stay: an empty `try` or `if` says nothing any more. */
function statement(source: Source, node: Span & ast.Node, up: readonly ast.Node[], imports: readonly NewImport[]): Conversion | null {
  const block = up.at(-1)
  if (block === undefined || !isBlock(block) || (block.type !== 'Program' && statementsIn(block).length < 2)) return null
  // What its semicolon divided would become one statement.
  if (continuesAfter(source.text, node.end) && !';{}'.includes(source.text.slice(0, node.start).trimEnd().at(-1) ?? ';')) return null
  return { imports, removals: [wholeLines(source.text, node)], replacements: [], covers: { start: node.start, end: node.end } }
}

function isBlock(node: ast.Node): boolean {
  return node.type === 'BlockStatement' || node.type === 'Program' || node.type === 'StaticBlock' || node.type === 'SwitchCase'
}

function statementsIn(node: ast.Node): readonly ast.Node[] {
  if (node.type === 'SwitchCase') return node.consequent
  return node.type === 'BlockStatement' || node.type === 'StaticBlock' || node.type === 'Program' ? node.body : []
}
