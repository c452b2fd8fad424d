/** What comes of comparing a build with the prediction: plain data, the JSON contract. Within a schemaVersion fields are only ever added. */
import type { EntryKind, Reason } from './report.ts'

export interface Verification {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'mongoose-doctor'; readonly version: string }
  readonly builds: readonly VerifiedBuild[]
}

export interface VerifiedBuild {
  /** The application; '.' for the examined directory itself. */
  readonly root: string
  /** Where the build is, relative to the examined directory. */
  readonly dir: string
  /** "Next.js with Turbopack" */
  readonly by: string
  /** Whether the build's code was only read, or run. */
  readonly how: Observation
  /** Sentences about the whole build: that it is older than a source file, say. */
  readonly notes: readonly string[]
  readonly entries: readonly VerifiedEntry[]
}

export type Observation = 'read' | 'run'

export interface VerifiedEntry {
  /** The source file; of an entry that only the build knows, what the build calls it. */
  readonly file: string
  readonly kind: EntryKind
  /** The file of the build, relative to the examined directory; null: there is none. */
  readonly output: string | null
  readonly status: EntryStatus
  /** Why there is nothing to compare with; null where there is. */
  readonly reason: string | null
  /** Models that were predicted to be registered once the entry's modules are evaluated. */
  readonly predicted: readonly string[]
  /** Models that are, by the build. */
  readonly built: readonly string[]
  readonly differences: readonly Difference[]
}

export type EntryStatus =
  | 'as-predicted'
  | 'differs'
  /** The build's code could not be read, or ended with an error. */
  | 'undecided'
  /** The build has no such entry. */
  | 'not-built'

export type State = 'registered' | 'maybe' | 'absent'

export interface Difference {
  readonly model: string
  readonly predicted: State
  readonly built: State
  /** Registered by the prediction and not there in the build: what was called safe is not. */
  readonly fails: boolean
  /** Why that may be, in a sentence. */
  readonly why: string
  /** What the prediction rests on. */
  readonly because: readonly Reason[]
}
