import type { Finding } from '../kernel/report.ts'
import { statementFor } from './advice.ts'
import { definedStep, demandSteps, entriesPhrase, masked } from './chain.ts'
import type { RuleContext } from './context.ts'
import { importable } from './importable.ts'
import { reason } from './place.ts'
import { findingOf } from './trouble-finding.ts'
import type { Cause, Trouble } from './troubles.ts'

const STEP = {
  'after': 'which comes after the query. An awaited import() registers from the next statement on, never earlier.',
  'race': 'but nothing waits for it before the query runs: which is first is a matter of timing.',
  'some-paths': 'but only on some of the paths that lead to the query.',
} as const
const WHEN = { 'after': 'only after this query', 'race': 'in a race with this query', 'some-paths': 'only on some paths before this query' } as const

/** Registered only after, in a race with, or on some paths before the query that needs it. */
export function lateRegistration(context: RuleContext, trouble: Trouble, cause: Cause & { kind: 'late' }): Finding {
  const { registration, how } = cause
  const { demand, model, states, definedIn, app: { app } } = trouble
  const { need } = demand
  const target = importable(context, trouble)[0] ?? definedIn[0]
  return findingOf(context, trouble, {
    rule: 'late-registration',
    message: `"${model.name}" is registered ${WHEN[how]}, so a cold start of ${entriesPhrase(states.length)} fails here: MissingSchemaError.`,
    because: [
      ...demandSteps(context, trouble), reason(context, registration.site, `"${model.name}" is registered by this ${registration.via}, ${STEP[how]}`),
      ...definedStep(context, trouble),
      ...(registration.via !== 'import()' ? [] : [{ file: registration.site.file, line: context.position(registration.site.file, registration.site.start).line, text: 'There is no race in await import() itself: it works on a warm process because an earlier request has come as far as the import.' }]),
    ],
    help: target === undefined ? `Register "${model.name}" before the query on every path.` : `Load it at the top of the file: ${statementFor(context, app, need.site.file, target, model.name)}`,
    fixable: target !== undefined,
  }, masked(trouble))
}
