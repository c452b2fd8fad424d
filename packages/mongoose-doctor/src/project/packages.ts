/** What does each package.json say? */
import { isRecord, parseJson, strings } from './json.ts'
import { parent, upwards } from './paths.ts'
import type { Package, Problem, Project } from './project.ts'
import type { Tree } from './walk.ts'

/** Reads every package.json of the tree; a broken one is a problem and is left out. */
export function readPackages(tree: Tree): { packages: Package[]; problems: Problem[] } {
  const packages: Package[] = []
  const problems: Problem[] = []
  for (const file of tree.manifests) {
    const text = tree.read(file)
    const parsed = text === null ? { reason: 'it could not be opened', at: null } : nestsDeeply(text) ? { reason: 'it has too many brackets', at: null } : parseJson(text)
    if ('reason' in parsed) problems.push({ file, at: parsed.at, reason: `This package.json could not be read: ${parsed.reason}.` })
    else if (!isRecord(parsed.value)) problems.push({ file, at: 0, reason: 'This package.json does not hold an object.' })
    else {
      const made = toPackage(parent(file) ?? '', parsed.value)
      packages.push(made)
      const odd = Array.isArray(parsed.value['sideEffects']) && typeof made.sideEffects === 'boolean'
      if (odd) problems.push({ file, at: null, reason: '"sideEffects" has a pattern that is too complicated to be followed; all files are taken to have some.' })
    }
  }
  return { packages, problems }
}

/** @param dir the folder that holds this package.json */
export function toPackage(dir: string, manifest: Record<string, unknown>): Package {
  const dependencies = new Map<string, string>()
  // The first one wins: what production installs comes before what a development setup adds.
  for (const field of ['dependencies', 'optionalDependencies', 'devDependencies', 'peerDependencies']) {
    for (const [name, range] of textEntries(manifest[field])) if (!dependencies.has(name)) dependencies.set(name, range)
  }
  const { name, type, sideEffects } = manifest
  return {
    dir,
    name: typeof name === 'string' && name !== '' ? name : null,
    dependencies,
    sideEffects: typeof sideEffects === 'boolean' ? sideEffects : Array.isArray(sideEffects) && strings(sideEffects).every(isSimple) ? strings(sideEffects) : true,
    type: type === 'module' ? 'module' : 'commonjs',
    scripts: new Map(textEntries(manifest['scripts'])),
    manifest,
  }
}

/** More brackets than any package.json has: what reads such JSON recurses, in native code too, where nothing catches the end of the stack. */
function nestsDeeply(text: string): boolean {
  let brackets = 0
  for (let i = 0; i < text.length && brackets <= 20_000; i++) if (text[i] === '{' || text[i] === '[') brackets++
  return brackets > 20_000
}

/** Patterns become regular expressions, and one with many stars, or with repeated groups, would run for ever on a long path. */
const isSimple = (glob: string): boolean => glob.length <= 500 && !glob.includes('(') && (glob.match(/\*+|\[|\{/g)?.length ?? 0) <= 4

const textEntries = (value: unknown): [string, string][] =>
  isRecord(value) ? Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string') : []

const indexes = new WeakMap<readonly Package[], ReadonlyMap<string, Package>>()

/** The package that `file` belongs to: the nearest package.json going up; null when there is none. */
export function packageOf(project: Pick<Project, 'packages'>, file: string): Package | null {
  return packageAt(project.packages, parent(file) ?? '')
}

/** The same for a folder. */
export function packageAt(packages: readonly Package[], dir: string): Package | null {
  let index = indexes.get(packages)
  if (index === undefined) indexes.set(packages, (index = new Map(packages.map((item) => [item.dir, item]))))
  for (const at of upwards(dir)) {
    const found = index.get(at)
    if (found !== undefined) return found
  }
  return null
}
