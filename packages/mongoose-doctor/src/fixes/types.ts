/** What the fixes hand to the command line: whole texts before and after, already verified. */
import type { Finding } from '../kernel/report.ts'
import type { App } from '../project/project.ts'
import type { RuleContext } from '../rules/context.ts'
import type { Diagnosis } from '../rules/diagnosis.ts'

export interface FixPlan {
  readonly files: readonly FileChange[]
  /** Findings that stay, each with a reason for people. */
  readonly notFixed: readonly { readonly finding: Finding; readonly reason: string }[]
}

export interface FileChange {
  /** Relative to the examined directory. */
  readonly file: string
  readonly before: string
  readonly after: string
}

/** What an examination knows: of the tree as it is, or as it would be. */
export interface Examined {
  readonly context: RuleContext
  readonly diagnoses: readonly Diagnosis[]
}

/** Examines the tree again with some files' texts (by relative name) in place of what is on disk. */
export type ExamineTree = (overlay: ReadonlyMap<string, string>) => Examined

/** One thing to write into one file: that evaluating it registers the model. */
export interface Wish {
  readonly file: string
  /** For which it is to be written. */
  readonly app: App
  /** Whose evaluation registers it. */
  readonly target: string
  readonly model: string
  /** `value`: a plain import would be dropped ("sideEffects"), so a binding of it has to be used. */
  readonly form: 'effect' | 'value'
  /** Offset of the `import()` of this file that comes too late. */
  readonly late: number | null
  /** Offset of the import statement of this file that does nothing. */
  readonly inert: number | null
}

/** A sentence for people: why something can't be done. */
export interface Refusal {
  readonly reason: string
}
