/** What stands on a function or a class itself: `load.done`, `Loader.all()`, and what they inherit of that without `extends`. */
import type { Site } from '../kernel/place.ts'
import { UNDEFINED, allOptions } from '../models/value.ts'
import type { ClassValue, Closure, HeapObject, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { outlives, readCell } from './assignment.ts'
import { callValue } from './calls.ts'
import { readProperty } from './properties.ts'

type Callable = Value & { readonly kind: 'function' | 'class' }
export const isFunctionOrClass = (value: Value): value is Callable => value.kind === 'function' || value.kind === 'class'

export class Statics {
  readonly #own = new Map<Closure, HeapObject>()
  readonly #above = new Map<Closure | ClassValue, Value>()
  /** Functions that were handed to code which isn't looked into: it may put on them what it likes. */
  readonly #handedAway = new WeakSet<Closure>()

  handAway(closure: Closure): void { this.#handedAway.add(closure) }

  /** Everything that is put on it is seen. */
  isOwn(closure: Closure): boolean { return !this.#handedAway.has(closure) }

  of(closure: Closure): HeapObject | null { return this.#own.get(closure) ?? null }

  add(closure: Closure, object: HeapObject): HeapObject {
    this.#own.set(closure, object)
    return object
  }

  /** `Object.setPrototypeOf(Child, Parent)` */
  inherit(child: Callable, parent: Value): void {
    const owner = ownerOf(child)
    if (!isFunctionOrClass(parent) || ownerOf(parent) !== owner) this.#above.set(owner, parent)
  }

  above(child: Callable): Value | null { return this.#above.get(ownerOf(child)) ?? null }
}

const ownerOf = (value: Callable): Closure | ClassValue => (value.kind === 'class' ? value.class : value.closure)

/** The object that holds them. */
export function staticsOf({ interpreter }: Activation, value: Callable): HeapObject {
  if (value.kind === 'class') return value.class.statics
  const { closure } = value
  const { file, fact: { start, end } } = closure
  return interpreter.statics.of(closure) ?? interpreter.statics.add(closure, interpreter.newObject({ file, start, end }, closure.lasting))
}

/** A property of a function's own; null where it has none. */
export function ownStatic(at: Activation, value: Value & { readonly kind: 'function' }, name: string): Value | null {
  const object = at.interpreter.statics.of(value.closure)
  if (object === null) return null
  const getter = at.interpreter.getters.get(object)?.get(name)
  if (getter !== undefined) return callValue(at, getter, [], value, object.site)
  const cell = object.props.get(name)
  return cell === undefined ? null : readCell(at, cell)
}

/** What a function or class has of the one that it inherits from; null where nothing is known of any. */
export function inheritedStatic(at: Activation, value: Callable, name: string, site: Site, depth = 0): Value | null {
  const parent = at.interpreter.statics.above(value)
  if (parent === null || depth > DEEPEST_PARENT || OF_FUNCTIONS.has(name)) return null
  const found = readProperty(at, parent, name, site)
  return found.kind === 'function' && parent.kind !== 'object' && found.self?.kind === parent.kind ? { ...found, self: value } : found
}
const DEEPEST_PARENT = 10

/** Of every function. */
const OF_FUNCTIONS: ReadonlySet<string> = new Set(['apply', 'arguments', 'bind', 'call', 'caller', 'constructor', 'hasOwnProperty', 'length', 'name', 'prototype', 'toString', 'valueOf', '__proto__', '__defineGetter__', 'isPrototypeOf'])

/** What a property is that nobody has set: nothing, until a request sets it. `otherwise`: what it is where that can't be told. */
export function unsetStatic(at: Activation, value: Callable, name: string, otherwise: Value): Value {
  if (OF_FUNCTIONS.has(name) || !isKnown(at, value)) return otherwise
  const isLasting = value.kind === 'class' ? outlives(at, value.class.statics) : value.closure.lasting && !at.interpreter.evaluatingModules
  return isLasting ? { kind: 'cold', cold: undefined, warm: otherwise } : UNDEFINED
}

/** Whether all that may stand on it is seen. */
function isKnown(at: Activation, value: Callable, depth = 0): boolean {
  const { statics } = at.interpreter
  if (statics.above(value) !== null || depth > DEEPEST_PARENT) return false
  if (value.kind === 'function') return statics.isOwn(value.closure) && statics.of(value.closure)?.open !== true
  if (value.class.statics.open || value.class.decorators.length > 0) return false
  return value.class.base === null || allOptions(value.class.base).every((base) => isFunctionOrClass(base) && isKnown(at, base, depth + 1))
}
