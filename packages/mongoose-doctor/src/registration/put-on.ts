/** What an application puts on the objects of others: `mongoose.User = …`, `User.list = function () { … }`, `process.models = …`. */
import { UNKNOWN, modelToken, type HeapObject, type Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { readCell } from './assignment.ts'

type Other = Value & { readonly kind: 'mongoose' | 'connection' | 'model' | 'schemaClass' | 'global' }
export const isOther = (value: Value): value is Other =>
  value.kind === 'mongoose' || value.kind === 'connection' || value.kind === 'model' || value.kind === 'schemaClass' || value.kind === 'global'

export class PutOn {
  readonly #objects = new Map<string, HeapObject>()

  /** What holds it; null where nothing was put on it. */
  of(value: Other): HeapObject | null {
    return this.#objects.size === 0 ? null : this.#objects.get(idOf(value)) ?? null
  }

  add(value: Other, make: () => HeapObject): HeapObject {
    const known = this.of(value)
    if (known !== null) return known
    const object = make()
    this.#objects.set(idOf(value), object)
    return object
  }
}

function idOf(value: Other): string {
  switch (value.kind) {
    case 'mongoose': case 'connection': return `${value.kind}:${value.connection}`
    case 'model': return modelToken(value.model)
    case 'schemaClass': return 'Schema'
    case 'global': return `global:${value.path}`
  }
}

/** The object that holds what is put there. */
export const putOnObject = (at: Activation, value: Other): HeapObject => at.interpreter.putOn.add(value, () => at.interpreter.newObject({ file: '', start: 0, end: 0 }, true))

/** A property that code of the project has put there; null for another. Its functions have that as their `this`. */
export function putThere(at: Activation, object: Other, name: string): Value | null {
  const cell = at.interpreter.putOn.of(object)?.props.get(name)
  if (cell === undefined) return null
  if (at.testing && at.interpreter.evaluatingModules) at.interpreter.order.tested(cell, at.file)
  const value = readCell(at, cell)
  // Settings and mocks say nothing that is of use here.
  if (value.kind === 'constant' || value === UNKNOWN) return null
  return value.kind === 'function' && object.kind !== 'global' ? { ...value, self: value.self ?? object } : value
}
