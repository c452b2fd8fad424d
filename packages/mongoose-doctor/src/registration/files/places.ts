/** Paths in the program: where a file is, what a path means, and which source file it is. */
import { posix } from 'node:path'
import { packageAt } from '../../project/packages.ts'
import { isBelow, parent, upwards } from '../../project/paths.ts'
import type { App } from '../../project/project.ts'
import { constantText, type Value } from '../../models/value.ts'
import type { Activation } from '../activation.ts'
import { ROOT } from './folders.ts'

const URL_PREFIX = 'file://'

/** `__dirname`, `__filename`, `import.meta.url` and the like, and what loads from there; null for what says nothing of the place. */
export function placeNamed(at: Activation, name: string): Value | null {
  // Every global is asked for here, and few are one of these: only then is the file's name worked out.
  const file = (): string => at.interpreter.folders.nameOf(at.file)
  switch (name) {
    case '__filename': case 'import.meta.filename': case 'module.filename': case 'module.id': return constantText(file())
    case '__dirname': case 'import.meta.dirname': case 'import.meta.dir': case 'module.path': return constantText(posix.dirname(file()))
    case 'module.require': return { kind: 'global', path: 'require' }
    case 'import.meta.url': return constantText(URL_PREFIX + file())
    default: return null
  }
}

/** Where a program is started: the folder of the package.json around this file. */
export const workingFolder = (at: Activation): string => folderPath(packageAt(at.interpreter.packages, parent(at.file) ?? '')?.dir ?? '')

/** The applications whose file this may be. */
export const appsAround = (at: Activation): readonly App[] => at.interpreter.apps.filter(({ root }) => isBelow(at.file, root === '.' ? '' : root))

/** Absolute, without `..`: a relative one starts in the working folder, or in one further up where only that has it. */
export function absolute(at: Activation, text: string): string {
  const plain = isUrl(text) ? text.slice(URL_PREFIX.length) : text
  if (plain.startsWith('/')) return withoutSlash(posix.normalize(plain))
  const { folders, packages } = at.interpreter
  const above = [...upwards(parent(at.file) ?? '')].filter((dir) => packageAt(packages, dir)?.dir === dir || dir === '')
  const paths = [workingFolder(at), ...above.map(folderPath)].map((dir) => withoutSlash(posix.join(dir, plain)))
  return paths.find((path) => folders.kind(path) !== null) ?? paths[0] ?? plain
}

/** A path of the program as one that resolves from `at.file`: what is no path into the project stays as it is. */
export function specifierOf(at: Activation, text: string): { readonly from: string; readonly specifier: string } {
  const path = isUrl(text) ? text.slice(URL_PREFIX.length) : text
  if (path !== ROOT && !path.startsWith(`${ROOT}/`)) return { from: at.file, specifier: text }
  // From the root itself; its extension decides what `x.js` means.
  return { from: /\.[cm]?tsx?$/.test(at.file) ? '@.ts' : '@.js', specifier: `./${path.slice(ROOT.length + 1)}` }
}

export const isUrl = (text: string): boolean => text.startsWith(`${URL_PREFIX}/`)
export const toUrl = (path: string): string => URL_PREFIX + path
/** Made of the project's own folders: each of them is a case of its own. */
export const isPlace = (text: string): boolean => text.startsWith(ROOT) || text.startsWith(URL_PREFIX + ROOT)

const folderPath = (dir: string): string => (dir === '' ? ROOT : `${ROOT}/${dir}`)
const withoutSlash = (path: string): string => (path.length > 1 ? path.replace(/\/$/, '') : path)
