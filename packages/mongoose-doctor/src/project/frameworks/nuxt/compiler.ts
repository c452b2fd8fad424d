/** How do the imports of a Nitro server survive? docs/frameworks/nuxt.md has what was observed. */
import { keptBy } from '../../compiler.ts'
import type { Compiler } from '../../project.ts'
import type { Tsconfigs } from '../../tsconfig.ts'
import type { ServerConfig } from './server-config.ts'

/**
 * Nitro 2 gives Rollup a list of the modules that have side effects, and none of the application's is on it: what nothing uses is left out.
 * Nitro 3 has no such list.
 * @param host `Nuxt 4`; null: Nitro on its own
 */
export function nitroCompiler(major: 2 | 3, host: string | null, config: ServerConfig, tsconfigs: Tsconfigs): Compiler {
  return {
    bundler: 'rollup',
    keepsUnusedImports: major === 3 ? keptBy(tsconfigs) : () => false,
    keepsUnusedImportEquals: true,
    stripsTypes: false,
    honoursSideEffects: true,
    // A path there is absolute, or it names nothing (observed): which one it is can't be told without running the configuration.
    ...(major === 2 && config.moduleSideEffects !== null ? { leavesOutUnused: true } : {}),
    optimizePackageImports: [],
    transpilePackages: [],
    label: host === null ? `Nitro ${major}` : `${host} with Nitro ${major}`,
  }
}
