/** Frameworks: React Router 7 with its compiler, and Remix, from which it came. Observed: docs/frameworks/react-router.md. */
import type { Framework } from '../../../kernel/report.ts'
import { child, join } from '../../paths.ts'
import type { App, Compiler, Entry, Package, Problem } from '../../project.ts'
import { splitCommands } from '../../scripts.ts'
import { versionOf } from '../../version.ts'
import type { Tree } from '../../walk.ts'
import type { Adapter, Around, Found } from '../adapter.ts'
import { readSettings, type Settings } from '../settings.ts'
import { viteCompiler, viteVersion } from '../vite.ts'
import { configuredRoutes } from './configured-routes.ts'
import { fileRoutes, nestedRoutes } from './file-routes.ts'

type Name = Extract<Framework, 'react-router' | 'remix'>
const COMPILERS: Readonly<Record<Name, string>> = { 'react-router': '@react-router/dev', 'remix': '@remix-run/dev' }

export const reactRouter: Adapter = { framework: 'react-router', apps: (around) => appsOf(around, 'react-router') }
export const remix: Adapter = { framework: 'remix', apps: (around) => appsOf(around, 'remix') }

/** A folder with the dependency and with an `app` folder. */
function appsOf(around: Around, framework: Name): Found {
  const found = around.packages.filter((item) => frameworkOf(item) === framework).flatMap((item) => appOf(around, framework, item) ?? [])
  return { apps: found.map(({ app }) => app), problems: found.flatMap(({ problems }) => problems) }
}

/** Half-way between the two, a package has both: what its scripts run counts. */
function frameworkOf(item: Package): Name | null {
  const [hasRouter, hasRemix] = [item.dependencies.has(COMPILERS['react-router']), item.dependencies.has(COMPILERS.remix)]
  if (hasRouter && hasRemix) return runs(item, (words) => words.includes('remix')) ? 'remix' : 'react-router'
  return hasRouter ? 'react-router' : hasRemix ? 'remix' : null
}

const runs = (item: Package, what: (words: readonly string[]) => boolean): boolean =>
  [...item.scripts.values()].some((script) => splitCommands(script).some(what))

function appOf(around: Around, framework: Name, item: Package): { app: App; problems: readonly Problem[] } | null {
  const { tree, packages } = around
  const { dir } = item
  const settings = readSettings(tree, dir, framework === 'remix' ? 'remix.config' : 'react-router.config')
  const appDir = join(dir, settings.text(['appDirectory']) ?? 'app')
  if (appDir === null || !tree.dirs.has(appDir)) return null
  const version = versionOf(tree, packages, dir, COMPILERS[framework]) ?? { major: framework === 'remix' ? 2 : 7, minor: null }
  const problems: Problem[] = [...settings.problems]
  const routes = [...new Set([...sourceAt(tree, child(appDir, 'root')), ...routesOf(tree, item, appDir, version.major, settings, problems)])]
  const server = sourceAt(tree, child(appDir, 'entry.server'))
  const entries: Entry[] = [
    ...routes.map((file): Entry => ({ file, kind: 'route', with: [] })),
    ...server.map((file): Entry => ({ file, kind: 'entry-server', with: [] })),
  ]
  if (routes.length === 0) return null
  if (settings.has(['serverBundles'])) {
    problems.push({ file: settings.file ?? appDir, at: null, reason: `'serverBundles' splits the routes: which of them share a process cannot be read, and all are taken to.` })
  }
  const app: App = {
    root: dir === '' ? '.' : dir,
    framework,
    compiler: framework === 'remix' && isClassic(tree, settings, item) ? esbuild(version.major)
      : viteCompiler(around, { name: `${framework === 'remix' ? 'Remix' : 'React Router'} ${version.major}`, version: viteVersion(around, dir, framework === 'remix' ? 5 : 7) }),
    entries: entries.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
    usesDirectives: false,
    hasServerActions: false,
    // One bundle imports them all: the first request finds what any of them registers.
    startup: [...customServers(tree, dir), ...server, ...routes].map((file) => ({ file, calls: [], unlessExports: null })),
  }
  return { app, problems }
}

function routesOf(tree: Tree, item: Package, appDir: string, major: number, settings: Settings, problems: Problem[]): readonly string[] {
  const [config] = sourceAt(tree, child(appDir, 'routes'))
  if (config !== undefined) {
    const read = configuredRoutes(tree, config, appDir)
    problems.push(...read.problems)
    return read.files
  }
  if (settings.has(['routes']) && settings.file !== null) {
    problems.push({ file: settings.file, at: null, reason: `'routes' cannot be read without running this file; the files in ${child(appDir, 'routes')} are taken for routes.` })
  }
  const nested = item.dependencies.has('@remix-run/v1-route-convention') || item.dependencies.has('remix-flat-routes') || major < 2 || settings.has(['routes'])
  const routes = child(appDir, 'routes')
  return nested ? nestedRoutes(tree, routes) : fileRoutes(tree, routes)
}

/** Remix before Vite: its own compiler, on esbuild. */
const isClassic = (tree: Tree, settings: Settings, item: Package): boolean =>
  runs(item, (words) => words.includes('remix') && words.includes('build'))
  || (settings.file !== null && !runs(item, (words) => words.some((word) => word === 'vite' || word.startsWith('vite:'))))
  || !['ts', 'js', 'mjs', 'mts'].some((ending) => tree.has(child(item.dir, `vite.config.${ending}`)))

/** Its esbuild is older than `verbatimModuleSyntax`. */
function esbuild(major: number): Compiler {
  return {
    bundler: 'esbuild', keepsUnusedImports: () => false, keepsUnusedImportEquals: true, stripsTypes: false,
    honoursSideEffects: true, dropsBareMentions: true, optimizePackageImports: [], transpilePackages: [], label: `Remix ${major} with esbuild`,
  }
}

const SERVERS = ['server', 'server/index', 'server/app', 'server/server', 'app/server', 'src/server', 'index']

/** A server of the project's own: it loads the build, or is part of it, so what it imports is there for every route. */
function customServers(tree: Tree, dir: string): readonly string[] {
  return SERVERS.flatMap((name) => sourceAt(tree, child(dir, name)))
    .filter((file) => /createRequestHandler|virtual:(?:react-router|remix)\/server-build|build\/server/.test(tree.read(file) ?? ''))
}

const sourceAt = (tree: Tree, path: string): string[] => {
  const found = ['ts', 'tsx', 'js', 'jsx', 'mjs', 'mts'].map((ending) => `${path}.${ending}`).find((file) => tree.has(file))
  return found === undefined ? [] : [found]
}
