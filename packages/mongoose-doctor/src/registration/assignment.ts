/** Binding values to names: patterns, variables, properties. */
import type { BodyFacts } from '../facts/facts.ts'
import type { BindingId, Expr, Pattern } from '../facts/ir.ts'
import type { Site } from '../kernel/place.ts'
import { assignSchemaGroup, assignSchemaMember } from '../models/schema-methods.ts'
import { NOT_CONSTANT, UNDEFINED, UNKNOWN, constant, join, newCell } from '../models/value.ts'
import type { Cell, Frame, HeapObject, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { evaluate } from './expressions.ts'
import { elementOf, readProperty } from './properties.ts'
import { putOnObject } from './put-on.ts'
import { asPrototype, inheritFrom, isPrototype, prototypeObject } from './prototypes.ts'
import { isFunctionOrClass, staticsOf } from './statics.ts'

/** The cell of a binding, found through the enclosing activations. */
export const cellOf = ({ body, frame }: Activation, binding: BindingId): Cell => cellIn(frame, body, binding)

/** @param from where the binding is named */
export function cellIn(from: Frame, { bindings }: BodyFacts, binding: BindingId): Cell {
  const owner = bindings[binding]?.owner ?? null
  let frame: Frame | null = from
  while (frame !== null && frame.owner !== owner) frame = frame.parent
  const home = frame ?? from
  const known = home.cells.get(binding)
  if (known !== undefined) return known
  const cell = newCell(home.owner === null)
  home.cells.set(binding, cell)
  return cell
}

/** Reads a variable as this path sees it. */
export function readCell(at: Activation, cell: Cell): Value {
  const assigned = at.state.vars.get(cell)
  if (assigned !== undefined) return assigned
  const value = cell.all
  if (value === null) return cell.lasting ? UNKNOWN : UNDEFINED
  // A function runs after the modules: what a lasting variable holds then depends on what ran before, on a cold start nothing.
  if (cell.lasting && !at.isModule && cell.initial !== NOT_CONSTANT) return { kind: 'cold', cold: cell.initial, warm: withoutConstant(value, cell.initial) }
  return value
}

function withoutConstant(value: Value, initial: unknown): Value {
  if (value.kind === 'constant' && value.value === initial) return UNKNOWN
  if (value.kind !== 'union') return value
  const rest = value.options.filter((o) => !(o.kind === 'constant' && o.value === initial))
  const [only] = rest
  return rest.length === 1 && only !== undefined ? only : { kind: 'union', options: rest }
}

/** What a module leaves in a variable. `let x` may change later; a constant never does, and neither does a function's own variable. */
export function settleCell(cell: Cell, value: Value): void {
  cell.all = value
  cell.initial = cell.lasting && value.kind === 'constant' ? value.value : NOT_CONSTANT
}

export function writeCell(at: Activation, cell: Cell, value: Value, declaration: boolean, isConstant = false): void {
  if (at.interpreter.evaluatingModules && at.isModule) {
    settleCell(cell, at.branches === 0 || cell.all === null ? value : join(cell.all, value))
    if (at.branches > 0) at.state.assign(cell, value)
    else at.state.forget(cell)
    return
  }
  // A constant never changes: the cell itself says all, and states stay small.
  if (isConstant && !cell.lasting) { cell.all = value; return }
  cell.all = cell.all === null || (declaration && !cell.lasting && at.branches === 0) ? value : join(cell.all, value)
  at.state.assign(cell, value)
}

/** Assigns `value` to whatever `pattern` names. */
// oxlint-disable-next-line only-used-in-recursion -- every caller has the site at hand, and a pattern of its own will want it
export function bind(at: Activation, pattern: Pattern, value: Value, site: Site, declaration: boolean): void {
  switch (pattern.kind) {
    case 'bind': {
      const cell = cellOf(at, pattern.binding)
      const isConstant = declaration && at.body.bindings[pattern.binding]?.kind === 'const'
      writeCell(at, cell, value, declaration, isConstant)
      if (isConstant) cell.initial = NOT_CONSTANT
      return
    }
    case 'bindGlobal': writeProperty(at, at.interpreter.modules.globalFor(at.file, pattern.name), pattern.name, value, site); return
    case 'bindMember': {
      const object = evaluate(at, pattern.target.object)
      const name = keyName(at, pattern.target.property)
      if (object.kind === 'mongoose' && name === 'models') at.empty(object.connection, site)
      if (name !== null) writeProperty(at, object, name, value, site)
      else if (isFunctionOrClass(object)) staticsOf(at, object).open = true
      else if (object.kind === 'document') at.interpreter.rewritten.add(object.model.name)
      else if (object.kind === 'object' && object.object.items === null && outlives(at, object.object)) writeProperty(at, object, ANY_KEY, value, site)
      else if (object.kind === 'object') { object.object.open = true; if (object.object.items !== null) object.object.items.push(value) }
      return
    }
    case 'bindObject':
      for (const property of pattern.properties) {
        const name = keyName(at, property.key)
        bind(at, property.value, name === null ? UNKNOWN : readProperty(at, value, name, at.site(property)), site, declaration)
      }
      if (pattern.rest !== null) bind(at, pattern.rest, value.kind === 'object' || value.kind === 'namespace' ? value : UNKNOWN, site, declaration)
      return
    case 'bindArray':
      pattern.items.forEach((item, i) => { if (item !== null) bind(at, item, elementOf(at, value, i), site, declaration) })
      if (pattern.rest !== null) bind(at, pattern.rest, UNKNOWN, site, declaration)
      return
    case 'bindDefault': {
      const missing = value.kind === 'constant' && value.value === undefined
      const possible = missing || value.kind === 'unknown' || (value.kind === 'union' && value.options.some((o) => o.kind === 'constant' && o.value === undefined))
      const fallback = possible ? evaluate(at, pattern.default) : null
      bind(at, pattern.target, fallback === null ? value : missing || value.kind === 'unknown' ? fallback : join(value, fallback), site, declaration)
    }
  }
}

/** While modules are evaluated a process has just started: a cell holds what a cold start finds in it. */
export const atStart = (at: Activation, value: Value): Value => (value.kind === 'cold' && at.interpreter.evaluatingModules ? constant(value.cold) : value)

export function keyName(at: Activation, key: string | Expr): string | null {
  if (typeof key === 'string') return key
  const value = atStart(at, at.force(evaluate(at, key)))
  return value.kind === 'constant' && (typeof value.value === 'string' || typeof value.value === 'number') ? String(value.value) : null
}

/** What is under keys that can't be told. */
export const ANY_KEY = '*'

/** Made with its module, and looked at by a request. */
export const outlives = (at: Activation, object: HeapObject): boolean => object.cold && !at.interpreter.evaluatingModules

export function writeProperty(at: Activation, object: Value, name: string, value: Value, site: Site): void {
  switch (object.kind) {
    case 'object': {
      const { object: heap } = object
      if (name === '__proto__') { inheritFrom(at, object, value, site); return }
      at.interpreter.modules.noteChange(heap, value)
      const known = heap.props.get(name)
      if (known === undefined) {
        const cell = newCell(heap.cold && at.interpreter.evaluatingModules && at.branches === 0, value)
        heap.props.set(name, heap.cold && !at.interpreter.evaluatingModules ? { all: value, initial: undefined, lasting: true } : cell)
        if (!at.isModule) at.state.assign(heap.props.get(name) ?? cell, value)
        if (at.interpreter.evaluatingModules) at.interpreter.order.wrote(heap, name, cell, at.file)
      } else writeCell(at, known, value, false)
      return
    }
    case 'union': for (const option of object.options) writeProperty(at, option, name, value, site); return
    case 'cold': writeProperty(at, object.warm, name, value, site); return
    case 'lazy': {
      const opened = at.interpreter.modules.changing(object, value)
      if (opened !== null) writeProperty(at, opened, name, value, site)
      return
    }
    case 'class':
    case 'function': {
      const prototype = name === 'prototype' ? asPrototype(at, value, site) : null
      if (prototype !== null) at.interpreter.prototypes.replace(object.kind === 'class' ? object.class : object.closure, prototype)
      else if (name === '__proto__') inheritFrom(at, object, value, site)
      else writeProperty(at, { kind: 'object', object: staticsOf(at, object) }, name, value, site)
      return
    }
    case 'method':
      if (isPrototype(object)) { writeProperty(at, { kind: 'object', object: prototypeObject(at, object, site) }, name, value, site); return }
      if (object.receiver.kind === 'schema') assignSchemaMember(at, object.receiver.schema, object.name, name, value, site)
      return
    case 'schema': assignSchemaGroup(at, object.schema, name, value, site); return
    case 'document': if (name === '_id') at.interpreter.rewritten.add(object.model.name); return
    case 'mongoose': case 'connection': case 'model': case 'schemaClass': case 'global': {
      if (value.kind === 'constant') return
      writeProperty(at, { kind: 'object', object: putOnObject(at, object) }, name, value, site)
      return
    }
    default:
  }
}
