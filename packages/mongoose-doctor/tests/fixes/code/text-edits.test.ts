import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { textEdits } from '../../../src/fixes/code/text-edits.ts'

function applied(before: string, edits: ReturnType<typeof textEdits>): string {
  let text = before
  for (const { start, end, text: instead } of edits.toReversed()) text = text.slice(0, start) + instead + text.slice(end)
  return text
}

test.each([
  ['a line is put in', 'a\nc\n', 'a\nb\nc\n', [{ start: 2, end: 2, text: 'b\n' }]],
  ['a line goes', 'a\nb\nc\n', 'a\nc\n', [{ start: 2, end: 4, text: '' }]],
  ['a word changes', 'const a = 1\n', 'const b = 1\n', [{ start: 6, end: 7, text: 'b' }]],
  ['two places change', 'a\nx\nb\n', 'A\nx\nB\n', [{ start: 0, end: 1, text: 'A' }, { start: 4, end: 5, text: 'B' }]],
  ['nothing changes', 'a\n', 'a\n', []],
])('%s', (_, before, after, edits) => {
  expect(textEdits(before, after)).toEqual(edits)
})

test('of more changes than are wanted, one edit', () => {
  expect(textEdits('a\nb\nc\nd\n', 'a\nB\nc\nD\n', 2)).toEqual([{ start: 2, end: 7, text: 'B\nc\nD' }])
  expect(textEdits('a\nb\nc\nd\n', 'a\nB\nc\nd\n', 2)).toEqual([{ start: 2, end: 3, text: 'B' }])
})

test('whatever has changed, the edits make one text of the other, in order and apart', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '', ' a', 'ab', '\r'), { maxLength: 12 }).map((lines) => lines.join('\n'))
  fc.assert(fc.property(text, text, (before, after) => {
    const edits = textEdits(before, after)
    expect(applied(before, edits)).toBe(after)
    edits.forEach(({ start, end }, index) => expect(start).toBeGreaterThanOrEqual(index === 0 ? 0 : (edits[index - 1]?.end ?? end)))
  }))
})

test('texts that have nothing in common are one edit, found at once', () => {
  const lines = (word: string): string => Array.from({ length: 20_000 }, (_, i) => `${word} ${i}`).join('\n')
  const [before, after] = [`{${lines('one')}}`, `{${lines('two')}}`]
  const edits = textEdits(before, after)
  expect(edits).toHaveLength(1)
  expect(applied(before, edits)).toBe(after)
})
