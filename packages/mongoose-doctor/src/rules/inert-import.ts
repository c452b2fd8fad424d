import type { Edge } from '../graph/graph.ts'
import type { Finding } from '../kernel/report.ts'
import { exportOf, statementFor } from './advice.ts'
import { definedStep, demandSteps, droppedBy, entriesPhrase, masked } from './chain.ts'
import type { RuleContext } from './context.ts'
import { reason } from './place.ts'
import { findingOf } from './trouble-finding.ts'
import type { Cause, Trouble } from './troubles.ts'

/** An import that is there to register a model and does nothing: erased, or shaken out. */
export function inertImport(context: RuleContext, trouble: Trouble, cause: Cause & { kind: 'inert' }): Finding {
  const { edge, site } = cause
  const why = edge.dropped === null ? '' : droppedBy(edge.dropped)
  const { model, states } = trouble
  return findingOf(context, trouble, {
    rule: 'inert-import', site,
    message: `This import does not register "${model.name}": ${why}. ${entriesPhrase(states.length)[0]?.toUpperCase() ?? ''}${entriesPhrase(states.length).slice(1)} then ${states.length === 1 ? 'needs' : 'need'} it all the same: MissingSchemaError.`,
    because: [reason(context, site, `Under ${trouble.app.app.compiler.label} this import is gone: ${why}.`), ...demandSteps(context, trouble), ...definedStep(context, trouble)],
    help: helpFor(context, trouble, edge, site.file),
    fixable: true,
  }, masked(trouble))
}

/** What stays under this compiler, in the words of what dropped the import. */
function helpFor(context: RuleContext, { app: { app }, model }: Trouble, edge: Edge, file: string): string {
  const local = localOf(context, edge, file, model.name)
  const statement = statementFor(context, app, file, edge.to, model.name, { specifier: edge.specifier, local })
  const name = local ?? model.name
  if (app.compiler.leavesOutUnused === true) {
    return `Use its value, in this file or where the query runs: ${statement}. What stays is reading from the model (${name}.modelName, ref: ${name}, a query); void ${name} and [${name}] go too.`
  }
  if (edge.dropped?.by === 'elided') return `Load it in a way that stays: ${statement}`
  return `Use a binding of it as a value where the query runs, for example ${name}.modelName or ref: ${name}; or list the model files under "sideEffects" in package.json.`
}

/** What the import calls the model in its file; null where it gives it no name. */
function localOf(context: RuleContext, edge: Edge, file: string, model: string): string | null {
  const exported = exportOf(context, edge.to, model)
  const fact = context.graph.modules.get(file)?.facts.imports.find(({ start }) => start === edge.at.start)
  return fact?.names.find(({ imported }) => imported === exported)?.local ?? null
}
