/** action.yml: its step, run as GitHub's runner does, with an npx that is not npm's. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { version } from '../../src/kernel/version.ts'

interface Step { readonly shell?: string; readonly uses?: string; readonly run: string; readonly env: Readonly<Record<string, string>> }
interface Action { readonly inputs: Readonly<Record<string, { readonly default: string }>>; readonly runs: { readonly using: string; readonly steps: readonly Step[] } }

const repository = fileURLToPath(new URL('../../../../', import.meta.url))
const bin = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url))
const action: Action = parse(readFileSync(join(repository, 'action.yml'), 'utf8'))

/** Notes its arguments, writes what --output asks for, and ends as it is told. */
const fakeNpx = `#!/usr/bin/env node
const { writeFileSync } = require('node:fs')
const args = process.argv.slice(2)
writeFileSync(process.env.NOTE, JSON.stringify(args))
console.log('::error file=a.ts,line=1::no model')
const code = Number(process.env.CODE)
if (code < 2) for (const [, format, file] of args.map((arg) => /^(markdown|sarif)=(.*)$/.exec(arg)).filter(Boolean)) writeFileSync(file, format + '\\n')
process.exit(code)
`
const realNpx = `#!/bin/sh
shift 2
exec ${JSON.stringify(process.execPath)} ${JSON.stringify(bin)} "$@"
`

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mongoose-doctor-'))
  for (const folder of ['bin', 'temp', 'workspace']) mkdirSync(join(root, folder))
  writeFileSync(join(root, 'summary.md'), 'before\n')
})
afterEach(() => rmSync(root, { recursive: true }))

interface Ran { readonly code: number | null; readonly out: string; readonly err: string; readonly args: unknown; readonly summary: string }

function run(inputs: Readonly<Record<string, string>> = {}, setting: { readonly code?: number; readonly npx?: string; readonly workspace?: string } = {}): Ran {
  writeFileSync(join(root, 'bin/npx'), setting.npx ?? fakeNpx, { mode: 0o755 })
  const [step] = action.runs.steps
  if (step === undefined) throw new Error('action.yml has no step')
  writeFileSync(join(root, 'step.sh'), step.run)
  const value = (expression: string): string =>
    expression.replace(/\$\{\{ (inputs|github)\.(\w+) \}\}/g, (_, kind: string, name: string) => (kind === 'github' ? repository : (inputs[name] ?? action.inputs[name]?.default ?? '')))
  const env = Object.fromEntries(Object.entries(step.env).map(([name, expression]) => [name, value(expression)]))
  const workspace = setting.workspace ?? join(root, 'workspace')
  const note = join(root, 'note.json')
  // As the runner starts `shell: bash`.
  const ran = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', join(root, 'step.sh')], {
    cwd: workspace,
    encoding: 'utf8',
    env: {
      ...env, NOTE: note, CODE: String(setting.code ?? 0), CI: 'true', GITHUB_WORKSPACE: workspace, RUNNER_TEMP: join(root, 'temp'), GITHUB_STEP_SUMMARY: join(root, 'summary.md'),
      PATH: [join(root, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
    },
  })
  const args: unknown = existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')) : null
  return { code: ran.status, out: ran.stdout, err: ran.stderr, args, summary: readFileSync(join(root, 'summary.md'), 'utf8') }
}

test('one step of its own: no action of others, and no input in the text of a script', () => {
  expect(action.runs.using).toBe('composite')
  for (const step of action.runs.steps) {
    expect(step).toMatchObject({ shell: 'bash' })
    expect(step.uses).toBeUndefined()
    expect(step.run).not.toContain('${{')
  }
})

test.each([0, 1])('exit code %i is kept, with the summary and the annotations', (code) => {
  const ran = run({}, { code })
  expect(ran).toMatchObject({ code, err: '', out: '::error file=a.ts,line=1::no model\n', summary: 'before\nmarkdown\n' })
  expect(ran.args).toEqual(['--yes', `mongoose-doctor@${version}`, 'check', '--dir=.', '--format', 'github', '--output', `markdown=${join(root, 'temp/mongoose-doctor.md')}`, '--output', 'sarif=mongoose-doctor.sarif'])
  expect(readFileSync(join(root, 'workspace/mongoose-doctor.sarif'), 'utf8')).toBe('sarif\n')
})

test('where nothing was examined, what an earlier run has left is not taken for its result', () => {
  writeFileSync(join(root, 'temp/mongoose-doctor.md'), 'old\n')
  writeFileSync(join(root, 'workspace/mongoose-doctor.sarif'), 'old\n')
  expect(run({}, { code: 2 })).toMatchObject({ code: 2, summary: 'before\n' })
  expect(existsSync(join(root, 'workspace/mongoose-doctor.sarif'))).toBe(false)
})

test('inputs reach the program as they are', () => {
  const hostile = `"; touch owned; $(touch owned) \`touch owned\` *`
  const { code, args } = run({ directory: hostile, strict: 'true', args: `--model\n${hostile}\n\n--rule\r`, sarif: '-a b.sarif', version: '1.2.3-next.0' })
  expect(code).toBe(0)
  expect(args).toEqual(['--yes', 'mongoose-doctor@1.2.3-next.0', 'check', `--dir=${hostile}`, '--format', 'github', '--strict', '--model', hostile, '--rule\r', '--output', expect.any(String), '--output', 'sarif=-a b.sarif'])
  expect(existsSync(join(root, 'workspace/owned'))).toBe(false)
  expect(existsSync(join(root, 'workspace/-a b.sarif'))).toBe(true)
})

test.each(['npm:other', 'https://example.com/a.tgz', '1 2', '$(id)'])('%j is no version', (other) => {
  expect(run({ version: other })).toMatchObject({ code: 2, args: null, out: '::error::mongoose-doctor: the input "version" is no version.\n' })
})

describe('with the built program', () => {
  test('examples/clinic-before', () => {
    if (!existsSync(bin)) throw new Error('dist/cli.mjs is not built: run `npm test` at the root, or `npm run build`')
    const sarif = join(root, 'a.sarif')
    const ran = run({ directory: 'examples/clinic-before', sarif }, { npx: realNpx, workspace: repository })
    expect(ran).toMatchObject({ code: 1, err: '' })
    expect(ran.out).toMatch(/^::error file=examples\/clinic-before\/app\/actions\/auth\.ts,line=39,/)
    expect(ran.summary).toMatch(/^before\n## mongoose-doctor\n\n\*\*1 error, 1 fixable with --fix\.\*\*/)
    expect(readFileSync(sarif, 'utf8')).toContain('"uri": "examples/clinic-before/models/User.ts"')
  })
})
