/** What is told of a finding, apart from any server. */
import { expect, test } from 'vitest'
import type { Report } from '../../src/kernel/report.ts'
import { diagnosticsOf } from '../../src/lsp/diagnostics.ts'
import { Places } from '../../src/lsp/places.ts'
import { hostile, unsafe } from '../reporters/hostile.ts'
import { lateRole, sample } from '../reporters/sample.ts'

const told = (report: Report, hasRelated = true) =>
  [...diagnosticsOf(report, { places: new Places({ text: () => null }, () => null), uriOf: (file) => file, isOpen: () => true, hasRelated }).values()].flat()

test('likely, and many entries', () => {
  const entries = Array.from({ length: 7 }, (_, i) => `app/p${i}/page.tsx`)
  const [one] = told({ ...sample, findings: [{ ...lateRole, confidence: 'likely', help: null, entries }] })
  expect(one?.message).toBe(`${lateRole.message} (Likely, not proved.)\nEntries: app/p0/page.tsx, app/p1/page.tsx, app/p2/page.tsx, app/p3/page.tsx, app/p4/page.tsx and 2 more`)
})

test.each([['error', 1], ['warning', 2], ['info', 3]] as const)('%s', (severity, number) => {
  expect(told({ ...sample, findings: [{ ...lateRole, severity }] })[0]?.severity).toBe(number)
})

test('a comment that silences nothing is shown as code that does nothing', () => {
  expect(told({ ...sample, findings: [{ ...lateRole, rule: 'unused-disable' }, lateRole] }).map(({ tags }) => tags)).toEqual([[1], undefined])
})

test('reasons only where they are shown', () => {
  expect(told({ ...sample, findings: [lateRole] }, false)[0]).not.toHaveProperty('relatedInformation')
})

test('texts of the project stay in their line, and can be seen', () => {
  const [finding, ...unknowns] = told(hostile)
  expect(String(finding?.message).split('\n')).toHaveLength(3)
  for (const { message, relatedInformation = [] } of [finding, ...unknowns].filter((one) => one !== undefined)) {
    for (const text of [String(message), ...relatedInformation.map((one) => one.message)]) expect(text.replaceAll('\n', '')).not.toMatch(unsafe)
  }
  expect(unknowns).toHaveLength(2)
})
