import { extname, relative, resolve, sep } from 'node:path'
import type { FixPlan, ListKind, ModelList } from '../../fixes/types.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { diffText } from '../../reporters/diff.ts'
import { count } from '../../reporters/words.ts'
import type { Request } from '../request.ts'
import type { Outcome } from '../outcome.ts'
import { directoryOf, examineWith, stopIfNothing, tell, textOptions, type Context } from './context.ts'

type Generate = Extract<Request, { command: 'generate' }>

/** Writes the file that lists the models; with --check says whether it is what it should be, and changes nothing. */
export async function generate(request: Generate, { terminal, loadEngine }: Context): Promise<Outcome> {
  const directory = directoryOf(request, terminal)
  const output = request.output === null ? null : outputIn(directory, resolve(terminal.cwd, request.output), request.output)
  const engine = await loadEngine()
  const examination = await examineWith(engine, directory, request, terminal)
  const stopped = stopIfNothing(examination, request, terminal)
  if (stopped) return stopped

  const made = await engine.modelLists(examination, request.kind, output)
  const refused = made.find((one) => 'reason' in one)
  if (refused !== undefined) throw new UsageError(`Nothing was written: ${refused.reason}.`)
  const lists = made.filter((one): one is ModelList => 'file' in one)
  if (lists.length === 0) throw new UsageError('Nothing was written: no file that registers a model can be imported.')

  const stale = lists.filter((list) => list.before !== list.after)
  if (request.check && stale.length > 0) {
    const { color } = textOptions(request, terminal)
    terminal.out(diffText(stale, { color, forTerminal: terminal.stdout.isTTY }))
    tell(terminal, [...stale.map((list) => `${list.file} ${list.before === null ? 'is not there' : 'is stale'}.`), `Run: npx mongoose-doctor generate ${request.kind}`])
    return { kind: 'stale' }
  }
  const plan: FixPlan = { files: stale, notFixed: [] }
  if (!request.check && stale.length > 0) await engine.writeFixes(directory, plan)
  tell(terminal, lists.flatMap((list) => told(list, request.kind)))
  return { kind: 'answered' }
}

function outputIn(directory: string, path: string, written: string): string {
  const inside = relative(directory, path)
  if (inside.startsWith('..') || inside === '') throw new UsageError(`--output ${written} is outside of the examined directory.`)
  if (!/^\.[cm]?[jt]s$/.test(extname(path))) throw new UsageError(`--output ${written} must be a JavaScript or TypeScript file.`)
  return inside.split(sep).join('/')
}

const NEXT: Record<ListKind, string> = {
  registry: 'Next: import it wherever a model is needed; or run npx mongoose-doctor --fix --strategy registry.',
  manifest: 'Next, before the first model is defined: mongoose.plugin(loadMissingModels(manifest)), with loadMissingModels from @mongoose-doctor/runtime.',
}

function told(list: ModelList, kind: ListKind): readonly string[] {
  const { unread } = list
  const state = list.before === list.after ? 'is up to date' : list.before === null ? 'was written' : 'was brought up to date'
  return [
    `${list.file} ${state}: ${count(list.models.length, 'model')}.`,
    ...list.leftOut.map(({ model, reason }) => `Left out: ${model}: ${reason}.`),
    ...(unread.length === 0 ? [] : [`Models may be missing from it, for ${count(unread.length, 'file')} could not be read: ${unread.slice(0, 3).join(', ')}${unread.length > 3 ? ' …' : ''}`]),
    ...(list.before === null ? [NEXT[kind]] : []),
  ]
}
