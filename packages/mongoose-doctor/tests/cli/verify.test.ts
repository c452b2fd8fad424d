/** `verify`, from a command line to an exit code. */
import { readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import { sources, turbopack } from '../built/app.ts'
import { withTree } from '../helpers/tree.ts'
import { cli } from './fake.ts'

const verify = (files: Readonly<Record<string, unknown>>, ...argv: readonly string[]) => cli(['verify', ...argv], { load: loadEngine, terminal: { cwd: withTree(files) } })
const built = { ...sources, ...turbopack }
/** Its import of a model is lost. */
const broken = { ...built, '.next/server/chunks/users.js': turbopack['.next/server/chunks/users.js'].replace(',r=e.i(31638)', ',r={Role:{}}') }

test('a build as predicted is 0', async () => {
  expect(await verify(built)).toMatchObject({ code: 0, out: '.next, Next.js with Turbopack\n\n3 entries, as predicted.\n', err: '' })
})

test('a predicted model that is not there is 1', async () => {
  const { code, out } = await verify(broken)
  expect(code).toBe(1)
  expect(out).toContain('Role: predicted registered, in the build not registered')
  expect(out).toContain('3 entries: 2 as predicted and 1 differs.')
})

test('more than was predicted is 0', async () => {
  const { code, out } = await verify({ ...built, 'app/page.tsx': 'export default function Home() { return null }\n' })
  expect(out).toContain('User: predicted not registered, in the build registered')
  expect(code).toBe(0)
})

test('no build is 2, and says what to run', async () => {
  expect(await verify(sources)).toMatchObject({ code: 2, out: '', err: 'There is no build to compare with. Make one first: next build\n' })
})

test('a build that is older than a source says so', async () => {
  const root = withTree(built)
  const { utimesSync } = await import('node:fs')
  utimesSync(`${root}/.next/BUILD_ID`, new Date(0), new Date(0))
  const { out } = await cli(['verify'], { load: loadEngine, terminal: { cwd: root } })
  expect(out).toMatch(/The build is older than app\/actions\.ts and \d more source files: build again/)
})

describe('it is narrowed', () => {
  test('to entries', async () => {
    expect(await verify(broken, '--entry', 'app/page.tsx')).toMatchObject({ code: 0, out: expect.stringContaining('1 entry, as predicted.') })
  })

  test('but not to nothing', async () => {
    expect(await verify(broken, '--entry', 'app/pages.tsx')).toMatchObject({ code: 2, err: expect.stringContaining('No entry matches "app/pages.tsx"') })
  })
})

test('JSON is what its schema says', async () => {
  const validate = new Ajv.Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(new URL('../../schema/verification.schema.json', import.meta.url), 'utf8')))
  for (const files of [built, broken]) {
    // oxlint-disable-next-line no-await-in-loop -- one is enough at a time
    const { out } = await verify(files, '--format', 'json')
    expect(validate(JSON.parse(out)), JSON.stringify(validate.errors)).toBe(true)
  }
})

test('nothing of the project runs without --run, and with it all is said that went wrong', async () => {
  const started = { ...built, 'node_modules/mongoose/index.js': 'exports.Connection = class {}; exports.modelNames = () => []', '.next/server/chunks/[turbopack]_runtime.js': 'throw new Error("it runs")' }
  expect((await verify(started)).code).toBe(0)
  const { code, out } = await verify(started, '--run')
  expect(out).toContain('it ended with an error: it runs')
  expect(code).toBe(0)
})
