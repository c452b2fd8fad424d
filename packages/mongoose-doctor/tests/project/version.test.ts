import { expect, test } from 'vitest'
import { lowestVersion } from '../../src/project/version.ts'

test.each([
  ['16.2.6', 16, 2], ['^14.2.3', 14, null], ['~15.1.0', 15, 1], ['14.x', 14, null], ['>=13.4 <15', 13, null], ['^14 || ^15', 14, null],
  ['16.0.0-canary.12', 16, 0], ['npm:next@15.3.1', 15, 3], ['v13.5', 13, 5],
])('range %s', (range, major, minor) => {
  expect(lowestVersion(range)).toEqual({ major, minor })
})

test.each(['latest', 'canary', '*', 'catalog:', 'github:vercel/next.js#v15', ''])('range %s names no version', (range) => {
  expect(lowestVersion(range)).toBeNull()
})
