import { expect, test } from 'vitest'
import { gitlab } from '../../src/reporters/gitlab.ts'
import { hostile, unsafe } from './hostile.ts'
import { clean, lateRole, sample } from './sample.ts'

const issues = (report: typeof sample): unknown => JSON.parse(gitlab(report))

test('an issue for each finding', () => {
  expect(issues(sample)).toEqual([
    {
      description: "login() populates `role` before it imports Role: on a cold start this throws MissingSchemaError. Import Role at the top of the file: import Role from '@/models/Role'",
      check_name: 'late-registration',
      fingerprint: 'late-registration:app/actions/auth.ts:Role:1',
      severity: 'critical',
      location: { path: 'app/actions/auth.ts', lines: { begin: 7 } },
    },
  ])
  expect(gitlab(clean)).toBe('[]\n')
})

test.each([
  ['error', 'proved', 'critical'],
  ['error', 'likely', 'major'],
  ['warning', 'likely', 'minor'],
  ['info', 'proved', 'info'],
] as const)('%s, %s: %s', (severity, confidence, expected) => {
  expect(issues({ ...sample, findings: [{ ...lateRole, severity, confidence }] })).toMatchObject([{ severity: expected }])
})

test('no two fingerprints are the same', () => {
  expect(issues({ ...sample, findings: [lateRole, lateRole, lateRole] })).toMatchObject([{ fingerprint: lateRole.id }, { fingerprint: `${lateRole.id}-2` }, { fingerprint: `${lateRole.id}-3` }])
})

test('what was not decided is in it too', () => {
  const unknown = [{ file: 'lib/x.ts', line: null, reason: 'does not parse' }]
  expect(issues({ ...clean, complete: false, unknown })).toMatchObject([{ description: 'Not decided: does not parse', check_name: 'not-decided', severity: 'info', location: { path: 'lib/x.ts', lines: { begin: 1 } } }])
})

test('hostile names are plain JSON, without halves of characters', () => {
  expect(gitlab(hostile)).not.toMatch(unsafe)
  expect(gitlab(hostile)).not.toMatch(/(?<!\\)\\ud[89a-f]/)
  expect(issues(hostile)).toHaveLength(3)
})
