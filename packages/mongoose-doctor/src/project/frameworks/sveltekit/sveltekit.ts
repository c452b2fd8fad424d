/** Framework: SvelteKit. Observed with 2.70 and Vite 7 and 8: docs/frameworks/sveltekit.md. */
import { basename, child, isBelow, join, parent } from '../../paths.ts'
import type { Alias, App, Entry, Startup } from '../../project.ts'
import { versionOf } from '../../version.ts'
import { isTest, type Tree } from '../../walk.ts'
import type { Adapter, Around, Found } from '../adapter.ts'
import { readSettings, type Settings } from '../settings.ts'
import { viteCompiler, viteVersion } from '../vite.ts'
import { routeEntries } from './routes.ts'

export const sveltekit: Adapter = { framework: 'sveltekit', apps: sveltekitApps }

/** A folder with the dependency and with routes. */
function sveltekitApps(around: Around): Found {
  const found = around.packages.filter((item) => item.dependencies.has('@sveltejs/kit')).map(({ dir }) => {
    const settings = readSettings(around.tree, dir, 'svelte.config')
    return { app: sveltekitApp(around, dir, settings), problems: settings.problems }
  })
  return {
    apps: found.flatMap(({ app }) => app ?? []),
    problems: found.flatMap(({ app, problems }) => (app === null ? [] : problems)),
  }
}

function sveltekitApp(around: Around, dir: string, settings: Settings): App | null {
  const { tree, packages } = around
  const place = (setting: string, usual: string): string => join(dir, settings.text(['kit', 'files', ...setting.split('.')]) ?? usual) ?? dir
  const routes = place('routes', 'src/routes')
  if (!tree.dirs.has(routes)) return null
  const hooks = [place('hooks.server', 'src/hooks.server'), place('hooks.universal', 'src/hooks')].flatMap((path) => moduleAt(tree, path) ?? [])
  const source = parent(routes) ?? dir
  const entries: Entry[] = [
    ...routeEntries(tree, routes),
    ...hooks.map((file): Entry => ({ file, kind: 'hooks', with: [] })),
    ...tree.files.filter((file) => isRemote(file) && isBelow(file, source)).map((file): Entry => ({ file, kind: 'remote-functions', with: [] })),
  ]
  if (entries.length === 0) return null
  const instrumentation = moduleAt(tree, child(source, 'instrumentation.server'))
  const version = versionOf(tree, packages, dir, '@sveltejs/kit') ?? { major: 2, minor: null }
  return {
    root: dir === '' ? '.' : dir,
    framework: 'sveltekit',
    compiler: compilerOf(around, dir, version.major),
    entries: entries.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
    usesDirectives: false,
    hasServerActions: false,
    startup: [
      ...(instrumentation === null ? [] : [{ file: instrumentation, calls: [], unlessExports: null }]),
      // `handle` wraps every request: what it awaits first is there when a route's code runs.
      ...hooks.map((file): Startup => ({ file, calls: ['init', 'handle'], unlessExports: null })),
    ],
    aliases: aliasesOf(dir, settings, place('lib', 'src/lib')),
  }
}

/** From Vite 8.1 on the generated configuration's list of files does not match, so its `verbatimModuleSyntax` is not honoured unless the application's own has one. Vite 8.0 asks no list. */
function compilerOf(around: Around, dir: string, major: number): App['compiler'] {
  const version = viteVersion(around, dir, major >= 3 ? 8 : 7)
  const asksForFiles = version.major > 8 || (version.major === 8 && version.minor !== 0)
  const { at } = around.tsconfigs
  return viteCompiler(around, {
    name: `SvelteKit ${major}`, version,
    keepsUnusedImports: (file) => {
      const { verbatimModuleSyntax, namesFiles } = at(parent(file) ?? '')
      return verbatimModuleSyntax === true && (!asksForFiles || namesFiles === true)
    },
  })
}

const isRemote = (file: string): boolean => /\.remote\.[jt]s$/.test(basename(file)) && !isTest(file)

/** `src/hooks.server`: that file, or the index of a folder of that name. */
const moduleAt = (tree: Tree, path: string): string | null =>
  ['.ts', '.js', '/index.ts', '/index.js'].map((end) => `${path}${end}`).find((file) => tree.has(file)) ?? null

function aliasesOf(dir: string, settings: Settings, lib: string): readonly Alias[] {
  const own = [...settings.texts(['kit', 'alias'])].flatMap(([name, target]): Alias[] => {
    // `'my-dir/*': 'path/to/*'` is the same for what is below.
    const path = join(dir, target.replace(/\/\*$/, ''))
    return path === null ? [] : [{ name: name.replace(/\/\*$/, ''), path }]
  })
  return [...own, { name: '$lib', path: lib }].sort((a, b) => b.name.length - a.name.length)
}
