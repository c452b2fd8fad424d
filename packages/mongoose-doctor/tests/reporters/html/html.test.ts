import { createHash } from 'node:crypto'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import type { Finding, Report } from '../../../src/kernel/report.ts'
import { html } from '../../../src/reporters/html/html.ts'
import { script } from '../../../src/reporters/html/script.ts'
import { hostile, unsafe } from '../hostile.ts'
import { clean, examination, lateRole, sample } from '../sample.ts'
import { elementsOf, named, type Element } from '../xml.ts'

const { sources } = examination(sample)
const show = (report: Report): string => html(report, sources)

const scripts = (page: string): string[] => [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text = '']) => text)
/** The page's elements. Scripts and styles are no XML. */
const elements = (page: string): Element[] => elementsOf(page.replace(/(<(script|style)[^>]*>)[^]*?(<\/\2>)/g, '$1$3'))
/** What a reader sees, as lines. */
const words = (page: string): string => page.replace(/<(script|style)[^>]*>[^]*?<\/\1>/g, '').replace(/<[^>]+>/g, '\n').replace(/\n\s*/g, '\n')
const dataOf = (page: string): unknown => JSON.parse(/<script type="application\/json" id="matrix-data">([^]*?)<\/script>/.exec(page)?.[1] ?? '')

test('says the verdict, then each finding with its way, its code, its reasons and its remedy', () => {
  const page = words(show(sample))
  expect(page).toContain('1 error, 1 fixable with \n--fix\n.')
  expect(page).toContain('\nEntry\napp/actions/auth.ts\nserver-action\nruns\nNeeds Role\napp/actions/auth.ts:7\n✗ \nThe chain breaks: \ncomes too late\nRegisters it when it is run\napp/actions/auth.ts:8\nloads\nModel Role\nmodels/Role.ts:10\n')
  expect(page).toContain('populate(&#39;role&#39;)')
  expect(page).toContain('\nRole is registered here, after the query \napp/actions/auth.ts:8\n')
  expect(page).toContain('mongoose-doctor --fix --model Role\n')
  expect(words(show(clean))).toContain('Every model is registered wherever it is needed.')
})

