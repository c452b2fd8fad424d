/** The comment that silences a finding, where it has to stand: examined before anybody writes it. */
import { isDeepStrictEqual } from 'node:util'
import type { Finding } from '../kernel/report.ts'
import type { RuleContext } from '../rules/context.ts'
import { linesOfStatements } from '../rules/suppressions.ts'
import type { Examined, ExamineTree, FileChange } from './types.ts'

const FORM = 'mongoose-doctor-disable-next-line'

/** null where no comment above a statement silences it and nothing else; what the rule says of the same line goes with it. */
export function silence(examined: Examined, { file, line, rule }: Finding, examineTree: ExamineTree): FileChange | null {
  const { context, diagnoses } = examined
  const before = context.graph.text(file)
  const others = idsOf({ diagnoses: diagnoses.filter(({ finding }) => finding.file !== file || finding.line !== line || finding.rule !== rule) })
  for (const first of linesAround(context, file, line)) {
    const after = withComment(context, file, before, first, rule)
    const then = examineTree(new Map([[file, after]]))
    const isRead = then.context.graph.modules.get(file)?.facts.error === null
    if (isRead && isDeepStrictEqual(idsOf(then), others)) return { file, before, after }
  }
  return null
}

const idsOf = ({ diagnoses }: Pick<Examined, 'diagnoses'>): readonly string[] => diagnoses.map(({ finding }) => finding.id).sort()

/** Where the statements start that hold the line, the innermost first: in a template, say, its line is no place for a comment. Imports are none of them. */
function linesAround(context: RuleContext, file: string, line: number): readonly number[] {
  const around = [...linesOfStatements(context, file)].flatMap(([first, last]) => (first <= line && line <= last ? [first] : []))
  return [...new Set([...around.sort((a, b) => b - a), line])]
}

function withComment(context: RuleContext, file: string, text: string, line: number, rule: string): string {
  const above = context.graph.body(file)?.comments.find(({ form, end }) => form === 'next-line' && context.position(file, end).line + 1 === line)
  if (above !== undefined) {
    const at = text.indexOf(FORM, above.start) + FORM.length
    return `${text.slice(0, at)} ${rule},${text.slice(at)}`
  }
  const starts = [...text.matchAll(/\r\n|\n|\r/g)].map((end) => ({ at: end.index + end[0].length, end: end[0] }))
  const { at } = starts[line - 2] ?? { at: text.startsWith('\ufeff') ? 1 : 0 }
  const indent = /^[ \t]*/.exec(text.slice(at))?.[0] ?? ''
  return `${text.slice(0, at)}${indent}// ${FORM} ${rule} -- TODO: why it is right here${starts[0]?.end ?? '\n'}${text.slice(at)}`
}
