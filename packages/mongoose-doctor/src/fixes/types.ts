/** What the fixes hand to the command line: whole texts before and after, already verified. */
import type { Finding } from '../kernel/report.ts'
import type { App } from '../project/project.ts'
import type { RuleContext } from '../rules/context.ts'
import type { Diagnosis, Replacement } from '../rules/diagnosis.ts'

export interface FixPlan {
  readonly files: readonly FileChange[]
  readonly notFixed: readonly NotFixed[]
}

/** A finding that stays, with a reason for people. */
export interface NotFixed {
  readonly finding: Finding
  readonly reason: string
}

/** The generated files that list an application's models. */
export const listKinds = ['registry', 'manifest'] as const
export type ListKind = (typeof listKinds)[number]

export interface ModelList extends FileChange {
  /** The models in it. */
  readonly models: readonly string[]
  /** Those that are not, with a reason for people. */
  readonly leftOut: readonly { readonly model: string; readonly reason: string }[]
  /** Files that could not be read: they may define more. */
  readonly unread: readonly string[]
}

export interface FileChange {
  /** Relative to the examined directory. */
  readonly file: string
  /** null: there is no such file yet. */
  readonly before: string | null
  readonly after: string
}

/** What an examination knows: of the tree as it is, or as it would be. */
export interface Examined {
  readonly context: RuleContext
  readonly diagnoses: readonly Diagnosis[]
}

/** Examines the tree again with some files' texts (by relative name) in place of what is on disk. */
export type ExamineTree = (overlay: ReadonlyMap<string, string>) => Examined

/** One thing to write into one file. */
export type Wish = ImportWish | LoadWish | TextWish

/** That evaluating the file registers the model. */
export interface ImportWish {
  readonly kind: 'import'
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

/** That the model is loaded and waited for before the code at these places runs. */
export interface LoadWish {
  readonly kind: 'load'
  readonly file: string
  readonly app: App
  readonly target: string
  readonly model: string
  /** The export of `target` that is the model. */
  readonly exported: string
  readonly helper: 'lazy' | 'ensure'
  /** Offsets of queries, or of calls that lead to them. */
  readonly places: readonly number[]
}

/** That this text stands there. */
export interface TextWish extends Replacement {
  readonly kind: 'text'
}

/** A sentence for people: why something can't be done. */
export interface Refusal {
  readonly reason: string
}
