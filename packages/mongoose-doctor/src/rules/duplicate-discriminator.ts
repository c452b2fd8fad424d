import { append } from '../graph/multimap.ts'
import { isInstalled } from '../project/paths.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import { discriminatorsOf } from './definitions.ts'
import type { Defined } from './definitions.ts'
import type { Diagnosis, Replacement } from './diagnosis.ts'
import { isIdentifier } from './names.ts'
import { firstOf, goOn, modelStep, pathTo } from './path.ts'
import { findingAt, reason } from './place.ts'
import { reloads, secondEvaluation } from './second-evaluation.ts'

/** `Base.discriminator('Click')` for a second time in one process: by another file, or because the file is evaluated again. */
export function duplicateDiscriminators(context: RuleContext): readonly Diagnosis[] {
  return context.program.apps.flatMap((app) => {
    const all = discriminatorsOf(context, app).filter(({ file, model }) => !isInstalled(file) && model.schema !== null)
    const meeting = meetings(all)
    const second = new Set(meeting.map((one) => one.second))
    const again = reloads(app) ? all.filter((one) => !one.guarded && !one.tested && one.loading.length > 0 && !second.has(one)) : []
    return [...meeting.map((one) => twice(context, app, one)), ...again.map((one) => evaluatedAgain(context, app, one))]
  })
}

interface Meeting { readonly first: Defined; readonly second: Defined; readonly states: readonly EntryState[] }

/** Of one name and base, in two places that one entry loads: the later one, if it doesn't ask whether it is there. */
function meetings(all: readonly Defined[]): readonly Meeting[] {
  const byName = new Map<string, Defined[]>()
  for (const one of all) append(byName, `${one.model.base?.name}:${one.model.name}`, one)
  return [...byName.values()].flatMap((same) => same.flatMap((one, i) => same.slice(i + 1).flatMap((other) => meetingOf(one, other) ?? [])))
}

function meetingOf(one: Defined, other: Defined): Meeting | null {
  const states = one.loading.filter((state) => other.loading.includes(state))
  const [state] = states
  if (state === undefined || (one.file === other.file && one.call.start === other.call.start)) return null
  const order = state.closure.modules
  const swapped = one.file === other.file ? one.call.start > other.call.start : order.indexOf(one.file) > order.indexOf(other.file)
  const [first, second] = swapped ? [other, one] : [one, other]
  return second.guarded || second.tested || (first.tested && !first.guarded) ? null : { first, second, states }
}

const exists = (name: string): string => `Error: Discriminator with name "${name}" already exists`
const siteOf = ({ file, call }: Defined) => ({ file, start: call.start, end: call.end })

function twice(context: RuleContext, app: AppState, { first, second, states }: Meeting): Diagnosis {
  const { name, base } = second.model
  const site = siteOf(second)
  const state = firstOf(states)
  const finding = findingAt(context, {
    rule: 'duplicate-discriminator', severity: 'error', confidence: 'proved', model: name, site, entries: states.map(({ entry }) => entry.file),
    message: `"${name}" is made a discriminator of ${base?.name ?? 'its base'} a second time here: ${exists(name)}.`,
    because: [reason(context, siteOf(first), 'It is one since here, which the same entry evaluates before.'), reason(context, site, 'The same schema object, or overwriteModels, changes nothing about that.')],
    path: state === undefined ? [] : goOn(pathTo(context, app, state, 'module', site), 'runs', modelStep(context, site)),
    help: 'Keep one of the two and import it everywhere.', fixable: false,
  })
  return { finding, remedy: null }
}

function evaluatedAgain(context: RuleContext, app: AppState, one: Defined): Diagnosis {
  const { name, base } = one.model
  const site = siteOf(one)
  const { severity, because } = secondEvaluation(context, app, [one])
  const state = firstOf(one.states)
  const edits = guardOf(context, one)
  const finding = findingAt(context, {
    rule: 'duplicate-discriminator', severity, confidence: 'proved', model: name, site, entries: one.states.map(({ entry }) => entry.file),
    message: `"${name}" is made a discriminator of ${base?.name ?? 'its base'} without a look at what is there: when this file is evaluated again in the same process, ${exists(name)}.`,
    because, path: state === undefined ? [] : goOn(pathTo(context, app, state, 'module', site), 'runs', modelStep(context, site)),
    help: `Use the discriminator that is there: ${example(context, one)}`, fixable: edits !== null,
  })
  return { finding, remedy: edits === null ? null : { kind: 'edit', edits } }
}

const ownerOf = (context: RuleContext, { call: { callee }, file }: Defined): string | null =>
  (callee.kind === 'member' && callee.object.kind === 'name' ? context.graph.text(file).slice(callee.object.start, callee.object.end) : null)

function example(context: RuleContext, one: Defined): string {
  const owner = ownerOf(context, one) ?? one.model.base?.name ?? 'Base'
  const { name } = one.model
  return `${owner}.discriminators?.${isIdentifier(name) ? name : `['${name}']`} ?? ${owner}.discriminator('${name}', …)`
}

/** `Event.discriminators?.Click ?? ` before the call. In TypeScript only where the declaration says its type: what is there is a Model<any>. */
function guardOf(context: RuleContext, one: Defined): readonly Replacement[] | null {
  const { call, file, model: { name } } = one
  const owner = ownerOf(context, one)
  const [given] = call.args
  if (owner === null || given?.value.kind !== 'literal' || given.value.value !== name) return null
  const text = context.graph.text(file)
  const line = text.slice(text.lastIndexOf('\n', call.start) + 1, call.start)
  const after = text.slice(call.end, call.end + 50)
  const isAlone = /(?:=|\bdefault|\breturn)\s*$/.test(line) && /^\s*(?:$|[\n;])/.test(after) && !/^\s*[.[(?!]/.test(after)
  const isTyped = !/\.[cm]?tsx?$/.test(file) || /:[^=;]+=\s*$/.test(line)
  const key = isIdentifier(name) ? name : `[${text.slice(given.value.start, given.value.end)}]`
  return isAlone && isTyped ? [{ file, start: call.start, end: call.start, text: `${owner}.discriminators?.${key} ?? ` }] : null
}
