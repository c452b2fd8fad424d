/** `explain` of a log: on standard input, in a file, as data. */
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withTree } from '../helpers/tree.ts'
import { clean } from '../reporters/sample.ts'
import { cli } from './fake.ts'
import { message, trace } from '../logs/read.ts'

const night = [
  '2026-03-01T02:11:09.123Z ' + trace('/app/.next/server/app/actions/auth.js'),
  '2026-03-01T02:11:10.000Z GET / 200 in 4 ms',
  '2026-03-01T02:12:00.000Z ' + trace('webpack-internal:///(rsc)/./app/actions/auth.ts'),
  '2026-03-01T02:13:00.000Z ' + trace('/app/.next/server/app/api/users/route.js', 'role'),
  '2026-03-01T02:14:00.000Z ' + trace('/app/.next/server/chunks/12.js', 'Invoice'),
].join('\n')

test('a log is counted by model and entry', async () => {
  const { code, out } = await cli(['explain'], { input: night })
  expect(code).toBe(0)
  expect(out).toMatchInlineSnapshot(`
    "4 MissingSchemaErrors in 21 lines, in 3 groups by model and entry.

    2 × Role in app/actions/auth.ts (server-action)
      2026-03-01T02:11:09.123Z to 2026-03-01T02:12:00.000Z
      login() populates \`role\` before it imports Role: on a cold start this throws
      MissingSchemaError.
      error late-registration (proved) app/actions/auth.ts:7
      Fix: Import Role at the top of the file: import Role from '@/models/Role'

    1 × role in src/app/api/users/route.ts (route-handler)
      2026-03-01T02:13:00.000Z
      No file of this project defines a model named "role". Did you mean Role? Names
      are matched exactly.
      Fix: Write Role in \`ref\` or populate.

    1 × Invoice, entry unknown
      2026-03-01T02:14:00.000Z
      No file of this project defines a model named "Invoice". The log may come from
      another version of it.
      Fix: Define the model, or correct the name in \`ref\` or populate.

    To mend
      npx mongoose-doctor --fix --model Role
    "
  `)
})

test('a log that names a model once more is still short', async () => {
  const { out } = await cli(['explain'], { input: `${night}\n`.repeat(1000), terminal: { stdout: { isTTY: true, columns: 40 } } })
  expect(out).toContain('2000 × Role')
  expect(out.split('\n').length).toBeLessThan(50)
  expect(out.split('\n').filter((line) => line.length > 40 && line.trim().includes(' ') && !line.includes('mongoose-doctor') && !line.includes('/'))).toEqual([])
})

describe('a file', () => {
  test('by --log, or as the only argument', async () => {
    const cwd = withTree({ 'server.log': night })
    const piped = await cli(['explain'], { input: night })
    expect(await cli(['explain', '--log', 'server.log'], { terminal: { cwd } })).toEqual(piped)
    expect(await cli(['explain', 'server.log'], { terminal: { cwd } })).toEqual(piped)
    expect(await cli(['explain', '--log', join(cwd, 'server.log')])).toEqual(piped)
  })

  test('a rule is a rule, whatever lies in the directory', async () => {
    const cwd = withTree({ 'missing-model': night })
    expect((await cli(['explain', 'missing-model'], { terminal: { cwd } })).out).not.toContain('×')
    expect((await cli(['explain', '--log', 'missing-model'], { terminal: { cwd } })).out).toContain('2 × Role')
  })

  test('of one error is a log too', async () => {
    const cwd = withTree({ 'one.log': trace('app/actions/auth.ts') })
    expect((await cli(['explain', 'one.log'], { terminal: { cwd } })).out).toContain('1 × Role in app/actions/auth.ts')
  })
})

test('as data', async () => {
  const { code, out, err } = await cli(['explain', '--format', 'json'], { input: night })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(JSON.parse(out)).toMatchObject([
    { model: 'Role', entry: 'app/actions/auth.ts', count: 2, first: '2026-03-01T02:11:09.123Z', last: '2026-03-01T02:12:00.000Z', findings: ['late-registration:app/actions/auth.ts:Role:1'], verdict: 'explained' },
    { model: 'role', entry: 'src/app/api/users/route.ts', count: 1, verdict: 'model-unknown' },
    { model: 'Invoice', entry: null, count: 1, findings: [], verdict: 'model-unknown' },
  ])
  expect(JSON.parse((await cli(['explain', '--format', 'json', message])).out)).toMatchObject([{ model: 'Role', entry: null, count: 1, first: null, verdict: 'entry-unknown' }])
})

test('limits that were reached are said', async () => {
  const input = `${'x'.repeat(150_000)}\n${Array.from({ length: 1100 }, (_, i) => trace(`app/p${i}/page.tsx`)).join('\n')}`
  const asText = await cli(['explain'], { input, report: clean })
  expect(asText.out.replaceAll('\n', ' ')).toContain('1 line was longer than 100000 characters and read in pieces')
  expect(asText.out.replaceAll('\n', ' ')).toContain('There were more than 1000 different traces: 100 errors are counted by model only.')
  const asData = await cli(['explain', '--format', 'json'], { input, report: clean })
  expect(asData.err).toContain('1 line was longer')
  expect(JSON.parse(asData.out)).toMatchObject([{ count: 1100 }])
})

describe('wrong use is 2, with one sentence', () => {
  test.each<[string[], string]>([
    [['explain', '--log', 'none.log'], 'There is no file "none.log".'],
    [['explain', '--log', 'folder'], '"folder" is a directory; give the file of the log.'],
    [['explain', '--log', 'calm.log'], 'There is no MissingSchemaError (`Schema hasn\'t been registered for model "…"`) in calm.log: 2 lines read.'],
    [['explain', '--log', 'empty.log'], 'There is no MissingSchemaError (`Schema hasn\'t been registered for model "…"`) in empty.log: 0 lines read.'],
    [['explain', '--log', 'calm.log', 'missing-model'], '--log names the file to read: it does not go with a rule or an error message.'],
    [['explain', 'missing-model', '--format', 'json'], '--format json goes with an error or a log; the page of a rule is text.'],
    [['--log', 'calm.log'], '--log does not go with check; it is an option of explain.'],
  ])('%j', async (argv, sentence) => {
    const cwd = withTree({ 'calm.log': 'GET / 200\nGET / 200\n', 'empty.log': '', 'folder/x': '' })
    const { code, out, err } = await cli(argv, { terminal: { cwd } })
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `${sentence}\n` })
  })
  test('standard input that is a directory', async () => {
    const input = () => createReadStream(import.meta.dirname)
    expect(await cli(['explain'], { terminal: { input } })).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^Standard input could not be read: EISDIR/) })
  })
  test('a stream without such an error', async () => {
    expect(await cli(['explain'], { input: 'GET / 200\n'.repeat(3) })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('3 lines read') })
  })
})

test.each(['pretty', 'json'])('what a log says is written out: %s', async (format) => {
  const nasty = '\u202eeloR\x07<script>alert(1)</script>\u200b'
  const input = `2026-03-01T02:11:09.123Z ${trace('/app/lib/\u202ex.ts', nasty)}\n${trace('/app/\x1b]0;t\x07x.js', nasty)}\n`
  const { out, err } = await cli(['explain', '--format', format], { input })
  expect(err).toBe('')
  // oxlint-disable-next-line no-control-regex -- controls are what this is about
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/)
  expect(out).toContain('\\u202eeloR')
})
