/** Where does an import lead? Asked of the list of files and of what package.json and tsconfig.json say; node_modules is not needed. */
import { isBuiltin } from 'node:module'
import { RUNTIME } from '../kernel/runtime-package.ts'
import { packageAt } from '../project/packages.ts'
import { child, isBelow, isInstalled, join, parent, upwards } from '../project/paths.ts'
import type { Package, Project } from '../project/project.ts'
import { readAliases, type Aliases } from './aliases.ts'
import { frameworkAlias, packageName, partOf, provided } from './conventions.ts'
import { createFileSet } from './file-set.ts'
import type { Target } from './graph.ts'
import { createInstalled, type Installed } from './installed.ts'
import { targetsOf } from './manifest.ts'
import { createSecondOpinion } from './second-opinion.ts'
import { createWorkspace } from './workspace.ts'

export type Resolve = (from: string, specifier: string) => Target

/**
 * Resolution as Node, TypeScript and bundlers do it, Linux rules for case.
 * Memoised: relative specifiers by folder, bare ones by configuration and package.
 */
export function createResolver(project: Project, installed: Installed = createInstalled(project)): Resolve {
  const { disk, packages } = project
  const files = createFileSet(project.files, packages)
  const aliasesFor = readAliases(disk, packages)
  const secondOpinion = createSecondOpinion(project)
  const workspace = createWorkspace(packages, (path, importer) => locate(path, importer))
  const folders = new Map<string, { readonly relative: Map<string, Target>; readonly bare: Map<string, Target> }>()
  const scopes = new Map<readonly Aliases[], Map<Package | null, Map<string, Target>>>()

  function locate(path: string | null, importer: string, folder = false): Target | null {
    const foreign = path === null ? null : /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)
    if (path === null || foreign !== null) return path === null ? null : external(foreign?.[1] ?? path)
    return files.locate(path, importer, folder) ?? (anyCase ? files.locateAnyCase(path, importer) : null)
  }

  let anyCase = false
  /** The file of the project that a disk would find which does not mind upper and lower case. */
  function inAnyCase(from: string, specifier: string): string | null {
    anyCase = true
    const found = resolve(from, specifier)
    anyCase = false
    return found.kind === 'file' ? found.file : null
  }

  function resolve(from: string, written: string): Target {
    // `./icon.svg?url`
    const specifier = written.replace(/\?.*$/, '')
    const dir = parent(from) ?? ''
    if (isInstalled(from)) return installed.resolve(from, specifier)
    if (/^\.\.?(?:\/|$)/.test(specifier)) return relative(from, join(dir, specifier), specifier)
    if (specifier.startsWith('/')) {
      if (specifier.startsWith(`${project.root}/`)) return relative(from, specifier.slice(project.root.length + 1), specifier)
      return locate(join(packageAt(packages, dir)?.dir ?? '', specifier.slice(1)), from) ?? unresolved(specifier)
    }
    // URLs, `node:fs`, `virtual:x`, webpack's `!!loader!file`
    if (specifier === '' || /^[a-z][a-z0-9+.-]+:/i.test(specifier) || specifier.includes('!')) return external(specifier)
    if (isBuiltin(specifier)) return external(`node:${specifier}`)
    return bare(from, dir, specifier)
  }

  function relative(from: string, path: string | null, specifier: string): Target {
    if (path === null) return external(specifier)
    const folder = /(?:^|\/)\.{0,2}$/.test(specifier)
    const found = locate(path, from, folder)
    if (found !== null) return found
    // A link inside the root: its target is in the list under its own name.
    const real = disk.withoutLinks(path)
    const behind = real === null || real === path ? null : locate(real, from, folder)
    if (behind !== null) return behind
    const owner = packageAt(packages, parent(path) ?? '')?.dir ?? ''
    const source = workspace.inPackage(owner, owner === '' ? path : path.slice(owner.length + 1), from)
    return source ?? declarationOrData(path) ?? unresolved(specifier)
  }

  /** There is only a declaration, or data (`require('../package')`): nothing that runs. */
  function declarationOrData(path: string): Target | null {
    const stem = path.replace(/\.[cm]?js$/, '')
    const file = [`${stem}.d.ts`, `${stem}/index.d.ts`, `${stem}.d.mts`, `${path}.json`, `${path}/index.json`].find((name) => disk.kind(name) !== null)
    return file === undefined ? null : { kind: 'asset', file }
  }

  function bare(from: string, dir: string, specifier: string): Target {
    // Its helpers are known by what they do: they are not looked into, installed or not.
    if (specifier === RUNTIME) return external(RUNTIME)
    const name = packageName(specifier)
    const declared = name !== null && workspace.declares(dir, name)
    let promised = false
    let tried: string | null = null
    for (const { baseUrl, patterns } of aliasesFor(dir)) {
      const pattern = patterns.find(({ prefix, suffix }) => suffix === null ? specifier === prefix
        : specifier.startsWith(prefix) && specifier.endsWith(suffix) && specifier.length >= prefix.length + suffix.length)
      if (pattern !== undefined) {
        const hole = pattern.suffix === null ? '' : specifier.slice(pattern.prefix.length, specifier.length - pattern.suffix.length)
        if (pattern.prefix !== '') promised = true
        for (const target of pattern.targets) {
          const path = join('', target.replace('*', () => hole))
          const found = locate(path, from)
          // Where in a package it lies, a generated configuration says; what it does is known by the name that the framework made.
          if (found?.kind === 'external' && path !== null && INSIDE_PACKAGE.test(path)) return provided(packageAt(packages, dir), specifier) ?? found
          if (found !== null) return found
          tried ??= path
        }
      }
      // What npm installs under that name is what runs; TypeScript alone would look here first.
      if (baseUrl !== null && !declared) {
        const found = locate(join(baseUrl, specifier), from)
        if (found?.kind === 'file') return found
      }
    }
    const given = frameworkPath(dir, specifier)
    if (given !== null) return relative(from, given, specifier)
    const made = provided(packageAt(packages, dir), specifier)
    if (specifier.startsWith('#')) return ownImport(from, dir, specifier) ?? conventional(from, dir, specifier) ?? made ?? unresolved(specifier)
    const own = name === null ? undefined : workspace.chosen(dir, name)
    if (own !== undefined && name !== null) {
      const subpath = specifier.slice(name.length + 1)
      return workspace.entry(own, subpath, from) ?? (subpath === '' ? null : declarationOrData(child(own.dir, subpath))) ?? unresolved(specifier)
    }
    const moved = workspace.moduleAlias(from, dir, specifier)
    if (moved !== null) return moved
    const brought = name === null ? null : installed.entry(dir, name, specifier.slice(name.length + 1))
    if (brought !== null) return brought
    if (declared) return external(partOf(name, specifier))
    if (tried !== null && promised) return relative(from, tried, specifier)
    const other = aliasesFor(dir).some(({ partial }) => partial) ? again(from, specifier) : null
    if (other !== null) return other
    const guess = conventional(from, dir, specifier) ?? made ?? named(from, dir, specifier)
    return guess ?? (name === null || promised ? unresolved(specifier) : external(partOf(name, specifier)))
  }

  /** What the configuration of the application around `dir` says. */
  function frameworkPath(dir: string, specifier: string): string | null {
    for (const { root, aliases = [] } of project.apps) {
      if (!isBelow(dir, root === '.' ? '' : root)) continue
      const alias = aliases.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`))
      if (alias !== undefined) return join(alias.path, `.${specifier.slice(alias.name.length)}`)
    }
    return null
  }

  /** What oxc-resolver makes of a specifier, if that is a file of the project. */
  function again(from: string, specifier: string): Target | null {
    const file = secondOpinion(from, specifier)
    return file !== null && files.has(file) ? { kind: 'file', file } : null
  }

  /** `#name` of the nearest package.json. */
  function ownImport(from: string, dir: string, specifier: string): Target | null {
    const owner = packageAt(packages, dir)
    for (const target of (owner && targetsOf(owner.manifest['imports'], specifier)) ?? []) {
      const found = target.startsWith('.') ? workspace.inPackage(owner?.dir ?? '', target, from) : resolve(from, target)
      if (found !== null && found.kind !== 'unresolved') return found
    }
    return null
  }

  /**
   * What a framework's generated configuration would say, and `models/User` where no package has that name but a folder has: some setting
   * that we don't read (webpack, Babel, NODE_PATH) must lead there, or the program would not start.
   */
  function conventional(from: string, dir: string, specifier: string): Target | null {
    const owner = packageAt(packages, dir)
    const at = owner?.dir ?? ''
    const [, alias, rest = ''] = /^(\$lib|~~?|@@?|#(?:shared|server))(?:\/(.*))?$/.exec(specifier) ?? []
    if (alias === undefined && specifier.startsWith('#')) return null
    const bases = alias === undefined ? ['', 'src'] : owner === null ? [] : frameworkAlias(owner, alias)
    for (const base of bases) {
      const path = join(at, `./${base}/${alias === undefined ? specifier : rest}`)
      const found = locate(path, from)
      if (found?.kind === 'file') return found
      // A folder of that name, but no such file in it.
      const [top = '', ...deeper] = alias === undefined ? specifier.split('/') : []
      const folder = deeper.length > 0 ? join(at, `./${base}/${top}`) : null
      if (folder !== null && sourceFolders().has(folder)) return unresolved(specifier)
    }
    return null
  }

  /**
   * `@models/User` where npm is asked for no such package and one folder `models` has such a file: Babel, webpack or `module-alias` must say so. Where one of them
   * is asked to name folders, any other name may be one of its own.
   */
  function named(from: string, dir: string, specifier: string): Target | null {
    const at = packageAt(packages, dir)
    const [, top = null, rest = ''] = /^[@~$_](\w[\w-]*)\/(.+)$/.exec(specifier) ?? []
    if (at === null) return null
    const around = top === null ? [] : [...sourceFolders()].filter((folder) => isBelow(folder, at.dir) && (folder === top || folder.endsWith(`/${top}`)))
    const found = around.map((folder) => locate(join(folder, `./${rest}`), from)).filter((target) => target?.kind === 'file')
    const [only = null] = found
    if (found.length === 1) return only
    return found.length > 1 || (specifier.includes('/') && NAMING.some((name) => at.dependencies.has(name))) ? unresolved(specifier) : null
  }

  let known: Set<string> | null = null
  function sourceFolders(): Set<string> {
    if (known !== null) return known
    known = new Set()
    for (const file of project.files) for (const at of upwards(parent(file) ?? '')) known.add(at)
    return known
  }

  /** Folders under the same configuration and package.json give a bare specifier the same meaning. */
  function scopeOf(dir: string): Map<string, Target> {
    const aliases = aliasesFor(dir)
    const owner = packageAt(packages, dir)
    let byOwner = scopes.get(aliases)
    if (byOwner === undefined) scopes.set(aliases, (byOwner = new Map()))
    let memo = byOwner.get(owner)
    if (memo === undefined) byOwner.set(owner, (memo = new Map()))
    return memo
  }

  return (from, specifier) => {
    // Two files of one folder may only differ in what `./x.js` means to them.
    const key = /\.[cm]?jsx?$/.test(from) ? `${specifier}\0` : specifier
    const dir = parent(from) ?? ''
    let folder = folders.get(dir)
    if (folder === undefined) folders.set(dir, (folder = { relative: new Map(), bare: scopeOf(dir) }))
    const memo = specifier.startsWith('.') ? folder.relative : folder.bare
    let target = memo.get(key)
    if (target === undefined) {
      target = resolve(from, specifier)
      if (target.kind === 'unresolved') target = again(from, specifier) ?? unresolved(specifier, inAnyCase(from, specifier))
      memo.set(key, target)
    }
    return target
  }
}

/** They give names to folders, in code or in settings that are not read. */
const NAMING = ['module-alias', 'babel-plugin-module-resolver', 'babel-plugin-root-import', 'babel-plugin-module-alias', 'link-module-alias', 'app-module-path']

/** A package's own name leads to the package, even as an alias; what lies deeper has a name of its own. */
const INSIDE_PACKAGE = /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/./

function external(name: string): Target {
  return { kind: 'external', name }
}

function unresolved(specifier: string, wrongCase: string | null = null): Target {
  return { kind: 'unresolved', specifier, wrongCase }
}
