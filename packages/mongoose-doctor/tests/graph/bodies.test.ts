import { expect, test } from 'vitest'
import type { BodyFacts } from '../../src/facts/facts.ts'
import { createBodies } from '../../src/graph/bodies.ts'

const body = (file: string): BodyFacts => ({ file, bindings: [], functions: [], classes: [], body: [], imports: [], exports: [], liveness: [], inlineActions: [], comments: [] })

function counted(few: number): { readonly ask: (files: Iterable<number>) => void; readonly made: () => number } {
  let made = 0
  const bodies = createBodies({
    make: (file) => { made++; return body(file) },
    length: () => 100, pack: null, unpack: (_, file) => body(file),
  }, few)
  return { ask: (files) => { for (const file of files) bodies.of(`${file}.ts`) }, made: () => made }
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)

test('what is gone through once is let go', () => {
  const { ask, made } = counted(1000)
  ask(numbers(0, 500))
  ask(numbers(490, 500))
  expect(made()).toBe(500)
  ask(numbers(0, 5))
  expect(made()).toBe(505)
})

test('more is kept where the same code is needed again and again: one server may run more than the limit', () => {
  const { ask, made } = counted(1000)
  for (let turn = 0; turn < 50; turn++) ask(numbers(0, 60))
  const before = made()
  expect(before).toBeLessThan(600)
  for (let turn = 0; turn < 50; turn++) ask(numbers(0, 60))
  expect(made()).toBe(before)
})
