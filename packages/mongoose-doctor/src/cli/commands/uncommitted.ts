import { UsageError } from '../../kernel/usage-error.ts'

/**
 * @param files that git could not bring back; none: all is well
 * @param what 'mended', 'set up'
 * @throws UsageError naming them
 */
export function refuseUncommitted(files: readonly string[], what: string, hint: string): void {
  if (files.length === 0) return
  throw new UsageError(`Nothing was ${what}: git could not bring these files back, for it does not have what is in them.`, {
    details: [...files.map((file) => `  ${file}`), `Commit or stage them first, or use --force.${hint}`],
  })
}
