import { append } from '../graph/multimap.ts'
import type { Finding } from '../kernel/report.ts'
import { RUNTIME } from '../kernel/runtime-package.ts'
import { isInstalled } from '../project/paths.ts'
import type { Guard } from '../registration/guards.ts'
import type { AppState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import { definitionsOf } from './definitions.ts'
import type { Defined } from './definitions.ts'
import { listed } from './names.ts'
import { firstOf, goOn, modelStep, pathTo } from './path.ts'
import { findingAt, reason } from './place.ts'
import { developmentServer, overwrites, reloads, replacesWhileDeveloping } from './second-evaluation.ts'

/**
 * A guard that gives the model that is there, so that a reload goes on with the schema that it was first made with (truth/README.md 18): one finding
 * a file. What the guard is for is right, so this is off by default.
 */
export function staleModels(context: RuleContext): readonly Finding[] {
  return context.program.apps.flatMap((app) => {
    if (!reloads(app) || overwrites(context)) return []
    const byFile = new Map<string, Stale[]>()
    for (const defined of definitionsOf(context, app)) {
      const guard = keptBy(context, defined)
      if (guard !== null) append(byFile, defined.site.file, { ...defined, guard })
    }
    return [...byFile.values()].flatMap((stale) => finding(context, app, stale) ?? [])
  })
}

interface Stale extends Defined { readonly guard: Guard }

/** What asks for the model before it is made, in the file that makes it; null where the model is made anew all the same. */
function keptBy(context: RuleContext, { guarded, file, model, site }: Defined): Guard | null {
  if (!guarded || model.schema === null || isInstalled(file) || isInstalled(site.file)) return null
  const files = [...new Set([file, site.file])]
  const guards = files.flatMap((one) => context.program.interpreter.guards.in(one)).filter(({ name }) => name === model.name || name === '*')
  // In whatever branch: somebody has thought of it.
  if (guards.some(({ kind }) => kind !== 'asks') || files.some((one) => replacesWhileDeveloping(context, one))) return null
  return guards.find(({ connection }) => connection === model.connection) ?? null
}

function finding(context: RuleContext, app: AppState, stale: readonly Stale[]): Finding | null {
  const [first, ...others] = stale.toSorted((a, b) => a.site.start - b.site.start)
  if (first === undefined) return null
  const states = [...new Set(stale.flatMap((one) => one.states))]
  const state = firstOf(states)
  const names = [...new Set(stale.map((one) => one.model.name))]
  return findingAt(context, {
    rule: 'stale-model', severity: 'info', confidence: 'proved', model: first.model.name, site: first.site,
    entries: states.map(({ entry }) => entry.file),
    message: `After a change of the schema, ${developmentServer(app)} goes on with the old one of ${listed(names)} until it is started again.`,
    because: [
      reason(context, first.guard.site, 'Where the model is there already, it is taken as it is, and the new schema is not looked at.'),
      ...others.slice(0, 5).map((one) => reason(context, one.site, `So is "${one.model.name}".`)),
    ],
    path: state === undefined ? [] : goOn(pathTo(context, app, state, 'module', first.site), 'runs', modelStep(context, first.site)),
    help: `Start it again after a change of a schema, or define the model with defineModel of ${RUNTIME}, which replaces it while developing.`,
    fixable: false,
  })
}
