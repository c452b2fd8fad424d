import { expect, test } from 'vitest'
import { escapeJson, escapeLines, escapeText } from '../../src/reporters/escape.ts'

test.each([
  ['plain text, 日本語, 👩‍👩‍👧', 'plain text, 日本語, 👩‍👩‍👧'],
  ['\x1b[31mred', '\\x1b[31mred'],
  ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
  ['\u202egpj.exe', '\\u202egpj.exe'],
  ['\u2066x\u2069', '\\u2066x\\u2069'],
  ['\u009b1m\u0085', '\\x9b1m\\x85'],
  ['\ud800', '\\ud800'],
  ['\u{e0041}', '\\u{e0041}'],
])('escapeText(%j)', (text, expected) => {
  expect(escapeText(text)).toBe(expected)
})

test('escapeLines leaves line feeds and tabs', () => {
  expect(escapeLines('a\n\tb\x1b')).toBe('a\n\tb\\x1b')
})

test('escapeJson does not change the value', () => {
  const value = { name: '\u009b\u202e\u{e0041}\x7f日' }
  const text = escapeJson(JSON.stringify(value, null, 2))
  expect(text).not.toMatch(/[\u007f-\u009f\u202e]/)
  expect(JSON.parse(text)).toEqual(value)
})
