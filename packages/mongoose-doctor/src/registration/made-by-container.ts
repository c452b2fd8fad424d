/** Containers of packages (tsyringe, typedi, inversify, injection-js …) that are asked for an instance of a class: `container.resolve(UserService)`. */
import type { Site } from '../kernel/place.ts'
import { UNKNOWN } from '../models/value.ts'
import type { ClassValue, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { construct } from './calls.ts'

const ASKS: ReadonlySet<string> = new Set(['get', 'resolve', 'resolveAsync', 'getAsync', 'make', 'instantiate'])
/** Services need others. */
const DEEPEST_NEED = 12

/** The instance, made with others that its constructor asks for by their classes; null for another call. */
export function askedOfContainer(at: Activation, receiver: Value, name: string, [first]: readonly Value[], site: Site): Value | null {
  if (first?.kind !== 'class' || !ASKS.has(name) || (receiver.kind !== 'unknown' && receiver.kind !== 'global')) return null
  return made(at, first.class, site, 0)
}

function made(at: Activation, cls: ClassValue, site: Site, depth: number): Value {
  const own = withConstructor(cls)
  const params = own?.fact.construct == null ? [] : at.interpreter.graph.body(own.file)?.functions[own.fact.construct]?.params ?? []
  const args = params.map(({ type }): Value => {
    const asked = type === null || own === null || depth > DEEPEST_NEED ? UNKNOWN : at.typeNamed(own, type)
    return asked.kind === 'class' && asked.class !== cls ? made(at, asked.class, site, depth + 1) : UNKNOWN
  })
  const value = construct(at, cls, args, site, null)
  at.dead = false
  return value
}

/** Without a constructor of its own it is given what its base takes. */
function withConstructor(cls: ClassValue): ClassValue | null {
  for (let one: ClassValue | null = cls, depth = 0; one !== null && depth < DEEPEST_NEED; depth++) {
    if (one.fact.construct !== null) return one
    one = one.base?.kind === 'class' ? one.base.class : null
  }
  return null
}
