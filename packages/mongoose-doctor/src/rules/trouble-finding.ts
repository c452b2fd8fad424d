/** What all findings about a model that is missed have in common. */
import type { Finding } from '../kernel/report.ts'
import { unseenStep } from './chain.ts'
import type { RuleContext } from './context.ts'
import { findingAt } from './place.ts'
import type { Draft } from './place.ts'
import { troublePath } from './trouble-path.ts'
import { confidenceOf } from './troubles.ts'
import type { Trouble } from './troubles.ts'

type Said = Pick<Draft, 'rule' | 'message' | 'because' | 'help' | 'fixable'> & Partial<Pick<Draft, 'site' | 'confidence'>>

/** An error at the query, unless `site` is elsewhere; what could not be seen is told after the reasons, `last` comes after that. */
export function findingOf(context: RuleContext, trouble: Trouble, { because, ...said }: Said, last: Draft['because'] = []): Finding {
  return findingAt(context, {
    severity: 'error', confidence: confidenceOf(trouble), model: trouble.model.name, site: trouble.demand.need.site,
    entries: trouble.states.map(({ entry }) => entry.file), path: troublePath(context, trouble),
    ...said,
    because: [...because, ...unseenStep(context, trouble), ...last],
  })
}
