/** Demands that aren't met, gathered by what is behind them: one cause, one trouble, however many entries it breaks. */
import type { FunctionFact } from '../facts/ir.ts'
import { evaluated } from '../graph/evaluation.ts'
import type { Edge } from '../graph/graph.ts'
import type { Site } from '../kernel/place.ts'
import type { ModelDefinition } from '../models/model-index.ts'
import { UNKNOWN_CONNECTION, modelToken } from '../models/value.ts'
import type { Token } from '../models/value.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { Demand, Registration } from '../registration/summary.ts'
import { missingOf } from '../registration/verdict.ts'
import { packageOf } from '../project/packages.ts'
import { isInstalled } from '../project/paths.ts'
import type { Package } from '../project/project.ts'
import type { RuleContext } from './context.ts'

export type Cause =
  | { readonly kind: 'nowhere' }
  /** Every definition is on a connection that the query does not look at. */
  | { readonly kind: 'elsewhere'; readonly definitions: readonly ModelDefinition[] }
  /** An import that is there and does nothing. */
  | { readonly kind: 'inert'; readonly edge: Edge; readonly site: Site }
  /** Registered, but not surely before the query. */
  | { readonly kind: 'late'; readonly registration: Registration; readonly how: 'after' | 'race' | 'some-paths' }
  | { readonly kind: 'absent' }

export interface Trouble {
  readonly cause: Cause
  readonly model: { readonly name: string; readonly connection: string }
  readonly token: Token
  /** The first demand; and every place that has one. */
  readonly demand: Demand
  readonly sites: readonly Site[]
  readonly app: AppState
  readonly states: readonly EntryState[]
  /** An import that leads to no file and may bring the model, in each of the entries; null where one of them has none. */
  readonly unseen: Site | null
  /** Files whose evaluation registers the model, nearest to the application first. */
  readonly definedIn: readonly string[]
}

export function gatherTroubles(context: RuleContext): readonly Trouble[] {
  const troubles = new Map<string, { -readonly [K in keyof Trouble]: Trouble[K] }>()
  for (const app of context.program.apps) {
    for (const state of app.entries) {
      for (const demand of missingOf(state)) {
        const token = modelToken(demand.need.model)
        const definedIn = definingFiles(context, token, app)
        const cause = causeOf(context, app, state, demand, definedIn)
        const { need } = demand
        const key = `${app.app.root}|${token}|${cause.kind}|${need.how === 'child' ? `${need.path}|` : ''}${cause.kind === 'inert' ? `${cause.site.file}@${cause.site.start}` : need.site.file}`
        const known = troubles.get(key)
        const unseen = demand.may?.reason === 'unresolved' ? demand.may.site : null
        if (known === undefined) troubles.set(key, { cause, model: need.model, token, demand, sites: [need.site], app, states: [state], unseen, definedIn })
        else {
          if (unseen === null) known.unseen = null
          if (!known.states.includes(state)) known.states = [...known.states, state]
          if (!known.sites.some((s) => s.file === need.site.file && s.start === need.site.start)) known.sites = [...known.sites, need.site]
          if (need.site.file === known.demand.need.site.file && need.site.start < known.demand.need.site.start) known.demand = demand
        }
      }
    }
  }
  return [...troubles.values()]
}

/** Proved only where nothing that is not there could register the model. */
export const confidenceOf = ({ demand: { need }, unseen }: Trouble): 'proved' | 'likely' => (need.certain && unseen === null ? 'proved' : 'likely')

