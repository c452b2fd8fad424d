/** mongoose-autopopulate: which paths the plugin populates by itself, and with which operations. As observed in docs/frameworks/plugins.md. */
import type { Site } from '../kernel/place.ts'
import type { Machine } from './machine.ts'
import { needPopulates } from './populate.ts'
import { single } from './schema-definition.ts'
import type { SchemaShape } from './schema-shape.ts'
import { modelToken } from './value.ts'
import type { ModelRef, Token, Value } from './value.ts'

/** One call of the plugin: paths that are added to the schema later are none of its own. */
export interface Autopopulated {
  readonly paths: readonly string[]
  /** `functions` of its options; null: all that it knows. */
  readonly operations: readonly string[] | null
  /** For `mongoose.plugin()`: the models that were there before it, and don't have it; null for a schema's own plugin. */
  readonly without: ReadonlySet<Token> | null
}

const OPERATIONS: ReadonlySet<string> = new Set(['find', 'findOne', 'findOneAndUpdate', 'findOneAndDelete', 'findOneAndReplace', 'save'])

export const isAutopopulate = (plugin: string): boolean => /^mongoose-autopopulate(?:\.|$)/.test(plugin)

/** What the plugin does to a schema as it is now. */
export function autopopulatedBy(machine: Machine, schema: SchemaShape, options: Value | undefined): Autopopulated {
  const without = schema !== machine.everySchema ? null : new Set(machine.index.all().filter((one) => machine.isRegistered({ ...one })).map(modelToken))
  return { paths: pathsOf(schema, '', 0), operations: operationsIn(machine, options), without }
}

/** Whether anything is populated beside an operation of the models of this schema. */
export const autopopulatesAny = (machine: Machine, schema: SchemaShape): boolean => schema.autopopulated.length + machine.everySchema.autopopulated.length > 0

/** Demands what is populated beside an operation of a model. */
export function needAutopopulated(machine: Machine, model: ModelRef, schema: SchemaShape, operation: string, site: Site): void {
  if (!OPERATIONS.has(operation)) return
  const paths = new Map<string, boolean>()
  for (const { operations, without, paths: own } of [...schema.autopopulated, ...machine.everySchema.autopopulated]) {
    if (operations?.includes(operation) === false || without?.has(modelToken(model)) === true) continue
    // In which order files are evaluated is the entry's: a plugin for all schemas may come too late.
    for (const path of without === null ? own : pathsOf(schema, '', 0)) paths.set(path, without === null || paths.get(path) === true)
  }
  for (const [path, certain] of paths) needPopulates(machine, model, [{ args: [{ kind: 'constant', value: path }], site, isSettled: true }], 'autopopulate', null, certain)
}

/** Whether `lean()`, or an option of the query, keeps the plugin from running. */
export function isKeptOff(machine: Machine, options: Value | undefined): boolean {
  const value = options === undefined ? null : single(machine.force(options))
  if (value?.kind !== 'object') return false
  const read = (name: string): Value | null => {
    const found = value.object.props.get(name)?.all
    return found === undefined || found === null ? null : single(machine.force(found))
  }
  const off = read('autopopulate')
  const lean = read('lean')
  return (off?.kind === 'constant' && off.value === false) || (lean !== null && isLean(machine, lean))
}

/** `lean()`; `lean({ autopopulate: true })` asks for it all the same. */
export function isLean(machine: Machine, given: Value | undefined): boolean {
  const value = given === undefined ? null : single(machine.force(given))
  if (value === null) return true
  if (value.kind === 'constant') return value.value !== false
  const asked = value.kind === 'object' ? value.object.props.get('autopopulate')?.all : null
  return asked === null || asked === undefined || (asked.kind === 'constant' && !asked.value)
}

const DEEPEST = 8

function pathsOf(schema: SchemaShape, prefix: string, depth: number): readonly string[] {
  if (depth > DEEPEST) return []
  return [...schema.paths, ...schema.virtuals].flatMap(([path, shape]) => [
    ...(shape.autopopulate ? [prefix + path] : []),
    ...(shape.sub === null ? [] : pathsOf(shape.sub, `${prefix}${path}.`, depth + 1)),
  ])
}

/** `{ functions: ['find', 'findOne'] }`. */
function operationsIn(machine: Machine, options: Value | undefined): readonly string[] | null {
  const value = options === undefined ? null : single(machine.force(options))
  const given = value?.kind === 'object' ? value.object.props.get('functions')?.all : null
  const list = given === null || given === undefined ? null : single(machine.force(given))
  if (list?.kind !== 'object' || list.object.items === null) return null
  return list.object.items.flatMap((item) => (item.kind === 'constant' && typeof item.value === 'string' ? [item.value] : []))
}
