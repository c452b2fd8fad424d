/** What NestJS hands to a class that it makes. */
import type { Site } from '../../kernel/place.ts'
import { chainOf, decoratorsOf } from '../../models/class-schema.ts'
import { UNKNOWN } from '../../models/value.ts'
import type { ClassValue, HeapObject, Value } from '../../models/value.ts'
import type { Activation } from '../activation.ts'
import { writeProperty } from '../assignment.ts'
import { construct } from '../calls.ts'
import { decoration } from '../decorators.ts'
import { injected } from './container.ts'
import type { Container, ModuleNode } from './container.ts'

/** Constructs `object`, an instance of `cls`. */
export function instanceOf(at: Activation, container: Container, cls: ClassValue, object: HeapObject, module: ModuleNode | null): void {
  const self: Value = { kind: 'object', object }
  const site: Site = { file: cls.file, start: cls.fact.start, end: cls.fact.end }
  // Without a constructor of its own it is given what its base takes.
  const made = chainOf(cls).find((one) => one.fact.construct !== null)
  const args = made === undefined ? [] : parametersOf(at, container, made, self, module)
  construct(at, cls, args, site, object)
  at.dead = false
  for (const one of chainOf(cls)) {
    for (const [member, decorators] of one.memberDecorators) {
      if (member.kind !== 'field' || typeof member.key !== 'string') continue
      const [value] = decoratorsOf(decorators).flatMap((decorator) => {
        const found = decorator.path === '@nestjs/common.Inject' && decorator.args.length === 0
          ? container.take(at, member.type === null ? UNKNOWN : at.typeNamed(one, member.type), module)
          : injected(at, container, decorator, module, { file: one.file, start: member.start, end: member.end })
        return found === null ? [] : [found]
      })
      if (value !== undefined) writeProperty(at, self, member.key, value, { file: one.file, start: member.start, end: member.end })
    }
  }
}

function parametersOf(at: Activation, container: Container, cls: ClassValue, self: Value, module: ModuleNode | null): readonly Value[] {
  const fact = cls.fact.construct === null ? undefined : at.interpreter.graph.body(cls.file)?.functions[cls.fact.construct]
  const scope = at.interpreter.activationIn(cls, self, at.depth + 1)
  if (fact === undefined || scope === null) return []
  scope.state = at.state
  scope.out = at.out
  const values = fact.params.map((param) => {
    for (const decorator of decoratorsOf(param.decorators.map((each) => decoration(scope, each)))) {
      if (decorator.path === '@nestjs/common.Inject' && decorator.args.length === 0) continue
      const value = injected(scope, container, decorator, module, { file: cls.file, start: fact.start, end: fact.end })
      if (value !== null) return value
    }
    return param.type === null ? UNKNOWN : container.take(scope, at.typeNamed(cls, param.type), module)
  })
  at.state = scope.state
  return values
}
