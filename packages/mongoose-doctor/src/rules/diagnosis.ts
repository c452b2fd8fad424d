/** A finding with what its rule knew: what the fixes work from. */
import type { Site } from '../kernel/place.ts'
import type { Finding } from '../kernel/report.ts'
import type { AppState } from '../registration/entry-states.ts'

export interface Diagnosis {
  readonly finding: Finding
  /** What would mend it; null where only a person can. */
  readonly remedy: Remedy | null
}

export type Remedy = ModelRemedy | EditRemedy

/** A change of the text that the rule itself knows. */
export interface EditRemedy {
  readonly kind: 'edit'
  readonly edits: readonly Replacement[]
}

/** Code that takes the place of what stands there: no file's edits overlap. */
export interface Replacement extends Site {
  readonly text: string
}

/** A model that has to be registered wherever `file` runs. */
export interface ModelRemedy {
  readonly kind: 'model'
  readonly model: { readonly name: string; readonly connection: string }
  readonly app: AppState
  /** The file that needs it. */
  readonly file: string
  /** Files whose evaluation registers it, best first. */
  readonly definedIn: readonly string[]
  /** Entries that miss it. */
  readonly entries: readonly string[]
  /** The `import()` that registers it too late, if that is the cause. */
  readonly late: Site | null
  /** The import that does nothing, if that is the cause: its statement. */
  readonly inert: Site | null
}
