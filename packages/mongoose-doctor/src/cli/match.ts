import { globMatcher } from '../project/glob.ts'

/**
 * Matches an entry's file by its path, its folder or a glob of `*`, `**`, `?` and `{a,b}`.
 * Brackets and parentheses mean themselves: they are part of Next.js's file names.
 */
export function fileMatcher(pattern: string): (file: string) => boolean {
  const wanted = pattern.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/$/, '')
  const fits = globMatcher(wanted)
  return (file) => file === wanted || file.startsWith(`${wanted}/`) || fits(file)
}
