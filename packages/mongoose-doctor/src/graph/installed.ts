/** Models that come out of node_modules: the files of an installed package that an import reaches, and nothing else of it. */
import { isBuiltin } from 'node:module'
import type { Disk } from '../disk/disk.ts'
import type { ModuleFacts } from '../facts/facts.ts'
import { readModule } from '../facts/module.ts'
import { mayDefineModels } from '../facts/prefilter.ts'
import { strings } from '../project/json.ts'
import { packageAt } from '../project/packages.ts'
import { child, isBelow, join, parent } from '../project/paths.ts'
import type { Package, Project } from '../project/project.ts'
import { packageName } from './conventions.ts'
import { createFileSet, type FileSet } from './file-set.ts'
import type { Target } from './graph.ts'
import { targetsOf } from './manifest.ts'

export interface Source {
  readonly file: string
  readonly text: string
  readonly facts: ModuleFacts
}

export interface Installed {
  /** What `name` or `name/subpath` means to a file of `dir`; null unless it leads to files that may define models. */
  entry(dir: string, name: string, subpath: string): Target | null
  /** A specifier written in an installed file; what leads out of the packages known here is external. */
  resolve(from: string, specifier: string): Target
  /** Files that were reached so far. Grows while imports are resolved, until `close`. */
  readonly sources: readonly Source[]
  /** From here on nothing new is read. */
  close(): void
}

const MOST_FILES = 300
const MOST_TEXT = 5_000_000
/** Folders larger than this are no packages of models. */
const MOST_LISTED = 5000

/** Packages are listed and read on first use. */
export function createInstalled(project: Project): Installed {
  const { disk, installed: packages } = project
  const sets = new Map<Package, FileSet>()
  const read = new Map<string, Source | null>()
  const verdicts = new Map<string, boolean>()
  const taken = new Set<string>()
  const sources: Source[] = []
  let closed = false

  function filesOf(item: Package): FileSet {
    let set = sets.get(item)
    if (set === undefined) sets.set(item, (set = createFileSet(listJavaScript(disk, item.dir), [item])))
    return set
  }

  function sourceOf(file: string): Source | null {
    const known = read.get(file)
    if (known !== undefined) return known
    const content = disk.source(file)
    const source = 'text' in content ? { file, text: content.text, facts: readModule(file, content.text) } : null
    read.set(file, source)
    return source
  }

  /** The file of a package that one of its own specifiers means; null when it leads elsewhere. */
  function inside(item: Package, from: string, specifier: string): string | null {
    const paths = specifier.startsWith('.') ? [join(parent(from) ?? '', specifier)]
      : specifier.startsWith('#') ? within(item, targetsOf(item.manifest['imports'], specifier) ?? [])
        : packageName(specifier) === item.name && item.name !== null ? entryPaths(item, specifier.slice(item.name.length + 1)) : []
    return firstFile(item, paths, from, /(?:^|\/)\.{0,2}$/.test(specifier))
  }

  function firstFile(item: Package, paths: readonly (string | null)[], from: string, folder = false): string | null {
    for (const path of paths) {
      const found = path === null || !isBelow(path, item.dir) ? null : filesOf(item).locate(path, from, folder)
      if (found?.kind === 'file') return found.file
    }
    return null
  }

  /** Reads what a file of a package leads to within it; takes all of that, or nothing when it can define no model or is too much. */
  function take(item: Package, start: string): boolean {
    const known = verdicts.get(start)
    if (known !== undefined) return known
    if (closed) return false
    const reached = new Set([start])
    const found: Source[] = []
    let size = 0
    for (const file of reached) {
      const source = sourceOf(file)
      if (source === null) continue
      found.push(source)
      size += source.text.length
      if (reached.size > MOST_FILES || size > MOST_TEXT) break
      for (const specifier of specifiersOf(source.facts)) {
        const next = inside(item, file, specifier)
        if (next !== null) reached.add(next)
      }
    }
    const verdict = reached.size <= MOST_FILES && size <= MOST_TEXT && found.some(({ text }) => mayDefineModels(text))
    verdicts.set(start, verdict)
    if (verdict) {
      for (const source of found) {
        if (taken.has(source.file)) continue
        taken.add(source.file)
        sources.push(source)
      }
    }
    return verdict
  }

  function entry(dir: string, name: string, subpath: string): Target | null {
    const visible = packages.filter((each) => isNamed(each, name) && isBelow(dir, holder(each)))
    const [item] = visible.toSorted((a, b) => b.dir.length - a.dir.length)
    if (item === undefined) return null
    const file = firstFile(item, entryPaths(item, subpath), child(dir, 'index.js'))
    return file !== null && take(item, file) ? { kind: 'file', file } : null
  }

  function resolve(from: string, specifier: string): Target {
    const dir = parent(from) ?? ''
    const item = packageAt(packages, dir)
    const file = item === null ? null : inside(item, from, specifier)
    if (item !== null && file !== null) {
      return taken.has(file) || take(item, file) ? { kind: 'file', file } : external(item.name ?? item.dir)
    }
    const name = packageName(specifier)
    if (isBuiltin(specifier)) return external(specifier.startsWith('node:') ? specifier : `node:${specifier}`)
    return name === null ? external(specifier) : entry(dir, name, specifier.slice(name.length + 1)) ?? external(name)
  }

  return { entry, resolve, sources, close: () => { closed = true } }
}

const external = (name: string): Target => ({ kind: 'external', name })

/** By its folder: `npm i alias@npm:name` installs a package under another name. */
const isNamed = (item: Package, name: string): boolean => item.dir === name || item.dir.endsWith(`node_modules/${name}`)

/** The folder whose files see this package. */
function holder(item: Package): string {
  const at = item.dir.lastIndexOf('node_modules/')
  return at <= 0 ? '' : item.dir.slice(0, at - 1)
}

const within = (item: Package, targets: readonly string[]): (string | null)[] => targets.map((target) => join(item.dir, target))

function entryPaths(item: Package, subpath: string): (string | null)[] {
  const { exports } = item.manifest
  if (exports !== undefined && exports !== null) return within(item, targetsOf(exports, subpath === '' ? '.' : `./${subpath}`) ?? [])
  return within(item, subpath === '' ? [...strings([item.manifest['module'], item.manifest['main']]), 'index.js'] : [subpath])
}

function specifiersOf({ imports, exports, dynamic }: ModuleFacts): string[] {
  const passedOn = exports.flatMap((fact) => (fact.kind === 'local' ? [] : fact.specifier))
  return [...imports.map((fact) => fact.specifier), ...passedOn, ...dynamic.map((fact) => fact.specifier)]
}

/** JavaScript files of one package, links and packages inside of it left out; none when there are too many. */
function listJavaScript(disk: Disk, dir: string): readonly string[] {
  const files: string[] = []
  const pending = [dir]
  let seen = 0
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const listing = disk.list(at)
    if ('error' in listing) continue
    seen += listing.items.length
    if (seen > MOST_LISTED) return []
    for (const { name, kind } of listing.items) {
      if (kind === 'folder' && name !== 'node_modules') pending.push(child(at, name))
      else if (kind === 'file' && /\.(?:[cm]?js|jsx)$/.test(name)) files.push(child(at, name))
    }
  }
  return files
}