test('is well-formed, and each link leads to a place of the page', () => {
  const all = elements(show({ ...sample, findings: [lateRole, { ...lateRole, entries: [] }], unknown: [{ file: 'x.ts', line: 1, reason: 'y' }] }))
  const ids = all.flatMap(({ attributes }) => attributes['id'] ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  const links = named(all, 'a').map(({ attributes }) => attributes['href'] ?? '')
  expect(links.length).toBeGreaterThan(4)
  expect(links.filter((link) => !link.startsWith('#') || !ids.includes(link.slice(1)))).toEqual([])
  expect(all.flatMap(({ attributes }) => attributes['aria-labelledby'] ?? []).filter((id) => !ids.includes(id))).toEqual([])
})

test('loads nothing, and lets run only what it brings along', () => {
  const page = show(sample)
  const policy = named(elements(page), 'meta').find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')?.attributes['content'] ?? ''
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const [style = ''] = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(([, text = '']) => text)
  expect(policy.split('; ')).toEqual(["default-src 'none'", `style-src ${hash(style)}`, `script-src ${scripts(page).map(hash).join(' ')}`, "base-uri 'none'", "form-action 'none'"])
  expect(page.match(/<style/g)).toHaveLength(1)
  const attributes = elements(page).flatMap((element) => Object.keys(element.attributes))
  expect(attributes.filter((name) => /^on|^style$|^src/.test(name))).toEqual([])
  expect(style).not.toMatch(/url\(|@import/)
})

test('its script is JavaScript', () => {
  expect(parseSync('page.js', script, { sourceType: 'script' }).errors).toEqual([])
})

test('the same report gives the same bytes, however long it took', () => {
  expect(show({ ...sample, stats: { ...sample.stats, milliseconds: 9999 } })).toBe(show(sample))
})

test('what was not decided comes before everything else', () => {
  const page = words(show({ ...sample, complete: false, unknown: [{ file: 'lib/a.ts', line: 3, reason: 'the path is computed' }, { file: 'lib/b.ts', line: null, reason: 'the path is computed' }] }))
  expect(page).toContain('2 places could not be decided\nWhat depends on them')
  expect(page).toContain('the path is computed\nlib/a.ts:3\nlib/b.ts\n')
  expect(page.indexOf('lib/a.ts')).toBeLessThan(page.indexOf('\nErrors\n'))
})

test('without scripts a table has the entries that miss models first', () => {
  const page = words(show(sample))
  expect(page).toContain('\nEntry\nMissing\nUnknown\nRegistered\napp/actions/auth.ts\nserver-action\n✗\nRole\nUser\napp/(shop)/users/[id]/page.tsx\npage\nRole, User\n')
})

test('the script gets places in a list of models, those that are missing first, and the finding behind each', () => {
  const [app] = sample.apps
  const entry = { ...app?.entries[1], file: 'b.ts', kind: 'page' as const, registered: ['Tag'], maybe: [], required: ['User', 'Order'], missing: [], unknown: ['Order'] }
  const report: Report = { ...sample, apps: [{ root: '.', framework: 'next', compiler: 'Next 16', everywhere: ['Site'], entries: [entry, ...(app?.entries.slice(0, 1) ?? [])] }] }
  expect(dataOf(show(report))).toEqual({
    models: ['Role', 'Order', 'User', 'Site', 'Tag'], needed: 3, kinds: ['server-action', 'page'], apps: ['. (Next 16)'],
    rows: [['app/actions/auth.ts', 0, 0, [[0, 0]], [], [3, 2]], ['b.ts', 1, 0, [], [1], [3, 4, 2]]],
  })
})

test('a finding of many entries shows some, and one path', () => {
  const entries = Array.from({ length: 500 }, (_, i) => `app/${i}/page.tsx`)
  const page = words(show({ ...sample, findings: [{ ...lateRole, entries }] }))
  expect(page).toContain('in one of the 500 entries')
  expect(page).toContain('495 more entries')
  expect(page.match(/comes too late/g)).toHaveLength(1)
})

test('many findings have a list of contents, and a warning without entries has its way', () => {
  const warning: Finding = { ...lateRole, rule: 'unknown-ref', severity: 'warning', entries: [], path: [{ kind: 'ref', file: 'models/User.ts', line: 8, link: 'nowhere' }, { kind: 'model', file: null, line: null, link: null }] }
  const page = words(show({ ...sample, findings: [...Array.from({ length: 5 }, () => lateRole), warning] }))
  expect(page).toContain('All 6 in short')
  expect(page).toContain('Where the name leads\nNames the model\nmodels/User.ts:8\n✗ \nThe chain breaks: \nno file defines it\nModel Role\n')
})

describe('hostile names', () => {
  const page = html(hostile, { text: () => `${'</pre><script>'.repeat(3)}\n`.repeat(9) })
  /** The same report with harmless names. */
  const harmless = html({ ...JSON.parse(JSON.stringify(hostile, (_key, value: unknown) => (typeof value === 'string' && value.length > 30 ? 'x `code` x' : value))), models: hostile.models }, { text: () => 'x\n'.repeat(9) })

  test('make no element and no attribute', () => {
    const shape = (text: string): string[] => elements(text).map(({ name, attributes }) => `${name} ${Object.keys(attributes).join(' ')}`)
    expect(shape(page)).toEqual(shape(harmless))
    expect(scripts(page)).toEqual(scripts(harmless))
  })

  test('are text without controls, in the data too', () => {
    expect(page).not.toMatch(unsafe)
    expect(JSON.stringify(dataOf(page))).toContain('</details><script>')
  })

  test('are cut where they are very long', () => {
    const long = '<'.repeat(10_000)
    const report: Report = { ...hostile, models: [{ name: long, file: long, line: 1, refs: [{ path: long, model: long }] }], findings: [{ ...lateRole, model: long, file: long, message: long, help: long }] }
    expect(show(report).length).toBeLessThan(150_000)
  })
})

test('a report of nothing is a page too', () => {
  const page = words(show({ ...clean, apps: [], models: [] }))
  expect(page).toContain('There are no entries.')
})
