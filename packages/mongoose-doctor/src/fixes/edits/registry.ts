/** The registry strategy: one generated file imports every model, and what misses one imports that file. */
import type { Finding } from '../../kernel/report.ts'
import { modelList } from './generate.ts'
import type { Examined, ExamineTree, ModelList, Refusal } from '../types.ts'

export interface Registries {
  /** The tree with the registries as they should be. */
  readonly examined: Examined
  readonly examineTree: ExamineTree
  /** By the root of the application. */
  readonly files: ReadonlyMap<string, ModelList | Refusal>
  /** Those that are not on the disk as they should be. */
  readonly changes: readonly ModelList[]
}

/** The registry of each application that has one of these findings. */
export function withRegistries(examined: Examined, findings: readonly Finding[], examineTree: ExamineTree): Registries {
  const wanted = new Set(findings.map((finding) => finding.id))
  const files = new Map<string, ModelList | Refusal>()
  for (const { finding, remedy } of examined.diagnoses) {
    if (remedy?.kind !== 'model' || !wanted.has(finding.id) || files.has(remedy.app.app.root)) continue
    files.set(remedy.app.app.root, modelList(examined.context, remedy.app, 'registry', null))
  }
  const changes = [...files.values()].filter((one): one is ModelList => !('reason' in one) && one.before !== one.after)
  const overlay = new Map(changes.map((change) => [change.file, change.after]))
  return {
    examined: overlay.size === 0 ? examined : examineTree(overlay),
    examineTree: (more) => examineTree(new Map([...overlay, ...more])),
    files, changes,
  }
}
