/** What do nuxt.config.* and nitro.config.* say that changes what the server loads? Read from the syntax tree. */
import { exportedConfig } from '../../exported-config.ts'
import { child, join } from '../../paths.ts'
import type { Problem } from '../../project.ts'
import type { Static } from '../../static-value.ts'
import type { Tree } from '../../walk.ts'

export interface ServerConfig {
  /** null when there is none. */
  readonly file: string | null
  /** As they are written. */
  readonly srcDir: string | null
  readonly serverDir: string | null
  readonly handlers: readonly Handler[]
  readonly plugins: readonly string[]
  readonly tasks: readonly string[]
  readonly scanDirs: readonly string[]
  readonly apiDir: string | null
  readonly routesDir: string | null
  /** Files and folders that are imported for their effect too; null: it can't be told which. */
  readonly moduleSideEffects: readonly string[] | null
  /** Names of files in some folders are there without an import. */
  readonly autoImports: boolean
  /** More of those folders. */
  readonly importDirs: readonly string[]
  readonly modules: readonly string[]
  /** Those are all of them. */
  readonly modulesAreKnown: boolean
  /** Of nuxt-mongoose, below the server's folder. */
  readonly modelsDir: string | null
  readonly compatibilityVersion: number | null
  /** Names of folders and files, as they are written. */
  readonly aliases: ReadonlyMap<string, string>
}

export interface Handler {
  readonly file: string
  readonly lazy: boolean
  readonly middleware: boolean
  /** Only for the requests of a route. */
  readonly route: string | null
}

const DEFAULTS: Omit<ServerConfig, 'file'> = {
  srcDir: null, serverDir: null, handlers: [], plugins: [], tasks: [], scanDirs: [], apiDir: null, routesDir: null,
  moduleSideEffects: [], autoImports: true, importDirs: [], modules: [], modulesAreKnown: true, modelsDir: null, compatibilityVersion: null, aliases: new Map(),
}

const EXTENSIONS = ['ts', 'js', 'mjs', 'mts', 'cjs', 'cts']

/**
 * The configuration of the application in `dir`; what is there but not constant is a problem, and the default is taken.
 * @param name `nuxt` or `nitro`: in Nuxt's, most of it stands below `nitro`
 */
export function readServerConfig(tree: Tree, dir: string, name: 'nuxt' | 'nitro'): { config: ServerConfig; problems: Problem[] } {
  const file = EXTENSIONS.map((extension) => child(dir, `${name}.config.${extension}`)).find((path) => tree.has(path)) ?? null
  const defaults: ServerConfig = { file, ...DEFAULTS }
  if (file === null) return { config: defaults, problems: [] }
  const read = exportedConfig(tree, file)
  if ('reason' in read) return { config: defaults, problems: [{ file, at: read.at, reason: `This configuration ${read.reason}.` }] }
  const { root } = read
  const problems: Problem[] = []
  const reader = createReader(file, problems)
  const nuxt = name === 'nuxt' ? root : null
  const nitro = name === 'nuxt' ? field(root, 'nitro') : root
  const imports = field(nitro, 'imports')
  return {
    config: {
      file,
      srcDir: reader.text(nuxt === null ? nitro : nuxt, 'srcDir') ?? (nuxt === null ? null : reader.text(nitro, 'srcDir')),
      serverDir: reader.text(root, 'serverDir'),
      handlers: [...reader.handlers(nuxt, 'serverHandlers'), ...reader.handlers(nitro, 'handlers')],
      plugins: reader.list(nitro, 'plugins'),
      tasks: reader.taskFiles(nitro),
      scanDirs: reader.list(nitro, 'scanDirs'),
      apiDir: reader.text(nitro, 'apiDir'),
      routesDir: reader.text(nitro, 'routesDir'),
      moduleSideEffects: reader.sideEffects(nitro),
      autoImports: !isConstant(imports, false) && !isConstant(field(imports, 'autoImport'), false),
      importDirs: reader.list(imports, 'dirs'),
      modules: nuxt === null ? [] : moduleNames(field(nuxt, 'modules')),
      modulesAreKnown: nuxt === null || areKnown(field(nuxt, 'modules')),
      modelsDir: reader.text(field(nuxt, 'mongoose'), 'modelsDir'),
      aliases: new Map([...reader.texts(root, 'alias'), ...reader.texts(nitro, 'alias')]),
      compatibilityVersion: versionIn(field(field(nuxt, 'future'), 'compatibilityVersion')),
    },
    problems,
  }
}

