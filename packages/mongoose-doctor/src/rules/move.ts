/** Moving a statement of a module above another one. */
import type { Expr, Stmt } from '../facts/ir.ts'
import type { Span } from '../kernel/place.ts'
import type { RuleContext } from './context.ts'
import type { Replacement } from './diagnosis.ts'

/** The statement of a module's own that holds a place; null where it is in a block or function. */
export function statementAt(context: RuleContext, file: string, at: number): { readonly statement: Stmt; readonly index: number } | null {
  const body = context.graph.body(file)?.body ?? []
  const index = body.findIndex((one) => one.start <= at && at < one.end)
  const statement = body[index]
  return statement === undefined || (statement.kind !== 'expression' && statement.kind !== 'declare') ? null : { statement, index }
}

/**
 * The edits that put one expression statement, with the comments above it, before another one; null where that would use what isn't there
 * yet, or where one of them shares its lines.
 * @param runs the statement calls functions of this file at once
 */
export function moveAbove(context: RuleContext, file: string, from: number, to: number, runs: boolean): readonly Replacement[] | null {
  const moved = statementAt(context, file, from)
  const goal = statementAt(context, file, to)
  if (moved === null || goal === null || moved.statement.kind !== 'expression' || goal.index >= moved.index) return null
  if (needsLater(context, file, moved.statement.value, moved.index, goal.statement, runs)) return null
  const text = context.graph.text(file)
  const lines = ownLines(text, moved.statement)
  const before = firstLine(text, goal.statement.start)
  if (lines === null || before === null || /^\s*[([`+\-*/,.]/.test(text.slice(lines.end))) return null
  const code = text.slice(lines.start, lines.end)
  const line = code.endsWith('\n') ? code : `${code}\n`
  // What fills several lines stands apart from what is there.
  const apart = !code.trimEnd().includes('\n') ? line : endsBlank(text, before) ? `${line}\n` : `\n${line}`
  return [{ file, ...withGap(text, lines), text: '' }, { file, start: before, end: before, text: apart }]
}

const endsBlank = (text: string, at: number): boolean => /\n[ \t]*\r?\n$/.test(text.slice(0, at))

/** Lines with the blank one above them, where one more follows or nothing does. */
function withGap(text: string, { start, end }: Span): Span {
  const gap = /\n([ \t]*\r?\n)$/.exec(text.slice(0, start))?.[1]
  return gap !== undefined && (end === text.length || /^[ \t]*\r?\n/.test(text.slice(end))) ? { start: start - gap.length, end } : { start, end }
}

/** Whether the statement reads what is declared only from the goal on. In functions that are called later it may do so. */
function needsLater(context: RuleContext, file: string, value: Expr, index: number, goal: Span, runs: boolean): boolean {
  const body = context.graph.body(file)
  if (body === null) return true
  const isLater = (binding: number | null): boolean => {
    const found = binding === null ? undefined : body.bindings[binding]
    return found !== undefined && found.owner === null && found.at >= goal.start && found.kind !== 'import' && (runs || found.kind !== 'function')
  }
  return runs ? (body.liveness[index]?.mentions ?? []).some(isLater) : namesIn(value).some((binding) => isLater(binding))
}

/** Bindings that an expression reads while it is evaluated: not those in its functions, but those of whole classes. */
function namesIn(expr: Expr): readonly (number | null)[] {
  switch (expr.kind) {
    case 'name': return [expr.binding]
    case 'member': return [...namesIn(expr.object), ...(typeof expr.property === 'string' ? [] : namesIn(expr.property))]
    case 'call': return [...(expr.callee.kind === 'super' ? [] : namesIn(expr.callee)), ...expr.args.flatMap((arg) => namesIn(arg.value))]
    case 'object': return expr.properties.flatMap((one) => [...(one.kind === 'spread' || typeof one.key === 'string' ? [] : namesIn(one.key)), ...namesIn(one.value)])
    case 'array': return expr.items.flatMap((item) => namesIn(item.value))
    case 'template': return expr.holes.flatMap(namesIn)
    case 'conditional': return [expr.test, expr.then, expr.else].flatMap(namesIn)
    case 'logical': case 'binary': return [expr.left, expr.right].flatMap(namesIn)
    case 'unary': case 'await': return namesIn(expr.value)
    case 'assign': return [...(expr.target.kind === 'bindMember' ? namesIn(expr.target.target) : []), ...namesIn(expr.value)]
    case 'sequence': case 'other': return expr.items.flatMap(namesIn)
    case 'import': return namesIn(expr.source)
    case 'literal': case 'function': case 'class': case 'this': case 'jsx': return []
  }
}

/** The lines that a statement fills, with the comments right above it; null where it shares them. */
function ownLines(text: string, { start, end }: Span): Span | null {
  const from = firstLine(text, start)
  const rest = /^[ \t]*;?[ \t]*(?:\/\/[^\n]*)?(?:\r?\n|$)/.exec(text.slice(end))
  return from === null || rest === null ? null : { start: from, end: end + rest[0].length }
}

/** Where the line of a statement begins, or the comments right above it; null where something else stands before it. */
function firstLine(text: string, start: number): number | null {
  let from = text.lastIndexOf('\n', start - 1) + 1
  // A declaration is known by what it declares.
  if (!/^[ \t]*(?:export[ \t]+)?(?:(?:const|let|var)[ \t]+)?$/.test(text.slice(from, start))) return null
  while (from > 0) {
    const above = text.lastIndexOf('\n', from - 2) + 1
    if (!/^\s*(?:\/\/|\/\*|\*)/.test(text.slice(above, from))) break
    from = above
  }
  return from
}
