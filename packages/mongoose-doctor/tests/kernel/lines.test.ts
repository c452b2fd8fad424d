import { expect, test } from 'vitest'
import { lineStarts, offsetsOf, positionsOf } from '../../src/kernel/lines.ts'

const text = 'a\nbc\r\n\rd\u2028e'

test('lines end with \\n, \\r\\n and \\r, and with nothing else', () => {
  expect(lineStarts(text)).toEqual([0, 2, 6, 7])
})

test('a position leads back to its offset', () => {
  const [position, offset] = [positionsOf(text), offsetsOf(text)]
  const offsets = Array.from({ length: text.length + 1 }, (_, index) => index)
  expect(offsets.map((one) => offset(position(one)))).toEqual(offsets)
})

test('what is beyond the text is its end', () => {
  const offset = offsetsOf(text)
  expect([offset({ line: 9, column: 1 }), offset({ line: 4, column: 99 })]).toEqual([text.length, text.length])
})
