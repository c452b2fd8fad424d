/** How do the imports of an application survive? truth/README.md 7–11. */
import type { NextConfig } from './next-config.ts'
import { parent } from './paths.ts'
import type { Compiler, Package } from './project.ts'
import { splitCommands } from './scripts.ts'
import type { Tsconfigs } from './tsconfig.ts'
import type { Tree } from './walk.ts'

export interface Version {
  readonly major: number
  readonly minor: number | null
}

/** What `latest`, `canary` and ranges that say nothing are taken for. */
export const NEWEST_NEXT: Version = { major: 16, minor: null }

/** The lowest version that a range allows; null when it names none (a tag, a catalog, a git address). */
export function lowestVersion(range: string): Version | null {
  const plain = range.replace(/^(?:npm:(?:@[^/]+\/)?[^@]*@|workspace:)/, '')
  if (/^(?:https?|git|file|link|catalog|github)\b/.test(plain)) return null
  const versions = plain.split('||').flatMap((part) => {
    const match = /(?:^|[\s^~>=v])(\d+)(?:\.(\d+))?/.exec(part.replace(/<=?\s*v?[\d.]+(?:-[\w.]+)?/g, ' '))
    if (match?.[1] === undefined) return []
    return [{ major: Number(match[1]), minor: match[2] === undefined ? null : Number(match[2]), wide: /[\^x*>]/.test(part) }]
  })
  const [lowest] = versions.sort((a, b) => a.major - b.major || (a.minor ?? 0) - (b.minor ?? 0))
  // `^14.2.3` installs any 14: its minor says nothing.
  return lowest === undefined ? null : { major: lowest.major, minor: lowest.wide ? null : lowest.minor }
}

/** The installed version of `next` by a lock file at the root: asked only when the range is no help. */
export function lockedNext(tree: Tree): Version | null {
  const patterns: [string, RegExp][] = [
    ['package-lock.json', /"node_modules\/next":\s*\{\s*"version":\s*"(\d+)\.(\d+)/],
    ['pnpm-lock.yaml', /^\s+'?\/?next[@/](\d+)\.(\d+)/m],
    ['yarn.lock', /^"?next@[^\n]*:\n\s+version:? "?(\d+)\.(\d+)/m],
    ['bun.lock', /"next":\s*\["next@(\d+)\.(\d+)/],
  ]
  for (const [file, pattern] of patterns) {
    const match = pattern.exec(tree.read(file) ?? '')
    if (match !== null) return { major: Number(match[1]), minor: Number(match[2]) }
  }
  return null
}

/** Turbopack or webpack, for the production build. */
export function bundlerOf(version: Version, scripts: ReadonlyMap<string, string>): 'turbopack' | 'webpack' {
  const builds = [...scripts].map(([name, script]) => ({ name, words: splitCommands(script).find(isNextBuild) }))
  const named = builds.find(({ name, words }) => name === 'build' && words !== undefined)
    ?? builds.find(({ name, words }) => /^(?:vercel-build|build[:-](?:prod|production|next|app|web))$/.test(name) && words !== undefined)
    ?? builds.find(({ words }) => words !== undefined)
  const words = named?.words ?? []
  if (version.major >= 16) return words.includes('--webpack') ? 'webpack' : 'turbopack'
  return version.major === 15 && words.some((word) => word === '--turbo' || word === '--turbopack') ? 'turbopack' : 'webpack'
}

function isNextBuild(words: readonly string[]): boolean {
  const at = words.findIndex((word) => word === 'next' || /(?:^|\/)bin\/next$|\.bin\/next$/.test(word))
  return at >= 0 && words[at + 1] === 'build'
}

export function nextCompiler(version: Version, bundler: 'turbopack' | 'webpack', config: NextConfig, tsconfigs: Tsconfigs): Compiler {
  const name = version.minor === null ? `${version.major}` : `${version.major}.${version.minor}`
  return {
    bundler,
    keepsUnusedImports: bundler === 'turbopack' ? keptBy(tsconfigs) : () => false,
    keepsUnusedImportEquals: false,
    stripsTypes: false,
    honoursSideEffects: true,
    optimizePackageImports: config.optimizePackageImports,
    transpilePackages: config.transpilePackages,
    label: `Next ${name} with ${bundler === 'turbopack' ? 'Turbopack' : 'webpack'}`,
  }
}

/** @param how `stripped`: Node itself removes the types, and only the types. */
export function nodeCompiler(how: 'javascript' | 'compiled' | 'stripped', tsconfigs: Tsconfigs): Compiler {
  const labels = { javascript: 'Node', compiled: 'Node with TypeScript', stripped: "Node's type stripping" }
  return {
    bundler: 'none',
    keepsUnusedImports: how === 'stripped' ? () => true : keptBy(tsconfigs),
    keepsUnusedImportEquals: true,
    stripsTypes: how === 'stripped',
    honoursSideEffects: false,
    optimizePackageImports: [],
    transpilePackages: [],
    label: labels[how],
  }
}

const keptBy = (tsconfigs: Tsconfigs) => (file: string): boolean => tsconfigs.at(parent(file) ?? '').verbatimModuleSyntax === true

/** The range of `next` for an application: its own, or the one of a workspace root above it. */
export function nextRange(packages: readonly Package[], dir: string): string | null {
  const above = packages.filter((item) => item.dir === '' || dir === item.dir || dir.startsWith(`${item.dir}/`))
  const nearest = above.sort((a, b) => b.dir.length - a.dir.length).find((item) => item.dependencies.has('next'))
  return nearest?.dependencies.get('next') ?? null
}
