/**
 * webpack's `require.context()`: a function over the files of a folder, with the list of its keys. What a key names is evaluated when the function is called with it.
 * Observed with Next 16.4.6: Turbopack has no fourth argument, no `import.meta.webpackContext`, and finds nothing in a folder that an alias names.
 */
import { posix } from 'node:path'
import type { Site } from '../../kernel/place.ts'
import { UNKNOWN, constant, type Value } from '../../models/value.ts'
import type { Activation } from '../activation.ts'
import { callRequire } from '../builtins.ts'
import { folderOf } from '../computed-files.ts'
import { computedValue, loadedBy } from '../expressions.ts'
import { ROOT } from './folders.ts'
import { appsAround } from './places.ts'
import { patternOf } from './texts.ts'
import { isTrue, listOf, optionOf, textOf } from './values.ts'

const WHAT = 'require.context()'

export interface Context {
  /** The project's files, by key: `./Role.ts`. */
  readonly files: ReadonlyMap<string, string>
  /** Whether a call of it gives a promise. */
  readonly lazy: boolean
}

/** Null for another function. */
export function callContext(at: Activation, path: string, args: readonly Value[], site: Site): Value | null {
  switch (path) {
    case 'require.context': {
      const [folder, recursive, pattern, mode] = args
      return contextOf(at, { folder, recursive, pattern, mode }, site)
    }
    case 'import.meta.webpackContext': {
      const [folder, options] = args
      const asked = { folder, recursive: optionOf(at, options, 'recursive'), pattern: optionOf(at, options, 'regExp'), mode: optionOf(at, options, 'mode') }
      return contextOf(at, asked, site, byTurbopack(at))
    }
    default: {
      const [, number, member] = /^context:(\d+)(?:\.(\w+))?$/.exec(path) ?? []
      const context = number === undefined ? undefined : at.interpreter.contexts[Number(number)]
      if (context === undefined) return null
      if (member === undefined) return load(at, context, args[0], site)
      return member === 'keys' ? listOf(at, [...context.files.keys()], site) : UNKNOWN
    }
  }
}

/** How much of the program it holds for. */
type Share = 'all' | 'some' | 'none'

interface Asked { readonly folder: Value | undefined; readonly recursive: Value | undefined; readonly pattern: Value | undefined; readonly mode: Value | undefined }

/** @param absent where there is no such function */
function contextOf(at: Activation, { folder, recursive, pattern, mode }: Asked, site: Site, absent: Share = 'none'): Value {
  const text = textOf(at, folder)
  if (text === null) return computedValue(at, null, site, WHAT)
  const isRelative = /^\.\.?(?:\/|$)/.test(text)
  const empty = isRelative ? absent : byTurbopack(at)
  const found = empty === 'all' ? [] : filesIn(at, text, isRelative, recursive === undefined || isTrue(at, recursive))
  const fits = pattern === undefined ? () => true : patternOf(at.force(pattern))?.exec
  if (found === null || fits === undefined || empty === 'some') return computedValue(at, found?.map(([, file]) => file) ?? null, site, WHAT)
  // A file can be asked for without its extension, too.
  const files = new Map(found.flatMap(([name, file]) => {
    const key = [`./${name}`, `./${name.replace(/\.[^./]+$/, '')}`].find((one) => fits(one))
    return key === undefined ? [] : [[key, file] as const]
  }))
  at.interpreter.contexts.push({ files, lazy: mode !== undefined && textOf(at, mode) !== 'sync' })
  return { kind: 'global', path: `context:${at.interpreter.contexts.length - 1}` }
}

/** The files of a folder, each by its path in it; null where no folder is meant that can be told. */
function filesIn(at: Activation, folder: string, isRelative: boolean, deep: boolean): readonly (readonly [string, string])[] | null {
  const { folders, graph } = at.interpreter
  const path = isRelative ? posix.join(posix.dirname(at.file), folder) : folderOf(graph, at.file, folder.replace(/\/$/, ''))
  if (path === null) return null
  const names = folders.below(posix.join(ROOT, path)).filter((name) => deep || !name.includes('/'))
  return names.map((name) => [name, posix.join(path, name)])
}

/** Of the applications whose file this may be. */
function byTurbopack(at: Activation): Share {
  const around = appsAround(at)
  const theirs = (around.length > 0 ? around : at.interpreter.apps).map(({ compiler }) => compiler.bundler === 'turbopack')
  return theirs.every(Boolean) ? 'all' : theirs.some(Boolean) ? 'some' : 'none'
}

function load(at: Activation, { files, lazy }: Context, key: Value | undefined, site: Site): Value {
  const text = textOf(at, key)
  if (text === null) return computedValue(at, [...files.values()], site, WHAT)
  const file = files.get(text)
  if (file === undefined) return UNKNOWN
  const path = posix.join(ROOT, file)
  return lazy ? loadedBy(at, path, site, null) : callRequire(at, constant(path), site, () => null)
}
