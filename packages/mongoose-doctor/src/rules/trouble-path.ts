/** The path of a demand that is not met: where the chain breaks is decided by the cause. */
import type { Break, PathStep } from '../kernel/report.ts'
import { definitionOf } from './chain.ts'
import type { RuleContext } from './context.ts'
import { firstOf, modelStep, pathTo, stepAt, goOn } from './path.ts'
import type { Cause, Trouble } from './troubles.ts'

const LATE = { 'after': 'late', 'race': 'race', 'some-paths': 'some-paths' } as const satisfies Record<(Cause & { kind: 'late' })['how'], Break>

export function troublePath(context: RuleContext, { cause, demand: { need }, model, app, states, definedIn }: Trouble): readonly PathStep[] {
  const state = firstOf(states)
  if (state === undefined) return []
  const defined = modelStep(context, definitionOf(context, model.name, definedIn))
  const query = pathTo(context, app, state, 'query', need.site)
  switch (cause.kind) {
    case 'absent': return goOn(query, 'absent', defined)
    case 'elsewhere': return goOn(query, 'elsewhere', modelStep(context, cause.definitions[0]?.site ?? null))
    case 'inert': return goOn(pathTo(context, app, state, 'import', cause.site), 'dropped', defined)
    case 'nowhere': return goOn(need.ref === null || need.ref.file === need.site.file ? query : goOn(query, 'names', stepAt(context, 'ref', need.ref)), 'nowhere', defined)
    case 'late': {
      const { via, site } = cause.registration
      return via === 'model()' ? goOn(query, LATE[cause.how], modelStep(context, site)) : goOn(query, LATE[cause.how], { ...stepAt(context, 'load', site), link: 'loads' }, defined)
    }
  }
}
