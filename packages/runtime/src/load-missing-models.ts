import type { Query, Schema } from 'mongoose'
import { missingModel } from './missing-schema.ts'
import type { AnyModel } from './model.ts'
import { once } from './once.ts'
import { entriesOf, refOf, type Entry } from './populate-entries.ts'

/** Functions that load models, by the model's name: `{ Role: () => import('./models/Role') }`. */
export type ModelManifest = Readonly<Record<string, () => unknown>>

type Populate = (this: AnyModel, docs: unknown, paths: unknown) => Promise<unknown>

/**
 * A Mongoose plugin that loads the models that a populate needs, from a manifest, so that their code stays split.
 *
 * Refs that the schema names are loaded before the query runs. Where the name is known only from documents (refPath, a function as ref), or the populate
 * is not a query's (`doc.populate()`, `Model.populate()`, a hook), Mongoose's own look-up says which model it misses, before it does anything; the model
 * is loaded then, and the populate goes on.
 *
 * Give it to `mongoose.plugin()` before the first model is compiled, or to `schema.plugin()`. Other look-ups of a model by name
 * (`mongoose.model('Role')`, `Model.hydrate()`) are synchronous and load nothing.
 *
 * @param manifest loads by model name; each runs once, and again only if it failed
 * @returns the plugin. A populate rejects with an Error that names the model, if its load failed; with Mongoose's MissingSchemaError, if the manifest does not have the
 *   model or its module does not register it on the connection in use
 */
export function loadMissingModels(manifest: ModelManifest): (schema: Schema) => void {
  const loads = new Map(Object.entries(manifest).map(([name, load]) => [name, once(() => loadModel(name, load))]))
  const ours = new WeakSet<object>()

  /** Loads what the entries name, and what is nested in them, as far as the schemas say. */
  async function loadAhead(model: AnyModel, entries: readonly Entry[]): Promise<void> {
    await Promise.all(
      entries.map(async (entry) => {
        const name = typeof entry.model === 'string' ? entry.model : refOf(model.schema, entry.path)
        if (name === undefined) return
        if (!model.db.models[name]) await loads.get(name)?.()
        const target = model.db.models[name]
        if (target && entry.populate) await loadAhead(target, entriesOf(entry.populate))
      }),
    )
  }

  /** Runs a populate, loads the model that it misses, runs it again. A populate of one path looks its models up before it does anything else. */
  async function retry(populate: () => Promise<unknown>, tried: ReadonlySet<string>): Promise<unknown> {
    try {
      return await populate()
    } catch (error) {
      const name = missingModel(error)
      const load = name === undefined ? undefined : loads.get(name)
      if (name === undefined || !load) throw error
      if (tried.has(name)) throw explained(error, name)
      await load()
      return retry(populate, new Set([...tried, name]))
    }
  }

  return (schema) => {
    const statics = schema.statics as Record<string, Populate | undefined>
    const inherited = statics.populate
    // A discriminator's schema has taken this over from its base already.
    if (inherited && ours.has(inherited)) return

    schema.pre(/^find/, async function loadPopulated(this: Query<unknown, unknown>) {
      const populate: unknown = this.mongooseOptions().populate
      if (populate) await loadAhead(this.model as unknown as AnyModel, entriesOf(Object.values(populate)))
    })

    const populate: Populate = async function populate(docs, paths) {
      const original = inherited ?? (this.base.Model.populate as unknown as Populate)
      const entries = typeof paths === 'function' ? [] : entriesOf(paths)
      if (entries.length === 0) return original.call(this, docs, paths)
      const one = (entry: Entry) => retry(() => original.call(this, docs, entry), new Set())
      // One after the other where Mongoose does so: a transaction takes no operations in parallel.
      if (entries.some((entry) => entry.ordered)) await entries.reduce<Promise<unknown>>((before, entry) => before.then(() => one(entry)), Promise.resolve())
      else await Promise.all(entries.map(one))
      return docs
    }
    ours.add(populate)
    statics.populate = populate
  }
}

async function loadModel(name: string, load: () => unknown): Promise<void> {
  try {
    await load()
  } catch (cause) {
    throw new Error(`loadMissingModels: loading model "${name}" failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

function explained(error: unknown, name: string): unknown {
  const note = `loadMissingModels has loaded what its manifest says for "${name}", but that does not register it on the connection in use.`
  if (error instanceof Error && !error.message.includes(note)) error.message += `\n${note}`
  return error
}

