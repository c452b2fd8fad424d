import { expect, test } from 'vitest'
import { namePattern } from '../../../src/registration/files/patterns.ts'

test.each([
  ['\\.js$', '', 'user.js', true],
  ['^(?!index\\.).*\\.js$', '', 'index.js', false],
  ['(.*)\\.(js$|coffee$)', '', 'user.coffee', true],
  ['MODEL', 'i', 'user.model.js', true],
])('/%s/%s of %s: %s', (source, flags, name, fits) => {
  const pattern = namePattern(source, flags)
  expect(pattern === null ? null : pattern(name) !== null).toBe(fits)
})

test.each(['(a+)+$', '(a*){9}', 'a*b*c*d*e', '('.repeat(300), '('])('what could keep one busy, or is none, is not run: %s', (source) => {
  expect(namePattern(source, '')).toBeNull()
})
