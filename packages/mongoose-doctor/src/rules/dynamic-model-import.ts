import type { Finding } from '../kernel/report.ts'
import type { Demand, Registration } from '../registration/summary.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import { nameOf } from '../registration/verdict.ts'
import { fileToken, modelToken, optionsOf } from '../models/value.ts'
import type { Token } from '../models/value.ts'
import { definitionOf } from './chain.ts'
import type { RuleContext } from './context.ts'
import { firstOf, modelStep, pathTo, goOn } from './path.ts'
import { findingAt, reason } from './place.ts'
import { definingFiles, functionAround } from './troubles.ts'

interface Saved { registration: Registration; token: Token; app: AppState; states: EntryState[]; site: Finding['because'][number] }

/**
 * A dynamic import of a model that the same entry needs by name, while something else happens to register it:
 * a warning, because nothing fails until that something goes. Imports that a query waits for are legitimate and not reported.
 */
export function dynamicModelImports(context: RuleContext): readonly Finding[] {
  const saved = new Map<string, Saved>()
  for (const app of context.program.apps) for (const state of app.entries) collect(context, app, state, saved)
  return [...saved.values()].map(({ registration, token, app, states, site }) => findingAt(context, {
    rule: registration.conditional ? 'conditional-model-import' : 'dynamic-model-import',
    severity: 'warning', confidence: 'likely', model: nameOf(token), site: registration.site, entries: states.map((s) => s.entry.file),
    message: registration.conditional
      ? `"${nameOf(token)}" is imported only under a condition, while code of the same entry needs it without one. Another import saves it today.`
      : `"${nameOf(token)}" is loaded by import(), while code of the same entry needs it by name. Another import saves it today.`,
    because: [reason(context, registration.site, `This import() registers "${nameOf(token)}" only from the next statement on, on this path.`), site],
    path: pathOf(context, app, states, token, registration),
    help: 'A static import says what the file needs, and holds when the other one goes.',
    fixable: false,
  }))
}

function pathOf(context: RuleContext, app: AppState, states: readonly EntryState[], token: Token, { site }: Registration): Finding['path'] {
  const state = firstOf(states)
  if (state === undefined) return []
  return goOn(pathTo(context, app, state, 'load', site), 'loads', modelStep(context, definitionOf(context, nameOf(token), definingFiles(context, token, app))))
}

/** In the function of the import, whose file it is in, and not surely behind it. */
function unguarded(context: RuleContext, { site, conditional }: Registration, { need }: Demand): boolean {
  if (functionAround(context, need.site) !== functionAround(context, site)) return false
  return conditional || need.site.start < site.start
}

const memos = new WeakMap<RuleContext, Map<string, readonly string[]>>()

function modelsOf(context: RuleContext, token: string): readonly string[] {
  const [file = ''] = token.slice('file:'.length).split('?')
  let memo = memos.get(context)
  if (memo === undefined) memos.set(context, (memo = new Map()))
  let models = memo.get(file)
  if (models === undefined) memo.set(file, (models = modelsIn(context, file)))
  return models
}

/** The models that the imported file itself defines or hands on; what a library loads besides is not what it was imported for. */
function modelsIn(context: RuleContext, file: string): readonly string[] {
  const { interpreter } = context.program
  const own = [...(interpreter.modules.evaluate(file)?.summary?.must ?? [])].filter((t) => t.startsWith('model:'))
  const handedOn = interpreter.modules.exportNames(file).flatMap((name) => {
    const values = optionsOf(interpreter.modules.exportValue(file, name))
    // A registry is one object of models.
    const parts = values.flatMap((value) => (value.kind === 'object' ? [...value.object.props.values()].flatMap(({ all }) => (all === null ? [] : optionsOf(all))) : []))
    return [...values, ...parts].flatMap((o) => (o.kind === 'model' ? [modelToken(o.model)] : []))
  })
  return [...new Set([...own, ...handedOn])]
}

/** What the file imports by itself is meant, and not by chance. */
function importedModels(context: RuleContext, file: string): ReadonlySet<string> {
  const targets = context.graph.modules.get(file)?.importTargets ?? []
  return new Set(targets.flatMap((target) => (target.kind === 'file' ? modelsOf(context, fileToken(target.file)) : [])))
}

function collect(context: RuleContext, app: AppState, state: EntryState, saved: Map<string, Saved>): void {
  for (const registration of state.registrations) {
    if (registration.via !== 'import()') continue
    // Few imports stand beside a demand; only of these it is asked what their files hand on.
    const beside = state.demands.filter((d) => d.satisfied && d.need.how !== 'child' && d.need.site.file === registration.site.file && (state.must.has(d.token) || app.everywhere.has(d.token)))
    for (const token of beside.length === 0 ? [] : modelsOf(context, registration.token)) {
      const demand = beside.find((d) => d.token === token && unguarded(context, registration, d))
      if (demand === undefined || importedModels(context, registration.site.file).has(token)) continue
      const model = nameOf(token)
      const key = `${registration.site.file}@${registration.site.start}:${model}`
      const known = saved.get(key)
      if (known === undefined) saved.set(key, { registration, token, app, states: [state], site: reason(context, demand.need.site, `Here the same code needs "${model}" by name.`) })
      else known.states.push(state)
    }
  }
}
