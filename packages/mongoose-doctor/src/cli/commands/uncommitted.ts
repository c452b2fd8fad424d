import { UncommittedError } from '../../fixes/writing/errors.ts'

/**
 * @param files that git could not bring back; none: all is well
 * @param what 'mended', 'set up'
 * @throws UncommittedError naming them
 */
export function refuseUncommitted(files: readonly string[], what: string, hint: string): void {
  if (files.length > 0) throw new UncommittedError(files, [`Commit or stage them first, or use --force.${hint}`], what)
}
