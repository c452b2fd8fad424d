/** How do imports survive that Vite compiles and bundles for the server? Observed with 5, 7 and 8: docs/frameworks/. */
import { keptBy } from '../compiler.ts'
import type { Compiler } from '../project.ts'
import { lockedVersion, versionOf, type Version } from '../version.ts'
import type { Around } from './adapter.ts'

export interface ViteOptions {
  /** "SvelteKit 2" */
  readonly name: string
  readonly version: Version
  /** Where that is not what the nearest tsconfig.json says of `verbatimModuleSyntax`. */
  readonly keepsUnusedImports?: (file: string) => boolean
}

/** Vite's version for the application in `dir`; `assumed` where nothing says. `^8.0.7` says no more than the major: the lock file knows which of them it is. */
export function viteVersion({ tree, packages }: Around, dir: string, assumed: number): Version {
  const version = versionOf(tree, packages, dir, 'vite') ?? { major: assumed, minor: null }
  if (version.minor !== null) return version
  const locked = lockedVersion(tree, 'vite')
  return locked?.major === version.major ? locked : version
}

/** Rollup bundles up to Vite 7, and Rolldown from 8 on: that one asks `"sideEffects"` for aliases too. */
export function viteCompiler({ tsconfigs }: Around, { name, version, keepsUnusedImports }: ViteOptions): Compiler {
  return {
    bundler: 'vite',
    keepsUnusedImports: keepsUnusedImports ?? keptBy(tsconfigs),
    keepsUnusedImportEquals: true,
    stripsTypes: false,
    honoursSideEffects: true,
    ...(version.major < 8 ? { aliasesKeepEffects: true } : { dropsUnusedLoads: true }),
    dropsBareMentions: true,
    optimizePackageImports: [],
    transpilePackages: [],
    label: `${name} with Vite ${version.major}`,
  }
}
