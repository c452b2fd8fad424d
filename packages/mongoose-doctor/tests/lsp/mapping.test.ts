import { expect, test } from 'vitest'
import { mapping } from '../../src/lsp/mapping.ts'

const from = 'one\ntwo\nthree\nfour\n'

test.each<[string, string, string, string | null]>([
  ['the same text', from, 'three', 'three'],
  ['more before it', `zero\n${from}`, 'three', 'three'],
  ['less before it', 'two\nthree\nfour\n', 'three', 'three'],
  ['changes on both sides', 'ONE!\ntwo\nthree\nfour\nfive\n', 'three', 'three'],
  ['a change in it', 'one\ntwo\nthrxee\nfour\n', 'four', 'four'],
  ['a mark at the start', `\ufeff${from}`, 'one', 'one'],
])('%s', (_, to, part, found) => {
  expect(to.startsWith(found ?? '', mapping(from, to)(from.indexOf(part)))).toBe(true)
})

test('what is gone is where it was', () => {
  const to = 'one\nfour\n'
  expect(mapping(from, to)(from.indexOf('three'))).toBe(to.indexOf('four'))
})

test('both ends of both texts', () => {
  const to = `${from}five\n`
  expect([mapping(from, to)(0), mapping(to, from)(to.length), mapping(from, '')(from.length)]).toEqual([0, from.length, 0])
})
