/** How one file of the project would import another, in the style that the project itself uses. */
import path from 'node:path'
import { isTypeScript } from '../facts/parse.ts'
import type { Module, ModuleGraph } from '../graph/graph.ts'
import { packageOf } from '../project/packages.ts'
import type { App, Project } from '../project/project.ts'

/** `@/models/Role` where such an alias is in use and leads there; else a relative path. */
export function specifierFor(graph: ModuleGraph, from: string, to: string, loader: Loader = BUNDLER): string {
  const module = graph.modules.get(from)
  const own = module === undefined ? NOTHING : written(module)
  const all = habitsOf(graph)
  const target = stripped(to)
  for (const [prefix, folder] of aliasesFor(own, all, to, loader)) {
    if (!target.startsWith(folder) || target.length === folder.length) continue
    const specifier = withExtension(own.aliased.length > 0 ? own.aliased : all.aliased, from, prefix + target.slice(folder.length), to)
    if (leads(graph, from, specifier, to)) return specifier
  }
  const relative = path.posix.relative(path.posix.dirname(from), target)
  const short = relative === '' ? '.' : relative.startsWith('.') ? relative : `./${relative}`
  // What other tools understand elsewhere in the project says nothing about a file that Node itself loads.
  const specifier = own.relative.length === 0 && loader.fullNames ? fullName(from, to)
    : withExtension(own.relative.length > 0 ? own.relative : all.relative, from, short, to)
  // Else two files that differ in their extensions only, or a file beside a folder of its name.
  return leads(graph, from, specifier, to) ? specifier : fullName(from, to)
}

/** Who resolves the imports of a file. */
export interface Loader {
  /** An alias of tsconfig.json that is in use elsewhere works in this file too. */
  readonly aliases: boolean
  /** A relative path needs the file's name in full. */
  readonly fullNames: boolean
}

const BUNDLER: Loader = { aliases: true, fullNames: false }

export function loaderOf(project: Project, app: App, from: string): Loader {
  if (app.compiler.bundler !== 'none') return BUNDLER
  const isModule = /\.m[jt]s$/.test(from) || (/\.jsx?$/.test(from) && packageOf(project, from)?.type === 'module')
  return { aliases: false, fullNames: isModule || (app.compiler.stripsTypes && isTypeScript(from)) }
}

function aliasesFor(own: Habits, all: Habits, to: string, loader: Loader): readonly Alias[] {
  // How this file writes the neighbours of what it is to import says most.
  const neighbours = own.links.filter(({ file }) => path.posix.dirname(file) === path.posix.dirname(to))
  if (neighbours.filter(({ specifier }) => specifier.startsWith('.')).length * 2 > neighbours.length) return []
  // A file that imports by relative paths only goes on like that.
  return own.aliases.length > 0 || own.relative.length > 0 || !loader.aliases ? own.aliases : all.aliases
}

function fullName(from: string, to: string): string {
  const whole = path.posix.relative(path.posix.dirname(from), to)
  return whole.startsWith('.') ? whole : `./${whole}`
}

const leads = (graph: ModuleGraph, from: string, specifier: string, to: string): boolean => {
  const found = graph.resolve(from, specifier)
  return found.kind === 'file' && found.file === to
}

const stripped = (file: string): string => file.replace(/\/index\.[cm]?[jt]sx?$/, '').replace(/\.[cm]?[jt]sx?$/, '')

type Alias = readonly [prefix: string, folder: string]

/** What a file's imports of files of the project look like. */
interface Habits {
  /** Prefix and folder: `@/` → `src/`. */
  readonly aliases: readonly Alias[]
  /** The specifiers themselves. */
  readonly relative: readonly string[]
  readonly aliased: readonly string[]
  /** All of them, with where they lead. */
  readonly links: readonly { readonly specifier: string; readonly file: string }[]
}

const NOTHING: Habits = { aliases: [], relative: [], aliased: [], links: [] }

function written(module: Module): Habits {
  const aliases: Alias[] = []
  const relative: string[] = []
  const aliased: string[] = []
  const links: { readonly specifier: string; readonly file: string }[] = []
  for (const [i, { specifier }] of module.facts.imports.entries()) {
    const target = module.importTargets[i]
    if (target?.kind !== 'file') continue
    links.push({ specifier, file: target.file })
    if (specifier.startsWith('.')) { relative.push(specifier); continue }
    const alias = aliasOf(specifier, target.file)
    if (alias === null) continue
    aliased.push(specifier)
    aliases.push(alias)
  }
  // CommonJS says it with `require`.
  for (const [i, { specifier }] of module.facts.dynamic.entries()) {
    if (specifier.startsWith('.') && module.dynamicTargets[i]?.kind === 'file') relative.push(specifier)
  }
  return { aliases, relative, aliased, links }
}

const memo = new WeakMap<ModuleGraph, Habits>()

/** Of all files together, the alias that is used most first. */
function habitsOf(graph: ModuleGraph): Habits {
  const known = memo.get(graph)
  if (known !== undefined) return known
  const each = [...graph.modules.values()].map(written)
  const counts = new Map<string, { alias: Alias; count: number }>()
  for (const alias of each.flatMap((h) => h.aliases)) {
    const key = alias.join('\0')
    counts.set(key, { alias, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  const habits: Habits = {
    aliases: [...counts.values()].sort((a, b) => b.count - a.count || (a.alias[0] < b.alias[0] ? -1 : 1)).map((c) => c.alias),
    relative: each.flatMap((h) => h.relative), aliased: each.flatMap((h) => h.aliased), links: [],
  }
  memo.set(graph, habits)
  return habits
}

/** The longest common tail of specifier and file is what the alias leaves as it is. */
function aliasOf(specifier: string, file: string): Alias | null {
  const a = specifier.replace(/\.[cm]?[jt]sx?$/, '').split('/')
  const b = stripped(file).split('/')
  let n = 0
  while (n < a.length - 1 && n < b.length && a[a.length - 1 - n] === b[b.length - 1 - n]) n++
  if (n === 0) return null
  const prefix = a.slice(0, a.length - n).join('/')
  const folder = b.slice(0, b.length - n).join('/')
  return [`${prefix}/`, folder === '' ? '' : `${folder}/`]
}

/** Projects for plain Node write extensions: then so do we, as the other imports do. */
function withExtension(others: readonly string[], from: string, specifier: string, to: string): string {
  const extensions = others.flatMap((s) => /\.([cm]?[jt]sx?)$/.exec(s)?.[1] ?? [])
  const asked = others.length === 0 ? /\.m[jt]s$/.test(from) : extensions.length * 2 > others.length
  if (!asked) return specifier
  const real = /\.([cm]?[jt]sx?)$/.exec(to)?.[1] ?? 'js'
  const index = /(?:^|\/)index\.[cm]?[jt]sx?$/.test(to) && !specifier.endsWith('/index') ? '/index' : ''
  const compiled = !extensions.some((e) => e.includes('t'))
  return `${specifier}${index}.${compiled ? real.replace('ts', 'js').replace('x', '') : real}`
}
