/** Why nothing is examined, or nothing was written. */
import { UsageError } from '../../kernel/usage-error.ts'

/** A run that was writing was ended in the middle, or is at it now: what is said of the tree could be wrong. */
export class InterruptedError extends UsageError {
  override readonly name: string = 'InterruptedError'
  /** Where it was writing: the directory that was asked about, or one above. */
  readonly directory: string

  constructor(directory: string) {
    super(`An earlier run that was writing in ${directory} was interrupted, or still writes: run mongoose-doctor there first, which puts it in order.`)
    this.directory = directory
  }
}

/** A plan that was not written: the tree is as it was, or the next run makes it so. */
export class WriteError extends UsageError {
  override readonly name: string = 'WriteError'
}

/** Nothing was written, for it would have replaced what git could not bring back. */
export class UncommittedError extends WriteError {
  override readonly name: string = 'UncommittedError'
  /** Relative to the examined directory. */
  readonly files: readonly string[]

  /**
   * @param hints lines on what to do, below the names
   * @param what 'mended', 'set up'
   */
  constructor(files: readonly string[], hints: readonly string[] = [], what = 'mended') {
    super(`Nothing was ${what}: git could not bring these files back, for it does not have what is in them.`, { details: [...files.map((file) => `  ${file}`), ...hints] })
    this.files = files
  }
}
