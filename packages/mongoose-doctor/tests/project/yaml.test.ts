import { expect, test } from 'vitest'
import { readYaml, yamlAt } from '../../src/project/yaml.ts'

test('mappings, lists and plain values', () => {
  expect(readYaml('a:\n  b: 1 # one\n  "c d": \'x # y\'\nlist:\n- p\n- q: 2\n  r: 3\n')).toEqual({ a: { b: '1', 'c d': 'x # y' }, list: ['p', { q: '2', r: '3' }] })
})

test('tags are left out, texts over several lines passed over', () => {
  expect(readYaml('---\na: !Sub x\nb: |\n  c: 1\n  d: 2\ne: 3\n')).toEqual({ a: 'x', b: '|', e: '3' })
})

test('what is not understood is no member', () => {
  expect(readYaml('a: 1\n{ flow }\nb: 2\n')).toEqual({ a: '1', b: '2' })
  expect(readYaml('')).toBe('')
})

test('nothing of Object is in a mapping', () => {
  expect(yamlAt(readYaml('a: 1\n'), 'constructor')).toBeUndefined()
  expect(yamlAt(readYaml('a:\n  b: 1\n'), 'a', 'b')).toBe('1')
})

test('a text that nests without end is read to a depth', () => {
  const deep = Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}k:\n`).join('')
  expect(() => readYaml(deep)).not.toThrow()
})

test('a long list is read once', () => {
  expect(readYaml('- a: 1\n'.repeat(100_000))).toHaveLength(100_000)
})
