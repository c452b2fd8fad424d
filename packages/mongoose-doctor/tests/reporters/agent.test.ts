import { expect, test } from 'vitest'
import type { Finding } from '../../src/kernel/report.ts'
import { agent } from '../../src/reporters/agent.ts'
import { hostile, unsafe } from './hostile.ts'
import { clean, lateRole, sample } from './sample.ts'

test('one line a finding, and one that sums up', () => {
  expect(agent(sample)).toMatchInlineSnapshot(`
    "app/actions/auth.ts:7:64 error late-registration Role — login() populates \`role\` before it imports Role: on a cold start this throws MissingSchemaError. | fix: Import Role at the top of the file: import Role from '@/models/Role' | --fix mends it
    1 error, 1 fixable with --fix. Examined 12 files, 3 entries and 2 models in 41 ms (Next 16.4 with Turbopack).
    "
  `)
})

test('what is not there is not said', () => {
  const finding: Finding = { ...lateRole, rule: 'unused-disable', severity: 'warning', confidence: 'likely', model: '', help: null, fixable: false, message: 'It silences nothing.' }
  expect(agent({ ...sample, findings: [finding] }).split('\n')[0]).toBe('app/actions/auth.ts:7:64 warning unused-disable — It silences nothing. | likely, not proved')
  expect(agent(clean)).toMatch(/^Every model is registered wherever it is needed\. Examined [^\n]+\n$/)
})

test('what was not decided is told, twenty places at most', () => {
  const unknown = Array.from({ length: 22 }, (_, i) => ({ file: `lib/a${i}.ts`, line: i === 0 ? null : i, reason: 'the path is computed' }))
  const lines = agent({ ...clean, complete: false, unknown }).trimEnd().split('\n')
  expect(lines.slice(0, 2)).toEqual(['lib/a0.ts not decided — the path is computed', 'lib/a1.ts:1 not decided — the path is computed'])
  expect(lines.slice(20)).toEqual(['+2 more places not decided; --format json lists all of them', expect.stringMatching(/^No findings\. 22 places could not be decided\. Examined/)])
})

test('a hostile name stays on its line', () => {
  expect(agent(hostile).trimEnd().split('\n')).toHaveLength(4)
  expect(agent(hostile)).not.toMatch(unsafe)
})
