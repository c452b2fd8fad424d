import type { Site } from '../kernel/place.ts'
import type { Finding } from '../kernel/report.ts'
import type { SchemaShape } from '../models/schema-shape.ts'
import { demandSteps, entriesPhrase } from './chain.ts'
import type { RuleContext } from './context.ts'
import { featureHelp, schemaStep } from './feature.ts'
import { modelStep, stepAt, goOn } from './path.ts'
import { findingAt, reason } from './place.ts'
import { nearestName } from './spelling.ts'
import { findingOf } from './trouble-finding.ts'
import type { Trouble } from './troubles.ts'

/** A model that is needed and that no file defines. */
export function unknownModel(context: RuleContext, trouble: Trouble): Finding {
  const { demand, model, states } = trouble
  return findingOf(context, trouble, {
    rule: 'unknown-ref', site: demand.need.ref ?? demand.need.site, ...(context.program.interpreter.namesAreComputed ? { confidence: 'likely' } : {}),
    message: `No file defines a model "${model.name}", and ${entriesPhrase(states.length)} ${states.length === 1 ? 'needs' : 'need'} it: MissingSchemaError.${meant(context, model.name)}`,
    because: [...demandSteps(context, trouble), ...schemaStep(context, model.name)], help: featureHelp(context, model) ?? helpFor(context, model.name), fixable: false,
  })
}

/** Refs to models that exist nowhere and that nothing populates yet: they fail on the first populate. */
export function unknownRefs(context: RuleContext, reported: ReadonlySet<string>): readonly Finding[] {
  const { index } = context.program.interpreter
  const findings = new Map<string, Finding>()
  for (const definition of index.all()) {
    if (definition.schema === null) continue
    for (const { path, name, site } of namedRefs(definition.schema, '', 0)) {
      if (index.definitions(name).length > 0 || reported.has(name) || !context.graph.modules.has(site.file)) continue
      const finding = findingAt(context, {
        rule: 'unknown-ref', severity: 'warning', confidence: 'likely', model: name, site, entries: [],
        message: `${definition.name}.${path} refers to a model "${name}" that no file defines.${meant(context, name)}`,
        because: [reason(context, site, 'Nothing looks it up by this name today; the first populate that does throws MissingSchemaError.')],
        path: goOn([stepAt(context, 'ref', site)], 'nowhere', modelStep(context, null)), help: featureHelp(context, { name, connection: definition.connection }) ?? helpFor(context, name), fixable: false,
      })
      findings.set(finding.id, finding)
    }
  }
  return [...findings.values()]
}

function meant(context: RuleContext, name: string): string {
  const near = nearestName(name, context.program.interpreter.index.names())
  return near === null ? '' : ` Did you mean "${near}"?`
}

function helpFor(context: RuleContext, name: string): string {
  const near = nearestName(name, context.program.interpreter.index.names())
  if (near === null) return `Define the model "${name}", or remove the ref.`
  if (near.toLowerCase() === name.toLowerCase()) return `Names are matched exactly, upper and lower case included: write ref: '${near}'.`
  return `If "${near}" is meant, write ref: '${near}': names are matched exactly.`
}

/** @param seen a schema that is embedded in many places says the same in all of them */
function namedRefs(schema: SchemaShape, prefix: string, depth: number, seen = new Set<SchemaShape>()): { path: string; name: string; site: Site }[] {
  if (depth > 6 || seen.has(schema)) return []
  seen.add(schema)
  return [...schema.paths, ...schema.virtuals].flatMap(([path, shape]) => [
    ...(shape.ref?.kind === 'name' ? [{ path: prefix + path, name: shape.ref.name, site: shape.ref.site }] : []),
    ...(shape.sub === null ? [] : namedRefs(shape.sub, `${prefix}${path}.`, depth + 1, seen)),
  ])
}
