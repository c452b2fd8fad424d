import type { Finding, Reason } from '../kernel/report.ts'
import { DEFAULT_CONNECTION } from '../models/value.ts'
import { demandSteps, entriesPhrase } from './chain.ts'
import type { RuleContext } from './context.ts'
import { connectionName as nestConnection, featureHelp, isNest } from './feature.ts'
import { isIdentifier } from './names.ts'
import { reason } from './place.ts'
import { findingOf } from './trouble-finding.ts'
import type { Cause, Trouble } from './troubles.ts'

/** A model is looked up by name on one connection and registered only on others. */
export function refToOtherConnection(context: RuleContext, trouble: Trouble, { definitions }: Cause & { readonly kind: 'elsewhere' }): Finding {
  const { demand: { need }, model, states } = trouble
  const what = need.path === null ? `"${model.name}" is asked for by name` : `populating "${need.path}" looks "${model.name}" up`
  const where = `on ${connectionName(context, model.connection)}`
  return findingOf(context, trouble, {
    rule: 'ref-to-other-connection',
    message: `In ${entriesPhrase(states.length)}, ${what} ${where}, and it is registered only on ${[...new Set(definitions.map((one) => connectionName(context, one.connection)))].join(' and on ')}: MissingSchemaError.`,
    because: [
      ...demandSteps(context, trouble),
      ...definitions.slice(0, 3).map((one): Reason => reason(context, one.site, `"${one.name}" is registered here, on ${connectionName(context, one.connection)}.`)),
      ...definitions.slice(0, 1).map((): Reason => reason(context, need.site, 'Each connection has a registry of its own, and a name is looked up on the connection of the model that has the ref.')),
    ],
    help: featureHelp(context, model) ?? helpFor(need.path, model.name), fixable: false,
  })
}

function helpFor(path: string | null, name: string): string {
  if (path === null) return `Ask for it on the connection that has it, or import the model itself.`
  const binding = isIdentifier(name) ? name : 'Model'
  return `Refer to the model itself, which needs no look-up: ref: () => ${binding}, or populate({ path: '${path}', model: ${binding} }). Or register it on the same connection too.`
}

/** A connection is known by the call that made it. */
export function connectionName(context: RuleContext, connection: string): string {
  if (connection === DEFAULT_CONNECTION) return "mongoose's own connection"
  if (isNest({ connection })) return nestConnection(connection)
  const at = connection.lastIndexOf('@')
  const file = connection.slice(0, at)
  return context.graph.modules.has(file) ? `the connection made at ${file}:${context.position(file, Number(connection.slice(at + 1))).line}` : 'another connection'
}
