/** Framework: Astro. Observed with 5.18, 6.4 and 7.3: docs/frameworks/astro.md. */
import { keptBy } from '../../compiler.ts'
import { basename, child, isBelow, join } from '../../paths.ts'
import type { App, Entry, Package, Startup } from '../../project.ts'
import { versionOf } from '../../version.ts'
import { isTest, type Tree } from '../../walk.ts'
import type { Adapter, Around, Found } from '../adapter.ts'
import { readSettings, type Settings } from '../settings.ts'
import { viteCompiler, viteVersion } from '../vite.ts'

export const astro: Adapter = { framework: 'astro', apps: astroApps }

/** A folder with the dependency and with pages. */
function astroApps(around: Around): Found {
  const found = around.packages.filter((item) => item.dependencies.has('astro')).map((item) => {
    const settings = readSettings(around.tree, item.dir, 'astro.config')
    return { app: astroApp(around, item, settings), problems: settings.problems }
  })
  return {
    apps: found.flatMap(({ app }) => app ?? []),
    problems: found.flatMap(({ app, problems }) => (app === null ? [] : problems)),
  }
}

function astroApp(around: Around, { dir }: Package, settings: Settings): App | null {
  const { tree, packages } = around
  const source = join(dir, settings.text(['srcDir']) ?? 'src') ?? dir
  const pages = child(source, 'pages')
  const middleware = moduleAt(tree, child(source, 'middleware'))
  const actions = moduleAt(tree, child(source, 'actions'))
  const { major } = versionOf(tree, packages, dir, 'astro') ?? { major: 7 }
  // Up to Astro 5 a page that names an action brings all of them along; from 6 on they are loaded when one is called.
  const beside = actions === null || major > 5 ? [] : [actions]
  const entries: Entry[] = [
    ...tree.files.flatMap((file) => pageEntry(file, pages, beside)),
    ...(middleware === null ? [] : [{ file: middleware, kind: 'middleware', with: [] } as const]),
    ...(actions === null ? [] : [{ file: actions, kind: 'action', with: [] } as const]),
  ]
  if (entries.length === 0) return null
  return {
    root: dir === '' ? '.' : dir,
    framework: 'astro',
    compiler: viteCompiler(around, {
      name: `Astro ${major}`,
      version: viteVersion(around, dir, major + 1),
      // Its own compiler asks for the erasing of what a component's frontmatter and template do not use.
      keepsUnusedImports: (file) => !file.endsWith('.astro') && keptBy(around.tsconfigs)(file),
    }),
    entries: entries.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
    usesDirectives: false,
    hasServerActions: false,
    startup: middleware === null ? [] : [{ file: middleware, calls: ['onRequest'], unlessExports: null } satisfies Startup],
  }
}

/** A name that begins with `_` is no page, and neither is what lies in such a folder. */
function pageEntry(file: string, pages: string, beside: readonly string[]): Entry[] {
  if (!isBelow(file, pages) || isTest(file) || file.slice(pages.length).includes('/_')) return []
  if (file.endsWith('.astro')) return [{ file, kind: 'page', with: beside }]
  return /\.(?:m?[jt]s)$/.test(basename(file)) ? [{ file, kind: 'route-handler', with: [] }] : []
}

/** `src/middleware.ts`, or the index of a folder of that name. */
const moduleAt = (tree: Tree, path: string): string | null =>
  ['.ts', '.js', '.mjs', '.mts', '/index.ts', '/index.js', '/index.mjs', '/index.mts'].map((end) => `${path}${end}`).find((file) => tree.has(file)) ?? null