function createReader(file: string, problems: Problem[]) {
  const unread = (name: string, at: number): void => {
    problems.push({ file, at, reason: `'${name}' cannot be read without running this file.` })
  }
  const text = (of: Static | null, name: string): string | null => {
    const value = field(of, name)
    if (value === null) return null
    if (value.kind === 'constant' && typeof value.value === 'string') return value.value
    unread(name, value.at)
    return null
  }
  const texts = (of: Static | null, name: string): readonly (readonly [string, string])[] => {
    const value = field(of, name)
    if (value?.kind === 'object') return [...value.fields.keys()].flatMap((key): readonly (readonly [string, string])[] => { const one = text(value, key); return one === null ? [] : [[key, one]] })
    if (value !== null) unread(name, value.at)
    return []
  }
  const items = (of: Static | null, name: string): readonly Static[] => {
    const value = field(of, name)
    if (value === null) return []
    if (value.kind !== 'array' || !value.whole) unread(name, value.at)
    return value.kind === 'array' ? value.items : []
  }
  const list = (of: Static | null, name: string): readonly string[] => items(of, name).flatMap((item) => {
    if (item.kind === 'constant' && typeof item.value === 'string') return [item.value]
    unread(name, item.at)
    return []
  })
  const handlers = (of: Static | null, name: string): readonly Handler[] => items(of, name).flatMap((item): Handler[] => {
    const path = field(item, 'handler')
    if (path?.kind !== 'constant' || typeof path.value !== 'string') { unread(name, item.at); return [] }
    const route = field(item, 'route')
    return [{
      file: path.value, lazy: isConstant(field(item, 'lazy'), true), middleware: isConstant(field(item, 'middleware'), true),
      route: route?.kind === 'constant' && typeof route.value === 'string' ? route.value : null,
    }]
  })
  const taskFiles = (of: Static | null): readonly string[] => {
    const tasks = field(of, 'tasks')
    return tasks?.kind !== 'object' ? [] : [...tasks.fields.values()].flatMap((task) => text(task, 'handler') ?? [])
  }
  const sideEffects = (of: Static | null): readonly string[] | null => {
    const before = problems.length
    const named = list(of, 'moduleSideEffects')
    return problems.length > before ? null : named
  }
  return { text, texts, list, handlers, taskFiles, sideEffects }
}

const field = (of: Static | null, name: string): Static | null => (of?.kind === 'object' ? (of.fields.get(name) ?? null) : null)
const isConstant = (value: Static | null, what: boolean): boolean => value?.kind === 'constant' && value.value === what
const versionIn = (value: Static | null): number | null => (value?.kind === 'constant' && typeof value.value === 'number' ? value.value : null)

/** `modules: ['x', ['y', { … }]]`; what is no name adds nothing that is known here. */
function moduleNames(value: Static | null): readonly string[] {
  if (value?.kind !== 'array') return []
  return value.items.flatMap((item) => {
    const name = item.kind === 'array' ? item.items[0] : item
    return name?.kind === 'constant' && typeof name.value === 'string' ? [name.value] : []
  })
}

const areKnown = (value: Static | null): boolean => value === null || (value.kind === 'array' && value.whole && moduleNames(value).length === value.items.length)

/** A path of the configuration, relative to the examined root: `./x` from the folder of the configuration, `~/x` from the sources, `~~/x` from the folder. */
export function pathIn(dir: string, srcDir: string, written: string): string | null {
  const [, alias, rest] = /^(~~|@@|~|@)\/(.*)$/.exec(written) ?? []
  if (alias !== undefined && rest !== undefined) return join(alias.length === 2 ? dir : srcDir, rest)
  return join(dir, written)
}
