import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import type { EntryReport, Report } from '../../src/kernel/report.ts'
import type { Expectation, Fixture } from '../fixtures/fixture.ts'
import { withTree } from '../helpers/tree.ts'

/** One test a fixture, named by its case. */
export function holds(group: string, fixtures: readonly Fixture[]): void {
  describe(group, () => {
    test.each(fixtures.map(fixture => [`${fixture.name}: ${fixture.about}`, fixture] as const))('%s', (_title, fixture) => {
      check(fixture, examine(withTree(fixture.files)).report)
    })
  })
}

function check(fixture: Fixture, report: Report): void {
  const entries = report.apps.flatMap(app => app.entries)
  for (const expected of fixture.expect) checkEntry(fixture, expected, entries)
  for (const model of fixture.models ?? []) {
    const refs = report.models.filter(one => one.name === model.name).flatMap(one => one.refs.map(ref => `${ref.path} → ${ref.model}`))
    expect(report.models.map(one => one.name), 'models').toContain(model.name)
    expect(unique(refs), `refs of ${model.name}`).toEqual(unique(model.refs))
  }
  if (fixture.everywhere) expect(unique(report.apps.flatMap(app => app.everywhere)), 'everywhere').toEqual(unique(fixture.everywhere))
  if (fixture.complete !== undefined) expect(report.complete, 'complete').toBe(fixture.complete)
}

function checkEntry(fixture: Fixture, expected: Expectation, entries: readonly EntryReport[]): void {
  const found = entries.filter(one => one.file === expected.entry && (expected.kind === undefined || one.kind === expected.kind))
  const at = `${expected.entry} (${fixture.source})`
  expect(found.length, `entries for ${at}; there are ${entries.map(one => `${one.file} ${one.kind}`).join(', ')}`).toBeGreaterThan(0)
  const union = (of: 'missing' | 'registered' | 'required') => unique(found.flatMap(one => one[of]))
  expect(union('missing'), `missing in ${at}`).toEqual(unique(expected.missing))
  if (expected.registered) expect(union('registered'), `registered in ${at}`).toEqual(unique(expected.registered))
  if (expected.required) expect(union('required'), `required in ${at}`).toEqual(expect.arrayContaining([...expected.required]))
  for (const model of expected.notRequired ?? []) expect(union('required'), `required in ${at}`).not.toContain(model)
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort()
