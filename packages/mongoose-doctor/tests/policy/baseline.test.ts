import { describe, expect, test } from 'vitest'
import type { Finding, Report } from '../../src/kernel/report.ts'
import { baselineText, compare, isBaseline, readBaseline, withoutKnown } from '../../src/policy/baseline.ts'
import { lateRole, sample } from '../reporters/sample.ts'

const finding = (id: string, more: Partial<Finding> = {}): Finding => ({ ...lateRole, id, ...more })
const report = (...findings: Finding[]): Report => ({ ...sample, findings })
const known = (...findings: Finding[]) => {
  const read = readBaseline(baselineText(findings))
  if ('reason' in read) throw new Error(read.reason)
  return read
}
const ids = (findings: readonly { readonly id: string }[]): string[] => findings.map(({ id }) => id)

describe('the file', () => {
  const [a, b, c] = [finding('1', { file: 'b.ts' }), finding('2', { file: 'a.ts', entries: ['y', 'x'] }), finding('3', { file: 'b.ts', model: 'A' })]

  test('is the same for the same findings, in whatever order they and their entries are', () => {
    expect(ids(known(a, b, c))).toEqual(['2', '3', '1'])
    expect(baselineText([c, { ...b, entries: ['x', 'y'] }, a])).toBe(baselineText([a, b, c]))
  })
  test('says nothing of lines, columns and words', () => {
    const moved: Finding = { ...a, line: 99, column: 1, message: 'other', because: [] }
    expect(baselineText([moved])).toBe(baselineText([a]))
  })
  test('can be read again', () => {
    expect(known(finding('1'))).toEqual([{ id: '1', rule: 'late-registration', severity: 'error', confidence: 'proved', model: 'Role', file: 'app/actions/auth.ts', entries: ['app/actions/auth.ts'] }])
  })
  test.each([
    ['', 'it is not valid JSON'],
    ['<<<<<<< HEAD', 'it is not valid JSON'],
    ['[]', 'it holds no list of findings'],
    ['null', 'it holds no list of findings'],
    ['{ "version": 1, "findings": {} }', 'it holds no list of findings'],
    ['{ "version": 2, "findings": [] }', 'it is of version 2, and this mongoose-doctor reads version 1'],
    [baselineText([a, b]).replace('"late-registration"', '"gone-rule"'), 'number 1 of its findings is none'],
    [baselineText([a]).replace('"error"', '"fatal"'), 'number 1 of its findings is none'],
    [baselineText([a]).replace('"entries": [', '"entries": [1,'), 'number 1 of its findings is none'],
  ])('may be none: %#', (text, reason) => {
    expect(readBaseline(text)).toEqual({ reason })
  })
  test('is known as one, be it damaged', () => {
    expect(['{ "name": "clinic" }', baselineText([]), `<<<<<<< HEAD\n${baselineText([a])}`].map(isBaseline)).toEqual([false, true, true])
  })
})

describe('a finding is known', () => {
  test('by its identity alone', () => {
    const { fresh, gone } = compare(report(finding('1', { line: 70, message: 'other' }), finding('2')), known(finding('1'), finding('3')))
    expect({ fresh: ids(fresh), gone: ids(gone) }).toEqual({ fresh: ['2'], gone: ['3'] })
  })
  test('as often as it is in the baseline', () => {
    const { fresh, gone } = compare(report(finding('1', { line: 1 }), finding('1', { line: 2 })), known(finding('1')))
    expect({ fresh: fresh.map(({ line }) => line), gone }).toEqual({ fresh: [2], gone: [] })
  })
  test.each<[string, Partial<Finding>, Partial<Finding>, readonly string[] | undefined]>([
    ['breaks another entry', { entries: ['a'] }, { entries: ['a', 'b', 'c'] }, ['b', 'c']],
    ['breaks one entry less', { entries: ['a', 'b'] }, { entries: ['b'] }, undefined],
    ['is surer', { confidence: 'likely' }, { confidence: 'proved' }, []],
    ['is less sure', { confidence: 'proved' }, { confidence: 'likely' }, undefined],
    ['is more severe', { severity: 'warning' }, { severity: 'error' }, []],
    ['is less severe', { severity: 'error' }, { severity: 'info' }, undefined],
  ])('unless it is worse: %s', (_name, before, after, worse) => {
    const now = finding('1', after)
    const compared = compare(report(now), known(finding('1', before)))
    expect({ fresh: compared.fresh, worse: compared.worse.get(now), gone: compared.gone }).toEqual({ fresh: worse === undefined ? [] : [now], worse, gone: [] })
  })
})

test('nothing is gone from where something could not be decided', () => {
  const unknown = [{ file: 'lib/broken.ts', line: null, reason: 'does not parse' }, { file: 'app/page.tsx', line: 3, reason: 'computed' }]
  const before = known(finding('1', { file: 'lib/broken.ts' }), finding('2', { entries: ['app/page.tsx'] }), finding('3', { file: 'lib/fine.ts' }))
  const { gone, undecided } = compare({ findings: [], unknown }, before)
  expect({ gone: ids(gone), undecided: ids(undecided) }).toEqual({ gone: ['3'], undecided: ['2', '1'] })
})

describe('the report without what is known', () => {
  const unknown = [{ file: 'x.ts', line: 1, reason: 'y' }]
  const all: Report = { ...report(finding('1'), finding('2')), complete: false, unknown }
  test('counts it, and keeps what is unknown', () => {
    expect(withoutKnown(all, compare(all, known(finding('2'))), true)).toEqual({ ...all, findings: [finding('1')], withheld: { ignored: 0, known: 1, unchanged: 0 } })
  })
  test('says what is gone only if it is about the whole project', () => {
    const compared = compare(all, known(finding('3')))
    expect(withoutKnown(all, compared, true).gone).toMatchObject([{ id: '3' }])
    expect(withoutKnown(all, compared, false)).toEqual(all)
  })
})
