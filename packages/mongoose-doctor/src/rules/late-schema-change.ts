import type { Reason } from '../kernel/report.ts'
import type { LateChange, SchemaChange } from '../models/late-change.ts'
import { modelToken } from '../models/value.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import { isInstalled } from '../project/paths.ts'
import type { RuleContext } from './context.ts'
import type { Diagnosis } from './diagnosis.ts'
import { moveAbove } from './move.ts'
import { firstOf, goOn, pathTo, stepAt } from './path.ts'
import { findingAt, reason } from './place.ts'

/** A schema is changed after `model()` has been called with it, and the model has none of that. */
export function lateSchemaChanges(context: RuleContext): readonly Diagnosis[] {
  return [...context.program.interpreter.lateChanges.values()].flatMap((one) => {
    if (isInstalled(one.site.file) || isMadeAgain(one)) return []
    const reached = reaching(context, one.site.file)
    return reached.states.length === 0 ? [] : [diagnosed(context, one, reached)]
  })
}

/** A model that is made of the schema later on has the change. */
function isMadeAgain({ schema, made }: LateChange): boolean {
  const before = new Set(schema.compilations.slice(0, made).map(({ model }) => modelToken(model)))
  return schema.compilations.slice(made).some(({ model }) => !before.has(modelToken(model)))
}

interface Reached { readonly app: AppState | null; readonly states: readonly EntryState[] }

/** The entries that evaluate a file, or load it later on. */
export function reaching(context: RuleContext, file: string): Reached {
  const all = context.program.apps.flatMap((app) => app.entries.map((state) => ({ app, state })))
  const found = all.filter(({ state }) => state.closure.modules.includes(file) || state.registrations.some(({ site }) => site.file === file))
  return { app: found[0]?.app ?? null, states: found.map(({ state }) => state) }
}

function diagnosed(context: RuleContext, one: LateChange, { app, states }: Reached): Diagnosis {
  const { change, site, late } = one
  const [first] = late
  const name = first?.model.name ?? ''
  const sameFile = late.find((made) => made.site.file === site.file)
  const edits = sameFile === undefined ? null : moveAbove(context, site.file, site.start, sameFile.site.start, change.kind === 'plugin' || change.kind === 'class')
  const state = firstOf(states)
  const finding = findingAt(context, {
    rule: 'late-schema-change', severity: HALF.has(change.kind) ? 'warning' : 'error', confidence: change.kind === 'plugin' && !change.isKnown ? 'likely' : 'proved',
    model: name, site, entries: states.map(({ entry }) => entry.file),
    message: `${said(change)} after the model "${name}" has been made of the schema: ${effect(change, name)}.`,
    because: [...late.slice(0, 3).map((made): Reason => reason(context, made.site, `Here the model "${made.model.name}" is made of the schema, with what the schema has by then.`)), reason(context, site, 'This comes later, and the model is not told of it.')],
    path: state === undefined || app === null || first === undefined ? [] : goOn(pathTo(context, app, state, 'module', site), 'late', stepAt(context, 'model', first.site)),
    help: sameFile === undefined ? 'Change the schema where it is made, before model() is called with it.' : `Move this above the call of model() in line ${context.position(sameFile.site.file, sameFile.site.start).line}.`,
    fixable: edits !== null,
  })
  return { finding, remedy: edits === null ? null : { kind: 'edit', edits } }
}

/** Some of their effect is left. */
const HALF: ReadonlySet<SchemaChange['kind']> = new Set(['virtual', 'path'])

const quoted = (name: string | null): string => (name === null ? '' : ` "${name}"`)

function said(change: SchemaChange): string {
  switch (change.kind) {
    case 'hook': return `The hook ${change.name} is added`
    case 'method': return `The method${quoted(change.name)} is added`
    case 'static': return `The static${quoted(change.name)} is added`
    case 'helper': return `The query helper${quoted(change.name)} is added`
    case 'virtual': return `The virtual "${change.name}" is added`
    case 'path': return `The path "${change.name}" is added`
    case 'option': return `The option "${change.name}" is set`
    case 'plugin': return 'A plugin is applied'
    case 'class': return 'A class is loaded'
    case 'discriminator': return 'A discriminator is added'
  }
}

function effect(change: SchemaChange, model: string): string {
  switch (change.kind) {
    case 'hook': return 'it never runs'
    case 'method': return `documents don't have it, and a call throws "TypeError: ${change.name ?? 'it'} is not a function"`
    case 'static': return `${model} doesn't have it, and a call throws "TypeError: ${change.name ?? 'it'} is not a function"`
    case 'helper': return 'queries don\'t have it, and a call throws a TypeError'
    case 'virtual': return `documents have no property "${change.name}", which is undefined; only get(), toObject() and toJSON() know it`
    case 'path': return `it is stored, but documents have no property "${change.name}", which is undefined; only get() and set() know it`
    case 'option': return 'it has no effect'
    case 'plugin': return `what it adds does not reach ${model}`
    case 'class': return `${model} has none of its members`
    case 'discriminator': return 'it is not registered'
  }
}
