/** The user asked for something that cannot be done: shown as one sentence, without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
