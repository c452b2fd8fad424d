/** argv → one request, or a UsageError. cac splits the words; what is allowed where is checked here. */
import { cac } from 'cac'
import { listKinds, strategies } from '../fixes/types.ts'
import type { ListKind, Strategy } from '../fixes/types.ts'
import { UsageError } from '../kernel/usage-error.ts'
import { isRule, ruleNames } from '../reporters/rule-pages.ts'
import type { RuleName } from '../kernel/report.ts'
import type { Format } from '../reporters/formats.ts'
import { formatOf, oneOf, outputsOf, type Output } from './format-args.ts'
import { didYouMean } from '../kernel/suggest.ts'

export type CommandName = 'check' | 'why' | 'entries' | 'models' | 'explain' | 'generate' | 'facts' | 'lsp'

export interface Filters {
  readonly entries: readonly string[]
  readonly models: readonly string[]
  readonly rules: readonly RuleName[]
}

export interface Common {
  /** As written; '.' when none is given. */
  readonly directory: string
  /** Of commands other than check only pretty and json. */
  readonly format: Format
  /** null: not said. */
  readonly color: boolean | null
  /** Whether to use, and leave, what spares work in the next run; null: not said. */
  readonly cache: boolean | null
  /** The folder for it, as written. */
  readonly cacheLocation: string | null
  /** Whether the facts that packages have written are used. */
  readonly fromFacts: boolean
  readonly timings: boolean
}

export interface CheckRequest extends Common {
  readonly command: 'check'
  /** False: another than pretty may suit who reads it. */
  readonly isFormatGiven: boolean
  readonly outputs: readonly Output[]
  readonly filters: Filters
  readonly fix: boolean
  readonly dryRun: boolean
  readonly force: boolean
  readonly strategy: Strategy
  readonly strict: boolean
  readonly watch: boolean
}

export type Request =
  | { readonly command: 'help'; readonly topic: CommandName | null }
  | { readonly command: 'version' }
  | CheckRequest
  | (Common & { readonly command: 'entries'; readonly filters: Filters })
  | (Common & { readonly command: 'models'; readonly filters: Filters })
  | (Common & { readonly command: 'why'; readonly model: string; readonly entry: string | null })
  | (Common & { readonly command: 'explain'; readonly words: readonly string[]; readonly log: string | null })
  | (Common & { readonly command: 'generate'; readonly kind: ListKind; readonly output: string | null; readonly check: boolean })
  | (Common & { readonly command: 'facts'; readonly output: string | null })
  | { readonly command: 'lsp' }

interface OptionSpec {
  /** As cac wants it. */
  readonly raw: string
  readonly commands: readonly CommandName[]
  readonly value?: true
  /** The commands where it may be given more than once. */
  readonly repeat?: readonly CommandName[]
}

export const commandNames: readonly CommandName[] = ['check', 'why', 'entries', 'models', 'explain', 'generate', 'facts', 'lsp']
/** Those that work in one directory. */
const inDirectory = commandNames.filter((name) => name !== 'lsp')
/** Those that examine it. */
const examining = inDirectory.filter((name) => name !== 'facts')
const optionSpecs: Readonly<Record<string, OptionSpec>> = {
  fix: { raw: '--fix', commands: ['check'] },
  'dry-run': { raw: '--dry-run', commands: ['check'] },
  force: { raw: '--force', commands: ['check'] },
  strategy: { raw: '--strategy <name>', commands: ['check'], value: true },
  strict: { raw: '--strict', commands: ['check'] },
  entry: { raw: '--entry <glob>', commands: ['check', 'entries'], value: true, repeat: ['check', 'entries'] },
  model: { raw: '--model <name>', commands: ['check', 'models'], value: true, repeat: ['check', 'models'] },
  rule: { raw: '--rule <name>', commands: ['check'], value: true, repeat: ['check'] },
  format: { raw: '--format <format>', commands: ['check', 'why', 'entries', 'models', 'explain'], value: true },
  log: { raw: '--log <file>', commands: ['explain'], value: true },
  output: { raw: '--output <file>', commands: ['check', 'generate', 'facts'], value: true, repeat: ['check'] },
  check: { raw: '--check', commands: ['generate'] },
  watch: { raw: '--watch', commands: ['check'] },
  'from-facts': { raw: '--from-facts', commands: examining },
  cache: { raw: '--cache', commands: examining },
  'cache-location': { raw: '--cache-location <dir>', commands: examining, value: true },
  timings: { raw: '--timings', commands: ['check', 'entries', 'models'] },
  dir: { raw: '--dir <dir>', commands: inDirectory, value: true },
  // What clients add to the command that they are told: the only transport there is, and who they are.
  stdio: { raw: '--stdio', commands: ['lsp'] },
  'client-process-id': { raw: '--client-process-id <pid>', commands: ['lsp'], value: true },
  color: { raw: '--color', commands: commandNames },
  help: { raw: '-h, --help', commands: commandNames },
  version: { raw: '-v, --version', commands: commandNames },
}

