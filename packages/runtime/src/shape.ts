import type { Schema } from 'mongoose'
import { get } from './get.ts'
import { isModel } from './model.ts'
import { shared } from './state.ts'

export interface Shape {
  /** The schema's data as text: paths with their options, virtuals, indexes, options, names of methods. Functions are only marks in it. */
  readonly text: string
  /** Whether it has functions of the application: methods, hooks, validators, computed defaults. */
  readonly behaves: boolean
}

/**
 * What can be compared of a schema.
 *
 * Compiling a model changes its schema, because plugins are applied to it. So the shape that a schema had when it was first seen is kept.
 */
export function shapeOf(schema: Schema): Shape {
  const known = shared('shapes', () => new WeakMap<object, Shape>())
  const before = known.get(schema)
  if (before) return before
  // A schema may contain itself.
  known.set(schema, { text: '↺', behaves: false })
  const writer = new Writer()
  const text = writer.schema(schema)
  const shape = { text, behaves: writer.behaves }
  known.set(schema, shape)
  return shape
}

class Writer {
  behaves = false
  private readonly open = new Set<unknown>()

  schema(schema: Schema): string {
    const paths: Record<string, unknown> = {}
    schema.eachPath((path, type) => {
      paths[path] = [type.instance, type.options]
    })
    const virtuals: Record<string, unknown> = {}
    for (const [name, virtual] of Object.entries<object>(schema.virtuals)) {
      const options = get(virtual, 'options')
      virtuals[name] = options
      // A virtual that is populated gets its accessors from Mongoose.
      if (get(options, 'ref') == null && get(options, 'refPath') == null) this.behaves = true
    }
    if (hasHooks(schema)) this.behaves = true
    // `timestamps: true` adds a method to the schema itself.
    const { initializeTimestamps: _, ...methods } = schema.methods as Record<string, unknown>
    return this.value([paths, virtuals, methods, schema.statics, schema.query, schema.indexes(), get(schema, 'options')])
  }

  value(value: unknown): string {
    if (typeof value === 'function') return this.function(value)
    if (typeof value !== 'object' || value === null) return typeof value === 'string' ? JSON.stringify(value) : String(value)
    if (this.open.has(value)) return '↺'
    this.open.add(value)
    const text = this.object(value)
    this.open.delete(value)
    return text
  }

  private object(value: object): string {
    if ('instanceOfSchema' in value) {
      const { text, behaves } = shapeOf(value as unknown as Schema)
      this.behaves ||= behaves
      return text
    }
    if (Array.isArray(value)) return `[${value.map((item) => this.value(item)).join()}]`
    const named = String(value)
    // Dates, regular expressions, ids: what they say of themselves is what they are.
    if (!named.startsWith('[object')) return named
    const entries = value instanceof Map ? [...value] : Object.entries(value)
    return `{${entries.map(([key, item]) => `${String(key)}:${this.value(item)}`).sort().join()}}`
  }

  private function(value: object): string {
    if (isModel(value)) return `model ${value.modelName}`
    const type = get(value, 'schemaName')
    if (type != null) return String(type)
    if (String(value).endsWith('{ [native code] }')) return String(get(value, 'name'))
    this.behaves = true
    return 'ƒ'
  }
}

/** Mongoose has no public list of a schema's hooks. If this one can't be read, the schema counts as one with hooks, which is the safe answer. */
function hasHooks(schema: Schema): boolean {
  const hooks = get(get(schema, 's'), 'hooks')
  const lists = [get(hooks, '_pres'), get(hooks, '_posts')]
  return !lists.every((list) => list instanceof Map && [...list.values()].flat().every(isBuiltIn))
}

/** `timestamps: true` adds hooks to the schema itself; Mongoose 7 and 8 mark all of them but one. */
function isBuiltIn(hook: unknown): boolean {
  const fn = get(hook, 'fn')
  return typeof fn === 'function' && (fn.name === 'timestampsPreSave' || Object.getOwnPropertySymbols(fn).some((symbol) => symbol.description === 'mongoose:built-in-middleware'))
}
