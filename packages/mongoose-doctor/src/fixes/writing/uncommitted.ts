/** Which files have changes that git could not bring back. */
import { readFileSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { blobIds } from '../../git/blob-id.ts'
import { readIndex } from '../../git/index-file.ts'
import { repositoryAt } from '../../git/repository.ts'

/**
 * Compares files with what git has in its index, staged or committed.
 * @param files relative to `root`
 * @returns those that differ, and those that git does not know; none where there is no repository
 */
export function uncommitted(root: string, files: readonly string[]): readonly string[] {
  const real = realpathSync(root)
  const repository = repositoryAt(real)
  const index = repository === null ? null : readIndex(repository)
  if (repository === null || index === null) return []
  return files.filter((file) => {
    const content = contentOf(join(real, file))
    const known = index.get(relative(realpathSync(repository.worktree), join(real, file)).split(sep).join('/'))?.id ?? null
    return content !== null && (known === null || !blobIds(content, repository.idBytes).includes(known))
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
