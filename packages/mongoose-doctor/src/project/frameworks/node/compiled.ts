/** Which packages run as what a build made of their TypeScript? */
import { child, join } from '../../paths.ts'
import type { Package, Project } from '../../project.ts'
import { runsOf } from '../../scripts.ts'

const START = ['start', 'start:prod', 'start:production', 'prod', 'production', 'serve']
const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.tsx', '/index.js', '/index.ts']

/** The folders of packages that production starts with JavaScript which is not here. */
export function startsCompiled({ packages, files }: Pick<Project, 'packages' | 'files'>): ReadonlySet<string> {
  const known = new Set(files)
  return new Set(packages.filter((item) => isCompiled(item, known)).map(({ dir }) => dir))
}

function isCompiled(item: Package, files: ReadonlySet<string>): boolean {
  const { main } = item.manifest
  const script = START.flatMap((name) => item.scripts.get(name) ?? [])[0]
  const programs = script === undefined ? [] : runsOf(script).flatMap(({ cwd, runner, compiled, targets }) => {
    const [target] = targets
    return target === undefined || compiled || runner === 'nest' ? [] : [join(join(item.dir, cwd) ?? item.dir, target)]
  })
  const [started] = programs.length > 0 ? programs : typeof main === 'string' && script === undefined ? [join(item.dir, main)] : []
  return typeof started === 'string' && /(?:\/|\.[cm]?js$)/.test(started) && !ENDINGS.some((ending) => files.has(started + ending) || files.has(child(started, ending)))
}
