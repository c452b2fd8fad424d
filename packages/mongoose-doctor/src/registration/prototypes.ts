/** Methods that stand on a `prototype` by assignment, and what a function makes that is called with `new`. */
import type { Site } from '../kernel/place.ts'
import { UNKNOWN, allOptions } from '../models/value.ts'
import type { ClassValue, Closure, HeapObject, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { readCell, writeProperty } from './assignment.ts'
import { callValue } from './calls.ts'
import { classMember } from './properties.ts'
import { isFunctionOrClass } from './statics.ts'

/** `Repo.prototype` of a class or function. */
export type PrototypeOf = Value & { readonly kind: 'method'; readonly receiver: Value & { readonly kind: 'class' | 'function' } }

export const isPrototype = (value: Value): value is PrototypeOf =>
  value.kind === 'method' && value.name === 'prototype' && (value.receiver.kind === 'class' || value.receiver.kind === 'function')

export class Prototypes {
  /** By the class, or the function that is called with `new`. */
  readonly #own = new Map<ClassValue | Closure, HeapObject>()
  readonly #above = new WeakMap<HeapObject, HeapObject>()
  /** The class that an object is the prototype of. */
  readonly #classes = new WeakMap<HeapObject, ClassValue>()

  /** The object that holds what is put on `owner.prototype`. */
  of({ receiver }: PrototypeOf, make: () => HeapObject): HeapObject {
    const owner = receiver.kind === 'class' ? receiver.class : receiver.closure
    const known = this.#own.get(owner)
    if (known !== undefined) return known
    const object = make()
    this.#own.set(owner, object)
    if (receiver.kind === 'class') this.#classes.set(object, receiver.class)
    return object
  }

  /** Whose methods it has; null for an object that is no class's prototype. */
  classOf(object: HeapObject): ClassValue | null {
    return this.#classes.get(object) ?? null
  }

  /** `Repo.prototype = …`. */
  replace(owner: ClassValue | Closure, object: HeapObject): void {
    this.#own.set(owner, object)
  }

  inherit(object: HeapObject, above: HeapObject): void {
    if (object !== above) this.#above.set(object, above)
  }

  /** Made by `new` of a function, or by `Object.create()`. */
  inherits(object: HeapObject): boolean {
    return this.#above.has(object)
  }

  /** What holds more properties of an object, nearest first. */
  above(object: HeapObject): readonly HeapObject[] {
    const found: HeapObject[] = []
    const add = (one: HeapObject | undefined): void => {
      for (let next = one; next !== undefined && !found.includes(next); next = this.#above.get(next)) found.push(next)
    }
    add(this.#above.get(object))
    if (this.#own.size === 0) return found
    for (let next = object.class, depth = 0; next !== null && depth < DEEPEST_CLASS; depth++) {
      add(this.#own.get(next))
      const base: Value | undefined = next.base === null ? undefined : allOptions(next.base).find(({ kind }) => kind === 'class' || kind === 'function')
      // `class Repo extends Base`, where Base is a function.
      if (base?.kind === 'function') add(this.#own.get(base.closure))
      next = base?.kind === 'class' ? base.class : null
    }
    return found
  }
}
const DEEPEST_CLASS = 10

/** The property of an object that stands on a prototype; null where none of those has it. */
export function inherited(at: Activation, value: Value & { readonly kind: 'object' }, name: string, site: Site): Value | null {
  for (const object of at.interpreter.prototypes.above(value.object)) {
    const getter = at.interpreter.getters.get(object)?.get(name)
    if (getter !== undefined) return callValue(at, getter, [], value, site)
    const cell = object.props.get(name)
    const cls = cell === undefined ? at.interpreter.prototypes.classOf(object) : null
    const member = cls === null || cls === value.object.class ? null : classMember(at, cls, name, false, value)
    if (member !== null) return member
    if (cell === undefined) continue
    const own = readCell(at, cell)
    return own.kind === 'function' ? { ...own, self: own.self ?? value } : own
  }
  return null
}

/** The object behind `Repo.prototype`, made where there is none yet. */
export const prototypeObject = (at: Activation, prototype: PrototypeOf, site: Site): HeapObject => at.interpreter.prototypes.of(prototype, () => at.newObject(site))

/** `Repo.prototype.list`, whoever it is called on. */
export function onPrototype(at: Activation, prototype: PrototypeOf, name: string, site: Site): Value | null {
  const object = prototypeObject(at, prototype, site)
  for (const one of [object, ...at.interpreter.prototypes.above(object)]) {
    const cell = one.props.get(name)
    if (cell !== undefined) return readCell(at, cell)
  }
  return null
}

/** The object that a value is as a prototype; null for what is none. */
export function asPrototype(at: Activation, value: Value | undefined, site: Site): HeapObject | null {
  if (value === undefined) return null
  return isPrototype(value) ? prototypeObject(at, value, site) : value.kind === 'object' ? value.object : null
}

/** `Object.create(above)`. */
export function created(at: Activation, above: Value | undefined, site: Site): Value {
  const object = at.newObject(site)
  const proto = asPrototype(at, above, site)
  if (proto !== null) at.interpreter.prototypes.inherit(object, proto)
  else if (above?.kind !== 'constant') object.open = true
  return { kind: 'object', object }
}

/** `Object.setPrototypeOf(child, parent)`: of prototypes and other objects, of functions and classes. */
export function inheritFrom(at: Activation, child: Value | undefined, parent: Value | undefined, site: Site): void {
  if (child !== undefined && isFunctionOrClass(child) && parent !== undefined) { at.interpreter.statics.inherit(child, parent); return }
  const [below, above] = [asPrototype(at, child, site), asPrototype(at, parent, site)]
  if (below !== null && above !== null) at.interpreter.prototypes.inherit(below, above)
}

/** `class Child extends Parent`, as helpers of compilers and packages write it: `__extends(Child, Parent)`, `inherits(Child, Parent)`. */
export function extendBy(at: Activation, child: Value | undefined, parent: Value | undefined, site: Site): void {
  if (child === undefined || parent === undefined || !isFunctionOrClass(child)) return
  const of = (owner: Value): Value => ({ kind: 'method', receiver: owner, name: 'prototype' })
  inheritFrom(at, of(child), of(at.force(parent)), site)
  inheritFrom(at, child, at.force(parent), site)
  writeProperty(at, child, 'super_', parent, site)
}

/** `new Service(User)`, where Service is a function. */
export function constructFunction(at: Activation, callee: Value & { readonly kind: 'function' }, args: readonly Value[], site: Site): Value {
  const object = at.interpreter.madeAt(at, `${site.start}:${callee.closure.id}`, site)
  at.interpreter.prototypes.inherit(object, prototypeObject(at, { kind: 'method', receiver: callee, name: 'prototype' }, site))
  const self: Value = { kind: 'object', object }
  const given = callValue(at, callee, args, self, site)
  return given.kind === 'constant' || given === UNKNOWN ? self : given
}
