import { describe, expect, test } from 'vitest'
import type { Finding, Report } from '../../src/kernel/report.ts'
import { decided, idle } from '../../src/policy/decided.ts'
import type { Settings } from '../../src/policy/settings.ts'
import { lateRole, sample } from '../reporters/sample.ts'

const from = { kind: 'default' } as const
const settings = (rules: Record<string, string>, ignored: readonly string[] = []): Settings => ({
  file: null, entries: [], ignoreFindingsIn: ignored.map((value) => ({ value, from })), strict: { value: false, from }, baseline: { value: null, from }, strategy: { value: 'import', from },
  rules: new Map(Object.entries(rules).map(([rule, value]) => [rule, { value, from }])) as Settings['rules'],
})
const warning: Finding = { ...lateRole, id: 'w', rule: 'unknown-ref', severity: 'warning', file: 'models/User.ts', entries: [] }
const report: Report = { ...sample, complete: false, findings: [lateRole, warning], unknown: [{ file: 'playground/x.ts', line: null, reason: 'does not parse' }] }
const ids = ({ findings }: Report): string[] => findings.map(({ id, severity }) => `${id} ${severity}`)

describe('rules', () => {
  test('have the severity that is said, and errors come first', () => {
    expect(ids(decided(report, settings({ 'late-registration': 'info', 'unknown-ref': 'error' })))).toEqual(['w error', `${lateRole.id} info`])
  })
  test('that are off have no findings, and that is counted', () => {
    const left = decided(report, settings({ 'unknown-ref': 'off', 'missing-model': 'off' }))
    expect(ids(left)).toEqual([`${lateRole.id} error`])
    expect(left).toMatchObject({ withheld: { ignored: 1, known: 0, unchanged: 0 }, complete: false })
  })
})

describe('ignoreFindingsIn', () => {
  const broken: Finding = { ...lateRole, id: 'b', entries: ['playground/a.ts', 'app/page.tsx'] }
  const only: Finding = { ...lateRole, id: 'o', entries: ['playground/a.ts', 'playground/b.ts'] }
  const inside: Finding = { ...lateRole, id: 'i', file: 'playground/lib.ts' }
  const more = { ...report, findings: [broken, only, inside] }

  test('keeps back what lies there, and what breaks nothing else; never what is unknown', () => {
    const left = decided(more, settings({}, ['playground']))
    expect(ids(left)).toEqual(['b error'])
    expect(left).toMatchObject({ withheld: { ignored: 2 }, unknown: report.unknown })
  })
  test('a glob that keeps nothing back is idle', () => {
    const globs = (rules: Record<string, string>): string[] => idle(more, settings(rules, ['playground/**', 'legacy'])).map(({ value }) => value)
    expect(globs({})).toEqual(['legacy'])
    expect(globs({ 'late-registration': 'off' })).toEqual(['playground/**', 'legacy'])
  })
})

test('a configuration that says nothing changes nothing', () => {
  expect(decided(report, settings({}))).toBe(report)
})
