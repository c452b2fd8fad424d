import type { Finding } from '../kernel/report.ts'
import { statementFor } from './advice.ts'
import { definedStep, demandSteps, droppedBy, entriesPhrase, masked } from './chain.ts'
import type { RuleContext } from './context.ts'
import { findingAt, reason } from './place.ts'
import { troublePath } from './trouble-path.ts'
import type { Cause, Trouble } from './troubles.ts'

/** An import that is there to register a model and does nothing: erased, or shaken out. */
export function inertImport(context: RuleContext, trouble: Trouble, cause: Cause & { kind: 'inert' }): Finding {
  const { edge, site } = cause
  const why = edge.dropped === null ? '' : droppedBy(edge.dropped)
  const { model, states, demand } = trouble
  return findingAt(context, {
    rule: 'inert-import', severity: 'error', confidence: demand.need.certain ? 'proved' : 'likely', model: model.name, site,
    entries: states.map((s) => s.entry.file),
    message: `This import does not register "${model.name}": ${why}. ${entriesPhrase(states.length)[0]?.toUpperCase() ?? ''}${entriesPhrase(states.length).slice(1)} then ${states.length === 1 ? 'needs' : 'need'} it all the same: MissingSchemaError.`,
    because: [reason(context, site, `Under ${trouble.app.app.compiler.label} this import is gone: ${why}.`), ...demandSteps(context, trouble), ...definedStep(context, trouble), ...masked(trouble)],
    path: troublePath(context, trouble),
    help: edge.dropped?.by === 'elided'
      ? `Load it in a way that stays: ${statementFor(context, trouble.app.app, site.file, edge.to, model.name, edge.specifier)}`
      : `Use a binding of it as a value where the query runs, for example ${model.name}.modelName or ref: ${model.name}; or list the model files under "sideEffects" in package.json.`,
    fixable: true,
  })
}
