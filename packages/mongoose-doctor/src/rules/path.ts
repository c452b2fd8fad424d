/** The picture of a finding: from an entry over its modules to where the chain breaks. */
import { evaluated } from '../graph/evaluation.ts'
import type { Edge } from '../graph/graph.ts'
import { append } from '../graph/multimap.ts'
import { survivalOf } from '../graph/survival.ts'
import type { Site, Span } from '../kernel/place.ts'
import type { PathLink, PathStep } from '../kernel/report.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'

/** How a file comes to be evaluated. */
interface Way {
  readonly from: string
  readonly at: Span
  readonly link: 'imports' | 'loads'
  readonly to: string
}

/** A chain that is longer is told by its two ends of this length. */
const END = 20

/** The entry whose path stands for all of them. */
export function firstOf(states: readonly EntryState[]): EntryState | undefined {
  return states.toSorted((a, b) => (a.entry.file < b.entry.file ? -1 : a.entry.file > b.entry.file ? 1 : 0))[0]
}

/**
 * From the entry, over the fewest imports, to a place in a file that it evaluates or loads. The place is the last step, of the kind that
 * is given, and still without a link.
 */
export function pathTo(context: RuleContext, app: AppState, state: EntryState, kind: PathStep['kind'], site: Site): readonly PathStep[] {
  const { entry } = state
  const last: PathStep = { ...stepAt(context, kind, site), link: null }
  const ways = waysTo(context, app, state, site.file)
  const [first] = ways
  if (first === undefined) return [{ kind: 'entry', file: entry.file, line: null, link: site.file !== entry.file && roots(state).includes(site.file) ? 'with' : 'runs' }, last]
  const steps = ways.map((way, index): PathStep => ({ ...stepAt(context, index === 0 && way.from === entry.file ? 'entry' : 'module', { file: way.from, ...way.at }), link: way.link }))
  const whole: PathStep[] = first.from === entry.file ? steps : [{ kind: 'entry', file: entry.file, line: null, link: 'with' }, ...steps]
  return [...shortened(whole), last]
}

/** Goes on from the last step. */
export function goOn(steps: readonly PathStep[], link: PathLink, ...more: readonly PathStep[]): readonly PathStep[] {
  return [...steps.map((step, index) => (index === steps.length - 1 ? { ...step, link } : step)), ...more]
}

export function stepAt(context: RuleContext, kind: PathStep['kind'], { file, start }: Site): PathStep {
  return { kind, file, line: context.position(file, start).line, link: null }
}

/** The model itself, at the end of a path. @param site null where no file defines it */
export function modelStep(context: RuleContext, site: Site | null): PathStep {
  return site === null ? { kind: 'model', file: null, line: null, link: null } : stepAt(context, 'model', site)
}

function shortened(steps: readonly PathStep[]): readonly PathStep[] {
  return steps.length <= 2 * END ? steps : [...goOn(steps.slice(0, END), 'indirectly'), ...steps.slice(-END)]
}

function waysTo(context: RuleContext, app: AppState, state: EntryState, file: string): readonly Way[] {
  const known = waysOf(context, app, state)
  const isReached = (one: string): boolean => known.has(one) || roots(state).includes(one)
  if (isReached(file)) return back(known, file)
  // What a function of the entry loads is evaluated later on.
  for (const { token, site } of state.registrations) {
    if (!token.startsWith('file:') || !isReached(site.file)) continue
    const [loaded = ''] = token.slice('file:'.length).split('?')
    const further = search([loaded], waysBy(evaluated(context.graph, context.project, app.app.compiler, [{ file: loaded }]).edges), () => [])
    if (loaded === file || further.has(file)) return [...back(known, site.file), { from: site.file, at: site, link: 'loads', to: loaded }, ...back(further, file)]
  }
  return []
}

function waysBy(edges: readonly Edge[]): (from: string) => readonly Way[] {
  const ways = new Map<string, Way[]>()
  for (const { from, at, to, dropped } of edges) if (dropped === null) append(ways, from, { from, at, link: 'imports', to })
  return (from) => ways.get(from) ?? []
}

const memos = new WeakMap<EntryState, ReadonlyMap<string, Way>>()

/** By file, how it is reached. What is evaluated by static imports is told by them, the rest by `require()` and top-level `import()`. */
function waysOf(context: RuleContext, { app }: AppState, state: EntryState): ReadonlyMap<string, Way> {
  const known = memos.get(state)
  if (known !== undefined) return known
  const { modules, evaluation } = state.closure
  // A barrel whose own statements are left out still leads on.
  const there = new Set([...modules, ...evaluation.via.keys()])
  const survival = survivalOf(context.graph, context.project, app.compiler)
  const imports = (from: string): Way[] => survival.links(from).flatMap(({ edge: { at, to, dropped } }) => (dropped === null && there.has(to) ? [{ from, at, link: 'imports', to }] : []))
  const loads = (from: string): Way[] => {
    const module = context.graph.modules.get(from)
    return (module?.dynamicTargets ?? []).flatMap((target, i) => {
      const at = module?.facts.dynamic[i]
      return at !== undefined && target.kind === 'file' && there.has(target.file) ? [{ from, at, link: 'loads', to: target.file }] : []
    })
  }
  const ways = search(roots(state), imports, loads)
  memos.set(state, ways)
  return ways
}

/** The entry's own file, and those that are evaluated with it. */
function roots({ entry, closure: { modules, evaluation } }: EntryState): readonly string[] {
  const alone = evaluation.modules.filter((file) => !evaluation.via.has(file))
  return modules.includes(entry.file) ? [entry.file, ...alone.filter((file) => file !== entry.file)] : alone
}

/** Breadth first, `later` only where `first` leads no further. */
function search(from: readonly string[], first: (file: string) => readonly Way[], later: (file: string) => readonly Way[]): ReadonlyMap<string, Way> {
  const ways = new Map<string, Way>()
  const seen = new Set(from)
  const add = (list: readonly Way[]): void => {
    for (const way of list) {
      if (seen.has(way.to)) continue
      seen.add(way.to)
      ways.set(way.to, way)
    }
  }
  const followed = new Set<string>()
  for (let size = -1; size !== seen.size;) {
    // A Set hands out what is added while it is iterated.
    for (const file of seen) {
      if (!followed.has(file)) add(first(file))
      followed.add(file)
    }
    size = seen.size
    for (const file of followed) add(later(file))
  }
  return ways
}

function back(ways: ReadonlyMap<string, Way>, file: string): readonly Way[] {
  const chain: Way[] = []
  for (let way = ways.get(file); way !== undefined; way = ways.get(way.from)) chain.push(way)
  return chain.reverse()
}
