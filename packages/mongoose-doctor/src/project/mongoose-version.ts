/** Which Mongoose does a file run with? */
import { packageAt } from './packages.ts'
import { parent, upwards } from './paths.ts'
import type { Project } from './project.ts'

/** The lowest major version that the nearest package.json with a `mongoose` in it allows; null where that is not said. */
export function mongooseMajor({ packages }: Pick<Project, 'packages'>, file: string): number | null {
  for (const dir of upwards(parent(file) ?? '')) {
    const range = packageAt(packages, dir)?.dependencies.get('mongoose')
    if (range === undefined) continue
    const found = /^[\^~=v]?(\d+)(?:\.|$)/.exec(range.trim())
    return found === null ? null : Number(found[1])
  }
  return null
}
