/** What a trace means in an application, and what can be said of it. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filesMeant } from '../../src/logs/error-text.ts'
import type { EventGroup } from '../../src/logs/groups.ts'
import { fileFinder } from '../../src/logs/meant.ts'
import { entriesAt } from '../../src/logs/routes.ts'
import { tie } from '../../src/logs/tie.ts'
import type { EntryKind, EntryReport, Finding, Report } from '../../src/kernel/report.ts'
import { logJson } from '../../src/reporters/log.ts'
import { runs } from '../fuzz/settings.ts'
import { clean, lateRole, sample } from '../reporters/sample.ts'

const group = (over: Partial<EventGroup> = {}): EventGroup => ({ model: 'Role', paths: ['app/actions/auth'], url: null, count: 1, first: null, last: null, ...over })
const told = (over: Partial<EventGroup>, report: Report = sample) => logJson(tie([group(over)], report), report)
const entry = (file: string, kind: EntryKind, over: Partial<EntryReport> = {}): EntryReport => ({ file, kind, registered: [], maybe: [], required: [], missing: [], unknown: [], ...over })
const withEntries = (...entries: EntryReport[]): Report => ({ ...sample, apps: sample.apps.map((app) => ({ ...app, entries: [...app.entries, ...entries] })) })
const page = ['app/(shop)/users/[id]/page']
const inLib: Finding = { ...lateRole, id: 'in-lib', file: 'lib/users.ts', entries: ['a.ts', 'b.ts'] }

describe('verdicts', () => {
  test.each<[string, Partial<EventGroup>, Report, object]>([
    ['explained', {}, sample, { entry: 'app/actions/auth.ts', findings: [lateRole.id], help: lateRole.help }],
    ['explained', { paths: ['lib/users'] }, { ...sample, findings: [{ ...inLib, entries: ['a.ts'] }] }, { entry: 'a.ts', findings: ['in-lib'] }],
    ['explained', { paths: ['lib/users'] }, { ...sample, findings: [lateRole, inLib] }, { entry: null, findings: ['in-lib'] }],
    ['server-action', { paths: ['app/page'] }, withEntries(entry('app/page.tsx', 'page')), { entry: 'app/page.tsx', findings: [lateRole.id], reason: expect.stringContaining('perhaps app/actions/auth.ts, which misses Role.') }],
    ['silenced', {}, { ...sample, findings: [] }, { entry: 'app/actions/auth.ts', findings: [] }],
    ['entry-unknown', { paths: [] }, sample, { entry: null, findings: [lateRole.id], reason: expect.stringContaining('1 entry misses Role: app/actions/auth.ts.') }],
    ['entry-unknown', { paths: ['lib/x'] }, clean, { reason: 'The trace names lib/x, which leads to no entry of this project. No entry was proved to miss Role.' }],
    ['model-unknown', { model: 'role' }, sample, { entry: 'app/actions/auth.ts', reason: expect.stringContaining('Did you mean Role?'), help: 'Write Role in `ref` or populate.' }],
    ['model-unknown', { model: 'Invoice', paths: [] }, sample, { entry: null, reason: 'No file of this project defines a model named "Invoice". The log may come from another version of it.' }],
    ['undecided', {}, clean, { reason: expect.stringContaining('registered there on some paths only') }],
    ['undecided', { paths: ['app/api/users/route'] }, { ...clean, unknown: [{ file: 'lib/load.ts', line: 3, reason: 'the path of this import() is computed' }] }, { reason: expect.stringContaining('1 place could not be decided, lib/load.ts:3: the path of this import() is computed.') }],
    ['registered', { paths: page }, clean, { entry: 'app/(shop)/users/[id]/page.tsx', help: expect.stringContaining('npm ls mongoose') }],
    ['not-needed', { paths: ['app/api/users/route'] }, sample, { entry: 'src/app/api/users/route.ts', reason: expect.stringContaining('Elsewhere it is missing: app/actions/auth.ts.') }],
  ])('%s: %j', (verdict, over, report, expected) => {
    expect(told(over, report)).toMatchObject([{ verdict, ...expected }])
  })
})

test('of the entries that a trace names, the one that misses the model is meant', () => {
  expect(told({ paths: ['app/api/users/route', 'app/actions/auth'] })).toMatchObject([{ entry: 'app/actions/auth.ts' }])
  expect(told({ paths: ['app/api/users/route', ...page] }, clean)).toMatchObject([{ entry: 'src/app/api/users/route.ts' }])
})

test('traces that mean the same are one group, and the most frequent comes first', () => {
  const groups = [
    group({ paths: page, count: 4, first: '2026-03-01T02:00:00.000Z', last: '2026-03-01T03:00:00.000Z' }),
    group({ count: 3, first: '2026-03-01T02:11:00.000Z', last: '2026-03-01T02:12:00.000Z' }),
    group({ paths: ['[project]/app/actions/auth'], count: 2, first: '2026-03-01T01:00:00.000Z', last: '2026-03-01T02:11:30.000Z' }),
  ]
  expect(logJson(tie(groups, sample), sample)).toMatchObject([
    { entry: 'app/actions/auth.ts', count: 5, first: '2026-03-01T01:00:00.000Z', last: '2026-03-01T02:12:00.000Z' },
    { entry: 'app/(shop)/users/[id]/page.tsx', count: 4 },
  ])
})

describe('the entry that answers a request', () => {
  const entries = ['app/api/users/[id]/route.ts', 'app/api/users/new/route.ts', 'app/(shop)/@modal/cart/page.tsx', 'src/app/docs/[...path]/page.tsx', 'pages/api/me.ts', 'pages/index.tsx', 'app/actions/auth.ts', 'apps/web/app/blog/[[...slug]]/page.tsx'].map((file) => entry(file, 'route-handler'))
  test.each([
    ['/api/users/7', ['app/api/users/[id]/route.ts']],
    ['/api/users/new', ['app/api/users/new/route.ts']],
    ['/api/users', []],
    ['/cart', ['app/(shop)/@modal/cart/page.tsx']],
    ['/docs/a/b', ['src/app/docs/[...path]/page.tsx']],
    ['/blog', ['apps/web/app/blog/[[...slug]]/page.tsx']],
    ['/api/me/', ['pages/api/me.ts']],
    ['/', ['pages/index.tsx']],
  ])('%s', (url, files) => {
    expect(entriesAt(url, entries).map((one) => one.file)).toEqual(files)
  })
  test('stands in for a trace that says nothing', () => {
    expect(told({ paths: [], url: '/api/users' })).toMatchObject([{ entry: 'src/app/api/users/route.ts' }])
    expect(told({ paths: [], url: '/users/*' })).toMatchObject([{ entry: null }])
  })
})

test('the files of many traces are those of each', () => {
  const path = fc.array(fc.constantFrom('src', 'app', 'users', 'page', 'route', 'server'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
  const file = fc.tuple(path, fc.constantFrom('.ts', '.tsx', '.mjs')).map((parts) => parts.join(''))
  fc.assert(fc.property(fc.uniqueArray(file, { maxLength: 12 }), fc.array(path), (files, paths) => {
    const find = fileFinder(files)
    for (const one of paths) expect(find(one).toSorted()).toEqual(filesMeant([one], files).toSorted())
  }), runs(200))
})

test('a thousand different traces in a thousand entries are tied within the time of a test', () => {
  const report = withEntries(...Array.from({ length: 1000 }, (_, i) => entry(`app/p${i}/page.tsx`, 'page', { missing: ['Role'] })))
  const groups = Array.from({ length: 2000 }, (_, i) => group({ model: `Role${i % 2 === 0 ? '' : i}`, paths: Array.from({ length: 40 }, (__, j) => `app/p${(i * 40 + j) % 3000}/page`) }))
  expect(tie(groups, report).length).toBeGreaterThan(1000)
})
