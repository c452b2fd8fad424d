import { expect, test } from 'vitest'
import type { Verification, VerifiedEntry } from '../../src/kernel/verification.ts'
import { verificationText } from '../../src/reporters/verification.ts'
import { evil, unsafe } from './hostile.ts'

const entry = (file: string, more: Partial<VerifiedEntry> = {}): VerifiedEntry =>
  ({ file, kind: 'route-handler', output: `.next/server/${file}.js`, status: 'as-predicted', reason: null, predicted: ['User'], built: ['User'], differences: [], ...more })
const of = (entries: readonly VerifiedEntry[], notes: readonly string[] = []): Verification =>
  ({ schemaVersion: 1, tool: { name: 'mongoose-doctor', version: '0.0.0' }, builds: [{ root: '.', dir: '.next', by: 'Next.js with webpack', how: 'read', notes, entries }] })
const text = (verification: Verification): string => verificationText(verification, { width: 80, color: false })

test('where all is as predicted, that is all there is to say', () => {
  expect(text(of([entry('app/a/route.ts'), entry('app/b/route.ts')]))).toBe('.next, Next.js with webpack\n\n2 entries, as predicted.\n')
})

test('what differs is told with its reason, then what could not be compared, then the count', () => {
  const differs = entry('app/users/route.ts', {
    status: 'differs',
    differences: [{ model: 'Role', predicted: 'registered', built: 'absent', fails: true, why: 'An import was dropped.', because: [{ file: 'app/users/route.ts', line: 2, text: 'imports models/Role.ts' }] }],
  })
  const unread = entry('app/edge/route.ts', { status: 'undecided', reason: 'it runs on the edge runtime' })
  const absent = entry('app/new/route.ts', { status: 'not-built', output: null, reason: 'the build has no such entry' })
  expect(text(of([entry('app/a/route.ts'), differs, unread, absent], ['The build is older than models/Role.ts: build again.']))).toBe(`.next, Next.js with webpack
  The build is older than models/Role.ts: build again.

app/users/route.ts (route-handler)
  Role: predicted registered, in the build not registered
    An import was dropped.
    1. imports models/Role.ts
       app/users/route.ts:2

Could not be told
  it runs on the edge runtime:
    app/edge/route.ts (route-handler)

Not in the build
  the build has no such entry:
    app/new/route.ts (route-handler)

4 entries: 1 as predicted, 1 differs, 1 could not be told and 1 not in the
build.
`)
})

test('names of the project do nothing to the terminal', () => {
  const difference = { model: evil, predicted: 'registered', built: 'absent', fails: true, why: evil, because: [{ file: evil, line: 1, text: evil }] } as const
  expect(text(of([entry(evil, { status: 'differs', differences: [difference] }), entry(evil, { status: 'undecided', reason: evil })], [evil]))).not.toMatch(unsafe)
})
