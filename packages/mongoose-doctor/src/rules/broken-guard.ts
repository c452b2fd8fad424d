import { append } from '../graph/multimap.ts'
import type { Site } from '../kernel/place.ts'
import { isInstalled } from '../project/paths.ts'
import type { Guard } from '../registration/guards.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import { definitionsOf } from './definitions.ts'
import type { Defined } from './definitions.ts'
import type { Diagnosis, Replacement } from './diagnosis.ts'
import { modelsBeside } from './guard-edits.ts'
import { isIdentifier } from './names.ts'
import { firstOf, goOn, modelStep, pathTo, stepAt } from './path.ts'
import { findingAt, reason, snippet } from './place.ts'
import { overwrites, reloads, secondEvaluation } from './second-evaluation.ts'

/** What is meant to let a `model()` be evaluated again, and does not; or does more than that. */
export function brokenGuards(context: RuleContext): readonly Diagnosis[] {
  return context.program.apps.flatMap((app) => [
    ...definitionsOf(context, app).flatMap((defined) => {
      const broken = brokenGuardOf(context, defined)
      return broken === null || (broken.how !== 'other' && (!reloads(app) || overwrites(context))) ? [] : [brokenBefore(context, app, defined, broken)]
    }),
    ...emptiedIn(context, app),
    ...removedUnasked(context, app),
  ])
}

interface Broken {
  /** A slip for `models`; a key that no model has; another model; the same name on another connection. */
  readonly how: 'slip' | 'key' | 'other' | 'connection'
  readonly guard: Guard
}

/** The guard that was written for this definition and asks for something else; null where there is none. */
export function brokenGuardOf(context: RuleContext, defined: Defined): Broken | null {
  const { guarded, file, call, model } = defined
  if (guarded || isInstalled(file)) return null
  const text = context.graph.text(file)
  const isBefore = ({ site }: Guard): boolean => site.end <= call.start && call.start - site.end < 200 && !/;|\n\s*\n|\b(?:const|let|var|export|function)\b/.test(text.slice(site.end, call.start))
  const before = context.program.interpreter.guards.in(file).filter(isBefore)
  const slip = before.find(({ kind }) => kind === 'slip')
  if (slip !== undefined) return { how: 'slip', guard: slip }
  const asks = before.filter(({ kind }) => kind === 'asks')
  const same = asks.find(({ name }) => name === model.name)
  if (same !== undefined) return same.connection === model.connection ? null : { how: 'connection', guard: same }
  const [guard] = asks
  if (guard === undefined || guard.name === '*') return null
  const others = context.program.interpreter.index.definitions(guard.name)
  // One model stands for all that are defined with it.
  if (others.some(({ site }) => site.file === file)) return null
  return { how: others.length === 0 ? 'key' : 'other', guard }
}

function brokenBefore(context: RuleContext, app: AppState, defined: Defined, { how, guard }: Broken): Diagnosis {
  const { model, states, file, call } = defined
  const code = snippet(context, guard.site, 40)
  const again = secondEvaluation(context, app, [defined])
  const site: Site = { file, start: guard.site.start, end: guard.site.end }
  const edits = how === 'slip' ? slipEdits(context, guard, defined) : how === 'key' || how === 'other' ? keyEdits(context, guard, defined) : null
  const state = firstOf(states)
  const throws = `when this file is evaluated again, OverwriteModelError: Cannot overwrite \`${model.name}\` model once compiled.`
  const message = {
    slip: `\`${code}\` is always undefined, for the registry is \`models\`: ${throws}`,
    key: `\`${code}\` is always undefined, for the model is called "${model.name}": ${throws}`,
    other: `This asks for "${guard.name}" and defines "${model.name}": where "${guard.name}" is registered, it is used in place of "${model.name}", which is never defined.`,
    connection: `\`${code}\` asks another connection than the one that "${model.name}" is defined on: ${throws}`,
  }[how]
  const defines: Site = { file, start: call.start, end: call.end }
  const other = how === 'other' ? context.program.interpreter.index.definitions(guard.name)[0] : undefined
  const finding = findingAt(context, {
    rule: 'broken-guard', severity: how === 'other' ? 'error' : again.severity, confidence: how === 'connection' ? 'likely' : 'proved', model: model.name, site,
    entries: states.map(({ entry }) => entry.file), message,
    because: [
      reason(context, defines, `"${model.name}" is defined here.`),
      ...(other === undefined ? [] : [reason(context, other.site, `"${guard.name}" is defined here.`)]),
      ...(how === 'other' ? [] : again.because),
    ],
    path: pathOf(context, app, state, site, defines),
    help: how === 'connection' ? 'Ask the connection that defines it: connection.models.' : `Ask for the model itself: models${isIdentifier(model.name) ? `.${model.name}` : `['${model.name}']`}.`,
    fixable: edits !== null,
  })
  return { finding, remedy: edits === null ? null : { kind: 'edit', edits } }
}

function pathOf(context: RuleContext, app: AppState, state: EntryState | undefined, site: Site, defines: Site) {
  return state === undefined ? [] : goOn(goOn(pathTo(context, app, state, 'module', site), 'runs', stepAt(context, 'module', defines)), 'runs', modelStep(context, defines)).slice(0, -1)
}

