/** Which Mongoose does a file run with? */
import { parent } from './paths.ts'
import type { Project } from './project.ts'
import { lowestVersion, rangeOf } from './version.ts'

/** The major version that the nearest package.json with a `mongoose` in it asks for; null where none says it, or any newer one will do. */
export function mongooseMajor({ packages }: Pick<Project, 'packages'>, file: string): number | null {
  const range = rangeOf(packages, parent(file) ?? '', 'mongoose')
  return range === null || range.trim().startsWith('>') ? null : (lowestVersion(range)?.major ?? null)
}
