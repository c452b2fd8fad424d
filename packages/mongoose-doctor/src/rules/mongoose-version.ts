import { lowestVersion } from '../project/version.ts'
import { packageOf } from '../project/packages.ts'
import type { App, Project } from '../project/project.ts'

/** The major version of Mongoose that an application asks for, in its own package.json or in one above; null where none says it. */
export function mongooseOf(project: Project, app: App): number | null {
  const own = packageOf(project, app.root === '.' ? 'package.json' : `${app.root}/package.json`)
  const above = project.packages.filter(({ dir }) => own !== null && own !== undefined && (dir === '' || own.dir === dir || own.dir.startsWith(`${dir}/`)))
  const range = above.toSorted((a, b) => b.dir.length - a.dir.length).flatMap(({ dependencies }) => dependencies.get('mongoose') ?? [])[0]
  return range === undefined ? null : lowestVersion(range)?.major ?? null
}
