/** argv → exit code. Nothing here or below ends the process: what was written is flushed first. */
import { UsageError } from '../kernel/usage-error.ts'
import { version } from '../kernel/version.ts'
import { escapeLines, escapeText } from '../reporters/escape.ts'
import { makeStyle } from '../reporters/style.ts'
import { parseArgs } from './args.ts'
import { check } from './commands/check.ts'
import type { Context } from './commands/context.ts'
import { explain } from './commands/explain.ts'
import { facts } from './commands/facts.ts'
import { generate } from './commands/generate.ts'
import { graph } from './commands/graph.ts'
import { init } from './commands/init.ts'
import { lists } from './commands/lists.ts'
import { lsp } from './commands/lsp.ts'
import { verify } from './commands/verify.ts'
import { why } from './commands/why.ts'
import { helpText } from './help.ts'
import { missingBinding } from '../kernel/native-binding.ts'
import { exitCode, sentence, type ExitCode, type Outcome } from './outcome.ts'
import type { Request } from './request.ts'
import { wantsColor } from './terminal.ts'

/** Runs one command line to its end. Never throws. */
export async function run(argv: readonly string[], context: Context): Promise<ExitCode> {
  const { terminal } = context
  const outcome = await settle(argv, context)
  const text = sentence(outcome)
  if (text !== null) {
    const style = makeStyle(wantsColor(colorFlag(argv), terminal, terminal.stderr))
    const [first = '', ...rest] = escapeLines(text).split('\n')
    terminal.err(`${[style.error(first), ...rest].join('\n')}\n`)
  }
  return exitCode(outcome)
}

async function settle(argv: readonly string[], context: Context): Promise<Outcome> {
  try {
    return await dispatch(parseArgs(argv), context)
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'wrong-use', message: [error.message, ...error.details].map(escapeText).join('\n') }
    const binding = missingBinding(error)
    if (binding !== null) return { kind: 'fault', message: binding }
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { kind: 'fault', message: `mongoose-doctor ${version} failed; this is a fault of its own, please report it.\n${told}` }
  }
}

function dispatch(request: Request, context: Context): Outcome | Promise<Outcome> {
  switch (request.command) {
    case 'help':
      context.terminal.out(helpText(request.topic))
      return { kind: 'answered' }
    case 'version':
      context.terminal.out(`${version}\n`)
      return { kind: 'answered' }
    case 'check':
      return check(request, context)
    case 'entries':
    case 'models':
      return lists(request, context)
    case 'why':
      return why(request, context)
    case 'explain':
      return explain(request, context)
    case 'generate':
      return generate(request, context)
    case 'graph':
      return graph(request, context)
    case 'facts':
      return facts(request, context)
    case 'init':
      return init(request, context)
    case 'verify':
      return verify(request, context)
    case 'lsp':
      return lsp(context)
  }
}

/** Also for command lines that could not be parsed. */
function colorFlag(argv: readonly string[]): boolean | null {
  const last = argv.findLast((arg) => arg === '--color' || arg === '--no-color')
  return last === undefined ? null : last === '--color'
}
