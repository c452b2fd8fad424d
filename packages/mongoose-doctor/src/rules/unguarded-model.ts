import { append } from '../graph/multimap.ts'
import type { Finding } from '../kernel/report.ts'
import { isInstalled } from '../project/paths.ts'
import type { AppState } from '../registration/entry-states.ts'
import { brokenGuardOf } from './broken-guard.ts'
import type { RuleContext } from './context.ts'
import { definitionsOf } from './definitions.ts'
import type { Defined } from './definitions.ts'
import type { Diagnosis } from './diagnosis.ts'
import { guardEdits } from './guard-edits.ts'
import { listed } from './names.ts'
import { firstOf, goOn, modelStep, pathTo } from './path.ts'
import { findingAt, reason } from './place.ts'
import { functionAround } from './troubles.ts'
import { overwrites, reloads, replacesWhileDeveloping, secondEvaluation } from './second-evaluation.ts'
import { evaluatedAgainByTests } from './test-evaluation.ts'
import type { EvaluatedAgain } from './test-evaluation.ts'

/** `model('User', schema)` with nothing before it that asks for the model, in a file that is evaluated again: one finding a file. */
export function unguardedModels(context: RuleContext): readonly Diagnosis[] {
  return context.program.apps.flatMap((app) => {
    // Where a development server does it, tests say nothing new.
    const inTests = reloads(app) ? null : evaluatedAgainByTests(context)
    if (inTests?.size === 0) return []
    const byFile = new Map<string, Defined[]>()
    const anew: Defined[] = []
    for (const one of definitionsOf(context, app)) {
      if (inTests !== null && !inTests.has(one.file)) continue
      if (inTests === null && isMadeAnew(context, one)) anew.push(one)
      else if (isUnguarded(context, one)) append(byFile, one.file, one)
    }
    if ((byFile.size === 0 && anew.length === 0) || overwrites(context)) return []
    return [...anew.map((one) => eachRequest(context, app, one)), ...[...byFile].flatMap(([file, defined]) => diagnosis(context, app, file, defined, inTests?.get(file)) ?? [])]
  })
}

/** In what an entry exports, together with its schema: each request makes another one. */
function isMadeAnew(context: RuleContext, { guarded, conditional, loading, states, file, call, model }: Defined): boolean {
  if (guarded || conditional || loading.length > 0 || model.schema === null || !states.some(({ entry }) => entry.file === file)) return false
  const around = functionAround(context, { file, start: call.start, end: call.end })
  if (around === null || model.schema.site.file !== file || functionAround(context, model.schema.site) !== around) return false
  const name = context.graph.body(file)?.functions[around]?.name ?? null
  return name === null || context.program.interpreter.modules.exportNames(file).includes(name)
}

function eachRequest(context: RuleContext, app: AppState, one: Defined): Diagnosis {
  const { file, call, model, states } = one
  const site = { file, start: call.start, end: call.end }
  const edits = guardEdits(context, file, [one])
  const state = firstOf(states)
  const finding = findingAt(context, {
    rule: 'unguarded-model', severity: 'error', confidence: 'proved', model: model.name, site, entries: states.map(({ entry }) => entry.file),
    message: `"${model.name}" is defined anew by each request: the second one throws OverwriteModelError: Cannot overwrite \`${model.name}\` model once compiled.`,
    because: model.schema === null ? [] : [reason(context, model.schema.site, 'Its schema is made in the same function, so it is another one each time.')],
    path: state === undefined ? [] : goOn(pathTo(context, app, state, 'module', site), 'runs', modelStep(context, site)),
    help: `Define it at the top of a file, or use the model that is there: ${example(context, one)}`, fixable: edits !== null,
  })
  return { finding, remedy: edits === null ? null : { kind: 'edit', edits } }
}

function isUnguarded(context: RuleContext, defined: Defined): boolean {
  const { guarded, tested, model, file } = defined
  if (guarded || tested || isInstalled(file)) return false
  // The same schema object is refused by nobody, and what a package makes is made once.
  if (model.schema !== null && isInstalled(model.schema.site.file)) return false
  return brokenGuardOf(context, defined) === null
}

function diagnosis(context: RuleContext, app: AppState, file: string, defined: readonly Defined[], inTests: EvaluatedAgain | undefined): Diagnosis | null {
  const [first, ...others] = defined.toSorted((a, b) => a.call.start - b.call.start)
  if (first === undefined) return null
  const states = [...new Set(defined.flatMap((one) => one.states))]
  const { severity, because } = inTests === undefined ? secondEvaluation(context, app, defined) : { severity: 'warning' as const, because: inTests.because }
  const text = context.graph.text(file)
  // A connection of a database each, or what the process keeps through a reload: whether the model is there is no question of the registry alone.
  if (/\buseDb\b|\bglobal(?:This)?\b/.test(text)) return null
  if (severity !== 'error' && replacesWhileDeveloping(context, file)) return null
  const edits = guardEdits(context, file, defined)
  const state = firstOf(states)
  const site = { file, start: first.call.start, end: first.call.end }
  const names = [...new Set(defined.map((one) => one.model.name))]
  const finding: Finding = findingAt(context, {
    rule: 'unguarded-model', severity, confidence: first.model.schema === null ? 'likely' : inTests?.confidence ?? 'proved', model: first.model.name, site,
    entries: states.map((one) => one.entry.file),
    message: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} defined without a look at what is there: when this file is evaluated again in the same process, OverwriteModelError: Cannot overwrite \`${first.model.name}\` model once compiled.`,
    because: [
      ...because,
      ...others.slice(0, 5).map((one) => reason(context, { file, start: one.call.start, end: one.call.end }, `So does "${one.model.name}".`)),
    ],
    path: state === undefined ? [] : goOn(pathTo(context, app, state, 'module', site), 'runs', modelStep(context, site)),
    help: `Use the model that is there: ${example(context, first)}`,
    fixable: edits !== null,
  })
  return { finding, remedy: edits === null ? null : { kind: 'edit', edits } }
}

function example(context: RuleContext, { call, file, model }: Defined): string {
  const { callee } = call
  const object = callee.kind === 'member' ? `${context.graph.text(file).slice(callee.object.start, callee.object.end)}.` : ''
  return `${object}models.${model.name} || ${object}model('${model.name}', …)`
}