/** `mongoose.model.User` becomes `mongoose.models.User`. */
function slipEdits(context: RuleContext, { site, name }: Guard, { model }: Defined): readonly Replacement[] | null {
  const text = context.graph.text(site.file)
  const code = text.slice(site.start, site.end)
  if (name !== model.name || occurrences(text, code) > 1) return null
  const object = /^([\w$.]+)\.model\s*([.[])/.exec(code)
  if (object !== null) {
    const at = site.start + (object[1]?.length ?? 0) + 1
    return [{ file: site.file, start: at, end: at + 'model'.length, text: 'models' }]
  }
  const own = /^([\w$]+)\s*[.[]/.exec(code)?.[1]
  const body = context.graph.body(site.file)
  const models = own === undefined || body === null ? null : modelsBeside(body, text, own)
  return models === null ? null : [...models.edits(site.file), { file: site.file, start: site.start, end: site.start + (own?.length ?? 0), text: models.local }]
}

/** The key becomes the model's name, wherever it is asked for. */
function keyEdits(context: RuleContext, { site, name }: Guard, { model, call }: Defined): readonly Replacement[] | null {
  const text = context.graph.text(site.file)
  const code = text.slice(site.start, site.end)
  const tail = [`.${name}`, `['${name}']`, `["${name}"]`].find((end) => code.endsWith(end))
  if (tail === undefined) return null
  const key = tail.startsWith('.') ? (isIdentifier(model.name) ? `.${model.name}` : null) : tail.replace(name, model.name)
  if (key === null || /['"\\]/.test(model.name)) return null
  const edits: Replacement[] = []
  for (let at = text.indexOf(code); at >= 0; at = text.indexOf(code, at + 1)) {
    // Asked for somewhere else, too: then it may be meant.
    if (at < site.start || at > call.end + 40) return null
    edits.push({ file: site.file, start: at + code.length - tail.length, end: at + code.length, text: key })
  }
  return edits
}

const occurrences = (text: string, code: string): number => text.split(code).length - 1

/** `mongoose.models = {}`: every model, not only this file's, is forgotten by name. */
function emptiedIn(context: RuleContext, app: AppState): readonly Diagnosis[] {
  return guardsOf(context, app, 'empties').flatMap(([guard, states]) => {
    if (!/\bmodels\s*=/.test(context.graph.text(guard.site.file).slice(guard.site.start, guard.site.end))) return []
    // What the file defines itself, it mostly defines after it.
    const isAffected = ({ need: { how, model, site } }: EntryState['demands'][number]): boolean =>
      how === 'lookup' && model.connection === guard.connection && site.file !== guard.site.file && !context.program.interpreter.index.definitions(model.name).some((one) => one.site.file === guard.site.file)
    const asked = states.flatMap(({ demands }) => demands).find(isAffected)
    return [{
      remedy: null, finding: findingAt(context, {
        rule: 'broken-guard', severity: 'warning', confidence: 'proved', model: '', site: guard.site, entries: states.map(({ entry }) => entry.file),
        message: 'This empties the registry of all models, not only of those of this file: mongoose.model(name) and mongoose.models no longer know those that were there, MissingSchemaError.',
        because: asked === undefined ? [] : [reason(context, asked.need.site, `This looks up "${asked.need.model.name}" by its name.`)],
        path: [], help: 'Remove the line, and guard the models: mongoose.models.User || mongoose.model(\'User\', …)', fixable: false,
      }),
    }]
  })
}

/** `mongoose.deleteModel('User')` throws where there is no such model: on every cold start. */
function removedUnasked(context: RuleContext, app: AppState): readonly Diagnosis[] {
  return guardsOf(context, app, 'demands').flatMap(([guard, states]) => {
    const { name, site } = guard
    const elsewhere = context.program.interpreter.index.definitions(name).some((one) => one.site.file !== site.file)
    if (elsewhere) return []
    return [{
      remedy: null, finding: findingAt(context, {
        rule: 'broken-guard', severity: 'error', confidence: 'proved', model: name, site, entries: states.map(({ entry }) => entry.file),
        message: `deleteModel() throws where there is no such model: on a cold start, MissingSchemaError: Schema hasn't been registered for model "${name}".`,
        because: [reason(context, site, 'Nothing before it has registered the model.')],
        path: [], help: `Ask first: if (mongoose.models.${name}) mongoose.deleteModel('${name}')`, fixable: false,
      }),
    }]
  })
}

/** Guards of a kind in files that entries of the application load. */
function guardsOf(context: RuleContext, app: AppState, kind: Guard['kind']): readonly (readonly [Guard, readonly EntryState[]])[] {
  const { guards } = context.program.interpreter
  const wanted = guards.all().filter((guard) => guard.kind === kind && !isInstalled(guard.site.file))
  if (wanted.length === 0) return []
  const byFile = new Map<string, EntryState[]>()
  for (const state of app.entries) for (const file of state.closure.modules) if (guards.in(file).length > 0) append(byFile, file, state)
  return wanted.flatMap((guard) => {
    const states = byFile.get(guard.site.file)
    return states === undefined ? [] : [[guard, states] as const]
  })
}
