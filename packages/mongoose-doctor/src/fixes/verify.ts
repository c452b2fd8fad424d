/** Whether a planned tree is better than the one there is: examined whole, before a byte is written. */
import type { Finding } from '../kernel/report.ts'
import type { Diagnosis } from '../rules/diagnosis.ts'
import { leadsTo } from './choose/targets.ts'
import type { Examined, Wish } from './types.ts'

export interface Verified {
  /** Findings that are still there, or whose fix closes a circle, with the reason. */
  readonly failed: ReadonlyMap<Diagnosis, string>
  /** What the edits as a whole have broken; null when nothing. */
  readonly broken: Breakage | null
}

export interface Breakage {
  readonly reason: string
  /** Where it shows. */
  readonly file: string
}

/** @param chosen what each finding that is to be mended wishes */
export function verify(before: Examined, after: Examined, chosen: ReadonlyMap<Diagnosis, readonly Wish[]>): Verified {
  const failed = new Map<Diagnosis, string>()
  const left = new Set(after.diagnoses.map(({ finding }) => finding.id))
  const known = new Set(before.diagnoses.map(({ finding }) => finding.id))
  for (const [diagnosis, wishes] of chosen) {
    const reason = stillWrong(after, known, left, diagnosis, wishes)
    if (reason !== null) failed.set(diagnosis, reason)
  }
  const circular = [...chosen]
    .findLast(([diagnosis, wishes]) => !failed.has(diagnosis) && wishes.some((w) => closesCircle(after, diagnosis, w)))
  // Two new imports may close a circle together: giving up the later one opens it.
  if (circular !== undefined) failed.set(circular[0], `an import of ${circular[1].find((wish) => wish.kind !== 'text')?.target ?? 'it'} would close a circle of imports`)
  return { failed, broken: failed.size > 0 ? null : breakage(before, after, chosen) }
}

function stillWrong(
  after: Examined, known: ReadonlySet<string>, left: ReadonlySet<string>, { finding: wanted }: Diagnosis, wishes: readonly Wish[],
): string | null {
  const { graph } = after.context
  const unread = wishes.find(({ file }) => graph.modules.get(file)?.facts.error !== null || graph.body(file) === null)
  if (unread !== undefined) return `${unread.file} would not parse afterwards`
  if (left.has(wanted.id)) return 'the finding is still there after the edit'
  const other = after.diagnoses.find(({ finding }) => !known.has(finding.id) && isSame(finding, wanted))
  if (other === undefined) return null
  return `${wanted.model} would still be missing: ${other.finding.rule} at ${other.finding.file}:${other.finding.line}`
}

/** What `import()` loads may lead back. */
function closesCircle(after: Examined, { remedy }: Diagnosis, wish: Wish): boolean {
  return wish.kind === 'import' && remedy?.kind === 'model' && leadsTo(after.context, remedy.app.app, wish.target, wish.file)
}

/** A finding that was not there, or that breaks an entry that it did not break; what is only worth knowing breaks nothing. */
function breakage(before: Examined, after: Examined, chosen: ReadonlyMap<Diagnosis, readonly Wish[]>): Breakage | null {
  const known = new Map(before.diagnoses.map(({ finding }) => [finding.id, finding]))
  const models = new Set([...chosen.keys()].map(({ finding }) => finding.model))
  for (const { finding } of after.diagnoses) {
    if (finding.severity === 'info' || isOfDefinition(finding) || isConsequence(finding, models)) continue
    const old = known.get(finding.id)
    const worse = old === undefined || finding.entries.some((entry) => !old.entries.includes(entry))
    if (!worse) continue
    const { rule, model, file, line } = finding
    return { file, reason: `it would bring a new finding: ${rule} of ${model} at ${file}:${line}` }
  }
  const problems = new Set(before.context.graph.problems.map((p) => `${p.file}: ${p.reason}`))
  const problem = after.context.graph.problems.find((p) => !problems.has(`${p.file}: ${p.reason}`))
  return problem === undefined ? null : { file: problem.file, reason: `${problem.file}: ${problem.reason}` }
}

/** How a model file is written matters to whoever comes to evaluate it; as long as that is only a warning, the model is worth more. */
const isOfDefinition = ({ severity, rule }: Finding): boolean =>
  severity === 'warning' && (rule === 'unguarded-model' || rule === 'broken-guard' || rule === 'duplicate-discriminator' || rule === 'late-schema-change')

/** An error about the same model in an entry that was to be mended. */
function isSame(found: Finding, wanted: Finding): boolean {
  return found.severity === 'error' && found.model === wanted.model && found.entries.some((entry) => wanted.entries.includes(entry))
}

/**
 * "A static import saves this dynamic one" is what the fix has done; a comment that silences nothing any more is another's to remove;
 * a ref to nothing that nobody populates stood there before, for no import writes one.
 */
function isConsequence(finding: Finding, mended: ReadonlySet<string>): boolean {
  if (finding.rule === 'unused-disable' || (finding.rule === 'unknown-ref' && finding.severity === 'warning')) return true
  return (finding.rule === 'dynamic-model-import' || finding.rule === 'conditional-model-import') && mended.has(finding.model)
}
