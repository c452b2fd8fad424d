/** What a Nitro server loads: its files by their folders, and those that the configuration names. */
import { child, isBelow } from '../../paths.ts'
import type { Alias, App, AutoImports, Compiler, Entry, Startup } from '../../project.ts'
import type { Framework, EntryKind } from '../../../kernel/report.ts'
import { isTest, type Tree } from '../../walk.ts'
import { pathIn, type ServerConfig } from './server-config.ts'

/** Folders, relative to the examined root. */
export interface Server {
  readonly dir: string
  readonly srcDir: string
  readonly serverDir: string
  /** Searched for handlers, plugins and helpers. */
  readonly scanDirs: readonly string[]
  readonly isNuxt: boolean
  /** Of nuxt-mongoose. */
  readonly modelsDir: string | null
  /** It has modules that may import `#imports`, with all that is in it, when the server starts. */
  readonly hasOtherModules: boolean
}

export interface Host {
  readonly framework: Framework
  readonly compiler: Compiler
  readonly hasAutoImports: boolean
}

/** null where nothing is served. */
export function serverApp(tree: Tree, server: Server, config: ServerConfig, { framework, compiler, hasAutoImports }: Host): App | null {
  const { dir } = server
  const entries = new Map<string, Entry>()
  const startup = new Map<string, Startup>()
  const add = (file: string, kind: EntryKind): void => { if (!entries.has(file)) entries.set(file, { file, kind, with: [], calls: CALLS }) }
  const first = (file: string, how: Startup['how'] | null): void => { startup.set(file, { file, calls: CALLS, unlessExports: null, ...(how === null ? {} : { how }) }) }
  const scan = (folder: string): string[] => server.scanDirs.flatMap((scanDir) => filesBelow(tree, child(scanDir, folder)))
  const named = (written: string): string[] => fileAt(tree, pathIn(dir, server.srcDir, written))

  for (const file of [...config.plugins.flatMap(named), ...scan('plugins')]) { add(file, 'plugin'); first(file, 'called') }
  for (const file of scan('middleware')) { add(file, 'middleware'); first(file, null) }
  for (const { file: written, lazy, middleware, route } of config.handlers) {
    for (const file of named(written)) {
      add(file, middleware ? 'middleware' : 'route-handler')
      // A middleware of one route is not asked before the others.
      if (!lazy) first(file, middleware && route === null ? null : 'loaded')
    }
  }
  for (const folder of [config.apiDir ?? 'api', config.routesDir ?? 'routes']) for (const file of scan(folder)) add(file, 'route-handler')
  for (const file of [...config.tasks.flatMap(named), ...scan('tasks')]) add(file, 'task')
  if (entries.size === 0) return null
  return {
    root: dir === '' ? '.' : dir, framework, compiler, usesDirectives: false, hasServerActions: false,
    entries: [...entries.values()].sort((a, b) => (a.file < b.file ? -1 : 1)),
    startup: [...startup.values()],
    ...(config.aliases.size > 0 ? { aliases: aliasesOf(tree, server, config) } : {}),
    ...(hasAutoImports ? { autoImports: autoImportsOf(server, config) } : {}),
  }
}

/** Without those of packages: `moment: 'dayjs'`. */
function aliasesOf(tree: Tree, { dir, srcDir }: Server, { aliases }: ServerConfig): readonly Alias[] {
  const found = [...aliases].flatMap(([name, written]): Alias[] => {
    const path = pathIn(dir, srcDir, written)
    const isPath = path !== null && (/^(?:\.|~|@@?\/)/.test(written) || tree.dirs.has(path) || tree.has(path))
    return path === null || !isPath ? [] : [{ name: name.replace(/\/$/, ''), path }]
  })
  return found.sort((a, b) => b.name.length - a.name.length)
}

const CALLS = ['default']
const HANDLER = /\.(?:[cm]?[jt]s|[jt]sx)$/

const filesBelow = (tree: Tree, folder: string): string[] => tree.files.filter((file) => file.startsWith(`${folder}/`) && HANDLER.test(file) && !isTest(file))

/** `./lib/roles` is roles.ts, or its index. */
function fileAt(tree: Tree, path: string | null): string[] {
  if (path === null) return []
  const candidates = ['', '.ts', '.js', '.mjs', '.mts', '.cjs', '/index.ts', '/index.js', '/index.mjs'].map((end) => `${path}${end}`)
  return candidates.filter((candidate) => tree.has(candidate)).slice(0, 1)
}

/** The folders whose exports every file of the server has without an import. */
function autoImportsOf(server: Server, config: ServerConfig): AutoImports {
  const { dir, srcDir, scanDirs, isNuxt, modelsDir, hasOtherModules } = server
  const written = config.importDirs.flatMap((one) => searchedBy(one) ?? [])
  const named = (isDeep: boolean): string[] => written.flatMap((one) => (one.isDeep === isDeep ? pathIn(dir, srcDir, one.folder) ?? [] : []))
  return {
    mayStart: hasOtherModules,
    deep: [...scanDirs.map((scanDir) => child(scanDir, 'utils')), ...named(true)],
    flat: [
      ...(isNuxt ? ['shared/utils', 'shared/types'].map((folder) => child(dir, folder)) : []),
      ...(modelsDir === null ? [] : [modelsDir]),
      ...named(false),
    ],
    within: [...scanDirs, child(dir, 'shared')].filter((folder, i, all) => !all.some((other, j) => j !== i && other !== folder && isBelow(folder, other))),
  }
}

/**
 * `imports.dirs` are folders or patterns, as unimport's `scanDirExports()` takes them: `models` is the files directly in it, `models/**` all below it; null for others.
 * Observed with unimport 3.14 and 6.5.
 */
function searchedBy(written: string): { readonly folder: string; readonly isDeep: boolean } | null {
  const [, folder = '', stars, rest = ''] = /^([^*?{}[\]!]*?)(?:\/(\*\*?)((?:\/\*)?(?:\.\w+)?))?$/.exec(written) ?? []
  return folder === '' || (stars === '*' && rest.startsWith('/')) ? null : { folder, isDeep: stars === '**' }
}
