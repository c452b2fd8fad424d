/** A half-open range of UTF-16 offsets into one file's text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A span in a file. Files are named relative to the examined directory, with `/`. */
export interface Site extends Span {
  readonly file: string
}
