/** oxc-resolver, asked only about what the list of files leaves open: it knows every way in which one tsconfig.json extends another. */
import { createRequire } from 'node:module'
import { isAbsolute, relative, sep } from 'node:path'
import type { NapiResolveOptions, ResolverFactory } from 'oxc-resolver'
import { isRecord, parseJsonc, strings } from '../project/json.ts'
import { packageAt } from '../project/packages.ts'
import { basename, child, join, parent, upwards } from '../project/paths.ts'
import type { Project } from '../project/project.ts'
import type { Disk } from './disk.ts'

/** The file that a specifier means, relative to root, wherever on the disk below it; null when there is none or it may not be asked for. */
export type SecondOpinion = (from: string, specifier: string) => string | null

const OPTIONS: NapiResolveOptions = {
  extensions: ['.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts'],
  extensionAlias: {
    '.js': ['.ts', '.tsx', '.js', '.jsx'], '.mjs': ['.mts', '.mjs'], '.cjs': ['.cts', '.cjs'], '.jsx': ['.tsx', '.jsx'],
  },
  conditionNames: ['node', 'import', 'require', 'default'],
  mainFields: ['module', 'main'],
  // Packages are resolved before, and a search for them would leave the root.
  modules: [],
  nodePath: false,
}

/**
 * Its `tsconfig: 'auto'` would look above the root; so the nearest configuration is named, and only one whose bases are inside of the root.
 * @param load for tests; null when the native binding is not there: then there is no second opinion
 */
export function createSecondOpinion(project: Project, disk: Disk, load = loadResolver): SecondOpinion {
  const perConfig = new Map<string, ResolverFactory | null>()
  let Factory: ReturnType<typeof loadResolver> | undefined
  // It would read these as well.
  const isBroken = project.problems.some(({ file }) => basename(file) === 'package.json')

  function create(config: string | null): ResolverFactory | null {
    if (config !== null && !staysInside(disk, config, { left: MOST_CONFIGS }, [])) return null
    if (Factory === undefined) Factory = load()
    if (Factory === null) return null
    if (config === null) return new Factory(OPTIONS)
    return new Factory({ ...OPTIONS, tsconfig: { configFile: `${project.root}/${config}`, references: 'auto' } })
  }

  return (from, specifier) => {
    const dir = parent(from) ?? ''
    // Without a package.json it would look for one above the root.
    if (isBroken || packageAt(project.packages, dir) === null) return null
    const config = [...upwards(dir)].map((at) => child(at, 'tsconfig.json')).find((file) => disk.exists(file)) ?? null
    if (config === null && !specifier.startsWith('#')) return null
    const key = config ?? ''
    let resolver = perConfig.get(key)
    if (resolver === undefined) perConfig.set(key, (resolver = create(config)))
    const path = resolver?.resolveFileSync(`${project.root}/${from}`, specifier).path
    if (path === undefined) return null
    const inside = relative(project.root, path)
    return inside.startsWith('..') || isAbsolute(inside) ? null : inside.split(sep).join('/')
  }
}

/** Loaded on demand, for it takes longer than most projects do; null when it cannot be. */
function loadResolver(): (new (options: NapiResolveOptions) => ResolverFactory) | null {
  try {
    const loaded: typeof import('oxc-resolver') = createRequire(import.meta.url)('oxc-resolver')
    return loaded.ResolverFactory
  } catch {
    return null
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
      return disk.exists(folder) && disk.withoutLinks(folder) !== null
    })
  })
}
