/** Framework: Nuxt 3 and later. Its server is Nitro's; where that stands, and what it loads, Nuxt says. */
import { child, isBelow, join, parent } from '../../paths.ts'
import type { App, Package, Problem } from '../../project.ts'
import { lockedVersion, rangeOf, versionOf } from '../../version.ts'
import type { Tree } from '../../walk.ts'
import type { Adapter, Around, Found } from '../adapter.ts'
import { nitroCompiler } from './compiler.ts'
import { readServerConfig, type ServerConfig } from './server-config.ts'
import { serverApp, type Server } from './server.ts'

export const nuxt: Adapter = { framework: 'nuxt', apps: nuxtApps }

const CONFIG = /(?:^|\/)nuxt\.config\.[cm]?[jt]s$/
const NUXT = ['nuxt', 'nuxt-nightly', 'nuxt3']
/** What a range that says nothing is taken for. */
const NEWEST = 4

/** A folder with the dependency or the configuration, and with a server. */
function nuxtApps({ tree, packages, tsconfigs }: Around): Found {
  const layers = new Set(tree.files.filter((file) => CONFIG.test(file)).map((file) => parent(file) ?? ''))
  const dirs = new Set(layers)
  for (const item of packages) if (NUXT.some((name) => item.dependencies.has(name))) dirs.add(item.dir)
  const apps: App[] = []
  const problems: Problem[] = []
  for (const dir of [...dirs].sort()) {
    // A layer is a part of the application above it.
    const above = parent(dir)
    if (above !== null && above.endsWith('layers') && dirs.has(parent(above) ?? '')) continue
    const major = versionAt(tree, packages, dir)
    if (major < 3) continue
    const read = readServerConfig(tree, dir, 'nuxt')
    const server = serverOf(tree, packages, dir, major, read.config)
    const app = serverApp(tree, server, read.config, { framework: 'nuxt', compiler: nitroCompiler(major >= 5 ? 3 : 2, `Nuxt ${major}`, read.config, tsconfigs), hasAutoImports: read.config.autoImports })
    if (app === null) continue
    apps.push(app)
    problems.push(...read.problems)
  }
  return { apps, problems }
}

function versionAt(tree: Tree, packages: readonly Package[], dir: string): number {
  for (const name of NUXT) {
    const version = versionOf(tree, packages, dir, name)
    if (version !== null) return version.major
  }
  return NEWEST
}

function serverOf(tree: Tree, packages: readonly Package[], dir: string, major: number, config: ServerConfig): Server {
  const isFour = major >= 4 || config.compatibilityVersion === 4
  const srcDir = (config.srcDir === null ? null : join(dir, config.srcDir)) ?? (isFour && tree.dirs.has(child(dir, 'app')) ? child(dir, 'app') : dir)
  const own = config.serverDir === null ? [child(isFour ? dir : srcDir, 'server'), child(dir, 'server')] : [join(dir, config.serverDir)].flatMap((path) => path ?? [])
  const serverDir = own.find((path) => tree.dirs.has(path)) ?? own[0] ?? child(dir, 'server')
  const layers = child(dir, 'layers')
  const below = [...tree.dirs].filter((path) => parent(parent(path) ?? '') === layers && path.endsWith('/server') && isBelow(path, layers)).sort()
  return {
    dir, srcDir, serverDir, scanDirs: [serverDir, ...below], isNuxt: true,
    modelsDir: config.modules.includes('nuxt-mongoose') ? join(serverDir, config.modelsDir ?? 'models') : null,
    hasOtherModules: !config.modulesAreKnown || config.modules.some((name) => !PLAIN.has(name) && !(name === 'nuxt-mongoose' && importsByName(tree, packages, dir))),
  }
}

/** Modules that put nothing into the server which imports `#imports` (looked for in what npm installs of them). */
const PLAIN = new Set([
  '@nuxt/devtools', '@nuxt/eslint', '@nuxt/fonts', '@nuxt/image', '@nuxt/test-utils', '@nuxt/test-utils/module', '@nuxtjs/color-mode', '@nuxtjs/google-fonts',
  '@nuxtjs/sitemap', '@nuxtjs/tailwindcss', '@pinia/nuxt', '@vueuse/nuxt', 'nuxt-meta-pixel', 'nuxt-site-config',
])

/** nuxt-mongoose up to 1.0.6 imports `#imports` when the server starts, and with it all models that anything uses (observed); 1.1.2 does not. */
function importsByName(tree: Tree, packages: readonly Package[], dir: string): boolean {
  const range = rangeOf(packages, dir, 'nuxt-mongoose') ?? ''
  const [, major, minor] = /(\d+)\.(\d+)/.exec(range) ?? []
  if (major === undefined) return false
  const locked = lockedVersion(tree, 'nuxt-mongoose')
  return locked === null ? Number(major) > 1 || Number(minor) >= 1 : locked.major > 1 || (locked.minor ?? 0) >= 1
}
