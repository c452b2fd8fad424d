/** The outcome of a search for something that this machine may not have. */

export interface Found<T> {
  found: true
  value: T
}

/** Says in `tried` what was looked for, one line a place. */
export interface NotFound {
  found: false
  tried: string[]
  message: string
}

/** Where progress and the choice made are told. */
export type Say = (line: string) => void

/** Never stdout: that belongs to the program that searches. */
export const sayOnStderr: Say = (line) => void process.stderr.write(`${line}\n`)
