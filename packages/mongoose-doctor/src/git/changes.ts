/** What is other than it was. */
import { readFileSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { statOf } from '../disk/stat.ts'
import { UsageError } from '../kernel/usage-error.ts'
import { baseOf, headOf, type Base, type Environment } from './base.ts'
import { blobIds } from './blob-id.ts'
import { commitOf } from './history.ts'
import { readIndex, type IndexEntry } from './index-file.ts'
import { openObjects, type Objects } from './objects.ts'
import { repositoryAt, type Repository } from './repository.ts'
import { filesIn } from './tree.ts'

/** Files are named relative to the examined directory. */
export interface Changes {
  /** Whether a file has another content than it had, is new, or is gone. */
  readonly has: (file: string) => boolean
  /** Its text as it was; null: it was not there. */
  readonly before: (file: string) => string | null
  /** The files that were there, among those that are asked for. */
  readonly files: (wanted: (file: string) => boolean) => readonly string[]
  /** What it is compared with, for people. */
  readonly since: string
}

/** What the next commit would hold. */
export interface Staged {
  readonly index: ReadonlyMap<string, IndexEntry>
  readonly content: (id: string) => Buffer
  readonly idBytes: 20 | 32
}

interface Place {
  readonly repository: Repository
  readonly objects: Objects
  /** Absolute, without links. */
  readonly real: string
  /** The examined directory from the work tree; '' for all of it. */
  readonly folder: string
}

/** @throws UsageError where there is no repository */
function placeOf(directory: string): Place {
  const real = realpathSync(directory)
  const repository = repositoryAt(real)
  if (repository === null) throw new UsageError(`${directory} is in no git repository, so what has changed is not known.`)
  return { repository, objects: openObjects(repository), real, folder: relative(realpathSync(repository.worktree), real).split(sep).join('/') }
}

/**
 * The work tree, compared with the commit where this branch began.
 * @param revision as written; null: the default branch of the remote, or HEAD where there is none
 * @throws UsageError when that can't be found
 */
export function changesSince(directory: string, revision: string | null, env: Environment): Changes {
  const place = placeOf(directory)
  const base = baseOf(place.repository, place.objects, revision, env)
  return changesOf(place, base, {
    isSame(file, id) {
      const path = join(place.real, file)
      return statOf(path, false)?.isFile() === true && blobIds(readFileSync(path), place.repository.idBytes).includes(id)
    },
    isThere: (file) => statOf(join(place.real, file)) !== null,
  })
}

/** What is staged, compared with the last commit. @throws UsageError when it can't be read */
export function stagedChanges(directory: string, env: Environment): { readonly changes: Changes; readonly staged: Staged } {
  const place = placeOf(directory)
  const { repository, objects, folder } = place
  const all = readIndex(repository, env['GIT_INDEX_FILE'] ?? null)
  if (all === null) throw new UsageError('What is staged can\'t be read: the index of this repository is split or sparse.')
  const prefix = folder === '' ? '' : `${folder}/`
  const index = new Map([...all].filter(([path, { isAnnounced }]) => path.startsWith(prefix) && !isAnnounced).map(([path, entry]) => [path.slice(prefix.length), entry]))
  const changes = changesOf(place, headOf(repository, objects), { isSame: (file, id) => index.get(file)?.id === id, isThere: (file) => index.has(file) })
  return { changes, staged: { index, content: (id) => objects.need(id, 'blob'), idBytes: repository.idBytes } }
}

interface Now {
  readonly isSame: (file: string, id: string) => boolean
  readonly isThere: (file: string) => boolean
}

function changesOf({ repository: { idBytes }, objects, folder }: Place, base: Base, now: Now): Changes {
  const before = base.id === null ? new Map<string, string>() : filesIn(objects, commitOf(objects, base.id).tree, folder, idBytes)
  const known = new Map<string, boolean>()
  const look = (file: string): boolean => {
    const id = before.get(file)
    return id === undefined ? now.isThere(file) : !now.isSame(file, id)
  }
  return {
    since: base.label,
    has(file) {
      const made = known.get(file) ?? look(file)
      known.set(file, made)
      return made
    },
    before(file) {
      const id = before.get(file)
      return id === undefined ? null : objects.need(id, 'blob').toString('utf8')
    },
    files: (wanted) => [...before.keys()].filter(wanted),
  }
}
