import type { Finding } from '../kernel/report.ts'

export interface TextOptions {
  /** Columns to stay within. */
  readonly width: number
  readonly color: boolean
}

export interface ReportOptions extends TextOptions {
  /**
   * Put before the name of each file where a machine looks it up: 'apps/web/' when that folder of the repository was examined.
   * `pretty` and `json` say names relative to the examined directory.
   */
  readonly prefix: string
  /** Whether a finding fails the run. */
  readonly fails: (finding: Finding) => boolean
}
