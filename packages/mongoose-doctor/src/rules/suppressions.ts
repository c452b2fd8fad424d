/** `// mongoose-doctor-disable-next-line rule -- reason`: what it covers, and whether it covers anything. */
import type { BodyFacts, DisableComment } from '../facts/facts.ts'
import type { Stmt } from '../facts/ir.ts'
import { append } from '../graph/multimap.ts'
import type { Finding } from '../kernel/report.ts'
import { rulesOffByDefault } from '../kernel/rules.ts'
import type { RuleContext } from './context.ts'
import { findingAt } from './place.ts'

interface Cover { readonly comment: DisableComment; readonly file: string; readonly from: number; readonly to: number; used: boolean }

/** The findings that stay, and one for each comment that silences nothing. */
export function applySuppressions(context: RuleContext, findings: readonly Finding[]): readonly Finding[] {
  const covers: Cover[] = []
  for (const { file, facts } of context.graph.modules.values()) {
    if (!facts.mayDisable) continue
    for (const comment of context.graph.body(file)?.comments ?? []) covers.push(coverOf(context, file, comment))
  }
  if (covers.length === 0) return findings
  const byFile = new Map<string, Cover[]>()
  for (const cover of covers) append(byFile, cover.file, cover)
  const kept = findings.filter((finding) => {
    const mine = (byFile.get(finding.file) ?? []).filter((c) => c.from <= finding.line && finding.line <= c.to && (c.comment.rules.length === 0 || c.comment.rules.includes(finding.rule)))
    for (const cover of mine) cover.used = true
    return mine.length === 0
  })
  const unused = covers.filter((c) => !c.used && mayBeUsed(context, c)).map(({ comment, file }) => findingAt(context, {
    rule: 'unused-disable', severity: 'warning', confidence: 'proved', model: '', site: { file, start: comment.start, end: comment.end }, entries: [],
    message: `This comment silences nothing${comment.rules.length === 0 ? '' : `: there is no ${comment.rules.join(', ')} finding where it points`}.`,
    because: [], path: [], help: 'Remove it: what it silenced is mended, or has moved.', fixable: false,
  }))
  return [...kept, ...unused]
}

/** Nobody knows whether a rule that does not run has anything to say there. */
function mayBeUsed({ project: { turnedOn } }: RuleContext, { comment: { rules } }: Cover): boolean {
  return ![...rulesOffByDefault].some((rule) => rules.includes(rule) && !turnedOn.has(rule))
}

/** A comment above a statement covers all of it, however many lines it has. */
function coverOf(context: RuleContext, file: string, comment: DisableComment): Cover {
  const line = (offset: number): number => context.position(file, offset).line
  if (comment.form === 'file') return { comment, file, from: 1, to: Infinity, used: false }
  if (comment.form === 'line') return { comment, file, from: line(comment.start), to: line(comment.end), used: false }
  const next = line(comment.end) + 1
  return { comment, file, from: next, to: linesOfStatements(context, file).get(next) ?? next, used: false }
}

/** By the line on which statements start: the last line of the longest. */
export function linesOfStatements(context: RuleContext, file: string): ReadonlyMap<number, number> {
  const body = context.graph.body(file)
  return body === null ? new Map() : lastLines(body, (offset) => context.position(file, offset).line)
}

const known = new WeakMap<BodyFacts, ReadonlyMap<number, number>>()

function lastLines(body: BodyFacts, line: (offset: number) => number): ReadonlyMap<number, number> {
  const made = known.get(body)
  if (made !== undefined) return made
  const lines = new Map<number, number>()
  for (const statements of [body.body, ...body.functions.map((f) => f.body)]) {
    for (const { start, end } of statementsIn(statements)) lines.set(line(start), Math.max(lines.get(line(start)) ?? 0, line(end)))
  }
  known.set(body, lines)
  return lines
}

function* statementsIn(statements: readonly Stmt[]): Generator<Stmt> {
  for (const statement of statements) {
    yield statement
    switch (statement.kind) {
      case 'if': yield* statementsIn(statement.then); yield* statementsIn(statement.else); break
      case 'loop': case 'forEach': case 'block': yield* statementsIn(statement.body); break
      case 'try': yield* statementsIn(statement.block); yield* statementsIn(statement.handler ?? []); yield* statementsIn(statement.finalizer ?? []); break
      case 'switch': for (const one of statement.cases) yield* statementsIn(one.body); break
      default:
    }
  }
}
