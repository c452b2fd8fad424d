import { UsageError } from '../../kernel/usage-error.ts'
import type { Outcome } from '../outcome.ts'
import type { Context } from './context.ts'

/** Until the editor ends it. @throws UsageError where a person has started it */
export async function lsp({ terminal, serve, watch }: Context): Promise<Outcome> {
  if (terminal.input() === null) throw new UsageError('mongoose-doctor lsp is started by an editor, and speaks the Language Server Protocol with it on standard input and output. `mongoose-doctor lsp --help` says more.')
  return { kind: await serve(watch) ? 'answered' : 'abandoned' }
}
