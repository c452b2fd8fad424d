/** Where an `await` can stand so that it is over before the code at some place runs. */
import type * as ast from 'oxc-parser'
import type { Span } from '../../kernel/place.ts'
import { startWithComments } from './placement.ts'
import type { Source } from './syntax.ts'
import { walk } from './syntax.ts'

export interface AwaitPlace {
  /** In front of a statement, and of the comments that belong to it. */
  readonly at: number
  /** What the line begins with; null where something else stands in front of it on its line. */
  readonly indent: string | null
  /** The body of an arrow function that is an expression: it becomes a block that returns it. */
  readonly expression: Span | null
  /** The blocks around it, innermost first. */
  readonly blocks: readonly ast.Node[]
}

/**
 * The statement around `at` in the nearest async function. Functions between the two are made after it has run, so they are called after it.
 * @returns null where no function around it is async
 */
export function awaitPlace(source: Source, at: number): AwaitPlace | null {
  const chain = chainTo(source.program, at)
  for (let i = chain.length - 1; i > 0; i--) {
    const [node, list] = [chain[i], chain[i - 1]]
    if (node === undefined || list === undefined) continue
    if (list.type === 'ArrowFunctionExpression' && list.expression && list.body === node && list.async) {
      return { at: node.start, indent: indentAt(source.text, list.start), expression: { start: node.start, end: node.end }, blocks: [node, ...chain.slice(0, i).reverse()] }
    }
    if (!isListed(list, node)) continue
    const owner = chain.slice(0, i).findLast(isFunction)
    if (owner === undefined) return null
    if (!owner.async) { i = chain.indexOf(owner); continue }
    const start = startWithComments(source, node.start)
    const line = source.text.lastIndexOf('\n', start - 1) + 1
    const before = source.text.slice(line, start)
    return { at: start, indent: before.trim() === '' ? before : null, expression: null, blocks: chain.slice(0, i).reverse() }
  }
  return null
}

/** The white space that the line of an offset begins with. */
function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))?.[0] ?? ''
}

/** Whether what is awaited at `first` is over whenever `second` is reached. */
export function comesBefore(first: AwaitPlace, second: AwaitPlace): boolean {
  const [block] = first.blocks
  return block !== undefined && first.at <= second.at && second.blocks.includes(block)
}

type FunctionNode = ast.Function | ast.ArrowFunctionExpression
const isFunction = (node: ast.Node): node is FunctionNode =>
  node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'

/** A list of statements, with this one in it. */
function isListed(list: ast.Node, node: ast.Node): boolean {
  if (list.type === 'SwitchCase') return list.test !== node
  return list.type === 'BlockStatement'
}

/** The nodes around an offset, outermost first. */
function chainTo(program: ast.Program, at: number): readonly ast.Node[] {
  let chain: readonly ast.Node[] = []
  walk(program, (node, ancestors) => {
    if (at < node.start || node.end <= at) return false
    chain = [...ancestors, node]
    return undefined
  })
  return chain
}
