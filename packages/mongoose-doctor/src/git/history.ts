/** Commits, and where two of them come from. */
import { join } from 'node:path'
import type { Objects } from './objects.ts'
import { textOf, type Repository } from './repository.ts'

export interface Commit {
  readonly tree: string
  readonly parents: readonly string[]
  /** When it was committed; seconds since 1970. */
  readonly time: number
}

/** @throws UsageError when it is not there */
export function commitOf(objects: Objects, id: string): Commit {
  const text = objects.need(id, 'commit').toString('latin1')
  const [head = ''] = text.split('\n\n', 1)
  return {
    tree: /^tree ([0-9a-f]+)$/m.exec(head)?.[1] ?? '',
    parents: [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = '']) => parent),
    time: Number(/^committer .*> (\d+) /m.exec(head)?.[1] ?? 0),
  }
}

/** Which of the two comes from a commit; and that a better answer is known than it, or what it comes from, would be. */
const ONE = 1
const OTHER = 2
const STALE = 4

/**
 * The newest commit that both come from; null: they have none in common, or it is not in this clone. As git finds it (`paint_down_to_common` in
 * commit-reach.c): from the newest commit on, until only what is older than an answer is left.
 */
export function mergeBase(repository: Repository, objects: Objects, one: string, other: string): string | null {
  if (one === other) return one
  // Where a shallow clone ends.
  const ends = new Set((textOf(join(repository.common, 'shallow')) ?? '').split('\n'))
  const marks = new Map<string, number>()
  const waiting: Waiting[] = []
  const found: string[] = []
  const reach = (id: string, mark: number): void => {
    const before = marks.get(id) ?? 0
    if ((before | mark) === before) return
    marks.set(id, before | mark)
    insert(waiting, { id, commit: commitOf(objects, id) })
  }
  const isStale = (id: string): boolean => ((marks.get(id) ?? 0) & STALE) !== 0
  reach(one, ONE)
  reach(other, OTHER)
  while (waiting.some(({ id }) => !isStale(id))) {
    const next = waiting.pop()
    if (next === undefined) break
    let mark = marks.get(next.id) ?? 0
    if (mark === (ONE | OTHER)) {
      if (!found.includes(next.id)) found.push(next.id)
      mark |= STALE
    }
    if (!ends.has(next.id)) for (const parent of next.commit.parents) reach(parent, mark)
  }
  return found.find((id) => !isStale(id)) ?? null
}

interface Waiting { readonly id: string; readonly commit: Commit }

/** Sorted by time, the newest last. */
function insert(waiting: Waiting[], one: Waiting): void {
  let low = 0
  let high = waiting.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((waiting[middle]?.commit.time ?? 0) <= one.commit.time) low = middle + 1
    else high = middle
  }
  waiting.splice(low, 0, one)
}
