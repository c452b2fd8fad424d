import { expect, test } from 'vitest'
import { readBody } from '../../src/facts/body.ts'

/** Names that emitDecoratorMetadata makes values of. */
function described(code: string): readonly string[] {
  const body = readBody('a.ts', `import { A, B } from './ab'\nimport { dec } from './dec'\n${code}`)
  return (body?.imports ?? []).filter((one) => one.described).map((one) => body?.bindings[one.binding]?.name ?? '')
}

test.each([
  ['a decorated property', 'class C { @dec() a?: A }', ['A']],
  ['a union with null', 'class C { @dec() a: A | null = null }', ['A']],
  ['a decorated method: its parameters and its result', 'class C { @dec() m(a: A): B { throw a } }', ['A', 'B']],
  ['the constructor of a decorated class', '@dec()\nclass C { constructor(private a: A, b?: B) {} }', ['A', 'B']],
  ['a decorated parameter', 'class C { constructor(@dec() a: A) {} }', ['A']],
])('%s', (_, code, names) => {
  expect(described(code)).toEqual(names)
})

test.each([
  ['nothing is decorated', 'class C { a?: A; constructor(b: B) {} }'],
  ['arrays, unions of two and type arguments are told as Object or Array', 'class C { @dec() a?: A[]; @dec() b?: A | B; @dec() c?: Promise<A> }'],
])('not where %s', (_, code) => {
  expect(described(code)).toEqual([])
})