const positionals: Readonly<Record<CommandName, { readonly usage: string; readonly max: number }>> = {
  check: { usage: '[dir]', max: 1 },
  entries: { usage: '[dir]', max: 1 },
  models: { usage: '[dir]', max: 1 },
  why: { usage: '<model> [entry]', max: 2 },
  explain: { usage: '[...text]', max: Infinity },
  generate: { usage: '<registry|manifest> [dir]', max: 2 },
  facts: { usage: '[dir]', max: 1 },
  lsp: { usage: '', max: 0 },
}

/** @throws UsageError with a sentence for people */
export function parseArgs(argv: readonly string[]): Request {
  const { command, named, words, options } = split(argv)
  checkOptions(command, options)
  if (options['help'] !== undefined) return { command: 'help', topic: named ? command : null }
  if (options['version'] !== undefined) return { command: 'version' }

  const extra = words[positionals[command].max]
  if (extra !== undefined) throw new UsageError(`Unexpected argument "${extra}": ${command} takes ${positionals[command].usage || 'none'}.`)

  const dir = single(options, 'dir')
  const takesDir = command !== 'why' && command !== 'explain'
  const written = takesDir ? words[command === 'generate' ? 1 : 0] : undefined
  if (dir !== null && written !== undefined) throw new UsageError('Give the directory once: as an argument, or with --dir.')
  const common: Common = {
    directory: dir ?? written ?? '.',
    format: formatOf(single(options, 'format'), command),
    color: choice(options, 'color'),
    cache: choice(options, 'cache'),
    cacheLocation: single(options, 'cacheLocation'),
    fromFacts: flag(options, 'fromFacts'),
    timings: flag(options, 'timings'),
  }
  if (common.cache === false && common.cacheLocation !== null) throw new UsageError('--no-cache and --cache-location contradict each other.')
  const filters: Filters = { entries: many(options, 'entry'), models: many(options, 'model'), rules: many(options, 'rule').map(ruleOf) }

  switch (command) {
    case 'check': {
      const dryRun = flag(options, 'dryRun')
      const outputs = outputsOf(many(options, 'output'))
      if (dryRun && common.format !== 'pretty') throw new UsageError(`--dry-run prints a diff; it does not go with --format ${common.format}.`)
      if (dryRun && outputs.length > 0) throw new UsageError('--dry-run writes nothing; it does not go with --output.')
      const fix = flag(options, 'fix')
      const strategy = single(options, 'strategy')
      if (strategy !== null && !fix && !dryRun) throw new UsageError('--strategy says how to mend: it goes with --fix, or with --dry-run.')
      const force = flag(options, 'force')
      if (force && !fix) throw new UsageError('--force lets --fix change files that git could not bring back: it goes with --fix.')
      const watch = flag(options, 'watch')
      if (watch && (fix || dryRun || common.format !== 'pretty' || outputs.length > 0)) {
        const other = fix || dryRun || common.format === 'json' ? '--fix, --dry-run or --format json' : outputs.length > 0 ? '--output' : `--format ${common.format}`
        throw new UsageError(`--watch tells people what a change has changed: it does not go with ${other}.`)
      }
      return { ...common, command, isFormatGiven: options['format'] !== undefined, outputs, filters, watch, fix, dryRun, force, strategy: strategy === null ? 'import' : oneOf(strategy, 'strategy', strategies), strict: flag(options, 'strict') }
    }
    case 'entries':
    case 'models':
      return { ...common, command, filters }
    case 'why': {
      const [model, entry] = words
      if (model === undefined) throw new UsageError('why needs a model: mongoose-doctor why <Model> [entry]')
      return { ...common, command, model, entry: entry ?? null }
    }
    case 'explain': {
      const log = single(options, 'log')
      if (log !== null && words.length > 0) throw new UsageError('--log names the file to read: it does not go with a rule or an error message.')
      return { ...common, command, words, log }
    }
    case 'generate': {
      const [kind] = words
      if (kind === undefined) throw new UsageError('generate needs to know what: mongoose-doctor generate registry, or generate manifest')
      return { ...common, command, kind: oneOf(kind, 'list', listKinds), output: single(options, 'output'), check: flag(options, 'check') }
    }
    case 'facts':
      return { ...common, command, output: single(options, 'output') }
    case 'lsp':
      return { command }
  }
}

