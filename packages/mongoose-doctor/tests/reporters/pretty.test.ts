import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Finding, Report } from '../../src/kernel/report.ts'
import { pretty } from '../../src/reporters/pretty.ts'
import { textWidth } from '../../src/reporters/width.ts'
import { clean, examination, lateRole, sample } from './sample.ts'

const { sources } = examination(sample)
const show = (report: Report, width = 80, color = false) => pretty(report, sources, { width, color })

test('a finding: what, where, why, which entries, what to do; then the summary', () => {
  expect(show(sample)).toMatchInlineSnapshot(`
    "error late-registration (proved)
    login() populates \`role\` before it imports Role: on a cold start this throws
    MissingSchemaError.

      app/actions/auth.ts:7:64
        5 │ export async function login(form: FormData) {
        6 │   await connectToDatabase()
      > 7 │ …er = await User.findOne({ email: form.get('email') }).populate('role')
          │                                                        ^^^^^^^^^^^^^^^^
        8 │   const Role = (await import('@/models/Role')).default
        9 │   return user

      Why
      1. User.role refers to the model Role by its name
         models/User.ts:8
      2. Role is registered here, after the query
         app/actions/auth.ts:8

      Entries
      app/actions/auth.ts (server-action)

      Fix
      Import Role at the top of the file: import Role from '@/models/Role'
      fixable with --fix

    Examined 12 files, 3 entries and 2 models in 41 ms (Next 16.4 with Turbopack).
    1 error, 1 fixable with --fix.
    "
  `)
})

test.each([80, 60, 40])('no line is wider than %i columns', (width) => {
  const many = { ...lateRole, entries: Array.from({ length: 12 }, (_, i) => `app/p${i}/page.tsx`) }
  const report = { ...sample, findings: [lateRole, many], unknown: [{ file: 'lib/x.ts', line: 3, reason: 'the populate path is held in a variable that nobody can follow' }] }
  const tooWide = show(report, width).split('\n').filter((line) => textWidth(line) > width && line.trim().includes(' ') && !/^\s*(app|models|lib)\//.test(line))
  expect(tooWide).toEqual([])
})

test('colour adds only escape sequences', () => {
  const colored = show(sample, 80, true)
  expect(colored).toContain('\x1b[')
  expect(stripVTControlCharacters(colored)).toBe(show(sample))
})

test('of many entries five are listed and the rest counted', () => {
  const text = show({ ...sample, findings: [{ ...lateRole, entries: Array.from({ length: 8 }, (_, i) => `app/p${i}/page.tsx`) }] })
  expect(text).toContain('app/p4/page.tsx\n  +3 more')
  expect(text).not.toContain('app/p5')
})

test('a finding whose text cannot be read has no frame', () => {
  expect(show({ ...sample, findings: [{ ...lateRole, file: 'gone.ts' }] })).toContain('  gone.ts:7:64\n\n  Why')
})

describe('the summary', () => {
  const end = (report: Report) => show(report).trimEnd().split('\n').at(-1)

  test('nothing found, all decided', () => {
    expect(end(clean)).toBe('Every model is registered wherever it is needed.')
  })
  test('nothing found, but something was not decided: never called clean', () => {
    const unknown = [{ file: 'lib/x.ts', line: null, reason: 'does not parse' }]
    expect(end({ ...clean, complete: false, unknown })).toBe('No findings. 1 place could not be decided.')
  })
  test('findings left out by a filter: never called clean', () => {
    expect(end({ ...sample, findings: [] })).toBe('No findings.')
  })
  test('counts by severity', () => {
    const warning: Finding = { ...lateRole, severity: 'warning', fixable: false }
    expect(end({ ...sample, findings: [lateRole, lateRole, warning] })).toBe('2 errors and 1 warning, 2 fixable with --fix.')
  })
})

test('unknowns are grouped by reason, ten are shown and the rest counted', () => {
  const unknown = [
    ...Array.from({ length: 4 }, (_, i) => ({ file: `lib/a${i}.ts`, line: i + 1, reason: 'the populate path is computed' })),
    ...Array.from({ length: 9 }, (_, i) => ({ file: `lib/b${i}.ts`, line: null, reason: 'this file does not parse' })),
  ]
  expect(show({ ...clean, complete: false, unknown })).toMatchInlineSnapshot(`
    "Not decided (13 places)
      the populate path is computed
        lib/a0.ts:1
        lib/a1.ts:2
        lib/a2.ts:3
        lib/a3.ts:4
      this file does not parse
        lib/b0.ts
        lib/b1.ts
        lib/b2.ts
        lib/b3.ts
        lib/b4.ts
        lib/b5.ts
      +3 more; --format json lists all of them

    Examined 12 files, 3 entries and 2 models in 41 ms (Next 16.4 with Turbopack).
    No findings. 13 places could not be decided.
    "
  `)
})

test('nothing of the project reaches the terminal as a control sequence', () => {
  const evil = '\x1b[2J\u202e\x07\u009b1m'
  const finding: Finding = {
    ...lateRole,
    model: evil,
    message: evil,
    help: evil,
    entries: [evil],
    file: evil,
    because: [{ file: evil, line: 1, text: evil }],
  }
  const report: Report = { ...sample, findings: [finding], unknown: [{ file: evil, line: 1, reason: evil }] }
  const text = pretty(report, { text: () => `${evil}\n`.repeat(9) }, { width: 80, color: false })
  // oxlint-disable-next-line no-control-regex -- that is the question
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  expect(text).toContain('\\x1b[2J\\u202e\\x07\\x9b1m')
})
