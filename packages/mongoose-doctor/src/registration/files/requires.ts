/** Ways to load a file beside `require()` and `import()` themselves: Node's own, and packages that hand out another `require`. */
import { posix } from 'node:path'
import type { Site } from '../../kernel/place.ts'
import { UNKNOWN, constant, constantText, type Value } from '../../models/value.ts'
import type { Activation } from '../activation.ts'
import { callRequire } from '../builtins.ts'
import { computedValue } from '../expressions.ts'
import { absolute, isUrl, specifierOf, toUrl, workingFolder } from './places.ts'
import { textOf } from './values.ts'

const REQUIRE: Value = { kind: 'global', path: 'require' }

/** Null for another function. */
export function callRequires(at: Activation, path: string, args: readonly Value[], site: Site): Value | null {
  const [first] = args
  switch (path) {
    // Made from where this file is; another place is a path that nobody computes in practice.
    case 'node:module.createRequire': case 'node:module.createRequireFromPath': return isHere(at, first) ? REQUIRE : { kind: 'global', path: 'require.elsewhere' }
    case 'esm': return REQUIRE
    case 'require.call': return callRequire(at, args[1], site, () => null)
    case 'require.main.require': case 'process.mainModule.require': return fromMain(at, first, site)
    case 'require.apply': case 'require.elsewhere': return computedValue(at, null, site, 'require()')
    case 'require.resolve': case 'import.meta.resolve': return resolved(at, path, first)
    case 'app-root-path.require': return fromRoot(at, first, (file) => callRequire(at, constant(file), site, () => null))
    case 'app-root-path.resolve': return fromRoot(at, first, constantText)
    case 'eval': return evaluates(at, first, site)
    default: return /^node:vm\.(?:run|compile|Script)/.test(path) ? computedValue(at, null, site, 'code that is made at run time') : null
  }
}

const isHere = (at: Activation, place: Value | undefined): boolean => {
  const text = textOf(at, place)
  return text !== null && (isUrl(text) ? text.slice('file://'.length) : text) === at.interpreter.folders.nameOf(at.file)
}

/** From the file that the process was started with: one of those that it may be, if all of them lead to the same. */
function fromMain(at: Activation, path: Value | undefined, site: Site): Value {
  const text = textOf(at, path)
  const { folders, entryFiles } = at.interpreter
  const places = text === null ? [] : [...entryFiles].map((file) => posix.resolve(posix.dirname(folders.nameOf(file)), text))
  const found = [...new Set(places.map((place) => fileAt(at, place)).filter((file) => file !== null))]
  const [only] = found
  return only !== undefined && found.length === 1 ? callRequire(at, constant(only), site, () => null) : computedValue(at, null, site, 'require()')
}

/** The path of the program under which a source file is found; null where there is none. */
function fileAt(at: Activation, path: string): string | null {
  const { from, specifier } = specifierOf(at, path)
  const target = at.interpreter.graph.resolve(from, specifier)
  return target.kind === 'file' ? at.interpreter.folders.nameOf(target.file) : null
}

/** The text of a path is enough for what loads it. */
function resolved(at: Activation, how: string, specifier: Value | undefined): Value | null {
  const text = textOf(at, specifier)
  if (text === null) return null
  const path = text.startsWith('.') ? posix.join(posix.dirname(at.interpreter.folders.nameOf(at.file)), text) : text
  const file = fileAt(at, path)
  return file === null ? null : constantText(how === 'import.meta.resolve' ? toUrl(file) : file)
}

/** `app-root-path` begins at the folder of package.json, with or without a slash in front. */
function fromRoot(at: Activation, path: Value | undefined, use: (file: string) => Value): Value | null {
  const text = textOf(at, path)
  return text === null ? null : use(absolute(at, posix.join(workingFolder(at), text)))
}

/** `eval('require')` hides it from a bundler. Other code may load what it likes. */
function evaluates(at: Activation, code: Value | undefined, site: Site): Value {
  const text = textOf(at, code)
  if (text === 'require') return REQUIRE
  return text !== null && !/\b(?:require|import)\b/.test(text) ? UNKNOWN : computedValue(at, null, site, 'eval()')
}