type Options = Readonly<Record<string, unknown>>

function split(argv: readonly string[]): { command: CommandName; named: boolean; words: string[]; options: Options } {
  const cli = cac('mongoose-doctor')
  // Every command knows every option, so that a misplaced one is not taken for an argument.
  for (const spec of Object.values(optionSpecs)) cli.option(spec.raw, '')
  for (const name of commandNames) cli.command(`${name} ${positionals[name].usage}`.trimEnd())
  cli.command('[dir]')
  cli.parse(['node', 'mongoose-doctor', ...argv.map(camelCased)], { run: false })

  const { '--': rest, ...options } = cli.options
  const command = commandNames.find((name) => name === cli.matchedCommandName)
  const words = [...cli.args, ...(Array.isArray(rest) ? rest : [])].map(String)
  return { command: command ?? 'check', named: command !== undefined, words, options }
}

/** cac knows its flags by their camelCase names only: `--dry-run dir` would take the directory for a value. */
function camelCased(arg: string): string {
  return arg.replace(/^--(?:no-)?[a-z]+(?:-[a-z]+)+/, (name) => name.replace(/(?<!^-|^--|^--no)-([a-z])/g, (_, letter: string) => letter.toUpperCase()))
}

function checkOptions(command: CommandName, options: Options): void {
  for (const [key, value] of Object.entries(options)) {
    const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    const spec = Object.hasOwn(optionSpecs, name) ? optionSpecs[name] : undefined
    const long = aliases.get(name)
    if (!spec && long !== undefined) continue
    const written = `${name.length === 1 ? '-' : '--'}${name}`
    if (!spec) throw new UsageError(`Unknown option ${written}.${didYouMean(written, Object.keys(optionSpecs).map((one) => `--${one}`))}`)
    if (!spec.commands.includes(command)) throw new UsageError(`${written} does not go with ${command}; it is an option of ${spec.commands.join(', ')}.`)
    const values = Array.isArray(value) ? value : [value]
    if (spec.value && values.some((one) => typeof one === 'boolean' || one === '')) throw new UsageError(`${written} needs a value: ${name === 'output' && command === 'check' ? '--output <format>=<file>' : spec.raw}`)
    if (spec.value && spec.repeat?.includes(command) !== true && values.length > 1) throw new UsageError(`${written} can be given once.`)
  }
}

const aliases = new Map([['h', 'help'], ['v', 'version']])

function lastOf(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : value
}

function flag(options: Options, key: string): boolean {
  return lastOf(options[key]) === true
}

/** null: neither `--key` nor `--no-key`. */
function choice(options: Options, key: string): boolean | null {
  return options[key] === undefined ? null : lastOf(options[key]) !== false
}

function many(options: Options, key: string): string[] {
  const value = options[key]
  return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String)
}

function single(options: Options, key: string): string | null {
  return many(options, key)[0] ?? null
}

function ruleOf(name: string): RuleName {
  if (isRule(name)) return name
  throw new UsageError(`There is no rule "${name}".${didYouMean(name, ruleNames)} The rules are ${ruleNames.join(', ')}.`)
}
