/** Which packages in node_modules may bring models along? Found by their package.json alone; their files are read only when imported. */
import { isRecord, parseJson } from './json.ts'
import { toPackage } from './packages.ts'
import { child, isInstalled, upwards } from './paths.ts'
import type { Package } from './project.ts'
import type { Tree } from './walk.ts'

/** Mongoose itself, its plugins and the layers over it: what they do is known, and none of it is a model of the project. */
const MACHINERY = /^(?:mongoose(?:-.*)?|typegoose|@typegoose\/.*|@nestjs\/mongoose)$/

/**
 * Installed packages that a package.json of the project depends on and that are built on Mongoose themselves, sorted by folder.
 * Not those with a Mongoose of their own, whose registry is another one, nor links to folders of the project.
 */
export function installedPackages(tree: Tree, packages: readonly Package[]): Package[] {
  const own = new Set(packages.map((item) => item.name))
  const found = new Map<string, Package | null>()
  const folders = new Map<string, boolean>()
  const holdsModules = (dir: string): boolean => {
    let known = folders.get(dir)
    if (known === undefined) folders.set(dir, (known = tree.disk.kind(child(dir, 'node_modules')) === 'folder'))
    return known
  }
  for (const { dir, manifest } of packages) {
    const places = [...upwards(dir)].filter(holdsModules)
    if (places.length === 0) continue
    for (const name of wanted(manifest)) {
      if (own.has(name) || MACHINERY.test(name)) continue
      for (const at of places) {
        const folder = child(child(at, 'node_modules'), name)
        const text = found.has(folder) ? null : tree.read(child(folder, 'package.json'))
        if (text !== null) found.set(folder, describe(tree, folder, text))
        if (found.has(folder)) break
      }
    }
  }
  return [...found.values()].filter((item) => item !== null).toSorted((a, b) => (a.dir < b.dir ? -1 : 1))
}

/** Names that production installs. A name with `..` or a backslash is no npm name and would lead astray. */
function wanted(manifest: Readonly<Record<string, unknown>>): string[] {
  const names = ['dependencies', 'optionalDependencies'].flatMap((field) => (isRecord(manifest[field]) ? Object.keys(manifest[field]) : []))
  return names.filter((name) => /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/.test(name))
}

function describe(tree: Tree, dir: string, text: string): Package | null {
  if (!text.includes('"mongoose"')) return null
  const parsed = parseJson(text)
  if ('reason' in parsed || !isRecord(parsed.value)) return null
  const { dependencies, peerDependencies } = parsed.value
  if (![dependencies, peerDependencies].some((field) => isRecord(field) && 'mongoose' in field)) return null
  if (tree.read(child(dir, 'node_modules/mongoose/package.json')) !== null) return null
  // pnpm's packages are links into another node_modules.
  return isInstalled(tree.disk.withoutLinks(dir) ?? '') ? toPackage(dir, parsed.value) : null
}
