/** Which options there are, and which command takes which. */

export type CommandName = 'check' | 'why' | 'entries' | 'models' | 'explain' | 'generate' | 'graph' | 'facts' | 'init' | 'verify' | 'lsp'

export interface OptionSpec {
  /** As cac wants it. */
  readonly raw: string
  readonly commands: readonly CommandName[]
  readonly value?: true
  /** Has a `--no-` form, which needs no value. */
  readonly negatable?: true
  /** The commands where it may be given more than once. */
  readonly repeat?: readonly CommandName[]
}

export const commandNames: readonly CommandName[] = ['check', 'why', 'entries', 'models', 'explain', 'generate', 'graph', 'facts', 'init', 'verify', 'lsp']
/** Those that work in one directory. */
const inDirectory = commandNames.filter((name) => name !== 'lsp')
/** Those that examine it. */
const examining = inDirectory.filter((name) => name !== 'facts' && name !== 'init')
export const optionSpecs: Readonly<Record<string, OptionSpec>> = {
  fix: { raw: '--fix', commands: ['check'] },
  'dry-run': { raw: '--dry-run', commands: ['check'] },
  force: { raw: '--force', commands: ['check', 'init'] },
  yes: { raw: '-y, --yes', commands: ['init'] },
  strategy: { raw: '--strategy <name>', commands: ['check'], value: true },
  strict: { raw: '--strict', commands: ['check'] },
  changed: { raw: '--changed [ref]', commands: ['check'] },
  staged: { raw: '--staged', commands: ['check'] },
  baseline: { raw: '--baseline <file>', commands: ['check'], value: true, negatable: true },
  'update-baseline': { raw: '--update-baseline', commands: ['check'] },
  'print-config': { raw: '--print-config', commands: ['check'] },
  entry: { raw: '--entry <glob>', commands: ['check', 'entries', 'graph', 'verify'], value: true, repeat: ['check', 'entries', 'graph', 'verify'] },
  model: { raw: '--model <name>', commands: ['check', 'models', 'graph'], value: true, repeat: ['check', 'models', 'graph'] },
  rule: { raw: '--rule <name>', commands: ['check', 'graph'], value: true, repeat: ['check', 'graph'] },
  finding: { raw: '--finding <id>', commands: ['graph'], value: true },
  format: { raw: '--format <format>', commands: ['check', 'why', 'entries', 'models', 'explain', 'graph', 'verify'], value: true },
  log: { raw: '--log <file>', commands: ['explain'], value: true },
  output: { raw: '--output <file>', commands: ['check', 'generate', 'graph', 'facts'], value: true, repeat: ['check'] },
  check: { raw: '--check', commands: ['generate'] },
  run: { raw: '--run', commands: ['verify'] },
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

/** Whether a word is one, but for its dashes. */
export const isOption = (word: string): boolean => Object.hasOwn(optionSpecs, word)

export const positionals: Readonly<Record<CommandName, { readonly usage: string; readonly max: number }>> = {
  check: { usage: '[dir]', max: 1 },
  entries: { usage: '[dir]', max: 1 },
  models: { usage: '[dir]', max: 1 },
  why: { usage: '<model> [entry]', max: 2 },
  explain: { usage: '[...text]', max: Infinity },
  generate: { usage: '<registry|manifest> [dir]', max: 2 },
  graph: { usage: '[models|findings] [dir]', max: 2 },
  facts: { usage: '[dir]', max: 1 },
  init: { usage: '[dir]', max: 1 },
  verify: { usage: '[dir]', max: 1 },
  lsp: { usage: '', max: 0 },
}
