/** Runs every rule; one cause gives one finding. */
import type { Finding } from '../kernel/report.ts'
import type { RuleName } from '../kernel/rules.ts'
import { isInstalled } from '../project/paths.ts'
import { brokenGuards } from './broken-guard.ts'
import { bundledMongoose } from './bundled-mongoose.ts'
import { circularModelImports } from './circular-model-import.ts'
import { computedModelImports } from './computed-model-import.ts'
import { connectionsAtImport } from './connect-at-import.ts'
import type { RuleContext } from './context.ts'
import type { Diagnosis } from './diagnosis.ts'
import { duplicateModels } from './duplicate-model.ts'
import { disconnectsInHandlers } from './disconnect-in-handler.ts'
import { documentToClient } from './document-to-client.ts'
import { duplicateDiscriminators } from './duplicate-discriminator.ts'
import { dynamicModelImports } from './dynamic-model-import.ts'
import { importable } from './importable.ts'
import { inertImport } from './inert-import.ts'
import { invalidPopulatePaths } from './invalid-populate-path.ts'
import { lateRegistration } from './late-registration.ts'
import { lateSchemaChanges } from './late-schema-change.ts'
import { latePlugins } from './late-plugin.ts'
import { minifiedModelNames } from './minified-model-name.ts'
import { missingModel } from './missing-model.ts'
import { refToOtherConnection } from './ref-to-other-connection.ts'
import { staleModels } from './stale-model.ts'
import { severalMongooses } from './several-mongooses.ts'
import { applySuppressions } from './suppressions.ts'
import { gatherTroubles } from './troubles.ts'
import type { Trouble } from './troubles.ts'
import { unguardedModels } from './unguarded-model.ts'
import { queriesBeforeConnect } from './query-before-connect.ts'
import { rejectedConnections } from './rejected-connection-cached.ts'
import { uncachedConnections } from './uncached-connection.ts'
import { unregisteredDiscriminator } from './unregistered-discriminator.ts'
import { mongooseInClient } from './mongoose-in-client.ts'
import { mongooseOnEdge } from './mongoose-on-edge.ts'
import { unknownModel, unknownRefs } from './unknown-ref.ts'

type Rule = (context: RuleContext) => readonly Diagnosis[]

/** Rules that look for something else than a model that is missing. */
const rules: readonly Rule[] = [
  byHand(dynamicModelImports),
  byHand(computedModelImports),
  byHand(circularModelImports),
  unguardedModels,
  byHand(duplicateModels),
  brokenGuards,
  queriesBeforeConnect,
  rejectedConnections,
  byHand(connectionsAtImport),
  disconnectsInHandlers,
  byHand(uncachedConnections),
  byHand(minifiedModelNames),
  mongooseInClient,
  byHand(mongooseOnEdge),
  byHand(documentToClient),
  byHand(severalMongooses),
  byHand(bundledMongoose),
  invalidPopulatePaths,
  lateSchemaChanges,
  latePlugins,
  duplicateDiscriminators,
]

/** Those that the configuration has to turn on: `rulesOffByDefault`. */
const optional: ReadonlyMap<RuleName, Rule> = new Map([['stale-model', byHand(staleModels)]])

function byHand(rule: (context: RuleContext) => readonly Finding[]): Rule {
  return (context) => rule(context).map((finding) => ({ finding, remedy: null }))
}

function running({ project: { turnedOn } }: RuleContext): readonly Rule[] {
  return [...rules, ...[...turnedOn].flatMap((name) => optional.get(name) ?? [])]
}

const WEIGHT = { error: 0, warning: 1, info: 2 } as const

/** Errors first, then by place. */
export function diagnose(context: RuleContext): readonly Diagnosis[] {
  const troubles = gatherTroubles(context)
  const diagnosed = new Map<string, Diagnosis>()
  for (const trouble of troubles) {
    const remedy = remedyOf(context, trouble)
    const described = describe(context, trouble)
    const finding = { ...described, fixable: described.fixable && remedy !== null }
    const known = diagnosed.get(finding.id)
    // The same lines reached by two applications are one thing to mend.
    const merged = known === undefined ? finding : { ...known.finding, entries: [...new Set([...known.finding.entries, ...finding.entries])].sort() }
    diagnosed.set(finding.id, { finding: merged, remedy: known?.remedy ?? remedy })
  }
  const nowhere = new Set(troubles.filter((t) => t.cause.kind === 'nowhere').map((t) => t.model.name))
  // How an installed package is written is nobody's to mend here; what it fails at in an entry still is said.
  for (const diagnosis of [...byHand((one) => unknownRefs(one, nowhere))(context), ...running(context).flatMap((rule) => rule(context))]) {
    const { finding } = diagnosis
    if (!isInstalled(finding.file) && !diagnosed.has(finding.id)) diagnosed.set(finding.id, diagnosis)
  }
  const kept = applySuppressions(context, [...diagnosed.values()].map((d) => d.finding))
  return kept.map((finding) => ({ finding, remedy: diagnosed.get(finding.id)?.remedy ?? null })).sort((a, b) => order(a.finding, b.finding))
}

function describe(context: RuleContext, trouble: Trouble): Finding {
  if (trouble.demand.need.how === 'child') return unregisteredDiscriminator(context, trouble)
  switch (trouble.cause.kind) {
    case 'nowhere': return unknownModel(context, trouble)
    case 'elsewhere': return refToOtherConnection(context, trouble, trouble.cause)
    case 'inert': return inertImport(context, trouble, trouble.cause)
    case 'late': return lateRegistration(context, trouble, trouble.cause)
    case 'absent': return missingModel(context, trouble)
  }
}

function remedyOf(context: RuleContext, trouble: Trouble): Diagnosis['remedy'] {
  const { cause, model, app, demand, states } = trouble
  // What is loaded already, only in vain or too late, can be loaded.
  const own = cause.kind === 'absent' ? importable(context, trouble) : trouble.definedIn.filter((file) => !isInstalled(file))
  if (cause.kind === 'nowhere' || cause.kind === 'elsewhere' || own.length === 0 || isInstalled(demand.need.site.file)) return null
  return {
    kind: 'model', model, app, file: demand.need.site.file, definedIn: own, entries: states.map((s) => s.entry.file),
    late: cause.kind === 'late' ? cause.registration.site : null, inert: cause.kind === 'inert' ? cause.site : null,
  }
}

function order(a: Finding, b: Finding): number {
  return WEIGHT[a.severity] - WEIGHT[b.severity] || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || (a.model < b.model ? -1 : 1))
}
