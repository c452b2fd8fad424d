/** What the command line makes of where a run may begin. */
import { mkdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { From } from '../../src/reexamine.ts'
import { examination, sample } from '../reporters/sample.ts'
import { withTree } from '../helpers/tree.ts'
import { cli } from './fake.ts'

/** What the engine is asked to begin with; the cache without its name. */
async function begun(argv: readonly string[], env: Record<string, string> = {}): Promise<{ readonly cache: string | null; readonly packageFacts: boolean }> {
  const root = withTree({ 'app/page.tsx': '' })
  mkdirSync(`${root}/node_modules`)
  const asked: From[] = []
  const report = (_: string, from: From) => { asked.push(from); return { ...examination(sample), reused: null } }
  const { code, err } = await cli([...argv, root], { engine: { report }, terminal: { env, cwd: root } })
  expect({ code, err }).toEqual({ code: 1, err: '' })
  expect(asked).toHaveLength(1)
  const [{ cache, packageFacts } = { cache: null, packageFacts: false }] = asked
  return { packageFacts, cache: cache === null ? null : cache.file.replace(root, '').replace(/\/[0-9a-f]{12}\.bin$/, '') }
}

const DEFAULT = '/node_modules/.cache/mongoose-doctor'

test.each<[string[], Record<string, string>, string | null]>([
  [[], {}, DEFAULT],
  [['--cache'], {}, DEFAULT],
  [['--no-cache'], {}, null],
  [['--cache-location', 'kept/here'], {}, '/kept/here'],
  [[], { CI: 'true' }, null],
  [[], { CI: '1' }, null],
  [[], { CI: 'false' }, DEFAULT],
  [[], { CI: '' }, DEFAULT],
  [['--cache'], { CI: 'true' }, DEFAULT],
  [['--cache-location', 'kept'], { CI: 'true' }, '/kept'],
])('%j with %j: %j', async (argv, env, expected) => {
  expect(await begun(argv, env)).toEqual({ cache: expected, packageFacts: false })
})

test('--from-facts', async () => {
  expect(await begun(['--from-facts'], { CI: '1' })).toEqual({ cache: null, packageFacts: true })
})

describe('wrong use', () => {
  test.each<[string[], string]>([
    [['--no-cache', '--cache-location', 'x'], '--no-cache and --cache-location contradict each other.'],
    [['--cache-location'], '--cache-location needs a value: --cache-location <dir>'],
    [['facts', '--no-cache'], '--cache does not go with facts; it is an option of check, why, entries, models, explain, generate, graph, verify.'],
    [['--watch', '--fix'], '--watch tells people what a change has changed: it does not go with --fix, --dry-run or --format json.'],
    [['--watch', '--format', 'json'], '--watch tells people what a change has changed: it does not go with --fix, --dry-run or --format json.'],
    [['entries', '--watch'], '--watch does not go with entries; it is an option of check.'],
  ])('%j', async (argv, message) => {
    expect(await cli(argv)).toMatchObject({ code: 2, out: '', err: `${message}\n` })
  })
})

describe('facts', () => {
  test('says what it has written', async () => {
    expect(await cli(['facts'])).toMatchObject({ code: 0, out: '', err: 'mongoose-doctor.facts: the facts of 1 file.\n' })
    expect(await cli(['facts', '--output', 'out/f'], { engine: { writeFacts: () => ({ files: 2, of: 3 }) } })).toMatchObject({ err: 'out/f: the facts of 2 files; 1 more could not be read.\n' })
  })
  test('and what it could not write', async () => {
    expect(await cli(['facts'], { engine: { writeFacts: () => ({ reason: 'EACCES' }) } })).toMatchObject({ code: 2, err: 'mongoose-doctor.facts was not written: EACCES\n' })
  })
})
