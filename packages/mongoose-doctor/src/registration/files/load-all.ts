/** Packages that load whole folders. */
import { posix } from 'node:path'
import type { Site } from '../../kernel/place.ts'
import { UNKNOWN, constant, truthOf, type Value } from '../../models/value.ts'
import type { Activation } from '../activation.ts'
import { callGlobal } from '../builtins.ts'
import { callValue } from '../calls.ts'
import { computedValue, loadedBy } from '../expressions.ts'
import { callLater } from '../later.ts'
import { absolute } from './places.ts'
import { patternOf } from './texts.ts'
import { isTrue, optionOf, record, textOf } from './values.ts'
import { viteGlob, viteGlobEager } from './vite-globs.ts'

/** Null for another function. */
export function callLoader(at: Activation, path: string, args: readonly Value[], site: Site): Value | null {
  if (path.startsWith('load:')) return importOne(at, path.slice('load:'.length), site)
  const loads = LOADERS[path]
  return loads === undefined ? null : loads(at, args, site) ?? computedValue(at, null, site, `${path}()`)
}

/** Null for arguments that are not followed. */
const LOADERS: Readonly<Record<string, (at: Activation, args: readonly Value[], site: Site) => Value | null>> = {
  'require-all': requireAll,
  'require-dir': requireDir,
  'require-directory': requireDirectory,
  'requireindex': requireIndex,
  // What they are told comes later, call by call.
  'consign': () => null, 'express-load': () => null, 'include-all': () => null, 'include-all.default': () => null,
  'awilix.createContainer': () => null, 'awilix.loadControllers': () => null,
  'import.meta.glob': viteGlob,
  'import.meta.globEager': viteGlobEager,
}

function requireAll(at: Activation, [options]: readonly Value[], site: Site): Value | null {
  const folder = textOf(at, options) ?? textOf(at, optionOf(at, options, 'dirname'))
  if (folder === null) return null
  const filter = optionOf(at, options, 'filter')
  const recursive = optionOf(at, options, 'recursive')
  const excluded = optionOf(at, options, 'excludeDirs')
  const fits = filter === undefined ? defaultFilter : nameFilter(at, filter, site)
  const leaves = excluded === undefined ? (name: string) => name.startsWith('.') : nameFilter(at, excluded, site)
  if (fits === null || leaves === null) return null
  const deep = recursive === undefined || isTrue(at, recursive)
  return loadEach(at, absolute(at, folder), (file) => {
    const folders = file.split('/').slice(0, -1)
    return (deep || folders.length === 0) && !folders.some(leaves) && fits(posix.basename(file))
  }, optionOf(at, options, 'resolve'), site)
}

const defaultFilter = (name: string): boolean => /^[^.].*\.js$/.test(name)

function requireDir(at: Activation, [first, options]: readonly Value[], site: Site): Value | null {
  const text = first === undefined ? '.' : textOf(at, first)
  const filter = optionOf(at, options, 'filter')
  if (text === null || filter !== undefined) return null
  return loadBeside(at, text, isTrue(at, optionOf(at, options, 'recurse')), site)
}

/** The scripts of a folder that is named from where this file is, but for the file itself. */
function loadBeside(at: Activation, text: string, deep: boolean, site: Site): Value | null {
  const own = at.interpreter.folders.nameOf(at.file)
  const folder = posix.resolve(posix.dirname(own), text)
  // What runs TypeScript makes .ts one of the extensions.
  return loadEach(at, folder, (file) => (deep || !file.includes('/')) && posix.join(folder, file) !== own && /\.(?:[cm]?[jt]sx?)$/.test(file), undefined, site)
}

/** `requireDirectory(module, './models')`: the folder of the file itself where none is named. */
function requireDirectory(at: Activation, [, path, options]: readonly Value[], site: Site): Value | null {
  const text = path === undefined ? '.' : textOf(at, path)
  if (text === null || ['include', 'exclude', 'recurse'].some((name) => optionOf(at, options, name) !== undefined)) return null
  return loadBeside(at, text, true, site)
}

/** The files of a folder, and of each folder in it the index. */
function requireIndex(at: Activation, [path, ...names]: readonly Value[], site: Site): Value | null {
  const text = textOf(at, path)
  if (text === null || names.length > 0) return null
  return loadEach(at, absolute(at, text), (file) => /^(?![_.])[^/]*(?:\/index)?\.[cm]?[jt]sx?$/.test(file) && !file.startsWith('index.'), undefined, site)
}

function nameFilter(at: Activation, filter: Value, site: Site): ((name: string) => boolean) | null {
  const pattern = patternOf(filter)
  if (pattern !== null) return (name) => pattern.exec(name) !== null
  if (filter.kind !== 'function') return null
  return (name) => truthOf(callValue(at, filter, [constant(name)], null, site)) !== 'falsy'
}

function loadEach(at: Activation, folder: string, wanted: (file: string) => boolean, resolve: Value | undefined, site: Site): Value | null {
  const { folders } = at.interpreter
  if (folders.list(folder) === null) return null
  const fields: Record<string, Value> = {}
  for (const file of folders.below(folder)) {
    if (!wanted(file)) continue
    const loaded = callGlobal(at, 'require', [constant(posix.join(folder, file))], site)
    fields[posix.basename(file, posix.extname(file))] = resolve === undefined ? loaded : callValue(at, resolve, [loaded], null, site)
  }
  return record(at, fields, site)
}

/** A plugin for each file; with an index file, for no other of its folder. */
export function autoload(at: Activation, server: Value, options: Value | undefined, site: Site): void {
  const folder = textOf(at, optionOf(at, options, 'dir'))
  const path = folder === null ? null : absolute(at, folder)
  const { folders } = at.interpreter
  if (path === null || folders.list(path) === null) return
  const ignore = patternOf(optionOf(at, options, 'ignorePattern'))
  const files = folders.below(path)
  const indexed = new Set(files.filter((file) => INDEX.test(posix.basename(file))).map((file) => posix.dirname(file)))
  for (const file of files) {
    if (!SCRIPT.test(file) || (indexed.has(posix.dirname(file)) && !INDEX.test(posix.basename(file))) || ignore?.exec(file) != null) continue
    const loaded = importOne(at, posix.join(path, file), site)
    const module = loaded.kind === 'promise' ? loaded.value : UNKNOWN
    callLater(at, at.property(module, 'default', site), [server, UNKNOWN], site)
  }
}
const INDEX = /^index\.(?:[cm]?[jt]s)$/i
const SCRIPT = /(?<!\.d)\.(?:[cm]?[jt]s)$/i

const importOne = (at: Activation, path: string, site: Site): Value => loadedBy(at, path, site, null)
