/** What is changed of a schema after a model has been made of it: `model()` copies most of what the schema has by then. */
import type { Site } from '../kernel/place.ts'
import type { Machine } from './machine.ts'
import type { Compilation, SchemaShape } from './schema-shape.ts'
import { modelToken } from './value.ts'
import type { ModelRef } from './value.ts'

/** Only what has no effect any more, or half of it. Observed on Mongoose 7.8, 8.24 and 9.12. */
export type SchemaChange =
  /** `name` as it is called: `pre('save')`. */
  | { readonly kind: 'hook'; readonly name: string }
  | { readonly kind: 'method' | 'static' | 'helper'; readonly name: string | null }
  /** Documents have no property of that name. */
  | { readonly kind: 'virtual' | 'path'; readonly name: string }
  | { readonly kind: 'option'; readonly name: string }
  /** `isKnown`: it surely adds hooks, methods, statics, virtuals or paths. */
  | { readonly kind: 'plugin'; readonly isKnown: boolean }
  | { readonly kind: 'class' | 'discriminator' }

export interface LateChange {
  readonly change: SchemaChange
  readonly schema: SchemaShape
  readonly site: Site
  /** The models that it comes too late for. */
  readonly late: readonly Compilation[]
  /** How many models had been made of the schema by then. */
  readonly made: number
}

/** Options that are read when the model is made; others, such as `toJSON`, are read from the schema whenever they are wanted. */
const READ_BY_MODEL = new Set(['timestamps', 'collection', 'id', 'bufferCommands'])

export function compiledTo(machine: Machine, schema: SchemaShape, model: ModelRef, site: Site): void {
  const known = schema.compilations.some((one) => one.site.file === site.file && one.site.start === site.start && modelToken(one.model) === modelToken(model))
  if (!known) schema.compilations.push({ model, site, atTop: machine.isTop })
}

/** Notes a change, if a model has surely been made of the schema before: in the same flow, or by a module that was evaluated earlier. */
export function noteChange(machine: Machine, schema: SchemaShape, change: SchemaChange, site: Site): void {
  if (schema.compilations.length === 0) return
  const late = schema.compilations.filter((one) => {
    // In a loop a model of the turn before is there, and the change is for the next one.
    if (one.site.file === site.file) return one.site.start < site.start && machine.isRegistered(one.model)
    return machine.isRegistered(one.model) || (machine.isTop && one.atTop)
  })
  if (late.length > 0) machine.changedLate({ change, schema, site, late, made: schema.compilations.length })
}

export function noteOption(machine: Machine, schema: SchemaShape, name: string, site: Site): void {
  if (READ_BY_MODEL.has(name)) noteChange(machine, schema, { kind: 'option', name }, site)
}
