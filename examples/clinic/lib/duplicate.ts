/** Did a unique index refuse this? */

export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 11000
}
