/** Whether a name that one function declares can become the name of an import of the whole file. */
import type * as ast from 'oxc-parser'
import { readBody } from '../../facts/body.ts'
import type { Span } from '../../kernel/place.ts'
import { RESERVED } from '../../rules/names.ts'
import type { Source } from './syntax.ts'
import { mentionsOf, walk } from './syntax.ts'

/**
 * False when it is assigned to again, when the file declares it a second time around the same code, or when code elsewhere means
 * something else by it (a global, a type): all of that would change its meaning.
 * @param known the import statement that already brings it: what else means that name means it already
 */
export function isBindable(
  source: Source, name: string, declaration: ast.VariableDeclaration, block: ast.Node, known: Span | null = null,
): boolean {
  if (declaration.kind !== 'const' && isAssigned(source, name)) return false
  const body = readBody(source.file, source.text)
  if (body === null) return false
  const isOther = (at: number): boolean => !contains(declaration, at) && (known === null || !contains(known, at))
  const owners = body.bindings.filter((b) => b.name === name && isOther(b.at)).map((b) => {
    const owner = b.owner === null ? null : (body.functions[b.owner] ?? null)
    return owner === null ? { start: 0, end: source.text.length } : { start: owner.start, end: owner.end }
  })
  // Of another declaration of that name, only one in a function of its own is out of the way.
  if (owners.some((owner) => contains(owner, declaration.start))) return false
  if (known !== null) return true
  const mentions = mentionsOf(source.program, name)
  // `typeof Role` in a type means the variable; any other type of that name is something else.
  if (mentions.some((m) => m.type && !isTypeQuery(source, m.start))) return false
  return mentions.every((m) => contains(block, m.start) || owners.some((owner) => contains(owner, m.start)))
}

const contains = (outer: Span, at: number): boolean => outer.start <= at && at < outer.end

function isAssigned(source: Source, name: string): boolean {
  let found = false
  walk(source.program, (node) => {
    const target = node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : null
    if (target !== null && mentionsOfNode(target, name)) found = true
  })
  return found
}

function mentionsOfNode(node: ast.Node, name: string): boolean {
  let found = false
  walk(node, (one) => {
    if (one.type === 'MemberExpression') return false
    if (one.type === 'Identifier' && one.name === name) found = true
    return undefined
  })
  return found
}

function isTypeQuery(source: Source, at: number): boolean {
  let found = false
  walk(source.program, (node) => {
    if (node.type === 'TSTypeQuery' && node.exprName.start === at) found = true
  })
  return found
}

/** The first of `Role`, `RoleModel`, `RoleModel2` … that the file does not use for anything. */
export function unusedName(source: Source, wanted: string, taken: ReadonlySet<string>): string {
  const free = (name: string): boolean => !taken.has(name) && !RESERVED.has(name) && mentionsOf(source.program, name).length === 0
  if (free(wanted)) return wanted
  for (let n = 1; ; n++) {
    const name = `${wanted}Model${n === 1 ? '' : n}`
    if (free(name)) return name
  }
}