/** Files whose own statements surely register the model. */
export function definingFiles(context: RuleContext, token: Token, app: AppState): readonly string[] {
  const root = app.app.root === '.' ? '' : `${app.app.root}/`
  const files = context.program.interpreter.modules.registeringFiles(token).filter((file) => belongsTo(context, app, file))
  // Scripts and entries define models for themselves; nobody imports those.
  const entries = new Set(context.project.apps.flatMap((a) => a.entries.map((e) => e.file)))
  // One that no entry loads has been left behind: beside the others' it would be a second definition.
  const loaded = new Set(files.length < 2 ? [] : app.entries.flatMap(({ closure }) => closure.modules.filter((file) => files.includes(file))))
  return files.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  function rank(file: string): number {
    return (entries.has(file) ? 8 : 0) + (loaded.has(file) ? 0 : 4) + (file.startsWith(root) ? 0 : 2) + (/(^|\/)models?\//i.test(file) ? 0 : 1)
  }
}

/** What lies in the application's own package, or in one that it depends on: a neighbour's model of the same name is another model. */
function belongsTo(context: RuleContext, app: AppState, file: string): boolean {
  const own = packageOf(context.project, app.app.root === '.' ? 'package.json' : `${app.app.root}/package.json`)
  const theirs = packageOf(context.project, file)
  if (theirs === own || theirs === null || own === null || isInstalled(file)) return true
  // Without a name of its own a nested package.json only says how files are read; a dependency may come through another one.
  if (theirs.name === null || theirs.dependencies.size === 0) return true
  return theirs.name !== own.name && dependsOn(context, own, theirs.name)
}

function dependsOn(context: RuleContext, from: Package, name: string): boolean {
  const seen = new Set<Package>([from])
  for (const one of seen) {
    if (one.dependencies.has(name)) return true
    for (const other of context.project.packages) if (other.name !== null && one.dependencies.has(other.name)) seen.add(other)
  }
  // A package reached by a path instead of by its name.
  return [...context.graph.modules.values()].some((m) => packageOf(context.project, m.file) === from && m.importTargets.some((t) => t.kind === 'file' && packageOf(context.project, t.file)?.name === name))
}

function causeOf(context: RuleContext, app: AppState, state: EntryState, demand: Demand, definedIn: readonly string[]): Cause {
  const { name, connection } = demand.need.model
  const definitions = context.program.interpreter.index.definitions(name)
  if (definitions.length === 0) return { kind: 'nowhere' }
  const placed = definitions.filter((one) => one.connection !== UNKNOWN_CONNECTION)
  // A factory that was tried with nothing in hand counts where it was really called.
  const isPlaced = ({ site }: ModelDefinition): boolean => placed.some((one) => one.site.file === site.file && one.site.start === site.start)
  if (definitions.every(isPlaced) && placed.every((one) => one.connection !== connection)) return { kind: 'elsewhere', definitions: placed }
  const late = lateRegistration(context, state, demand, definedIn)
  if (late !== null) return late
  const inert = inertEdge(context, app, state, demand, definedIn)
  return inert ?? { kind: 'absent' }
}

/** A registration in the same function as the demand (or where the demand's calls start), which comes too late to be sure. */
function lateRegistration(context: RuleContext, state: EntryState, demand: Demand, definedIn: readonly string[]): Cause | null {
  const places = [demand.need.site, ...demand.trail]
  for (const registration of state.registrations) {
    if (!brings(context, registration.token, demand.token, definedIn)) continue
    const at = places.find((p) => p.file === registration.site.file && functionAround(context, p) === functionAround(context, registration.site))
    if (at === undefined) continue
    const how = demand.may?.reason === 'unawaited' ? 'race' : demand.may?.reason === 'conditional' || registration.site.start < at.start ? 'some-paths' : 'after'
    return { kind: 'late', registration, how }
  }
  return null
}

function brings(context: RuleContext, token: Token, wanted: Token, definedIn: readonly string[]): boolean {
  if (token === wanted) return true
  if (!token.startsWith('file:')) return false
  const [file = ''] = token.slice('file:'.length).split('?')
  return definedIn.includes(file) || context.program.interpreter.tokens.loaded(token).must.has(wanted)
}

/** The outermost function around a place. */
export function functionAround(context: RuleContext, site: Site): number | null {
  const functions = context.graph.body(site.file)?.functions ?? []
  const found = functions.findIndex((f) => f.parent === null && f.start <= site.start && site.end <= f.end)
  return found === -1 ? null : found
}

/** The innermost one. */
export function functionAt({ graph }: RuleContext, site: Site): FunctionFact | null {
  return graph.body(site.file)?.functions.findLast((f) => f.start <= site.start && site.end <= f.end) ?? null
}

/** A dropped import in an evaluated module that leads to the model and was written for it. */
function inertEdge(context: RuleContext, app: AppState, state: EntryState, demand: Demand, definedIn: readonly string[]): Cause | null {
  const evaluatedFiles = new Set(state.closure.modules)
  const order = (file: string): number => (file === demand.need.site.file ? 0 : file === state.entry.file ? 1 : 2)
  const edges = state.closure.evaluation.edges.filter((e) => e.dropped !== null && evaluatedFiles.has(e.from)).sort((a, b) => order(a.from) - order(b.from))
  for (const edge of edges) {
    const by = edge.dropped?.by
    if (by !== 'elided' && by !== 'sideEffects' && by !== 'optimizePackageImports' && by !== 'unused') continue
    if (!leadsTo(context, app, edge.to, definedIn) || !meantFor(context, edge, demand.need.model.name)) continue
    return { kind: 'inert', edge, site: { file: edge.from, start: edge.at.start, end: edge.at.end } }
  }
  return null
}

const reach = new WeakMap<AppState, Map<string, ReadonlySet<string>>>()

function leadsTo(context: RuleContext, app: AppState, file: string, definedIn: readonly string[]): boolean {
  if (definedIn.includes(file)) return true
  const known = reach.get(app) ?? new Map<string, ReadonlySet<string>>()
  reach.set(app, known)
  const modules = known.get(file) ?? new Set(evaluated(context.graph, context.project, app.app.compiler, [{ file }]).modules)
  known.set(file, modules)
  return definedIn.some((d) => modules.has(d))
}

/** An import of the model itself, or for its effect; a type that stands in the same file was meant as a type. */
function meantFor(context: RuleContext, edge: Edge, model: string): boolean {
  const fact = context.graph.modules.get(edge.from)?.facts.imports.find((i) => i.start === edge.at.start)
  if (fact === undefined || fact.sideEffectOnly) return true
  // Nobody wrote it.
  if (fact.automatic === 'unwritten') return false
  return fact.names.some((name) => {
    if (name.typeOnly) return false
    if (name.imported === '*') return true
    const value = context.program.interpreter.modules.exportValue(edge.to, name.imported)
    const options = value.kind === 'union' ? value.options : [value]
    return options.some((o) => (o.kind === 'model' || o.kind === 'modelLookup') && o.model.name === model)
  })
}
