import type { Finding, Severity } from '../kernel/report.ts'
import type { Site } from '../kernel/place.ts'
import { append } from '../graph/multimap.ts'
import { isInstalled } from '../project/paths.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import type { ModelRef } from '../models/value.ts'
import type { Shadowed } from '../registration/nest/container.ts'
import { definitionsOf } from './definitions.ts'
import type { Defined } from './definitions.ts'
import { firstOf, goOn, modelStep, pathTo } from './path.ts'
import { findingAt, reason } from './place.ts'
import { sharesProcess } from './second-evaluation.ts'

/** Two definitions of one name that meet in one process: the second throws, or is silently the first. */
export function duplicateModels(context: RuleContext): readonly Finding[] {
  return context.program.apps.flatMap((app) => {
    const byName = new Map<string, Defined[]>()
    for (const one of definitionsOf(context, app)) if (one.loading.length > 0 && !isInstalled(one.site.file)) append(byName, one.model.name, one)
    return [...[...byName.values()].flatMap((defined) => (defined.length < 2 ? [] : meetings(context, app, defined))), ...shadowedFeatures(context, app)]
  })
}

/** Two features of one name in one NestJS application: it looks whether the name is taken, and then takes what is there. */
function shadowedFeatures(context: RuleContext, app: AppState): readonly Finding[] {
  const { interpreter } = context.program
  const found = new Map<string, { readonly pair: Shadowed; readonly states: EntryState[] }>()
  for (const state of app.entries) {
    const started = new Set(state.closure.modules.flatMap((file) => [...interpreter.modules.evaluate(file)?.summary?.out.boots.keys() ?? []]))
    for (const pair of [...started].flatMap((key) => interpreter.containers.get(key)?.shadowed ?? [])) {
      // Schemas of one class, made twice, have the same fields.
      if (isInstalled(pair.second.site.file) || pathsBeside({ model: pair.second }, { model: pair.first }).length === 0) continue
      const key = `${pair.second.site.file}@${pair.second.site.start}`
      const one = found.get(key) ?? { pair, states: [] }
      found.set(key, one)
      one.states.push(state)
    }
  }
  return [...found.values()].map(({ pair, states }) => finding(context, app, { first: ofFeature(pair.first, states), second: ofFeature(pair.second, states), states }))
}

const ofFeature = (model: ModelRef, states: readonly EntryState[]): Side => ({ model, site: model.site, file: model.site.file, guarded: true, loading: states })

type Side = Pick<Defined, 'model' | 'site' | 'file' | 'guarded' | 'loading'>

/** A pair of definitions, in the order in which they come, and the entries in which both are evaluated. */
interface Meeting {
  readonly first: Side
  readonly second: Side
  /** Empty where they meet only because entries share a process. */
  readonly states: readonly EntryState[]
}

function meetings(context: RuleContext, app: AppState, defined: readonly Defined[]): readonly Finding[] {
  const findings: Finding[] = []
  for (const [i, one] of defined.entries()) {
    for (const other of defined.slice(i + 1)) {
      const meeting = meetingOf(app, one, other)
      if (meeting !== null) findings.push(finding(context, app, meeting))
    }
  }
  return findings
}

function meetingOf(app: AppState, one: Defined, other: Defined): Meeting | null {
  if (one.model.schema === null || other.model.schema === null || one.model.schema.id === other.model.schema.id) return null
  // Whether it is reached hangs on something that is not understood.
  if ([one, other].some(({ guarded, tested }) => tested && !guarded)) return null
  // One statement, reached by two ways.
  if (one.file === other.file && one.call.start === other.call.start && one.site.start === other.site.start) return null
  const together = one.loading.filter((state) => other.loading.includes(state))
  const [state] = together
  if (state === undefined) return sharesProcess(app) ? { ...inOrder(one, other), states: [] } : null
  const order = state.closure.modules
  const swapped = one.site.file === other.site.file ? one.site.start > other.site.start : order.indexOf(one.site.file) > order.indexOf(other.site.file)
  return swapped ? { first: other, second: one, states: together } : { first: one, second: other, states: together }
}

/** Of entries that are asked for in any order: the one that throws is told as the second, else the one that fewer of them load. */
function inOrder(one: Defined, other: Defined): Pick<Meeting, 'first' | 'second'> {
  if (one.guarded !== other.guarded) return one.guarded ? { first: one, second: other } : { first: other, second: one }
  return other.loading.length > one.loading.length ? { first: other, second: one } : { first: one, second: other }
}

function finding(context: RuleContext, app: AppState, { first, second, states }: Meeting): Finding {
  const { name } = second.model
  const throws = !second.guarded
  const replaces = !throws && context.program.interpreter.guards.in(second.file).some(({ kind, name: gone }) => kind === 'empties' || (kind === 'removes' && gone === name))
  const site: Site = second.site
  const entries = states.length > 0 ? states : [...second.loading]
  const state = firstOf(entries)
  const missing = pathsBeside(second, first)
  // In what order they come is open there.
  const others = states.length === 0 ? pathsBeside(first, second) : []
  const severity: Severity = throws ? 'error' : missing.length > 0 || others.length > 0 ? 'warning' : 'info'
  return findingAt(context, {
    rule: 'duplicate-model', severity, confidence: states.length > 0 || (throws && !first.guarded) ? 'proved' : 'likely', model: name, site,
    entries: entries.map((one) => one.entry.file),
    message: throws
      ? `"${name}" is defined a second time here: OverwriteModelError: Cannot overwrite \`${name}\` model once compiled.`
      : replaces ? `"${name}" is defined a second time here, in place of what is there: who has imported the other file keeps the other model, and populate gives this one.`
      : `"${name}" is defined a second time here, and what is there already is used instead: this schema does nothing${states.length > 0 ? '' : ' where the other file was loaded first'}.`,
    because: [
      reason(context, first.site, states.length > 0 ? 'It is defined first here, in another file that the same entry loads.' : 'It is defined here, too.'),
      ...(states.length > 0 ? [] : [{ file: (firstOf(first.loading) ?? entries[0])?.entry.file ?? first.site.file, line: 1, text: 'This entry loads the other definition, in the same process.' }]),
      ...(missing.length > 0 && !replaces ? [reason(context, second.site, `Only this schema has ${list(missing)}: with the other one in its place, ${missing.length === 1 ? 'it is' : 'they are'} not saved.`)] : []),
      ...(others.length > 0 && !replaces ? [reason(context, first.site, `Only this schema has ${list(others)}.`)] : []),
    ],
    path: state === undefined ? [] : goOn(pathTo(context, app, state, 'module', site), 'runs', modelStep(context, site)),
    help: 'Keep one of the two files and import it everywhere; or give one of the models another name.',
    fixable: false,
  })
}

/** Fields that only the one schema has. */
function pathsBeside({ model }: Pick<Defined, 'model'>, { model: other }: Pick<Defined, 'model'>): readonly string[] {
  if (model.schema === null || other.schema === null || model.schema.open || other.schema.open) return []
  const known = other.schema.paths
  return [...model.schema.paths.keys()].filter((path) => !known.has(path))
}

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, 4).map((path) => `"${path}"`)
  return paths.length > 4 ? `${shown.join(', ')} and ${paths.length - 4} more fields` : shown.join(', ')
}
