/** What the fixes hand to the command line: whole texts before and after, already verified. */
import type { Finding } from '../kernel/report.ts'

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
