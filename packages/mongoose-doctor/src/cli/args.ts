/** argv → one request, or a UsageError. cac splits the words; what is allowed where is checked here. */
import { cac } from 'cac'
import { listKinds } from '../fixes/types.ts'
import { UsageError } from '../kernel/usage-error.ts'
import { ruleOf, type Filters } from '../selection/filters.ts'
import { checkRequest } from './check-args.ts'
import { formatOf, oneOf } from './format-args.ts'
import { graphKindOf, graphRequest } from './graph-args.ts'
import { commandNames, optionSpecs, positionals, type CommandName } from './option-specs.ts'
import { choice, flag, many, single, type Options } from './option-values.ts'
import type { Common, Request } from './request.ts'
import { didYouMean } from '../kernel/suggest.ts'

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
  const drawn = command === 'graph' ? graphKindOf(words[0]) : null
  const written = takesDir ? words[command === 'generate' || drawn !== null ? 1 : 0] : undefined
  if (dir !== null && written !== undefined) throw new UsageError('Give the directory once: as an argument, or with --dir.')
  const common: Common = {
    directory: dir ?? written ?? '.',
    format: command === 'graph' ? 'pretty' : formatOf(single(options, 'format'), command),
    color: choice(options, 'color'),
    cache: choice(options, 'cache'),
    cacheLocation: single(options, 'cacheLocation'),
    fromFacts: flag(options, 'fromFacts'),
    timings: flag(options, 'timings'),
  }
  if (common.cache === false && common.cacheLocation !== null) throw new UsageError('--no-cache and --cache-location contradict each other.')
  const filters: Filters = { entries: many(options, 'entry'), models: many(options, 'model'), rules: many(options, 'rule').map(ruleOf) }

  switch (command) {
    case 'check':
      return checkRequest(common, filters, options)
    case 'entries':
    case 'models':
      return { ...common, command, filters }
    case 'why': {
      const [model, entry] = words
      if (model === undefined) throw new UsageError('why needs a model: npx mongoose-doctor why <Model> [entry]')
      return { ...common, command, model, entry: entry ?? null }
    }
    case 'explain': {
      const log = single(options, 'log')
      if (log !== null && words.length > 0) throw new UsageError('--log names the file to read: it does not go with a rule or an error message.')
      return { ...common, command, words, log }
    }
    case 'generate': {
      const [kind] = words
      if (kind === undefined) throw new UsageError('generate needs to know what: npx mongoose-doctor generate registry, or generate manifest')
      return { ...common, command, kind: oneOf(kind, 'list', listKinds), output: single(options, 'output'), check: flag(options, 'check') }
    }
    case 'graph':
      return graphRequest(common, drawn, words, filters, options)
    case 'facts':
      return { ...common, command, output: single(options, 'output') }
    case 'init':
      return { ...common, command, yes: flag(options, 'yes'), force: flag(options, 'force') }
    case 'verify':
      return { ...common, command, entries: filters.entries, run: flag(options, 'run') }
    case 'lsp':
      return { command }
  }
}

function split(argv: readonly string[]): { command: CommandName; named: boolean; words: string[]; options: Options } {
  const cli = cac('mongoose-doctor')
  // Every command knows every option, so that a misplaced one is not taken for an argument.
  for (const spec of Object.values(optionSpecs)) cli.option(spec.raw, '')
  for (const name of commandNames) cli.command(`${name} ${positionals[name].usage}`.trimEnd())
  cli.command('[dir]')
  cli.parse(['node', 'mongoose-doctor', ...argv.map(camelCased).map(asText)], { run: false })

  const { '--': rest, ...options } = fromText(cli.options)
  const command = commandNames.find((name) => name === cli.matchedCommandName)
  const words = [...cli.args, ...(Array.isArray(rest) ? rest : [])].map((word) => String(word).replace(/^\0/, ''))
  return { command: command ?? 'check', named: command !== undefined, words, options }
}

/** cac knows its flags by their camelCase names only: `--dry-run dir` would take the directory for a value. */
function camelCased(arg: string): string {
  return arg.replace(/^--(?:no-)?[a-z]+(?:-[a-z]+)+/, (name) => name.replace(/(?<!^-|^--|^--no)-([a-z])/g, (_, letter: string) => letter.toUpperCase()))
}

/** cac makes numbers of what looks like one: the commit `12e4567`, or a model `007`. No argument has a NUL in it. */
function asText(arg: string): string {
  const [, option = '', value = arg] = /^(--[^=]+=)(.*)$/s.exec(arg) ?? []
  return value !== '' && !Number.isNaN(Number(value)) ? `${option}\0${value}` : arg
}

function fromText(options: Options): Options {
  const text = (value: unknown): unknown => (typeof value === 'string' ? value.replace(/^\0/, '') : Array.isArray(value) ? value.map(text) : value)
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key, text(value)]))
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
    if (spec.value && values.some((one) => (one === false && spec.negatable === true ? false : typeof one === 'boolean' || one === ''))) throw new UsageError(`${written} needs a value: ${name === 'output' && command === 'check' ? '--output <format>=<file>' : spec.raw}`)
    if (spec.value && spec.repeat?.includes(command) !== true && values.length > 1) throw new UsageError(`${written} can be given once.`)
  }
}

const aliases = new Map([['h', 'help'], ['v', 'version'], ['y', 'yes']])
