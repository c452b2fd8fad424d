/** Node's own functions of paths, URLs and folders, over the files of the project. */
import { posix } from 'node:path'
import type { Site } from '../../kernel/place.ts'
import { NOTHING_PENDING, UNDEFINED, UNKNOWN, constant, constantText, type Value } from '../../models/value.ts'
import type { Activation } from '../activation.ts'
import { callLater } from '../later.ts'
import { absolute, isUrl, toUrl, workingFolder } from './places.ts'
import { always, isTrue, listOf, optionOf, record, textOf } from './values.ts'

/** Packages that do as `fs` does, and more. */
const FILE_SYSTEMS = /^(?:node:fs(?:\/promises)?|fs-extra|graceful-fs|fs\/promises)\./

/** Null for what is none of them. */
export function callNodeApi(at: Activation, path: string, args: readonly Value[], site: Site): Value | null {
  if (path === 'process.cwd') return constantText(workingFolder(at))
  if (path === 'always.true' || path === 'always.false') return constant(path === 'always.true')
  if (path.startsWith('node:path.')) return callPath(at, path.slice('node:path.'.length).replace(/^posix\./, ''), args, site)
  if (path.startsWith('node:url.') || path === 'URL') return callUrl(at, path, args)
  if (path === 'node:util.promisify') return promisified(at, args[0])
  if (!FILE_SYSTEMS.test(path)) return null
  const [, name = ''] = path.split(FILE_SYSTEMS)
  return callFileSystem(at, /^(?:node:fs\/promises|fs\/promises)\./.test(path) ? `promises.${name}` : name, args, site)
}

function callPath(at: Activation, name: string, args: readonly Value[], site: Site): Value | null {
  const texts = args.map((arg) => textOf(at, arg))
  const known = texts.filter((text) => text !== null)
  if (known.length < texts.length) return null
  const [first = '', second] = known
  switch (name) {
    case 'join': return constantText(isUrl(first) ? posix.join(first.slice('file://'.length), ...known.slice(1)) : posix.join(...known))
    case 'resolve': {
      const path = posix.resolve('/', ...known)
      return constantText(known.some((text) => text.startsWith('/')) ? path : absolute(at, posix.join(...known)))
    }
    case 'dirname': return constantText(posix.dirname(first))
    case 'basename': return constantText(posix.basename(first, second))
    case 'extname': return constantText(posix.extname(first))
    case 'normalize': return constantText(posix.normalize(first))
    case 'relative': return second === undefined ? null : constantText(posix.relative(absolute(at, first), absolute(at, second)))
    case 'isAbsolute': return constant(first.startsWith('/'))
    case 'parse': {
      const { dir, base, ext, name: stem } = posix.parse(first)
      return record(at, { dir: constantText(dir), base: constantText(base), ext: constantText(ext), name: constantText(stem) }, site)
    }
    default: return null
  }
}

/** A URL is its text. */
function callUrl(at: Activation, path: string, args: readonly Value[]): Value | null {
  const [first, base] = args.map((arg) => textOf(at, arg))
  if (first === null || first === undefined) return null
  switch (path) {
    case 'node:url.fileURLToPath': return constantText(isUrl(first) ? first.slice('file://'.length) : first)
    case 'node:url.pathToFileURL': return constantText(toUrl(absolute(at, first)))
    case 'URL': case 'node:url.URL': {
      if (base === undefined) return isUrl(first) ? constantText(first) : null
      if (base === null || !isUrl(base)) return null
      const folder = base.endsWith('/') ? base : posix.dirname(base.slice('file://'.length))
      const joined = posix.join(isUrl(folder) ? folder.slice('file://'.length) : folder, first)
      return constantText(toUrl(first.startsWith('/') ? first : joined))
    }
    default: return null
  }
}

/** `promisify(fs.readdir)`. */
function promisified(at: Activation, value: Value | undefined): Value | null {
  const one = value === undefined ? UNKNOWN : at.force(value)
  return one.kind === 'global' && one.path.startsWith('node:fs.') ? { kind: 'global', path: `node:fs.promises.${one.path.slice('node:fs.'.length)}` } : one.kind === 'global' ? one : null
}

function callFileSystem(at: Activation, name: string, args: readonly Value[], site: Site): Value | null {
  const [plain] = name.split('Sync')
  const later = args.at(-1)
  const calls = !name.endsWith('Sync') && !name.startsWith('promises.') && later?.kind === 'function' ? later : null
  const text = textOf(at, args[0])
  const result = text === null ? null : answer(at, plain?.replace(/^promises\./, '') ?? '', absolute(at, text), args[1], site)
  if (result === null) return null
  if (calls !== null) {
    callLater(at, calls, [constant(null), result], site)
    return UNDEFINED
  }
  return name.endsWith('Sync') ? result : { kind: 'promise', value: result, pending: NOTHING_PENDING }
}

function answer(at: Activation, name: string, path: string, options: Value | undefined, site: Site): Value | null {
  const { folders } = at.interpreter
  switch (name) {
    case 'readdir': return listing(at, path, options, site)
    case 'exists': case 'pathExists': return folders.kind(path) === null ? null : constant(true)
    case 'realpath': return constantText(path)
    case 'stat': case 'lstat': {
      const kind = folders.kind(path)
      return kind === null ? null : record(at, { isFile: always(kind === 'file'), isDirectory: always(kind === 'folder'), isSymbolicLink: always(false) }, site)
    }
    default: return null
  }
}

function listing(at: Activation, path: string, options: Value | undefined, site: Site): Value | null {
  const { folders } = at.interpreter
  const here = folders.list(path)
  if (here === null) return null
  const names = isTrue(at, optionOf(at, options, 'recursive'))
    ? [...new Set(folders.below(path).flatMap((file) => [file, ...foldersOf(file)]))].map((name) => ({ name, isFolder: folders.kind(`${path}/${name}`) === 'folder' }))
    : here
  if (!isTrue(at, optionOf(at, options, 'withFileTypes'))) return listOf(at, names.map(({ name }) => name), site)
  const items = names.map(({ name, isFolder }) => {
    const folder = constantText(posix.join(path, posix.dirname(name)))
    return record(at, {
      name: constantText(posix.basename(name)), parentPath: folder, path: folder,
      isFile: always(!isFolder), isDirectory: always(isFolder), isSymbolicLink: always(false),
    }, site)
  })
  return at.newArray(items, null, site)
}

function foldersOf(file: string): readonly string[] {
  const parts = file.split('/')
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'))
}
