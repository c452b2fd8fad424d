/** Middleware that runs with an operation: a hook that populates needs models wherever its query runs. */
import type { Site } from '../kernel/place.ts'
import type { Machine } from './machine.ts'
import { needPopulates } from './populate.ts'
import type { Hook, SchemaShape } from './schema-shape.ts'
import type { ModelRef, QueryValue, Value } from './value.ts'
import { UNKNOWN, newQuery } from './value.ts'

/** Runs the hooks of `model` for a query operation, autopopulate included. */
export function runQueryHooks(machine: Machine, model: ModelRef, operation: string, site: Site): void {
  const schema = machine.index.schemaOf(model, site.file)
  if (schema === null || (schema.hooks.length === 0 && schema.plugins.length === 0)) return
  const key = `${model.name}:${operation}`
  if (machine.running.has(key)) return
  machine.running.add(key)
  const query = hookQuery(schema, model, operation)
  const document: Value = { kind: 'document', model, many: operation === 'find' }
  for (const hook of hooksFor(schema, operation)) {
    machine.call(hook.run, hook.when === 'pre' ? [UNKNOWN] : [document, UNKNOWN], { kind: 'query', query }, hook.site)
  }
  needPopulates(machine, model, query.populates, 'hook')
  if (operation.startsWith('find') && schema.plugins.some((p) => p.includes('autopopulate'))) needAutopopulated(machine, model, schema, site)
  machine.running.delete(key)
}

/** Runs document middleware (`save`, `validate`, `deleteOne`, `init`). */
export function runDocumentHooks(machine: Machine, model: ModelRef, operations: readonly string[], site: Site): void {
  const schema = machine.index.schemaOf(model, site.file)
  if (schema === null || schema.hooks.length === 0) return
  for (const operation of operations) {
    const key = `${model.name}:${operation}`
    if (machine.running.has(key)) continue
    machine.running.add(key)
    const self: Value = { kind: 'document', model, many: false }
    for (const hook of hooksFor(schema, operation)) machine.call(hook.run, hook.when === 'pre' ? [UNKNOWN] : [self, UNKNOWN], self, hook.site)
    machine.running.delete(key)
  }
}

function needAutopopulated(machine: Machine, model: ModelRef, schema: SchemaShape, site: Site): void {
  for (const [path, shape] of [...schema.paths, ...schema.virtuals]) {
    if (shape.autopopulate) needPopulates(machine, model, [{ args: [{ kind: 'constant', value: path }], site, isSettled: true }], 'autopopulate')
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
