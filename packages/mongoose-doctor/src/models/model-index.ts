/** Every model that the program defines anywhere. */
import type { Site } from '../kernel/place.ts'
import type { SchemaShape } from './schema-shape.ts'
import type { ConnectionId, ModelRef } from './value.ts'

export interface ModelDefinition {
  readonly name: string
  readonly connection: ConnectionId
  readonly schema: SchemaShape | null
  readonly site: Site
  readonly base: ModelRef | null
  readonly feature?: true
}

export class ModelIndex {
  readonly #byName = new Map<string, ModelDefinition[]>()
  readonly #isImported: (file: string) => boolean

  /** @param isImported whether any other file loads this one: a script's own definition is nobody else's */
  constructor(isImported: (file: string) => boolean) {
    this.#isImported = isImported
  }

  add(model: ModelRef): void {
    const known = this.#byName.get(model.name) ?? []
    if (known.length === 0) {
      this.#byName.set(model.name, known)
      this.#names = null
    }
    const same = known.findIndex((d) => d.site.file === model.site.file && d.site.start === model.site.start && d.connection === model.connection)
    if (same === -1) known.push(model)
    // A factory's one `model()` call may be interpreted first without, then with its schema.
    else if (known[same]?.schema == null) known[same] = model
  }

  definitions(name: string): readonly ModelDefinition[] {
    return this.#byName.get(name) ?? []
  }

  names(): readonly string[] {
    return (this.#names ??= [...this.#byName.keys()].sort())
  }
  #names: readonly string[] | null = null

  all(): readonly ModelDefinition[] {
    return this.names().flatMap((name) => this.definitions(name))
  }

  /** The schema that a name means when asked from `file`: its own, else the definition nearest in the tree that others import. */
  schemaOf(model: ModelRef, file: string): SchemaShape | null {
    if (model.schema !== null) return model.schema
    const definitions = this.definitions(model.name).filter((d) => d.schema !== null)
    let best = definitions[0] ?? null
    if (definitions.length > 1) {
      const near = (d: ModelDefinition): number => (d.site.file === file ? 1000 : this.#isImported(d.site.file) ? 500 : 0) + commonPrefix(d.site.file, file)
      for (const definition of definitions) if (best === null || near(definition) > near(best)) best = definition
    }
    return best?.schema ?? null
  }
}

function commonPrefix(a: string, b: string): number {
  const left = a.split('/')
  const right = b.split('/')
  let n = 0
  while (n < left.length && n < right.length && left[n] === right[n]) n++
  return n
}
