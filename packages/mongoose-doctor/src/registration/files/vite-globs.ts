/**
 * Vite's `import.meta.glob()`: an object with a member for each file, its module where `eager`, else a function that imports it.
 * Observed with Vite 7.3: eager ones are static imports, done before the module's first statement, and dropped if nothing uses the object and `"sideEffects": false` stands in package.json.
 */
import { posix } from 'node:path'
import type { Site } from '../../kernel/place.ts'
import { UNKNOWN, type Value } from '../../models/value.ts'
import { packageAt } from '../../project/packages.ts'
import { parent } from '../../project/paths.ts'
import type { Activation } from '../activation.ts'
import { folderOf } from '../computed-files.ts'
import { computed, loadedBy } from '../expressions.ts'
import { addPending } from '../state.ts'
import { ROOT } from './folders.ts'
import { baseOf, filesFor } from './globs.ts'
import { appsAround } from './places.ts'
import { isTrue, optionOf, record, textsOf } from './values.ts'

/** Null for patterns that can't be told. */
export const viteGlob = (at: Activation, [patterns, options]: readonly Value[], site: Site): Value | null => glob(at, patterns, isTrue(at, optionOf(at, options, 'eager')), site)
/** Up to Vite 4. */
export const viteGlobEager = (at: Activation, [patterns]: readonly Value[], site: Site): Value | null => glob(at, patterns, true, site)

function glob(at: Activation, asked: Value | undefined, isEager: boolean, site: Site): Value | null {
  const own = posix.join(ROOT, at.file)
  const patterns = textsOf(at, asked)?.map((pattern) => placed(at, pattern)) ?? [null]
  const known = patterns.filter((pattern) => pattern !== null)
  const found = known.length < patterns.length ? null : filesFor(at, known, [], posix.dirname(own), true)?.filter((file) => file !== own)
  if (found === undefined || found === null) return null
  const members = found.map((file) => [keyOf(file, posix.dirname(own)), isEager ? evaluated(at, file, site) : lazily(file)] as const)
  const object = record(at, Object.fromEntries(members), site)
  if (object.kind === 'object') object.object.open = false
  return object
}

const lazily = (file: string): Value => ({ kind: 'global', path: `load:${file}` })

function evaluated(at: Activation, file: string, site: Site): Value {
  const loaded = loadedBy(at, file, site, null)
  if (loaded.kind !== 'promise') return UNKNOWN
  // Whether the object is used, nobody knows here.
  if (isDroppable(at, file)) computed(at, [file.slice(ROOT.length + 1)], site, 'import.meta.glob()')
  else addPending(at.state, loaded.pending)
  return loaded.value
}

function isDroppable(at: Activation, file: string): boolean {
  const around = packageAt(at.interpreter.packages, parent(file.slice(ROOT.length + 1)) ?? '')
  return around !== null && around.sideEffects !== true
}

/** A pattern from the root of the program; null for one with an alias that leads nowhere. A relative one stays as it is. */
function placed(at: Activation, pattern: string): string | null {
  const sign = pattern.startsWith('!') ? '!' : ''
  const plain = pattern.slice(sign.length)
  if (/^\.{1,2}\//.test(plain)) return pattern
  // One that begins with `**` may begin anywhere.
  if (plain.startsWith('**')) return sign + posix.join(ROOT, plain)
  if (plain.startsWith('/')) return sign + posix.join(ROOT, rootOf(at), plain)
  const base = baseOf(plain)
  const folder = base === '/' ? null : folderOf(at.interpreter.graph, at.file, base)
  return folder === null ? null : sign + posix.join(ROOT, folder, plain.slice(base.length))
}

/** As it is written in a pattern from here. */
function keyOf(file: string, folder: string): string {
  const path = posix.relative(folder, file)
  return path.startsWith('.') ? path : `./${path}`
}

/** Vite's root: the innermost application that the file lies in. */
function rootOf(at: Activation): string {
  return appsAround(at).reduce((longest, { root }) => (root !== '.' && root.length > longest.length ? root : longest), '')
}
