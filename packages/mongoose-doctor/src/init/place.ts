/** Where a project is to be set up, and what is there. */
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { statOf } from '../disk/stat.ts'
import { repositoryAt, type Repository } from '../git/repository.ts'
import { child, upwards } from '../project/paths.ts'

/** Files are named from the root of the repository, where a CI looks for its workflows; without one, from the directory. */
export interface Place {
  /** Absolute, without links. */
  readonly root: string
  /** The directory to be set up, from the root; '' for itself. */
  readonly folder: string
  readonly repository: Repository | null
}

export function placeOf(directory: string): Place {
  const real = realpathSync(directory)
  const repository = repositoryAt(real)
  const root = repository === null ? real : realpathSync(repository.worktree)
  return { root, folder: relative(root, real).split(sep).join('/'), repository }
}

const MOST = 5_000_000

/** The text of a plain file; null: there is none; 'other': a link, a folder, or what is no text that one would edit. */
export function textAt({ root }: Place, file: string): string | 'other' | null {
  const found = statOf(join(root, file), false)
  if (found === null) return null
  if (!found.isFile() || found.size > MOST) return 'other'
  return readFileSync(join(root, file), 'utf8')
}

/** The names in a folder; none where there is no such folder. */
export function namesIn({ root }: Place, dir: string): readonly string[] {
  try {
    return readdirSync(join(root, dir))
  } catch {
    return []
  }
}

/** The first of these files that there is, in the directory or a folder above it, up to the root. */
export function nearest(place: Place, names: readonly string[]): string | null {
  for (const dir of upwards(place.folder)) {
    const there = new Set(namesIn(place, dir))
    const name = names.find((each) => there.has(each))
    if (name !== undefined) return child(dir, name)
  }
  return null
}
