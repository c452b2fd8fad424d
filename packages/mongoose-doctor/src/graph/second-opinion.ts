/** oxc-resolver, asked only about what the list of files leaves open: it knows every way in which one tsconfig.json extends another. */
import { isRecord, parseJsonc, strings } from '../project/json.ts'
import { packageAt } from '../project/packages.ts'
import { basename, child, join, parent, upwards } from '../project/paths.ts'
import type { Project } from '../project/project.ts'
import type { Disk } from '../disk/disk.ts'

/** The file that a specifier means, relative to root, wherever on the disk below it; null when there is none or it may not be asked for. */
export type SecondOpinion = (from: string, specifier: string) => string | null

/**
 * Its `tsconfig: 'auto'` would look above the root; so the nearest configuration is named, and only one whose bases are inside of the root.
 */
export function createSecondOpinion({ disk, packages, problems }: Project): SecondOpinion {
  const inside = new Map<string, boolean>()
  // It would read these as well.
  const isBroken = problems.some(({ file }) => basename(file) === 'package.json')
  const isInside = (config: string): boolean => {
    const known = inside.get(config) ?? staysInside(disk, config, { left: MOST_CONFIGS }, [])
    inside.set(config, known)
    return known
  }
  return (from, specifier) => {
    const dir = parent(from) ?? ''
    // Without a package.json it would look for one above the root.
    if (isBroken || packageAt(packages, dir) === null) return null
    const config = [...upwards(dir)].map((at) => child(at, 'tsconfig.json')).find((file) => disk.kind(file) !== null) ?? null
    if (config === null ? !specifier.startsWith('#') : !isInside(config)) return null
    return disk.resolve(config, from, specifier)
  }
}

/** The resolver follows every way from one configuration to another, and recurses; no project has that many. */
const MOST_CONFIGS = 100

/** What a configuration extends is a file inside of the root, or a package in a node_modules there. */
function staysInside(disk: Disk, config: string, budget: { left: number }, chain: readonly string[]): boolean {
  if (--budget.left < 0) return false
  const text = disk.read(config)
  const parsed = text === null || chain.includes(config) ? null : parseJsonc(text)
  if (parsed === null || !('value' in parsed) || !isRecord(parsed.value)) return false
  const dir = parent(config) ?? ''
  const bases = parsed.value['extends']
  return (Array.isArray(bases) ? strings(bases) : strings([bases])).every((name) => {
    if (/^\.\.?(?:\/|$)/.test(name)) {
      const file = [join(dir, name), join(dir, `${name}.json`)].find((path) => path !== null && disk.read(path) !== null) ?? null
      return file !== null && staysInside(disk, file, budget, [...chain, config])
    }
    const [packageFolder] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? []
    return packageFolder !== undefined && [...upwards(dir)].some((at) => {
      const folder = child(child(at, 'node_modules'), packageFolder)
      return disk.kind(folder) !== null && disk.withoutLinks(folder) !== null
    })
  })
}
