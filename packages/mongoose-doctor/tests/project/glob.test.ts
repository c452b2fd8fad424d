import { expect, test } from 'vitest'
import { globMatcher } from '../../src/project/glob.ts'

test.each<[string, string[], string[]]>([
  ['scripts/*.ts', ['scripts/seed.ts', 'scripts/.ts'], ['scripts/a/seed.ts', 'scripts/seed.tsx', 'x/scripts/seed.ts']],
  ['**/*.ts', ['a.ts', 'a/b.ts', 'a/b/c.ts'], ['a.js', 'ts']],
  ['jobs/**', ['jobs/a.ts', 'jobs/a/b.ts'], ['jobs', 'job/a.ts']],
  ['a/**/b/?.ts', ['a/b/1.ts', 'a/x/y/b/2.ts'], ['a/b/10.ts', 'ab/1.ts', 'a/b//.ts']],
  ['app/(shop)/[id]/page.tsx', ['app/(shop)/[id]/page.tsx'], ['app/(shop)/i/page.tsx', 'app/shop/[id]/page.tsx']],
  ['{a,b/{c,d}}.{ts,js}', ['a.ts', 'b/c.js', 'b/d.ts'], ['b.ts', 'c.ts', '{a,b/{c,d}}.ts']],
  ['{a,}b', ['ab', 'b'], ['a', ',b']],
  ['{*,x}/**/y', ['a/y', 'x/b/y'], ['a/b', '/y/z']],
  ['a{b', ['a{b'], ['ab']],
  ['a}b,c', ['a}b,c'], ['ab']],
  ['{a,b', ['{a,b'], ['a', 'b']],
  ['{}', [''], ['{}']],
])('%s', (glob, fitting, others) => {
  const fits = globMatcher(glob)
  expect(fitting.filter((path) => !fits(path))).toEqual([])
  expect(others.filter(fits)).toEqual([])
})

test('in a .gitignore braces mean themselves', () => {
  const fits = globMatcher('{a,b}*', false)
  expect(['{a,b}', '{a,b}.ts', 'a', 'b'].filter(fits)).toEqual(['{a,b}', '{a,b}.ts'])
})

test.each(['{'.repeat(5000), '{'.repeat(1000) + 'a,b' + '}'.repeat(1000), `${'**a'.repeat(200)}b`, `${'{a,*}'.repeat(200)}b`, `{${'**/'.repeat(300)}}`])('a pattern that is made to take long: %#', (glob) => {
  expect(globMatcher(glob)('a'.repeat(500))).toBe(false)
})
