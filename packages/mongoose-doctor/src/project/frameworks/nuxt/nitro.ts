/** Framework: Nitro without Nuxt, of its own (2: `nitropack`, 3: `nitro`). */
import { child, join, parent } from '../../paths.ts'
import type { App, Package, Problem } from '../../project.ts'
import { rangeOf, versionOf } from '../../version.ts'
import type { Tree } from '../../walk.ts'
import type { Adapter, Around, Found } from '../adapter.ts'
import { nitroCompiler } from './compiler.ts'
import { readServerConfig, type ServerConfig } from './server-config.ts'
import { serverApp, type Server } from './server.ts'

export const nitro: Adapter = { framework: 'nitro', apps: nitroApps }

const CONFIG = /(?:^|\/)nitro\.config\.[cm]?[jt]s$/
/** Frameworks that bring Nitro along and have entries of their own. */
const HOSTS = ['nuxt', 'nuxt-nightly', 'nuxt3', '@solidjs/start', '@tanstack/react-start', '@analogjs/platform', 'vinxi']

/** A folder with the dependency or the configuration, and with a server. */
function nitroApps({ tree, packages, tsconfigs }: Around): Found {
  const dirs = new Set(tree.files.filter((file) => CONFIG.test(file)).map((file) => parent(file) ?? ''))
  for (const item of packages) {
    const isHosted = HOSTS.some((name) => item.dependencies.has(name))
    if (!isHosted && (item.dependencies.has('nitropack') || item.dependencies.has('nitro'))) dirs.add(item.dir)
  }
  const apps: App[] = []
  const problems: Problem[] = []
  for (const dir of [...dirs].sort()) {
    const major = majorOf(tree, packages, dir)
    const read = readServerConfig(tree, dir, 'nitro')
    const server = serverOf(tree, dir, major, read.config)
    const app = serverApp(tree, server, read.config, { framework: 'nitro', compiler: nitroCompiler(major, null, read.config, tsconfigs), hasAutoImports: major === 2 && read.config.autoImports })
    if (app === null) continue
    apps.push(app)
    problems.push(...read.problems)
  }
  return { apps, problems }
}

function majorOf(tree: Tree, packages: readonly Package[], dir: string): 2 | 3 {
  if (rangeOf(packages, dir, 'nitropack') !== null) return 2
  return rangeOf(packages, dir, 'nitro') !== null || (versionOf(tree, packages, dir, 'nitro')?.major ?? 2) >= 3 ? 3 : 2
}

function serverOf(tree: Tree, dir: string, major: 2 | 3, config: ServerConfig): Server {
  const written = major === 3 ? (config.serverDir ?? config.srcDir) : config.srcDir
  const srcDir = (written === null ? null : join(dir, written)) ?? dir
  // Without a setting a starter has its routes in the root, or in a folder that its build names.
  const serverDir = written === null && !hasRoutes(tree, dir) && hasRoutes(tree, child(dir, 'server')) ? child(dir, 'server') : srcDir
  return { dir, srcDir: serverDir, serverDir, scanDirs: [serverDir], isNuxt: false, modelsDir: null, hasOtherModules: false }
}

const hasRoutes = (tree: Tree, dir: string): boolean => tree.dirs.has(child(dir, 'api')) || tree.dirs.has(child(dir, 'routes'))
