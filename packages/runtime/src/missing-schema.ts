/**
 * The model that a MissingSchemaError is about.
 * @returns its name; nothing for any other error. Mongoose puts the name in the message only.
 */
export function missingModel(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'MissingSchemaError') return undefined
  return /^Schema hasn't been registered for model "(.*)"\.$/m.exec(error.message)?.[1]
}
