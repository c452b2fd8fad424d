/** The user asked for something that cannot be done: shown as one sentence, without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
  /** Shown below the sentence, each on a line of its own: a name with a line end in it must not look like one. */
  readonly details: readonly string[]

  constructor(message: string, options: ErrorOptions & { readonly details?: readonly string[] } = {}) {
    super(message, options)
    this.details = options.details ?? []
  }
}
