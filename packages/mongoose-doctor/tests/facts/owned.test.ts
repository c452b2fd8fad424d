import { expect, test } from 'vitest'
import { owned } from '../../src/facts/owned.ts'

test.each([['short'], ['@acme/a-long-specifier'], ['two lines\nof "text"'], ['ünïcödé and 𝒳 and more'], ['half a character \ud800']])('%j stays what it is', (text) => {
  expect(owned(`«${text}»`.slice(1, -1))).toBe(text)
})
