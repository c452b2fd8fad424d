/** The project's own packages, read for their sources: what package.json names is often not built yet. */
import { packageAt } from '../project/packages.ts'
import { join, upwards } from '../project/paths.ts'
import type { Package } from '../project/project.ts'
import type { Target } from './graph.ts'
import { entryFields, targetsOf } from './manifest.ts'
import { append } from './multimap.ts'

/** Folders that a build writes; sources are looked for beside them. */
const BUILT = /^(?:dist|build|out|output|lib|es|esm|cjs|types|typings)\//

export interface Workspace {
  /** The package that `name` means to the files of a folder. */
  chosen(dir: string, name: string): Package | undefined
  /** The file behind `name` ('') or `name/sub/path`. */
  entry(item: Package, subpath: string, importer: string): Target | null
  /** A path that a package.json names, or the source it is built from. */
  inPackage(dir: string, target: string, importer: string): Target | null
  /** Through `_moduleAliases` of the `module-alias` package. */
  moduleAlias(importer: string, dir: string, specifier: string): Target | null
  /** Some package.json at or above a folder asks npm for this name. */
  declares(dir: string, name: string): boolean
}

export function createWorkspace(packages: readonly Package[], locate: (path: string | null, importer: string) => Target | null): Workspace {
  const byName = new Map<string, Package[]>()
  for (const item of packages) if (item.name !== null) append(byName, item.name, item)

  function chosen(dir: string, name: string): Package | undefined {
    const item = nearest(byName.get(name) ?? [], dir)
    // Node lets a package import itself only through `exports`.
    return item !== undefined && item === packageAt(packages, dir) && item.manifest['exports'] === undefined ? undefined : item
  }

  function entry(item: Package, subpath: string, importer: string): Target | null {
    const listed = targetsOf(item.manifest['exports'], subpath === '' ? '.' : `./${subpath}`)
    const named = listed ?? (subpath === '' ? entryFields(item.manifest) : [subpath])
    const guesses = subpath === '' ? ['src/index', 'index', 'lib/index', 'src/main'] : listed === null ? [`src/${subpath}`] : []
    for (const candidate of [...named, ...guesses]) {
      const target = inPackage(item.dir, candidate, importer)
      if (target !== null) return target
    }
    return null
  }

  function inPackage(dir: string, target: string, importer: string): Target | null {
    const path = target.replace(/^\.\//, '')
    const bases = [path]
    for (let rest = path; BUILT.test(rest);) {
      rest = rest.replace(BUILT, '')
      bases.push(`src/${rest}`, rest)
    }
    for (const base of bases) {
      const stem = base.replace(/\.d\.[cm]?ts$/, '').replace(/\.[cm]?js$/, '')
      for (const candidate of stem === base ? [base] : [base, stem]) {
        const found = locate(join(dir, candidate), importer)
        if (found !== null && (found.kind === 'file' || candidate === path)) return found
      }
    }
    return null
  }

  function moduleAlias(importer: string, dir: string, specifier: string): Target | null {
    const owner = packageAt(packages, dir)
    const table = owner?.manifest['_moduleAliases']
    if (owner === null || typeof table !== 'object' || table === null) return null
    for (const [alias, path] of Object.entries(table)) {
      if (typeof path !== 'string' || (specifier !== alias && !specifier.startsWith(`${alias}/`))) continue
      const target = inPackage(owner.dir, `${path.replace(/\/$/, '')}${specifier.slice(alias.length)}`, importer)
      if (target !== null) return target
    }
    return null
  }

  function declares(dir: string, name: string): boolean {
    for (const at of upwards(dir)) {
      const item = packageAt(packages, at)
      if (item === null) return false
      if (item.dir === at && item.dependencies.has(name)) return true
    }
    return false
  }

  return { chosen, entry, inPackage, moduleAlias, declares }
}

/** Of several packages of one name, the one that shares most folders with the importer. */
function nearest(packages: readonly Package[], dir: string): Package | undefined {
  const shared = ({ dir: at }: Package): number => {
    const a = at.split('/')
    const b = dir.split('/')
    const differs = a.findIndex((part, i) => part !== b[i])
    return differs === -1 ? a.length : differs
  }
  return packages.toSorted((a, b) => shared(b) - shared(a))[0]
}
