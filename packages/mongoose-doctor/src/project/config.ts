/**
 * What a project says to this tool: `mongoose-doctor.jsonc`, `mongoose-doctor.json`, or the key "mongoose-doctor" of package.json. Data only:
 * nothing of it is run. What each key means: docs/configuration.md, schema/config.schema.json.
 */
import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import type { Disk } from '../disk/disk.ts'
import { positionsOf } from '../kernel/lines.ts'
import type { Severity } from '../kernel/report.ts'
import { isRule, ruleNames, type RuleName } from '../kernel/rules.ts'
import { strategies, type Strategy } from '../kernel/strategies.ts'
import { didYouMean } from '../kernel/suggest.ts'
import { CONFIG_FILES, CONFIG_KEY } from './config-file.ts'
import { child, join } from './paths.ts'

export interface Config {
  /** Relative to the examined directory. */
  readonly file: string
  readonly entries: readonly Placed<string>[]
  readonly ignoreFindingsIn: readonly Placed<string>[]
  readonly rules: ReadonlyMap<RuleName, Placed<RuleLevel>>
  readonly strict: Placed<boolean> | null
  /** Relative to the folder of the configuration, and in it. */
  readonly baseline: Placed<string> | null
  readonly strategy: Placed<Strategy> | null
}

export const ruleLevels = ['error', 'warning', 'info', 'off'] as const satisfies readonly (Severity | 'off')[]
export type RuleLevel = (typeof ruleLevels)[number]

/** A value and where it stands in the file. */
export interface Placed<Value> extends ConfigPlace {
  readonly value: Value
}

export interface ConfigPlace {
  readonly file: string
  /** Offset; null: the whole file is meant. */
  readonly at: number | null
  readonly line: number | null
}

export interface ConfigError extends ConfigPlace {
  /** A sentence for people. */
  readonly message: string
}

export const configKeys = ['$schema', 'entries', 'ignoreFindingsIn', 'rules', 'strict', 'baseline', 'strategy'] as const

/** @returns the configuration of a folder; what is wrong with it; or null: there is none */
export function configIn(disk: Pick<Disk, 'kind' | 'read'>, dir: string): Config | { readonly errors: readonly ConfigError[] } | null {
  const files = CONFIG_FILES.map((name) => child(dir, name)).filter((file) => disk.kind(file) !== null)
  const manifest = child(dir, 'package.json')
  const key = keyOf(disk.read(manifest))
  const [file, ...more] = [...files, ...(key === null ? [] : [manifest])]
  if (file === undefined) return null
  const whole = { file, at: null, line: null }
  if (more.length > 0) {
    const names = [...files, ...(key === null ? [] : [`the key "${CONFIG_KEY}" of ${manifest}`])]
    return { errors: [{ ...whole, message: `There is more than one configuration: ${names.join(', ')}. Keep one of them.` }] }
  }
  if (file === manifest && key !== null) return settled(readingOf(manifest, key.text), key.node)
  const text = disk.read(file)
  if (text === null) return { errors: [{ ...whole, message: 'It could not be read: it is no plain file, or a link that leads out of the directory.' }] }
  const reading = readingOf(file, text)
  return settled(reading, treeOf(reading, text))
}

interface Reading {
  readonly errors: ConfigError[]
  readonly placeAt: (at: number) => ConfigPlace
}

function readingOf(file: string, text: string): Reading {
  const position = positionsOf(text)
  return { errors: [], placeAt: (at) => ({ file, at, line: position(at).line }) }
}

function settled(reading: Reading, root: Node | null): ReturnType<typeof configIn> {
  const config = root === null ? null : configOf(reading, root)
  return config === null || reading.errors.length > 0 ? { errors: reading.errors } : config
}

/** What the package.json says under our key; null when it says nothing, or is broken, which others tell. */
function keyOf(text: string | null): { readonly text: string; readonly node: Node } | null {
  if (text === null || !text.includes(`"${CONFIG_KEY}"`)) return null
  try {
    const root = parseTree(text.replace(/^\uFEFF/, ' '))
    const node = root === undefined ? undefined : findNodeAtLocation(root, [CONFIG_KEY])
    return node === undefined ? null : { text, node }
  } catch {
    return null
  }
}

/** Longer than any configuration, and short enough for whatever is done with it. */
const LONGEST = 100_000

function treeOf({ errors, placeAt }: Reading, text: string): Node | null {
  const fail = (message: string, at = 0): null => {
    errors.push({ ...placeAt(at), message })
    return null
  }
  if (text.trim() === '') return fail('It is empty; a configuration that says nothing is {}.')
  if (text.length > LONGEST) return fail('It is too long for a configuration.')
  const found: ParseError[] = []
  try {
    const root = parseTree(text.replace(/^\uFEFF/, ' '), found, { allowTrailingComma: true })
    const [first] = found
    if (first !== undefined) return fail(`It is not valid JSON (${printParseErrorCode(first.error)}).`, first.offset)
    return root ?? null
  } catch {
    return fail('It is nested too deeply.')
  }
}

