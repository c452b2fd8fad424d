/** Which files have changes that git could not bring back. */
import { createHash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { readGitIndex } from './git-index.ts'

/**
 * Compares files with what git has in its index, staged or committed.
 * @param files relative to `root`
 * @returns those that differ, and those that git does not know; none where there is no repository
 */
export function uncommitted(root: string, files: readonly string[]): readonly string[] {
  const real = realpathSync(root)
  const index = readGitIndex(real)
  if (index === null) return []
  return files.filter((file) => {
    const content = contentOf(join(real, file))
    const known = index.blobs.get(relative(realpathSync(index.worktree), join(real, file)).split(sep).join('/'))
    return content !== null && (typeof known !== 'string' || !idsOf(content, index.idBytes).includes(known))
  })
}

/** null when it is gone, or can't be read: who writes will say so. */
function contentOf(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch {
    return null
  }
}

/** As git names a content; and as it does where it turns line ends on the way in. */
function idsOf(content: Buffer, idBytes: 20 | 32): readonly string[] {
  const idOf = (blob: Buffer): string => createHash(idBytes === 20 ? 'sha1' : 'sha256').update(`blob ${blob.length}\0`).update(blob).digest('hex')
  return [idOf(content), ...(content.includes('\r\n') ? [idOf(Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'))] : [])]
}
