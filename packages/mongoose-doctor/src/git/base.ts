/** What a change is compared with. */
import { UsageError } from '../kernel/usage-error.ts'
import { mergeBase } from './history.ts'
import type { Objects } from './objects.ts'
import type { Repository } from './repository.ts'
import { commitAt, refOf, remotesOf, targetOf } from './revisions.ts'

export interface Base {
  /** The commit; null: there is none yet, so all is new. */
  readonly id: string | null
  /** For people: "1a2b3c4, where this branch left origin/main". */
  readonly label: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The commit from which this branch went its own way.
 * @param revision as written; null: the default branch of the remote, or HEAD where there is no remote
 * @throws UsageError when it can't be found: then nothing is known of what has changed
 */
export function baseOf(repository: Repository, objects: Objects, revision: string | null, env: Environment): Base {
  const head = headOf(repository, objects)
  const other = revision ?? usualBase(repository, objects, env)
  if (head.id === null || other === null || other === 'HEAD') return head
  const id = commitAt(repository, objects, other)
  if (id === null) throw new UsageError(`There is no commit "${other}" in this repository.`)
  const base = mergeBase(repository, objects, head.id, id)
  if (base === null) throw new UsageError(`HEAD and ${other} have no commit in common here. Where the clone is shallow, fetch all of it (in GitHub Actions: fetch-depth: 0).`)
  return { id: base, label: base === id ? `${other} (${short(base)})` : `${short(base)}, where this branch left ${other}` }
}

/** What the next commit comes after. */
export function headOf(repository: Repository, objects: Objects): Base {
  const id = commitAt(repository, objects, 'HEAD')
  return { id, label: id === null ? 'nothing, for there is no commit yet' : `HEAD (${short(id)})` }
}

/** A CI that examines a request to merge says into which branch. */
function usualBase(repository: Repository, objects: Objects, env: Environment): string | null {
  const [remote] = remotesOf(repository)
  const gitlab = env['CI_MERGE_REQUEST_DIFF_BASE_SHA'] ?? ''
  if (gitlab !== '' && objects.read(gitlab)?.type === 'commit') return gitlab
  if (remote === undefined) return null
  const github = env['GITHUB_BASE_REF'] ?? ''
  const named = github !== '' ? [github] : [targetOf(repository, `refs/remotes/${remote}/HEAD`)?.slice(`refs/remotes/${remote}/`.length) ?? '', 'main', 'master']
  const branch = named.find((name) => name !== '' && refOf(repository, `refs/remotes/${remote}/${name}`) !== null)
  if (branch !== undefined) return `${remote}/${branch}`
  const what = github === '' ? `The default branch of ${remote}` : `${remote}/${github}`
  throw new UsageError(`${what} is not known here, so what has changed is not known either: fetch it (in GitHub Actions: fetch-depth: 0), or name a commit: --changed <ref>.`)
}

const short = (id: string): string => id.slice(0, 7)
