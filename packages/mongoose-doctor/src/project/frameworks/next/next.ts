/** Framework: Next. Which folders are applications, and what do they answer? */
import { packageAt } from '../../packages.ts'
import { child, isBelow, parent } from '../../paths.ts'
import type { App, Entry, Package, Problem, Startup } from '../../project.ts'
import { splitCommands } from '../../scripts.ts'
import type { Tsconfigs } from '../../tsconfig.ts'
import { versionOf } from '../../version.ts'
import type { Tree } from '../../walk.ts'
import type { Adapter, Around, Found } from '../adapter.ts'
import { appRouterEntries } from './app-router.ts'
import { bundlerOf, NEWEST_NEXT, nextCompiler } from './compiler.ts'
import { readNextConfig, type NextConfig } from './next-config.ts'
import { pagesRouterEntries } from './pages-router.ts'
import { routeFile } from './route-file.ts'

export const next: Adapter = { framework: 'next', apps: nextApps }

/** A folder with the dependency, the command or the configuration, and with routes. */
function nextApps({ tree, packages, tsconfigs }: Around): Found {
  const dirs = new Set<string>()
  for (const item of packages) if (item.dependencies.has('next') || runsNext(item)) dirs.add(item.dir)
  for (const file of tree.files) if (/(?:^|\/)next\.config\.[cm]?[jt]s$/.test(file)) dirs.add(parent(file) ?? '')

  const apps: App[] = []
  const problems: Problem[] = []
  for (const dir of [...dirs].sort()) {
    const appDir = firstDir(tree, [child(dir, 'app'), child(dir, 'src/app')])
    const pagesDir = firstDir(tree, [child(dir, 'pages'), child(dir, 'src/pages')])
    if (appDir === null && pagesDir === null) continue
    const read = readNextConfig(tree, dir)
    const app = nextApp(tree, packages, tsconfigs, { dir, appDir, pagesDir }, read.config)
    if (app === null) continue
    apps.push(app)
    problems.push(...read.problems)
    for (const link of tree.links) {
      if ([appDir, pagesDir].some((routes) => routes !== null && isBelow(link, routes))) {
        problems.push({ file: link, at: null, reason: 'This is a link to another folder; routes below it were not examined.' })
      }
    }
  }
  return { apps, problems }
}

interface Routes {
  readonly dir: string
  readonly appDir: string | null
  readonly pagesDir: string | null
}

function nextApp(tree: Tree, packages: readonly Package[], tsconfigs: Tsconfigs, routes: Routes, config: NextConfig): App | null {
  const { dir, appDir, pagesDir } = routes
  const version = versionOf(tree, packages, dir, 'next') ?? NEWEST_NEXT
  const entries: Entry[] = []
  // Before 13 a folder named app was nothing special.
  const usesAppRouter = appDir !== null && version.major >= 13
  if (usesAppRouter) entries.push(...appRouterEntries(tree.files, appDir, config.pageExtensions))
  if (pagesDir !== null) entries.push(...pagesRouterEntries(tree.files, pagesDir, config.pageExtensions))
  if (entries.length === 0) return null

  // Next looks beside pages/ or app/, nowhere else.
  const beside = parent(pagesDir ?? appDir ?? '') ?? ''
  for (const file of tree.files) {
    if ((parent(file) ?? '') !== beside) continue
    const name = routeFile(file, config.pageExtensions)?.name
    if (name === 'instrumentation' && (version.major >= 15 || config.instrumentationHook)) entries.push({ file, kind: name, with: [] })
    if (name === 'middleware' || (name === 'proxy' && version.major >= 16)) entries.push({ file, kind: name, with: [] })
  }
  const scripts = packageAt(packages, dir)?.scripts ?? new Map<string, string>()
  return {
    root: dir === '' ? '.' : dir,
    framework: 'next',
    compiler: nextCompiler(version, bundlerOf(version, scripts), config, tsconfigs),
    entries: entries.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
    usesDirectives: true,
    hasServerActions: usesAppRouter,
    startup: startupOf(entries, config),
  }
}

/** Instrumentation runs before every entry of the same server, and so does a proxy without a matcher (truth/README.md 1, 3). */
function startupOf(entries: readonly Entry[], config: NextConfig): readonly Startup[] {
  // A bundled mongoose is one copy, and one registry, for each kind of entry.
  if (config.transpilePackages.includes('mongoose')) return []
  return entries.flatMap(({ file, kind }): Startup[] => {
    if (kind === 'instrumentation') return [{ file, calls: ['register'], unlessExports: null }]
    return kind === 'proxy' ? [{ file, calls: [], unlessExports: 'config' }] : []
  })
}

const firstDir = (tree: Tree, dirs: readonly string[]): string | null => dirs.find((dir) => tree.dirs.has(dir)) ?? null

const runsNext = (item: Package): boolean =>
  [...item.scripts.values()].some((script) => splitCommands(script).some((words) => {
    const at = words.indexOf('next')
    return at >= 0 && /^(?:dev|build|start)$/.test(words[at + 1] ?? '')
  }))
