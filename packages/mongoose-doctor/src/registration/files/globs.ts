/** Packages that find files by globs, over the files of the project. */
import { posix } from 'node:path'
import type { Site } from '../../kernel/place.ts'
import { NOTHING_PENDING, UNDEFINED, constant, type Value } from '../../models/value.ts'
import { globMatcher } from '../../project/glob.ts'
import type { Activation } from '../activation.ts'
import { callLater } from '../later.ts'
import { absolute, workingFolder } from './places.ts'
import { isTrue, listOf, optionOf, textsOf } from './values.ts'

const PACKAGES = new Set(['glob', 'fast-glob', 'globby', 'tinyglobby', 'node:fs', 'node:fs/promises'])
const FUNCTIONS = new Set(['', 'sync', 'async', 'glob', 'globSync', 'globby', 'globbySync', 'glob.sync', 'promises.glob'])

/** Null for what is no search, or none that is followed. */
export function callGlob(at: Activation, path: string, args: readonly Value[], site: Site): Value | null {
  const [name, functionName] = split(path)
  if (!PACKAGES.has(name) || !FUNCTIONS.has(functionName) || (name.startsWith('node:') && !functionName.includes('glob'))) return null
  const patterns = textsOf(at, args[0])
  const calls = args.find((arg) => arg.kind === 'function')
  const options = args[1] === calls ? undefined : args[1]
  const ignore = optionOf(at, options, 'ignore')
  const ignored = ignore === undefined ? [] : textsOf(at, ignore)
  const cwd = optionOf(at, options, 'cwd')
  const folder = cwd === undefined ? [workingFolder(at)] : textsOf(at, cwd)
  if (patterns === null || ignored === null || folder === null) return null
  const found = filesFor(at, patterns, ignored, absolute(at, folder[0] ?? ''), isTrue(at, optionOf(at, options, 'absolute')) || isTrue(at, optionOf(at, options, 'realpath')))
  if (found === null) return null
  const list = listOf(at, found, site)
  if (calls !== undefined) {
    callLater(at, calls, [constant(null), list], site)
    return UNDEFINED
  }
  return /sync$/i.test(functionName) ? list : { kind: 'promise', value: list, pending: NOTHING_PENDING }
}

function split(path: string): [string, string] {
  const name = /^(?:node:fs(?:\/promises)?|[^.]+)/.exec(path)?.[0] ?? path
  return [name, path.slice(name.length + 1)]
}

/** @returns paths as the packages give them: absolute where the pattern is, else relative to the folder; null for a pattern that is not understood */
export function filesFor(at: Activation, patterns: readonly string[], ignored: readonly string[], folder: string, isAbsolute: boolean): readonly string[] | null {
  const { folders } = at.interpreter
  if (patterns.length + ignored.length > MOST_PATTERNS || [...patterns, ...ignored].some((pattern) => pattern.length > LONGEST_PATTERN)) return null
  const leaves = [...ignored, ...patterns.filter(isNegative).map((pattern) => pattern.slice(1))].map((pattern) => matcher(folder, pattern))
  if (leaves.includes(null)) return null
  const left = leaves.filter((leave) => leave !== null)
  const found = new Set<string>()
  for (const pattern of patterns.filter((one) => !isNegative(one))) {
    const full = posix.isAbsolute(pattern) ? pattern : posix.join(folder, pattern)
    const base = baseOf(full)
    const fits = matcher(folder, pattern)
    if (fits === null) return null
    for (const file of folders.below(base)) {
      const path = posix.join(base, file)
      if (!fits(path) || left.some((leave) => leave(path))) continue
      found.add(posix.isAbsolute(pattern) || isAbsolute ? path : posix.relative(folder, path))
    }
  }
  return [...found].sort()
}

const MOST_PATTERNS = 100
const LONGEST_PATTERN = 500

const isNegative = (pattern: string): boolean => pattern.startsWith('!') && !pattern.startsWith('!(')

/** The folders that a pattern spells out. */
export function baseOf(pattern: string): string {
  const parts = pattern.split('/')
  const wild = parts.findIndex((part) => /[*?{}[\]()!+@]/.test(part.replace(/^@root$/, '')))
  const base = (wild === -1 ? parts.slice(0, -1) : parts.slice(0, wild)).join('/')
  return base === '' ? '/' : base
}

function matcher(folder: string, pattern: string): ((path: string) => boolean) | null {
  const plain = withoutExtended(pattern)
  if (plain === null) return null
  return globMatcher(posix.isAbsolute(plain) ? plain : posix.join(folder, plain))
}

/** `*.+(js|ts)` as `*.{js,ts}`; null for what has no such form. */
function withoutExtended(pattern: string): string | null {
  const plain = pattern.replace(/([@+?*])\(([^()|*]*(?:\|[^()|*]*)*)\)/g, (_, sign: string, options: string) => `{${sign === '?' || sign === '*' ? ',' : ''}${options.replaceAll('|', ',')}}`)
  return /[[\]()]/.test(plain) ? null : plain
}
