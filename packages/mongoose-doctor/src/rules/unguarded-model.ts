import { append } from '../graph/multimap.ts'
import type { Finding } from '../kernel/report.ts'
import { isInstalled } from '../project/paths.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import { definitionsOf } from './definitions.ts'
import type { Defined } from './definitions.ts'
import type { Diagnosis } from './diagnosis.ts'
import { guardEdits } from './guard-edits.ts'
import { firstOf, goOn, modelStep, pathTo } from './path.ts'
import { findingAt, reason } from './place.ts'
import { partsOf, reloads } from './second-evaluation.ts'

/** `model('User', schema)` with nothing before it that asks for the model, in a file that is evaluated again: one finding a file. */
export function unguardedModels(context: RuleContext): readonly Diagnosis[] {
  return context.program.apps.flatMap((app) => {
    if (!reloads(app)) return []
    const byFile = new Map<string, Defined[]>()
    for (const one of definitionsOf(context, app)) if (isUnguarded(context, one)) append(byFile, one.file, one)
    if (byFile.size === 0 || overwrites(context)) return []
    return [...byFile].flatMap(([file, defined]) => diagnosis(context, app, file, defined) ?? [])
  })
}

function isUnguarded(context: RuleContext, { guarded, tested, model, file, call }: Defined): boolean {
  if (guarded || tested || isInstalled(file)) return false
  // The same schema object is refused by nobody, and what a package makes is made once.
  if (model.schema !== null && isInstalled(model.schema.site.file)) return false
  // A slip, or a guard that asks for something else, is a guard that is broken: another rule's.
  return !context.program.interpreter.guards.in(file).some(({ kind, site }) => kind === 'slip' && site.start <= call.start && call.start - site.end < 200)
}

/** `mongoose.set('overwriteModels', true)`, if only while developing: somebody has thought of it. */
function overwrites({ graph }: RuleContext): boolean {
  return [...graph.modules.values()].some(({ facts, file }) => facts.relevant && /\boverwriteModels\b/.test(graph.text(file)))
}

function diagnosis(context: RuleContext, app: AppState, file: string, defined: readonly Defined[]): Diagnosis | null {
  const [first, ...others] = defined.toSorted((a, b) => a.call.start - b.call.start)
  if (first === undefined) return null
  const states = [...new Set(defined.flatMap((one) => one.states))]
  const parts = [...partsOf(app, defined.flatMap((one) => one.loading))]
  const text = context.graph.text(file)
  // A connection of a database each, or what the process keeps through a reload: whether the model is there is no question of the registry alone.
  if (/\buseDb\b|\bglobal(?:This)?\b/.test(text)) return null
  if (parts.length < 2 && /\bNODE_ENV\b/.test(text) && /\bdeleteModel\b|\bdelete\b/.test(text)) return null
  const edits = guardEdits(context, file, defined)
  const state = firstOf(states)
  const site = { file, start: first.call.start, end: first.call.end }
  const names = [...new Set(defined.map((one) => one.model.name))]
  const finding: Finding = findingAt(context, {
    rule: 'unguarded-model', severity: parts.length > 1 ? 'error' : 'warning', confidence: first.model.schema === null ? 'likely' : 'proved', model: first.model.name, site,
    entries: states.map((one) => one.entry.file),
    message: `${list(names)} ${names.length === 1 ? 'is' : 'are'} defined without a look at what is there: when this file is evaluated again in the same process, OverwriteModelError: Cannot overwrite \`${first.model.name}\` model once compiled.`,
    because: [
      ...(parts.length > 1 ? parts.map(([part, at]) => ({ file: at.entry.file, line: 1, text: `This loads the file for the ${part}${part === 'app' ? "'s entries" : ''}, which have an instance of it of their own.` })) : []),
      reason(context, site, parts.length > 1 ? `Under ${app.app.compiler.label} both run in one process, in production too: the second one throws, and next build may fail on it.` : whileDeveloping(states)),
      ...others.slice(0, 5).map((one) => reason(context, { file, start: one.call.start, end: one.call.end }, `So does "${one.model.name}".`)),
    ],
    path: state === undefined ? [] : goOn(pathTo(context, app, state, 'module', site), 'runs', modelStep(context, site)),
    help: `Use the model that is there: ${example(context, first)}`,
    fixable: edits !== null,
  })
  return { finding, remedy: edits === null ? null : { kind: 'edit', edits } }
}

function whileDeveloping(states: readonly EntryState[]): string {
  return states.length > 1
    ? "next dev evaluates it again when it is saved, and under webpack for each further entry that loads it."
    : 'next dev evaluates it again when it is saved.'
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `"${name}"`)
  return names.length > 3 ? `${shown.join(', ')} and ${names.length - 3} more` : shown.length === 1 ? shown.join() : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
}

function example(context: RuleContext, { call, file, model }: Defined): string {
  const { callee } = call
  const object = callee.kind === 'member' ? `${context.graph.text(file).slice(callee.object.start, callee.object.end)}.` : ''
  return `${object}models.${model.name} || ${object}model('${model.name}', …)`
}
