/** The syntax tree of a file that is to be edited: the lowered form of the facts has no room for what an edit must keep. */
import type * as ast from 'oxc-parser'
import { isTypeScript, parse } from '../facts/parse.ts'

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
    if ((node.type !== 'Identifier' && node.type !== 'JSXIdentifier') || node.name !== name) return
    const parent = ancestors.at(-1)
    if (parent?.type === 'MemberExpression' && !parent.computed && parent.property === node) return
    if (isKey(parent) && !parent.computed && parent.key === node && !('shorthand' in parent && parent.shorthand)) return
    const type = ancestors.some((a) => a.type.startsWith('TS') && !WITH_VALUES.has(a.type))
    found.set(node.start, { start: node.start, end: node.start + name.length, type })
  })
  return [...found.values()].sort((a, b) => a.start - b.start)
}

function isKey(node: ast.Node | undefined): node is Extract<ast.Node, { key: unknown; computed: boolean }> {
  return node?.type === 'Property' || node?.type === 'PropertyDefinition' || node?.type === 'MethodDefinition'
}
