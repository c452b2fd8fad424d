import { sep } from 'node:path'

/** Those that lie in none of the others: what is in a folder is examined with it. */
export function outermost<Folder>(folders: readonly Folder[], pathOf: (folder: Folder) => string): readonly Folder[] {
  const start = (folder: Folder): string => (pathOf(folder).endsWith(sep) ? pathOf(folder) : pathOf(folder) + sep)
  return folders.filter((folder) => !folders.some((other) => other !== folder && start(folder).startsWith(start(other))))
}