function configOf(reading: Reading, root: Node): Config | null {
  const values = membersOf(reading, root, 'A configuration is an object: { "strict": true }.')
  if (values === null) return null
  for (const [key, { at }] of values) {
    if (!configKeys.some((known) => known === key)) wrong(reading, at, `Unknown key "${key}".${didYouMean(key, configKeys)} The keys are ${configKeys.join(', ')}.`)
  }
  const get = <Value>(key: (typeof configKeys)[number], read: (node: Node) => Value): Value | null => {
    const found = values.get(key)
    return found === undefined ? null : read(found.node)
  }
  get('$schema', (node) => one(reading, node, typeof node.value === 'string' ? node.value : null, '"$schema" must be the address of the schema.'))
  return {
    file: reading.placeAt(0).file,
    entries: get('entries', (node) => globs(reading, node, 'entries')) ?? [],
    ignoreFindingsIn: get('ignoreFindingsIn', (node) => globs(reading, node, 'ignoreFindingsIn')) ?? [],
    rules: get('rules', (node) => levels(reading, node)) ?? new Map(),
    strict: get('strict', (node) => one(reading, node, typeof node.value === 'boolean' ? node.value : null, '"strict" must be true or false.')),
    baseline: get('baseline', (node) => one(reading, node, fileIn(node.value), '"baseline" must be the path of a .json file in this folder or below it.')),
    strategy: get('strategy', (node) => oneOf(reading, node, '"strategy"', strategies)),
  }
}

/** The members of an object, each key once; null, and an error, for what is none. */
function membersOf(reading: Reading, node: Node, otherwise: string): ReadonlyMap<string, { readonly node: Node; readonly at: number }> | null {
  if (node.type !== 'object') {
    wrong(reading, node.offset, otherwise)
    return null
  }
  const members = new Map<string, { readonly node: Node; readonly at: number }>()
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (key === undefined || value === undefined) continue
    const name = String(key.value)
    if (members.has(name)) wrong(reading, key.offset, `"${name}" is given twice.`)
    members.set(name, { node: value, at: key.offset })
  }
  return members
}

const MOST_GLOBS = 100
const LONGEST_GLOB = 200
/** Each may go over the whole path. */
const MOST_WILD = 10

function globs(reading: Reading, node: Node, key: string): readonly Placed<string>[] | null {
  const items = node.type === 'array' ? (node.children ?? []) : null
  if (items === null) return wrong(reading, node.offset, `"${key}" must be a list of globs: ["scripts/*.ts"].`)
  if (items.length > MOST_GLOBS) return wrong(reading, node.offset, `"${key}" has more than ${MOST_GLOBS} globs.`)
  return items.flatMap((item) => {
    const { value }: { readonly value?: unknown } = item
    const glob = typeof value === 'string' ? value.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/$/, '') : ''
    if (glob.startsWith('!')) return wrong(reading, item.offset, `"${key}" only adds: a glob can't begin with "!".`) ?? []
    if ((glob.match(/\*+|[?{]/g)?.length ?? 0) > MOST_WILD) return wrong(reading, item.offset, `"${key}" has a glob with more than ${MOST_WILD} of *, **, ? and {}.`) ?? []
    const isGlob = glob !== '' && glob.length <= LONGEST_GLOB && join('', glob) === glob
    return one(reading, item, isGlob ? glob : null, `"${key}" takes files, folders and globs, relative to this folder and below it: "scripts/*.ts".`) ?? []
  })
}

function levels(reading: Reading, node: Node): ReadonlyMap<RuleName, Placed<RuleLevel>> {
  const found = new Map<RuleName, Placed<RuleLevel>>()
  for (const [rule, { node: level, at }] of membersOf(reading, node, '"rules" must be an object: { "unknown-ref": "off" }.') ?? []) {
    if (!isRule(rule)) {
      wrong(reading, at, `There is no rule "${rule}".${didYouMean(rule, ruleNames)} The rules are ${ruleNames.join(', ')}.`)
      continue
    }
    const value = oneOf(reading, level, `"${rule}"`, ruleLevels)
    if (value !== null) found.set(rule, value)
  }
  return found
}

function oneOf<const Name extends string>(reading: Reading, node: Node, what: string, names: readonly Name[]): Placed<Name> | null {
  const { value }: { readonly value?: unknown } = node
  const hint = typeof value === 'string' ? didYouMean(value, names) : ''
  return one(reading, node, names.find((name) => name === value) ?? null, `${what} must be ${names.slice(0, -1).map((name) => `"${name}"`).join(', ')} or "${names.at(-1)}".${hint}`)
}

function one<Value>(reading: Reading, node: Node, value: Value | null, otherwise: string): Placed<Value> | null {
  return value === null ? wrong(reading, node.offset, otherwise) : { ...reading.placeAt(node.offset), value }
}

function wrong({ errors, placeAt }: Reading, at: number, message: string): null {
  errors.push({ ...placeAt(at), message })
  return null
}

/** A plain path below the folder. */
function fileIn(value: unknown): string | null {
  const path = typeof value === 'string' ? join('', value.replaceAll('\\', '/')) : null
  return path !== null && path.endsWith('.json') && !path.startsWith('.git/') ? path : null
}
