/** From a name to a commit: `HEAD`, `main`, `origin/main`, `v1.2`, an id or its beginning, each with `~2`, `^` or `^2` behind. */
import { join } from 'node:path'
import { UsageError } from '../kernel/usage-error.ts'
import { commitOf } from './history.ts'
import type { Objects } from './objects.ts'
import { textOf, type Repository } from './repository.ts'

/** The id of the commit that a revision means; null: there is none. @throws UsageError for what is not read here, or a beginning of several ids */
export function commitAt(repository: Repository, objects: Objects, revision: string): string | null {
  const [, name = '', steps = ''] = /^(.*?)((?:[~^]\d*)*)$/s.exec(revision) ?? []
  let id = peeled(objects, idOf(repository, objects, name === '@' || name === '' ? 'HEAD' : name))
  for (const [, sign, digits = ''] of steps.matchAll(/([~^])(\d*)/g)) {
    const number = digits === '' ? 1 : Number(digits)
    for (let left = sign === '~' ? number : Math.min(number, 1); left > 0 && id !== null; left--) id = commitOf(objects, id).parents[sign === '~' ? 0 : number - 1] ?? null
  }
  return id
}

function idOf(repository: Repository, objects: Objects, name: string): string | null {
  const length = 2 * repository.idBytes
  if (/^[0-9a-f]+$/i.test(name) && name.length === length) return name.toLowerCase()
  if (!repository.hasPlainRefs) throw new UsageError('The branches of this repository are kept as a reftable, which is not read: name a commit by its whole id.')
  // git's own order (gitrevisions).
  for (const prefix of ['', 'refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/']) {
    const found = refOf(repository, prefix + name)
    if (found !== null) return found
  }
  const remote = refOf(repository, `refs/remotes/${name}/HEAD`)
  if (remote !== null) return remote
  const found = /^[0-9a-f]{4,}$/i.test(name) && name.length < length ? objects.find(name.toLowerCase()) : []
  const commits = found.filter((id) => ['commit', 'tag'].includes(objects.read(id)?.type ?? ''))
  if (commits.length > 1) throw new UsageError(`"${name}" is the beginning of ${commits.length} commits' ids: give more of it.`)
  return commits[0] ?? null
}

/** What a branch or tag, by its full name, points to; null: there is none. */
export function refOf(repository: Repository, name: string, depth = 0): string | null {
  // A name from outside must not become a path to somewhere else.
  if (depth > 5 || !isRef(name)) return null
  const { own, common, idBytes } = repository
  const text = [own, common].map((folder) => textOf(join(folder, name))?.trim()).find((one) => one !== undefined && one !== '')
  if (text === undefined) return packed(common, name)
  const [, target] = /^ref: (.+)$/.exec(text) ?? []
  if (target !== undefined) return refOf(repository, target, depth + 1)
  return new RegExp(`^[0-9a-f]{${2 * idBytes}}$`).test(text) ? text : null
}

/** What HEAD, or a remote's HEAD, stands for: `refs/remotes/origin/main`. */
export function targetOf({ own, common }: Repository, name: string): string | null {
  const text = textOf(join(own, name)) ?? textOf(join(common, name)) ?? ''
  return /^ref: (.+)$/m.exec(text)?.[1]?.trim() ?? null
}

const isRef = (name: string): boolean => /^(?:HEAD|[A-Z_]+HEAD|refs\/.+)$/.test(name) && !/(?:^|\/)\.|\.\.|[\0\\:]|\/$/.test(name)

const MOST_PACKED = 50_000_000

function packed(common: string, name: string): string | null {
  for (const line of (textOf(join(common, 'packed-refs'), MOST_PACKED) ?? '').split('\n')) {
    const [id = '', ref] = line.split(' ')
    if (ref === name) return id
  }
  return null
}

/** The names of the remotes that have branches here, `origin` first. */
export function remotesOf(repository: Repository): readonly string[] {
  const config = textOf(join(repository.common, 'config')) ?? ''
  const names = [...config.matchAll(/^[ \t]*\[remote "([^"\n]+)"\]/gm)].map(([, name = '']) => name)
  return [...new Set(names)].toSorted((a, b) => Number(b === 'origin') - Number(a === 'origin'))
}

/** Where the remotes are. */
export function remoteUrls({ common }: Repository): readonly string[] {
  return [...(textOf(join(common, 'config')) ?? '').matchAll(/^[ \t]*url[ \t]*=[ \t]*(.+?)[ \t\r]*$/gm)].map(([, url = '']) => url)
}

/** A tag with a message leads to its commit. */
function peeled(objects: Objects, id: string | null): string | null {
  let at = id
  for (let depth = 0; at !== null && depth < 10; depth++) {
    const object = objects.read(at)
    if (object?.type !== 'tag') return object?.type === 'commit' ? at : null
    at = /^object ([0-9a-f]+)$/m.exec(object.content.toString('latin1', 0, 200))?.[1] ?? null
  }
  return null
}
