/** Populates of paths that no schema of the model has, gathered by model, path and file: one slip, however many lines and entries it breaks. */
import type { Site } from '../kernel/place.ts'
import { mayAddRefs } from '../models/plugin-packages.ts'
import { admits, pluginsOn } from '../models/schema-shape.ts'
import type { SchemaShape } from '../models/schema-shape.ts'
import { mongooseMajor } from '../project/mongoose-version.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { StrayPopulate } from '../registration/summary.ts'
import type { RuleContext } from './context.ts'

export interface StrayPath {
  readonly stray: StrayPopulate
  /** Every place in this file that populates it. */
  readonly sites: readonly Site[]
  readonly app: AppState
  readonly states: readonly EntryState[]
  /** What the model's name may mean; none of them has the path. */
  readonly schemas: readonly SchemaShape[]
  /** Some plugin that can't be looked into might add the path. */
  readonly pluggable: boolean
}

export function gatherStrays(context: RuleContext): readonly StrayPath[] {
  const found = new Map<string, { -readonly [K in keyof StrayPath]: StrayPath[K] }>()
  const judged = new Map<StrayPopulate['site'], Map<string, Pick<StrayPath, 'schemas' | 'pluggable'> | null>>()
  for (const app of context.program.apps) {
    for (const state of app.entries) {
      for (const stray of state.strays) {
        const atSite = judged.get(stray.site) ?? new Map<string, Pick<StrayPath, 'schemas' | 'pluggable'> | null>()
        judged.set(stray.site, atSite)
        const id = `${stray.owner.connection}:${stray.owner.name}:${stray.owner.schema?.id}:${stray.path}`
        const verdict = atSite.get(id) ?? refused(context, stray)
        atSite.set(id, verdict)
        if (verdict === null || context.program.interpreter.straysAllowed.some(({ file }) => state.closure.modules.includes(file))) continue
        const key = `${stray.owner.name}|${stray.full}|${stray.site.file}`
        const known = found.get(key)
        if (known === undefined) { found.set(key, { stray, sites: [stray.site], app, states: [state], ...verdict }); continue }
        if (!known.states.includes(state)) known.states = [...known.states, state]
        if (!known.sites.some((s) => s.start === stray.site.start && s.end === stray.site.end)) known.sites = [...known.sites, stray.site]
        if (stray.site.start < known.stray.site.start || (stray.certain && !known.stray.certain)) known.stray = stray
      }
    }
  }
  return [...found.values()]
}

/** null where Mongoose lets the populate pass, or may do so. */
function refused(context: RuleContext, { owner, path, site }: StrayPopulate): Pick<StrayPath, 'schemas' | 'pluggable'> | null {
  const { interpreter } = context.program
  const major = mongooseMajor(context.project, site.file)
  // Mongoose 5 had no strictPopulate.
  if (major !== null && major < 6) return null
  const schemas = owner.schema === null ? interpreter.index.definitions(owner.name).map((d) => d.schema) : [owner.schema]
  const known = schemas.filter((schema) => schema !== null)
  // Observed: a model that has discriminators registered lets every path pass.
  const passes = (schema: SchemaShape): boolean => schema.lenient || schema.discriminators.length > 0 || admits(schema, path)
  if (known.length === 0 || known.length < schemas.length || known.some(passes) || admits(interpreter.everySchema, path)) return null
  const plugins = [...known.flatMap((schema) => pluginsOn(schema, path)), ...interpreter.everySchema.plugins]
  return { schemas: known, pluggable: mayAddRefs(plugins) }
}
