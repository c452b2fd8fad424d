/** Every `model()` and `discriminator()` that an application comes across, and which of its entries do. */
import { evaluated } from '../graph/evaluation.ts'
import type { EntryState, AppState } from '../registration/entry-states.ts'
import type { Definition, Registration } from '../registration/summary.ts'
import { DEFAULT_CONNECTION } from '../models/value.ts'
import type { RuleContext } from './context.ts'

export interface Defined extends Definition {
  /** Where the model is named. */
  readonly site: Registration['site']
  /** In a branch or a loop. */
  readonly conditional: boolean
  /** The entries that evaluate it. */
  readonly states: readonly EntryState[]
  /** Of these, those that do so while they are loaded; the others when a function of theirs is called. */
  readonly loading: readonly EntryState[]
}

const memo = new WeakMap<AppState, readonly Defined[]>()

/** Those of `model()`. */
export function definitionsOf(context: RuleContext, app: AppState): readonly Defined[] {
  return allOf(context, app).filter(({ model }) => model.base === null)
}

/** Those of `Base.discriminator()`. */
export function discriminatorsOf(context: RuleContext, app: AppState): readonly Defined[] {
  return allOf(context, app).filter(({ model }) => model.base !== null)
}

/** On mongoose's own connection: what a connection of its own makes is as new as the connection. Each place once, in the order in which they are met. */
function allOf(context: RuleContext, app: AppState): readonly Defined[] {
  const known = memo.get(app)
  if (known !== undefined) return known
  const found = new Map<string, { registration: Registration; defines: Definition; states: Set<EntryState>; loading: Set<EntryState> }>()
  const add = (state: EntryState, registration: Registration, loads: boolean): void => {
    const { defines } = registration
    if (defines === null || defines.model.connection !== DEFAULT_CONNECTION) return
    const key = `${defines.model.name}:${registration.site.file}@${registration.site.start}:${defines.file}@${defines.call.start}`
    const one = found.get(key) ?? { registration, defines, states: new Set(), loading: new Set() }
    found.set(key, one)
    one.states.add(state)
    if (loads) one.loading.add(state)
  }
  for (const state of app.entries) {
    for (const file of state.closure.modules) for (const registration of definedIn(context, file)) add(state, registration, true)
    for (const registration of state.registrations) {
      if (isLeftToNode(context, registration)) continue
      add(state, registration, false)
      // Every start waits for what instrumentation loads.
      for (const file of loadedBy(context, app, registration)) for (const one of definedIn(context, file)) add(state, one, state.entry.kind === 'instrumentation' && !registration.conditional)
    }
  }
  const list = [...found.values()].map(({ registration, defines, states, loading }): Defined => ({ ...defines, site: registration.site, conditional: registration.conditional, states: [...states], loading: [...loading] }))
  memo.set(app, list)
  return list
}

/** `import()` with the comment `webpackIgnore: true`: what it loads is no part of the bundle, and Node evaluates it once. */
function isLeftToNode({ graph }: RuleContext, { site, via }: Registration): boolean {
  return via === 'import()' && graph.modules.has(site.file) && /\b(?:webpack|turbopack)Ignore\s*:\s*true\b/.test(graph.text(site.file).slice(site.start, site.end))
}

const loads = new WeakMap<AppState, Map<string, readonly string[]>>()

/** The files that an `import()` or `require()` evaluates. */
function loadedBy({ graph, project }: RuleContext, app: AppState, { token }: Registration): readonly string[] {
  if (!token.startsWith('file:')) return []
  const [file = ''] = token.slice('file:'.length).split('?')
  const files = loads.get(app) ?? new Map<string, readonly string[]>()
  loads.set(app, files)
  let known = files.get(file)
  if (known === undefined) files.set(file, (known = evaluated(graph, project, app.app.compiler, [{ file }]).modules))
  return known
}

const modules = new WeakMap<RuleContext['program'], Map<string, readonly Registration[]>>()

/** What a file defines while it is evaluated. */
function definedIn({ program }: RuleContext, file: string): readonly Registration[] {
  const files = modules.get(program) ?? new Map<string, readonly Registration[]>()
  modules.set(program, files)
  let known = files.get(file)
  if (known === undefined) files.set(file, (known = [...program.interpreter.modules.evaluate(file)?.summary?.out.registrations.values() ?? []].filter(({ defines }) => defines !== null)))
  return known
}
