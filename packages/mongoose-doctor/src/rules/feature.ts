/** What there is to say of models that NestJS registers: a module's `forFeature()`, a class that is in none, a connection. */
import type { Site } from '../kernel/place.ts'
import type { Reason } from '../kernel/report.ts'
import type { ModelDefinition } from '../models/model-index.ts'
import { optionsOf } from '../models/value.ts'
import type { RuleContext } from './context.ts'
import { reason } from './place.ts'

interface Model { readonly name: string; readonly connection: string }

/** Connections of `MongooseModule.forRoot()`: never Mongoose's own. */
const NEST = 'nest@'

/** Whether a model is looked up on a connection of NestJS. */
export const isNest = ({ connection }: Pick<Model, 'connection'>): boolean => connection.startsWith(NEST)

/** The `forFeature()` that names the model, on this connection if there is one. */
export function featureOf({ program }: RuleContext, { name, connection }: Model): ModelDefinition | null {
  const features = program.interpreter.index.definitions(name).filter((each) => each.feature === true)
  return features.find((each) => each.connection === connection) ?? features[0] ?? null
}

/** Why a model that a `forFeature()` names is not there; null for a model of another kind. */
export function featureSteps(context: RuleContext, model: Model): readonly Reason[] | null {
  const feature = featureOf(context, model) ?? (isNest(model) ? (context.program.interpreter.index.definitions(model.name)[0] ?? null) : null)
  if (feature === null) return null
  if (isNest(model) && feature.connection !== model.connection) {
    return [reason(context, feature.site, `This registers "${model.name}" on ${connectionName(feature.connection)}, and the query runs on ${connectionName(model.connection)}.`)]
  }
  return [reason(context, feature.site, `This registers "${model.name}" where ${moduleAt(context, feature.site) ?? 'its module'} is part of the application, and no module of this one imports it.`)]
}

/** What to do: the feature to write, or the module to import. Null for a model that NestJS has nothing to do with. */
export function featureHelp(context: RuleContext, model: Model): string | null {
  if (!isNest(model)) return null
  const feature = featureOf(context, model)
  const written = definitionText(context, model.name, feature)
  if (feature === null) {
    const why = context.program.interpreter.classSchemas.has(model.name) ? 'createForClass() alone registers nothing' : "@nestjs/mongoose does not use Mongoose's own connection"
    return context.program.interpreter.index.definitions(model.name).length > 0 || context.program.interpreter.classSchemas.has(model.name)
      ? `Add ${written} to the MongooseModule.forFeature() of a module: ${why}.`
      : null
  }
  if (feature.connection !== model.connection) return `Add ${written} to a MongooseModule.forFeature() of ${connectionName(model.connection)}, or populate with the model itself: populate({ path, model }).`
  const module = moduleAt(context, feature.site)
  return `Add ${module ?? 'that module'} to the imports of a module of this application, or ${written} to its MongooseModule.forFeature().`
}

/** That a class has become a schema, which is no model yet. */
export function schemaStep(context: RuleContext, name: string): readonly Reason[] {
  const site = context.program.interpreter.classSchemas.get(name)
  return site === undefined ? [] : [reason(context, site, `This makes a schema of the class ${name}, and no forFeature() makes a model "${name}".`)]
}

/** How people call a connection of NestJS. */
export function connectionName(connection: string): string {
  const token = connection.slice(NEST.length)
  return !connection.startsWith(NEST) ? "Mongoose's own connection" : token === 'DatabaseConnection' ? 'the connection without a name' : `the connection "${token.replace(/Connection$/, '')}"`
}

/** The class around a place, by its name. */
function moduleAt({ graph }: RuleContext, { file, start, end }: Site): string | null {
  const classes = graph.body(file)?.classes ?? []
  return classes.find((each) => each.start <= start && end <= each.end)?.name ?? classes.find((each) => each.decorators.some((one) => one.start <= start && end <= one.end))?.name ?? null
}

/** `{ name: Role.name, schema: RoleSchema }`, with the names that the project has for them. */
function definitionText(context: RuleContext, name: string, feature: ModelDefinition | null): string {
  const { classSchemas, modules } = context.program.interpreter
  const file = classSchemas.get(name)?.file ?? feature?.schema?.site.file
  const exported = file === undefined ? undefined : modules.exportNames(file).find((one) => optionsOf(modules.exportValue(file, one)).some(({ kind }) => kind === 'schema'))
  return `{ name: ${classSchemas.has(name) ? `${name}.name` : `'${name}'`}, ${exported === undefined ? 'schema' : `schema: ${exported}`} }`
}
