import { resolve } from 'node:path'
import { FACTS_FILE } from '../../cache/facts-file.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { count } from '../../reporters/words.ts'
import type { Request } from '../request.ts'
import type { Outcome } from '../outcome.ts'
import { directoryOf, tell, type Context } from './context.ts'

/** Writes what the source files of one package say, for `check --from-facts`. @throws UsageError when it can't be written */
export async function facts(request: Extract<Request, { command: 'facts' }>, { terminal, loadEngine }: Context): Promise<Outcome> {
  const directory = directoryOf(request, terminal)
  const path = request.output === null ? resolve(directory, FACTS_FILE) : resolve(terminal.cwd, request.output)
  const written = await (await loadEngine()).writeFacts(directory, path)
  const name = request.output ?? FACTS_FILE
  if ('reason' in written) throw new UsageError(`${name} was not written: ${written.reason}`)
  const left = written.of - written.files
  tell(terminal, [`${name}: the facts of ${count(written.files, 'file')}${left > 0 ? `; ${left} more could not be read` : ''}.`])
  return { kind: 'answered' }
}
