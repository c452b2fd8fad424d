/** What is known about the errors of a log that have one model and one entry. */
import type { Finding } from '../kernel/report.ts'

/** Whether the source explains an error, or why it does not. */
export type ErrorVerdict =
  /** Findings about this model break this entry. */
  | 'explained'
  /** The trace names a page, which holds the server actions it offers; findings about this model break some of them. */
  | 'server-action'
  /** The entry misses the model, and no finding says so: it is silenced. */
  | 'silenced'
  /** The trace leads to no entry of this project; `findings` are those about the model. */
  | 'entry-unknown'
  /** No file defines such a model. */
  | 'model-unknown'
  /** The model is registered there on some paths only, or something could not be decided. */
  | 'undecided'
  /** As the source is now, the model is registered there. */
  | 'registered'
  /** As the source is now, nothing there needs the model. */
  | 'not-needed'

export interface LogGroup {
  readonly model: string
  /** The likeliest; null when the trace leads to none. */
  readonly entry: string | null
  /** Other entries that the trace may mean as well. */
  readonly others: readonly string[]
  /** A path that the trace names, for when it leads nowhere. */
  readonly path: string | null
  readonly count: number
  readonly first: string | null
  readonly last: string | null
  readonly findings: readonly Finding[]
  readonly verdict: ErrorVerdict
  /** A model of the project with nearly the same name. */
  readonly similar: string | null
}

/** What was read, and which limits were reached. */
export interface LogExtent {
  readonly lines: number
  /** Lines that were read in pieces. */
  readonly cut: number
  readonly maximumLine: number
  /** Errors that were counted without their trace, and not at all. */
  readonly merged: number
  readonly dropped: number
  readonly mostGroups: number
}
