import { replaceText } from '../cache/replace.ts'
import { statOf } from '../disk/stat.ts'

/**
 * A file for the user, whole or not at all.
 * @returns null, or why it is not there
 */
export function written(path: string, text: string): string | null {
  const found = statOf(path, false)
  // A rename would put a file in the place of a pipe, or of what /dev/stdout leads to.
  if (found !== null && !found.isFile()) return `it is ${found.isDirectory() ? 'a folder' : found.isSymbolicLink() ? 'a link' : 'no plain file'}.`
  return replaceText(path, text)
}
