/** Methods of texts, on constants. */
import { constant, constantText, UNDEFINED, UNKNOWN, type Value } from '../../models/value.ts'
import type { Site } from '../../kernel/place.ts'
import type { Activation } from '../activation.ts'
import { namePattern } from './patterns.ts'

/** File names and paths are shorter; what would be put together of longer texts has no end. */
const LONGEST = 2000

/** Null for a method, or for arguments, that are not followed. */
export function callText(at: Activation, text: string, name: string, args: readonly Value[], site: Site): Value | null {
  const values = args.map((arg) => at.force(arg))
  if (text.length > LONGEST || values.some((value) => value.kind === 'constant' && typeof value.value === 'string' && value.value.length > LONGEST)) return null
  const pattern = patternOf(values[0])
  if (pattern !== null) return byPattern(at, text, name, pattern, values, site)
  const given = values.map((value) => (value.kind === 'constant' ? value.value : null))
  if (values.some((value) => value.kind !== 'constant')) return null
  const [first, second] = given
  const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
  const from = number(first)
  if (typeof first === 'string') {
    switch (name) {
      case 'endsWith': return constant(text.endsWith(first))
      case 'startsWith': return constant(text.startsWith(first))
      case 'includes': return constant(text.includes(first))
      case 'indexOf': return constant(text.indexOf(first))
      case 'lastIndexOf': return constant(text.lastIndexOf(first))
      case 'localeCompare': return constant(text < first ? -1 : text > first ? 1 : 0)
      case 'concat': return constantText(text + given.join(''))
      case 'split': return at.newArray(text.split(first).map((part) => constant(part)), null, site)
      case 'replace': return typeof second === 'string' ? constantText(text.replace(first, () => second)) : null
      case 'replaceAll': return typeof second === 'string' ? constantText(text.replaceAll(first, () => second)) : null
      default: return null
    }
  }
  switch (name) {
    case 'slice': return constant(text.slice(from, number(second)))
    case 'substring': return from === undefined ? null : constant(text.substring(from, number(second)))
    case 'substr': return from === undefined ? null : constant(text.slice(from, second === undefined ? undefined : from + (number(second) ?? 0)))
    case 'charAt': return constant(text.charAt(from ?? 0))
    case 'at': return from === undefined ? null : constant(text.at(from))
    case 'trim': case 'trimEnd': case 'trimStart': return constant(text.trim())
    case 'toString': case 'valueOf': case 'normalize': return constant(text)
    case 'toLowerCase': case 'toLocaleLowerCase': return constant(text.toLowerCase())
    case 'toUpperCase': case 'toLocaleUpperCase': return constant(text.toUpperCase())
    default: return null
  }
}

/** `/\.js$/.test(file)`; null where the pattern is not run, or the text not known. */
export function testPattern(at: Activation, regex: Value, name: string, args: readonly Value[], site: Site): Value | null {
  const pattern = patternOf(regex)
  const text = args[0] === undefined ? UNKNOWN : at.force(args[0])
  if (pattern === null || text.kind !== 'constant' || typeof text.value !== 'string') return null
  return name === 'test' ? constant(pattern.exec(text.value) !== null) : name === 'exec' ? byPattern(at, text.value, 'match', pattern, [], site) : null
}

interface Pattern {
  readonly exec: (name: string) => RegExpExecArray | null
  readonly all: boolean
}

export function patternOf(value: Value | undefined): Pattern | null {
  const [, flags = '', source] = value?.kind === 'global' ? (/^regex:([a-z]*):([^]*)$/.exec(value.path) ?? []) : []
  const exec = source === undefined ? null : namePattern(source, flags)
  return exec === null ? null : { exec, all: flags.includes('g') }
}

function byPattern(at: Activation, text: string, name: string, { exec, all }: Pattern, args: readonly Value[], site: Site): Value | null {
  const match = exec(text)
  switch (name) {
    case 'match': return match === null ? constant(null) : at.newArray([...match].map((part: string | undefined) => (part === undefined ? UNDEFINED : constant(part))), null, site)
    case 'search': return constant(match === null ? -1 : match.index)
    case 'replace': {
      const [, by] = args
      if (match === null) return constant(text)
      // What stands for a part of the match is left alone, and so is a pattern that may match again.
      if (all || by?.kind !== 'constant' || typeof by.value !== 'string' || by.value.includes('$')) return all && match[0].length > 0 ? replaceEach(text, exec, by) : null
      return constantText(text.slice(0, match.index) + by.value + text.slice(match.index + match[0].length))
    }
    default: return null
  }
}

function replaceEach(text: string, exec: Pattern['exec'], by: Value | undefined): Value | null {
  if (by?.kind !== 'constant' || typeof by.value !== 'string' || by.value.includes('$')) return null
  let done = ''
  let rest = text
  for (let match = exec(rest); match !== null && match[0] !== ''; match = exec(rest)) {
    done += rest.slice(0, match.index) + by.value
    rest = rest.slice(match.index + match[0].length)
  }
  return constantText(done + rest)
}
