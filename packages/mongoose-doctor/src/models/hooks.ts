/** Middleware that runs with an operation: a hook that populates needs models wherever its query runs. */
import type { Site } from '../kernel/place.ts'
import { autopopulatesAny, needAutopopulated } from './autopopulate.ts'
import type { Machine } from './machine.ts'
import { needPopulates } from './populate.ts'
import type { Hook, SchemaShape } from './schema-shape.ts'
import type { ModelRef, QueryValue, Value } from './value.ts'
import { UNKNOWN, newQuery } from './value.ts'

/** Runs the hooks of `model` for a query operation, autopopulate included. */
export function runQueryHooks(machine: Machine, model: ModelRef, operation: string, site: Site, autopopulates = true): void {
  const schema = machine.index.schemaOf(model, site.file)
  if (schema === null || (schema.hooks.length === 0 && !autopopulatesAny(machine, schema))) return
  const key = `${model.name}:${operation}`
  if (machine.running.has(key)) return
  machine.running.add(key)
  const query = hookQuery(schema, model, operation)
  const document: Value = { kind: 'document', model, many: operation === 'find' }
  for (const hook of hooksFor(schema, operation)) {
    machine.call(hook.run, hook.when === 'pre' ? [UNKNOWN] : [document, UNKNOWN], { kind: 'query', query }, hook.site)
  }
  needPopulates(machine, model, query.populates, 'hook')
  if (autopopulates) needAutopopulated(machine, model, schema, operation, site)
  machine.running.delete(key)
}

/** Runs document middleware (`save`, `validate`, `deleteOne`, `init`). */
export function runDocumentHooks(machine: Machine, model: ModelRef, operations: readonly string[], site: Site): void {
  const schema = machine.index.schemaOf(model, site.file)
  if (schema === null || (schema.hooks.length === 0 && !autopopulatesAny(machine, schema))) return
  for (const operation of operations) {
    const key = `${model.name}:${operation}`
    if (machine.running.has(key)) continue
    machine.running.add(key)
    const self: Value = { kind: 'document', model, many: false }
    for (const hook of hooksFor(schema, operation)) machine.call(hook.run, hook.when === 'pre' ? [UNKNOWN] : [self, UNKNOWN], self, hook.site)
    needAutopopulated(machine, model, schema, operation, site)
    machine.running.delete(key)
  }
}

function hooksFor(schema: SchemaShape, operation: string): readonly Hook[] {
  return schema.hooks.filter((hook) => hook.operations !== null && (hook.operations instanceof RegExp ? hook.operations.test(operation) : hook.operations.includes(operation)))
}

/** One query a hook runs on, kept so that interpreting the hook again is a look-up. */
const hookQueries = new WeakMap<SchemaShape, Map<string, QueryValue>>()

function hookQuery(schema: SchemaShape, model: ModelRef, operation: string): QueryValue {
  const known = hookQueries.get(schema) ?? new Map<string, QueryValue>()
  hookQueries.set(schema, known)
  const key = `${model.connection}:${model.name}:${operation}`
  const query = known.get(key) ?? newQuery(model, operation)
  known.set(key, query)
  return query
}
