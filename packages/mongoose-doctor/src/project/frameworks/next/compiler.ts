/** How do the imports of a Next application survive? truth/README.md 7–11. */
import { describedBy, keptBy } from '../../compiler.ts'
import type { Compiler } from '../../project.ts'
import { splitCommands } from '../../scripts.ts'
import type { Tsconfigs } from '../../tsconfig.ts'
import type { Version } from '../../version.ts'
import type { NextConfig } from './next-config.ts'

/** What `latest`, `canary` and ranges that say nothing are taken for. */
export const NEWEST_NEXT: Version = { major: 16, minor: null }

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
    emitsMetadata: describedBy(tsconfigs),
    keepsUnusedImportEquals: false,
    stripsTypes: false,
    honoursSideEffects: true,
    optimizePackageImports: config.optimizePackageImports,
    transpilePackages: config.transpilePackages,
    label: `Next ${name} with ${bundler === 'turbopack' ? 'Turbopack' : 'webpack'}`,
  }
}
