/** A configuration in a project, through the command line. */
import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import { app } from '../cache/app.ts'
import { withTree } from '../helpers/tree.ts'
import { cli } from './fake.ts'

const run = (root: string, ...argv: string[]) => cli([...argv, '--dir', root, '--no-cache'], { load: loadEngine })
const on = (config: string, ...argv: string[]) => run(withTree({ ...app, 'mongoose-doctor.jsonc': config }), ...argv)

test.each([
  [['check'], '{\n  "strickt": true,\n  "rules": { "missing-modle": "off" }\n}'],
  [['entries'], '{\n  "strickt": true,\n  "rules": { "missing-modle": "off" }\n}'],
  [['check', '--fix', '--force'], '{\n  "strickt": true,\n  "rules": { "missing-modle": "off" }\n}'],
])('%j ends with all that is wrong in it, and where', async (argv, config) => {
  const { code, out, err } = await on(config, ...argv)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err.split('\n')).toEqual([
    expect.stringMatching(/^mongoose-doctor\.jsonc:2: Unknown key "strickt"\. Did you mean strict\?/),
    expect.stringMatching(/^mongoose-doctor\.jsonc:3: There is no rule "missing-modle"\. Did you mean missing-model\?/), '',
  ])
})

test.skipIf(process.platform === 'win32').each<[string, (path: string) => void]>([
  ['a pipe', (path) => void execFileSync('mkfifo', [path])],
  ['a link that leads out', (path) => symlinkSync('/etc/passwd', path)],
])('%s is not read', async (_name, make) => {
  const root = withTree(app)
  make(`${root}/mongoose-doctor.jsonc`)
  expect(await run(root)).toMatchObject({ code: 2, out: '', err: 'mongoose-doctor.jsonc: It could not be read: it is no plain file, or a link that leads out of the directory.\n' })
})

test('what it says is escaped', async () => {
  expect((await on('{ "\\u001b[2J\\u202e": 1 }')).err).toMatch(/^mongoose-doctor\.jsonc:1: Unknown key "\\x1b\[2J\\u202e"/)
})

describe('severities', () => {
  test.each<[string, string[], number, string]>([
    ['{}', [], 1, '1 error, 1 fixable with --fix.'],
    ['{ "rules": { "missing-model": "warning" } }', [], 0, '1 warning, 1 fixable with --fix.'],
    ['{ "rules": { "missing-model": "off" } }', [], 0, 'No findings. 1 finding is ignored, as the configuration says.'],
    ['{ "ignoreFindingsIn": ["lib/**"] }', [], 0, 'No findings. 1 finding is ignored, as the configuration says.'],
  ])('%s', async (config, argv, code, verdict) => {
    const ran = await on(config, ...argv)
    expect(ran).toMatchObject({ code, err: '' })
    expect(ran.out).toContain(verdict)
  })

  test('a glob that ignores nothing is told, unless only a part is looked at', async () => {
    const config = '{\n  "ignoreFindingsIn": ["legacy/**"]\n}'
    expect(await on(config)).toMatchObject({ code: 1, err: 'mongoose-doctor.jsonc:2: no finding is kept back by "legacy/**" in\n"ignoreFindingsIn": remove it.\n' })
    expect(await on(config, '--rule', 'unknown-ref')).toMatchObject({ code: 0, err: '' })
  })
})

test('a rule that is off by default answers --rule only where the configuration turns it on', async () => {
  const off = 'stale-model is off by default. Turn it on in the configuration: "rules": { "stale-model": "info" }.'
  for (const config of ['{}', '{ "rules": { "stale-model": "off" } }']) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other
    const { code, out, err } = await on(config, '--rule', 'stale-model')
    expect({ code, out, err: err.replaceAll(/\s+/g, ' ').trim() }).toEqual({ code: 2, out: '', err: off })
  }
  expect(await on('{ "rules": { "stale-model": "info" } }', '--rule', 'stale-model')).toMatchObject({ code: 0, err: '' })
})

test('strict and strategy hold as if they were options, which win', async () => {
  const printed = async (config: string, ...argv: string[]): Promise<unknown[]> =>
    JSON.parse((await on(config, '--print-config', '--format', 'json', ...argv)).out).filter(({ key }: { key: string }) => ['strict', 'strategy'].includes(key))
  expect(await printed('{}')).toEqual([{ key: 'strict', value: false, from: 'default' }, { key: 'strategy', value: 'import', from: 'default' }])
  const config = '{ "strict": true,\n"strategy": "lazy" }'
  expect(await printed(config)).toEqual([{ key: 'strict', value: true, from: 'mongoose-doctor.jsonc:1' }, { key: 'strategy', value: 'lazy', from: 'mongoose-doctor.jsonc:2' }])
  expect(await printed(config, '--no-strict', '--strategy', 'ensure')).toEqual([{ key: 'strict', value: false, from: '--no-strict' }, { key: 'strategy', value: 'ensure', from: '--strategy' }])
})

test('--print-config names each value and who says so, in a narrow terminal too', async () => {
  const root = withTree({ ...app, 'package.json': `{ "dependencies": { "next": "16", "mongoose": "9" },\n"mongoose-doctor": {\n"entries": ["scripts/*.ts",\n"jobs/*.ts"], "rules": { "unknown-ref": "off" } } }` })
  const { code, out, err } = await cli(['--print-config', '--strict', '--dir', root], { load: loadEngine, terminal: { stdout: { isTTY: false, columns: 40 } } })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const rows = out.replaceAll(/ {2,}/g, ' ')
  for (const row of ['entries scripts/*.ts\n from: package.json:3', 'entries jobs/*.ts\n from: package.json:4', 'rules.unknown-ref off\n', 'rules.missing-model not set\n from: default', 'strict true\n from: --strict']) expect(rows).toContain(row)
})

test.each([
  [['--print-config', '--format', 'sarif'], '--print-config prints pretty or json; it does not go with --format sarif.'],
  [['entries', '--print-config'], '--print-config does not go with entries; it is an option of check.'],
])('%j', async (argv, message) => {
  expect(await cli(argv)).toMatchObject({ code: 2, err: `${message}\n` })
})
