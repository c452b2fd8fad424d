/** Where a repository is. It is read, never asked: git run in a project that is not trusted would run what its configuration names. */
import { lstatSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export interface Repository {
  /** The folder that paths are relative to. */
  readonly worktree: string
  /** What this work tree has for itself: its HEAD and its index. */
  readonly own: string
  /** What all work trees share: objects, branches, tags. */
  readonly common: string
  /** Length of an id in bytes: SHA-1 has 20, SHA-256 32. */
  readonly idBytes: 20 | 32
  /** False: branches and tags are kept in a way that is not read here (reftable). */
  readonly hasPlainRefs: boolean
}

/** The repository that a folder lies in; null where there is none. */
export function repositoryAt(from: string): Repository | null {
  for (let at = resolve(from); ; at = dirname(at)) {
    const git = join(at, '.git')
    const stat = lstatSync(git, { throwIfNoEntry: false })
    if (stat !== undefined) return repositoryIn(at, stat.isDirectory() ? git : linkedTo(at, git))
    if (dirname(at) === at) return null
  }
}

/** Work trees and submodules have a file that names the folder. */
function linkedTo(worktree: string, file: string): string | null {
  const [, target] = /^gitdir: (.+)$/m.exec(textOf(file) ?? '') ?? []
  return target === undefined ? null : resolve(worktree, target)
}

function repositoryIn(worktree: string, own: string | null): Repository | null {
  if (own === null) return null
  const shared = textOf(join(own, 'commondir'))?.trim()
  const common = shared === undefined ? own : resolve(own, shared)
  const config = textOf(join(common, 'config')) ?? ''
  return {
    worktree, own, common,
    idBytes: /^[ \t]*objectformat[ \t]*=[ \t]*sha256[ \t\r]*$/im.test(config) ? 32 : 20,
    hasPlainRefs: !/^[ \t]*refstorage[ \t]*=[ \t]*reftable/im.test(config),
  }
}

const MOST_CONFIG = 1_000_000

/** A pipe would be waited for, and a device read, for ever. @throws when it is neither there nor such a file */
export function readPlain(file: string, most: number): Buffer {
  const stat = statSync(file)
  if (!stat.isFile() || stat.size > most) throw new Error(`${file} is not a file that git would have written`)
  return readFileSync(file)
}

/** null when it can't be read. */
export function textOf(file: string, most = MOST_CONFIG): string | null {
  try { return readPlain(file, most).toString('utf8') } catch { return null }
}
