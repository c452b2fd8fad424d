/** The syntax tree of a file that is to be edited: the lowered form of the facts has no room for what an edit must keep. */
import type * as ast from 'oxc-parser'
import { isTypeScript, parse } from '../../facts/parse.ts'

export interface Source {
  readonly file: string
  readonly text: string
  readonly program: ast.Program
  readonly comments: readonly ast.Comment[]
}

/** null when the file does not parse. */
export function readTree(file: string, text: string): Source | null {
  const { result, error } = parse(file, text, isTypeScript(file) ? 'ts' : 'js')
  return result === null || error !== null ? null : { file, text, program: result.program, comments: result.comments }
}

/** Visits every node below `node`, itself included; ancestors are outermost first. `false` leaves a node's children out. */
export function walk(node: ast.Node, visit: (node: ast.Node, ancestors: readonly ast.Node[]) => boolean | void): void {
  const ancestors: ast.Node[] = []
  const enter = (one: ast.Node): void => {
    if (visit(one, ancestors) === false) return
    ancestors.push(one)
    for (const child of Object.values<unknown>({ ...one })) {
      for (const each of Array.isArray(child) ? child : [child]) if (isNode(each)) enter(each)
    }
    ancestors.pop()
  }
  enter(node)
}

function isNode(value: unknown): value is ast.Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
}

/** TypeScript's own syntax that holds values too. */
const WITH_VALUES = new Set([
  'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSInstantiationExpression', 'TSTypeAssertion',
  'TSEnumDeclaration', 'TSEnumBody', 'TSEnumMember', 'TSModuleDeclaration', 'TSModuleBlock', 'TSExportAssignment', 'TSParameterProperty',
])

export interface Mention {
  readonly start: number
  readonly end: number
  /** In a type: erased. */
  readonly type: boolean
}

/** Every place that means the variable or type `name`, its declarations included; names of properties left out. */
export function mentionsOf(program: ast.Program, name: string): readonly Mention[] {
  const found = new Map<number, Mention>()
  walk(program, (node, ancestors) => {
    // What another module's file calls its exports says nothing about a name here.
    if (node.type === 'ExportNamedDeclaration' && node.source !== null) return false
    if ((node.type !== 'Identifier' && node.type !== 'JSXIdentifier') || node.name !== name) return
    if (isNameOfPart(ancestors.at(-1), node)) return
    found.set(node.start, { start: node.start, end: node.start + name.length, type: isErased(ancestors) })
  })
  return [...found.values()].sort((a, b) => a.start - b.start)
}

/** Whether it names a property, an attribute, an export: part of something else. */
function isNameOfPart(parent: ast.Node | undefined, node: ast.Node): boolean {
  switch (parent?.type) {
    case 'MemberExpression': return !parent.computed && parent.property === node
    case 'Property': return !parent.computed && !parent.shorthand && parent.key === node
    case 'PropertyDefinition': case 'MethodDefinition': case 'AccessorProperty': case 'TSPropertySignature': case 'TSMethodSignature':
      return !parent.computed && parent.key === node
    case 'ImportSpecifier': return parent.imported === node && parent.local.start !== node.start
    case 'ExportSpecifier': return parent.exported === node && parent.local.start !== node.start
    case 'JSXAttribute': return parent.name === node
    case 'JSXMemberExpression': return parent.property === node
    case 'TSQualifiedName': return parent.right === node
    case 'TSEnumMember': return !parent.computed && parent.id === node
    default: return false
  }
}

function isErased(ancestors: readonly ast.Node[]): boolean {
  return ancestors.some((a) => {
    if (a.type === 'ExportNamedDeclaration' || a.type === 'ExportSpecifier') return a.exportKind === 'type'
    return a.type.startsWith('TS') && !WITH_VALUES.has(a.type)
  })
}
