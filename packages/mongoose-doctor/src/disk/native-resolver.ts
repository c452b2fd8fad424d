/** oxc-resolver: it reads the disk by itself. */
import { createRequire } from 'node:module'
import { isAbsolute, relative, sep } from 'node:path'
import type { NapiResolveOptions, ResolverFactory } from 'oxc-resolver'

/** @param config the tsconfig.json that holds for `from` */
export type NativeResolver = (config: string | null, from: string, specifier: string) => string | null

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
 * Paths are relative to `root`; null for what lies outside of it, or nowhere.
 * @param load for tests; gives null when the native binding is not there: then nothing is found
 */
export function createNativeResolver(root: string, load = loadResolver): NativeResolver {
  const perConfig = new Map<string | null, ResolverFactory | null>()
  let Factory: ReturnType<typeof loadResolver> | undefined

  function create(config: string | null): ResolverFactory | null {
    if (Factory === undefined) Factory = load()
    if (Factory === null) return null
    return new Factory(config === null ? OPTIONS : { ...OPTIONS, tsconfig: { configFile: `${root}/${config}`, references: 'auto' } })
  }

  return (config, from, specifier) => {
    let resolver = perConfig.get(config)
    if (resolver === undefined) perConfig.set(config, (resolver = create(config)))
    const path = resolver?.resolveFileSync(`${root}/${from}`, specifier).path
    if (path === undefined) return null
    const inside = relative(root, path)
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
