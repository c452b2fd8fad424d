/** `check --watch`: the report, and after each change of the code what that has changed of it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDisk } from '../../disk/disk.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { differenceText } from '../../reporters/difference.ts'
import type { From } from '../../reexamine.ts'
import type { CheckRequest } from '../request.ts'
import type { Engine } from '../engine.ts'
import type { Outcome } from '../outcome.ts'
import { viewFor } from '../view.ts'
import { fromFor, reportWith, tell, textOptions, type Context } from './context.ts'
import { chosen, show } from './shown.ts'

/** Until the user ends it; the outcome is that of the last report. */
export async function watch(request: CheckRequest, directory: string, engine: Engine, { terminal, watch: watchDirectory }: Context): Promise<Outcome> {
  const own = mkdtempSync(join(tmpdir(), 'mongoose-doctor-'))
  const from = fromFor(request, directory, terminal)
  // What is known from one time to the next is kept somewhere, also where no cache is wanted.
  const kept: From = { ...from, cache: from.cache ?? { file: join(own, 'cache.bin'), handedOn: false } }
  try {
    const first = await reportWith(engine, directory, request, terminal, kept)
    const run = { request, directory, terminal }
    const view = await chosen(run, engine, first.report)
    let last = view.of(first.report).report
    let outcome = show(run, view, first.sources, last)
    const again = async (): Promise<void> => {
      const { report, sources } = await reportWith(engine, directory, request, terminal, kept)
      // What a filter names may come and go, and the configuration may say something else.
      const { of, settings } = await viewFor(request, openDisk(directory), engine, terminal)
      const now = of(report).report
      terminal.out(`\n${differenceText(last, now, sources, textOptions(request, terminal))}`)
      last = now
      outcome = { kind: 'examined', report: now, strict: settings.strict.value }
    }
    // One after the other: what changes meanwhile is looked at next.
    let turn = Promise.resolve()
    let fail: (error: unknown) => void = () => undefined
    const failure = new Promise<never>((_, reject) => { fail = reject })
    // A configuration may be half written: what is wrong is told, and the next change is looked at.
    const told = (error: unknown): void => (error instanceof UsageError ? tell(terminal, [error.message, ...error.details]) : fail(error))
    const watcher = await watchDirectory(directory, () => { turn = turn.then(again).catch(told) })
    tell(terminal, ['Watching; Ctrl-C ends it.'])
    try {
      await Promise.race([terminal.interrupted(), failure])
    } finally {
      await watcher.close()
    }
    await turn
    return outcome
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}
