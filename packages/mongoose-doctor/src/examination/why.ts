/** How a model gets registered in an entry; or each place where the way to it breaks, and why. */
import type { Site } from '../kernel/place.ts'
import type { Reason, Report, WhyAnswer, WhyStatus } from '../kernel/report.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import { nameOf, verdictOf } from '../registration/verdict.ts'
import type { Demand } from '../registration/summary.ts'
import { droppedBy } from '../rules/chain.ts'
import type { RuleContext } from '../rules/context.ts'
import { featureOf, featureSteps } from '../rules/feature.ts'
import { reason, snippet } from '../rules/place.ts'
import { definingFiles } from '../rules/troubles.ts'

/** Answers for the entries of that file, or for every entry that has to do with the model. */
export function whyOf(context: RuleContext, _report: Report, model: string, entry?: string): WhyAnswer[] {
  return context.program.apps.flatMap((app) => {
    const states = app.entries.filter((s) => entry === undefined || s.entry.file === entry)
    const tokens = tokensOf(app, states, model)
    return states.flatMap((state) => tokens.flatMap((token) => {
      const answer = answerFor(context, app, state, token)
      return entry === undefined && answer.status === 'not-registered' ? [] : [answer]
    }))
  })
}

/** The model's tokens here: one for each connection that has it. */
function tokensOf(app: AppState, states: readonly EntryState[], model: string): readonly string[] {
  const all = states.flatMap((s) => [...s.must, ...s.may.keys(), ...s.demands.map((d) => d.token)])
  const found = [...new Set([...all, ...app.everywhere].filter((t) => t.startsWith('model:') && nameOf(t) === model))]
  return found.length > 0 ? found : [`model:default:${model}`]
}

function answerFor(context: RuleContext, app: AppState, state: EntryState, token: string): WhyAnswer {
  const demands = state.demands.filter((d) => d.token === token)
  const status = statusOf(app, state, token, demands)
  return { entry: state.entry.file, kind: state.entry.kind, model: nameOf(token), status, steps: stepsFor(context, app, state, token, status, demands) }
}

function statusOf(app: AppState, state: EntryState, token: string, demands: readonly Demand[]): WhyStatus {
  if (demands.some((d) => verdictOf(d) === 'missing')) return 'missing'
  if (state.must.has(token)) return 'registered'
  if (app.everywhere.has(token)) return 'everywhere'
  return state.may.has(token) || demands.some((d) => verdictOf(d) === 'unknown') ? 'maybe' : 'not-registered'
}

function stepsFor(context: RuleContext, app: AppState, state: EntryState, token: string, status: WhyStatus, demands: readonly Demand[]): readonly Reason[] {
  const definedIn = definingFiles(context, token, app)
  switch (status) {
    case 'registered': return registeredByFeature(context, token, definedIn) ?? chainTo(context, state, definedIn.find((f) => state.closure.modules.includes(f)) ?? null, nameOf(token))
    case 'everywhere': return app.entries.filter((s) => s.entry.kind === 'instrumentation' || s.entry.kind === 'proxy')
      .map((s) => ({ file: s.entry.file, line: 1, text: `"${nameOf(token)}" is registered by ${s.entry.kind}, which runs before every entry of this server.` }))
    default: return [...demandedAt(context, demands), ...breaks(context, state, definedIn, nameOf(token), { name: nameOf(token), connection: connectionIn(token) })]
  }
}

const connectionIn = (token: string): string => token.slice('model:'.length, -nameOf(token).length - 1)

/** A NestJS module registers it while the application starts. */
function registeredByFeature(context: RuleContext, token: string, definedIn: readonly string[]): readonly Reason[] | null {
  const feature = definedIn.length > 0 ? null : featureOf(context, { name: nameOf(token), connection: connectionIn(token) })
  return feature === null ? null : [reason(context, feature.site, `registers "${nameOf(token)}" while the application starts`)]
}

/** entry → … → model file, each import with its place. */
function chainTo(context: RuleContext, state: EntryState, file: string | null, model: string): readonly Reason[] {
  const steps: Reason[] = []
  let at = file
  for (let edge = at === null ? undefined : state.closure.evaluation.via.get(at); edge !== undefined; edge = state.closure.evaluation.via.get(edge.from)) {
    steps.unshift(reason(context, { file: edge.from, ...edge.at }, `imports ${edge.to}`))
    at = edge.from
    if (steps.length > 50) break
  }
  return [...steps, reason(context, definitionIn(context, file ?? state.entry.file, model), `registers "${model}"`)]
}

/** Where that file registers the model; its beginning, where that is not known. */
function definitionIn(context: RuleContext, file: string, model: string): Site {
  return context.program.interpreter.index.definitions(model).find((d) => d.site.file === file)?.site ?? { file, start: 0, end: 0 }
}

function demandedAt(context: RuleContext, demands: readonly Demand[]): readonly Reason[] {
  return demands.filter((d) => verdictOf(d) !== 'met').slice(0, 3).map((d) => reason(context, d.need.site, `\`${snippet(context, d.need.site)}\` needs it.`))
}

function breaks(context: RuleContext, state: EntryState, definedIn: readonly string[], model: string, wanted: { readonly name: string; readonly connection: string }): readonly Reason[] {
  const targets = new Set(definedIn)
  const steps = state.closure.evaluation.edges.filter((e) => e.dropped !== null && targets.has(e.to))
    .map((e) => reason(context, { file: e.from, ...e.at }, `The import of "${e.specifier}" does not count: ${e.dropped === null ? '' : droppedBy(e.dropped)}.`))
  for (const registration of state.registrations) {
    if (registration.via !== 'model()' && definedIn.some((f) => registration.token.startsWith(`file:${f}`))) {
      steps.push(reason(context, registration.site, `This ${registration.via} registers "${model}" when it is run, not when the entry is loaded.`))
    }
  }
  if (steps.length > 0) return steps
  const [first] = definedIn
  const feature = first === undefined ? featureSteps(context, wanted) : null
  if (feature !== null) return feature
  if (first === undefined) return [{ file: state.entry.file, line: 1, text: `No file registers "${model}" when it is evaluated.` }]
  return [reason(context, definitionIn(context, first, model), `registers "${model}", and no import of this entry leads here.`)]
}
