/** A large report is cut to a stated length, and what is missing is counted. */
import { examine, type Report } from 'mongoose-doctor'
import { expect, test } from 'vitest'
import { cutReport, leftOutText } from '../src/cut.ts'
import { app, route, serve, withTree } from './support.ts'

/** So many routes with the same mistake. */
const many = (count: number): Record<string, string> => ({ ...app, ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`app/api/r${i}/route.ts`, app[route]])) })
const counts = ({ apps, findings, models, unknown }: Report) => ({ findings: findings.length, unknown: unknown.length, models: models.length, entries: apps.flatMap((one) => one.entries).length })

test.each([3000, 10_000, 60_000, 1_000_000])('to %i characters, whatever is in it', (limit) => {
  const { report } = examine(withTree({ ...many(60), ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`lib/broken${i}.ts`, 'const =']))}))
  for (const full of [false, true]) {
    const cut = cutReport(report, limit, full)
    expect(JSON.stringify(cut.report).length).toBeLessThanOrEqual(limit)
    const [had, has] = [counts(report), counts(cut.report)]
    expect(cut.leftOut).toEqual({ findings: had.findings - has.findings, unknown: had.unknown - has.unknown, models: had.models - has.models, entries: had.entries - has.entries })
    expect(has.findings).toBeGreaterThan(0)
    expect(has.unknown).toBeGreaterThan(0)
  }
})

test('one that fits is whole', () => {
  const { report } = examine(withTree(many(3)))
  expect(cutReport(report, 1_000_000, true)).toEqual({ report, leftOut: { findings: 0, unknown: 0, models: 0, entries: 0 } })
})

test('a finding that breaks hundreds of entries names ten of them, and says so', () => {
  const { report } = examine(withTree(many(1)))
  const findings = report.findings.map((finding) => ({ ...finding, message: 'm'.repeat(5000), entries: Array.from({ length: 200 }, (_, i) => `app/e${i}/page.tsx`) }))
  const [finding] = cutReport({ ...report, findings }, 24_000, false).report.findings
  expect(finding).toMatchObject({ moreEntries: 190, message: `${'m'.repeat(1000)}… (4000 more characters)` })
  expect(finding?.entries).toHaveLength(10)
})

test('examine says what it leaves out, and what to do', async () => {
  const { call } = await serve(withTree(many(60)))
  const { text, data } = await call('examine', { limit: 5000 })
  expect(text).toMatch(/\nLeft out for want of room: \d\d findings\. Narrow it by entries, models or rules, or raise the limit\.\n61 errors, 61 fixable/)
  expect(text.length).toBeLessThan(6000)
  expect(JSON.stringify(data).length).toBeLessThan(6000)
})

test.each([
  ['why', { model: 'Role' }, /Left out for want of room: \d+ answers\. Name an entry, or raise the limit\./],
  ['explain', { text: 'Schema hasn\'t been registered for model "Role".' }, /Left out for want of room: \d+ findings\. Raise the limit for more\./],
  ['fix', {}, /61 findings would be mended in 61 files: [^\n]* …\. [^]*Left out for want of room: \d+ diffs, \d+ files, \d+ mended\. Raise the limit to see them\./],
])('%s says what it leaves out, too', async (tool, args, says) => {
  const { call } = await serve(withTree(many(60)))
  const { text, data } = await call(tool, { ...args, limit: 3000 })
  expect(text).toMatch(says)
  expect(JSON.stringify(data).length).toBeLessThan(4500)
})

test('nothing is said of what is not left out', () => {
  expect(leftOutText({ findings: 0, models: 0 })).toBeNull()
  expect(leftOutText({ findings: 2, models: 0, unknown: 1 })).toBe('Left out for want of room: 2 findings, 1 unknown.')
})
