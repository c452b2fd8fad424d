/** `graph`: what is drawn, in which format, and where it goes. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Report } from '../../src/kernel/report.ts'
import { clean, lateRole, sample } from '../reporters/sample.ts'
import { cli, type Setting } from './fake.ts'

let cwd = ''
beforeEach(() => { cwd = mkdtempSync(join(tmpdir(), 'mongoose-doctor-')) })
afterEach(() => rmSync(cwd, { recursive: true }))

const run = (argv: string[], setting: Setting = {}) => cli(['graph', ...argv], { ...setting, terminal: { cwd, ...setting.terminal } })

test.each([[[]], [['models']], [['.']], [['models', '.']], [['--dir', '.']]])('graph %j draws the models', async (argv) => {
  const { code, out, err } = await run(argv)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^flowchart LR\n[^]*m2 -->\|"role"\| m1\n/)
})

test('graph findings draws where chains break, and is an answer: exit 0', async () => {
  const { code, out } = await run(['findings'])
  expect(code).toBe(0)
  expect(out).toContain('-.->|"✗ comes too late"|')
})

test.each([['mermaid', /^flowchart /], ['dot', /^digraph /], ['svg', /^<svg /], ['json', /^\{\n {2}"title"/]])('--format %s', async (format, begin) => {
  expect((await run(['--format', format])).out).toMatch(begin)
})

test('a directory of the name of a kind is named with --dir', async () => {
  mkdirSync(join(cwd, 'findings'))
  expect((await run(['--dir', 'findings'])).out).toContain('|"role"|')
  expect((await run(['./findings'])).out).toContain('|"role"|')
})

describe('narrowed', () => {
  const two: Report = { ...sample, findings: [{ ...lateRole, id: 'aaa1' }, { ...lateRole, id: 'bbb2', model: 'User', entries: ['src/app/api/users/route.ts'] }] }
  const parts = async (argv: string[]): Promise<number> => (JSON.parse((await run(['findings', '--format', 'json', ...argv], { report: two })).out) as { parts: unknown[] }).parts.length
  test.each([[[], 2], [['--finding', 'bbb'], 1], [['--model', 'User'], 1], [['--entry', 'app/actions'], 1], [['--rule', 'late-registration'], 2]])('findings by %j: %i', async (argv, count) => {
    expect(await parts(argv)).toBe(count)
  })
  test('models by --model, with their neighbours', async () => {
    const models = [...sample.models, { name: 'Tag', file: 'models/Tag.ts', line: 1, refs: [] }]
    const { out } = await run(['--model', 'User'], { report: { ...sample, models } })
    expect(out).toContain('Role')
    expect(out).not.toContain('Tag')
  })
})

describe('--output', () => {
  test('writes the file, and prints nothing', async () => {
    const { code, out } = await run(['--format', 'svg', '--output', 'docs/models.svg'])
    expect({ code, out }).toEqual({ code: 0, out: '' })
    expect(readFileSync(join(cwd, 'docs/models.svg'), 'utf8')).toMatch(/^<svg /)
  })
  test('a file that cannot be written is wrong use', async () => {
    mkdirSync(join(cwd, 'folder'))
    expect(await run(['--output', 'folder'])).toMatchObject({ code: 2, out: '', err: 'folder was not written: it is a folder.\n' })
  })
  test('nothing is written where nothing was examined', async () => {
    const report: Report = { ...clean, models: [], complete: false, unknown: [{ file: 'a.ts', line: null, reason: 'does not parse' }] }
    expect(await run(['--output', 'a.svg'], { report })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Nothing was examined') })
    expect(existsSync(join(cwd, 'a.svg'))).toBe(false)
  })
})

test('no findings: an empty picture, and a word', async () => {
  expect(await run(['findings'], { report: clean })).toMatchObject({ code: 0, out: 'flowchart TB\n', err: expect.stringMatching(/^There is nothing to draw/) })
})

test('more than Mermaid draws where its limits stand is told', async () => {
  const models = Array.from({ length: 120 }, (_, i) => ({ name: `M${i}`, file: `models/M${i}.ts`, line: 1, refs: [1, 2, 3, 4, 5].map((step) => ({ path: `r${step}`, model: `M${(i + step) % 120}` })) }))
  const { err } = await run([], { report: { ...sample, models, apps: sample.apps.map((app) => ({ ...app, entries: app.entries.map((entry) => ({ ...entry, missing: [] })) })) } })
  expect(err.replaceAll('\n', ' ')).toContain('Mermaid draws no more than 500 arrows and 50000 characters')
  expect((await run(['--format', 'dot'], { report: { ...sample, models } })).err).toBe('')
})

test.each<[string[], string]>([
  [['model', 'x'], 'Unknown graph "model". Did you mean models? There are models and findings.'],
  [['models', 'a', 'b'], 'Unexpected argument "b": graph takes [models|findings] [dir].'],
  [['--format', 'png'], 'Unknown format "png". There are mermaid, dot, svg and json.'],
  [['--finding', 'x'], '--finding chooses among findings: mongoose-doctor graph findings --finding …'],
  [['models', '--entry', 'app'], '--entry chooses among findings: mongoose-doctor graph findings --entry …'],
  [['findings', '--finding', 'zzz'], expect.stringMatching(/^No finding has an id that begins with "zzz"/)],
  [['--model', 'Rol'], expect.stringMatching(/^No model "Rol" in this project\. Did you mean Role\?/)],
])('wrong use: %j', async (argv, sentence) => {
  const { code, out, err } = await run(argv)
  expect({ code, out, err: err.trimEnd() }).toEqual({ code: 2, out: '', err: sentence })
})

test('--help tells its options', async () => {
  expect((await run(['--help'])).out).toContain('--finding <id>')
})
