export interface TextOptions {
  /** Columns to stay within. */
  readonly width: number
  readonly color: boolean
}
