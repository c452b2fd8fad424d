/** --format, --output, and what is chosen where nothing is said. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { json } from '../../src/reporters/json.ts'
import { formats } from '../../src/reporters/formats.ts'
import { clean, sample } from '../reporters/sample.ts'
import { cli, type Setting } from './fake.ts'

let cwd = ''
beforeEach(() => { cwd = mkdtempSync(join(tmpdir(), 'mongoose-doctor-')) })
afterEach(() => rmSync(cwd, { recursive: true }))

const run = (argv: string[], setting: Setting = {}) => cli(argv, { ...setting, terminal: { cwd, ...setting.terminal } })
const read = (file: string) => readFileSync(join(cwd, file), 'utf8')

test.each(formats)('--format %s prints it, whatever the exit code', async (format) => {
  const { code, out, err } = await run(['--format', format])
  expect({ code, err }).toEqual({ code: 1, err: '' })
  expect(out).toContain('late-registration')
  expect(out.endsWith('\n')).toBe(true)
})

describe('--output', () => {
  test('writes each format to its file, beside what is printed', async () => {
    const { code, out, err } = await run(['--output', 'sarif=reports/ci/a.sarif', '--output=json=b=c.json', '--format', 'pretty'])
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toMatch(/^error late-registration \(proved\)\n/)
    expect(JSON.parse(read('reports/ci/a.sarif'))).toMatchObject({ version: '2.1.0' })
    expect(read('b=c.json')).toBe(json(sample))
    expect(readdirSync(join(cwd, 'reports/ci'))).toEqual(['a.sarif'])
  })

  test('replaces what is there, and has no colours', async () => {
    writeFileSync(join(cwd, 'report.txt'), 'x'.repeat(100_000))
    await run(['--output', 'pretty=report.txt', '--color'])
    expect(read('report.txt')).toMatch(/^error late-registration[^]+1 error, 1 fixable with --fix\.\n$/)
    expect(read('report.txt')).not.toContain('\x1b')
  })

  test('after --fix holds what is left', async () => {
    const { code, written } = await run(['--fix', '--output', 'json=left.json'])
    expect(code).toBe(0)
    expect(written).toHaveLength(1)
    expect(read('left.json')).toBe(json(clean))
  })

  test('a file that cannot be written is exit 2, after the report and the other files', async () => {
    mkdirSync(join(cwd, 'folder'))
    writeFileSync(join(cwd, 'file'), '')
    symlinkSync('elsewhere', join(cwd, 'link'))
    const { code, out, err } = await run(['--output', 'sarif=folder', '--output', 'junit=file/x.xml', '--output', 'markdown=link', '--output', 'json=good.json'])
    expect(code).toBe(2)
    expect(out).toContain('1 error, 1 fixable with --fix.')
    expect(err).toMatch(/^folder was not written: it is a folder\.\nfile\/x\.xml was not written: \w+: [^\n]+\nlink was not written: it is a link\.\n$/)
    expect(read('good.json')).toBe(json(sample))
    expect(existsSync(join(cwd, 'elsewhere'))).toBe(false)
  })

  test.skipIf(process.getuid?.() === 0)('a folder that is closed', async () => {
    mkdirSync(join(cwd, 'closed'))
    chmodSync(join(cwd, 'closed'), 0o555)
    expect(await run(['--output', 'json=closed/a.json'])).toMatchObject({ code: 2, err: expect.stringContaining('closed/a.json was not written: EACCES') })
  })

  test('where nothing was examined no file says that all is well', async () => {
    const { code, out } = await run(['--format', 'sarif', '--output', 'gitlab=a.json'], { report: { ...clean, models: [], complete: false, unknown: [{ file: 'a.ts', line: null, reason: 'does not parse' }] } })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(readdirSync(cwd)).toEqual([])
  })

  test.each<[string[], string]>([
    [['--output', 'report.sarif'], '--output report.sarif does not say in which format: --output <format>=<file>, as in --output sarif=report.sarif.'],
    [['--output', 'sarf=a'], 'Unknown format "sarf". Did you mean sarif? There are pretty, json, sarif, github, gitlab, junit, markdown, html and agent.'],
    [['--output', 'sarif='], '--output sarif= does not say where to: --output sarif=<file>.'],
    [['--output'], '--output needs a value: --output <format>=<file>'],
    [['generate', 'registry', '--output'], '--output needs a value: --output <file>'],
    [['facts', '--output', 'a', '--output', 'b'], '--output can be given once.'],
    [['--output', 'json=a', '--output', 'sarif=a'], '--output writes a twice; give each format a file of its own.'],
    [['--watch', '--output', 'json=a'], '--watch tells people what a change has changed: it does not go with --output.'],
    [['--watch', '--format', 'sarif'], '--watch tells people what a change has changed: it does not go with --format sarif.'],
    [['--dry-run', '--output', 'json=a'], '--dry-run writes nothing; it does not go with --output.'],
    [['--dry-run', '--format', 'markdown'], '--dry-run prints a diff; it does not go with --format markdown.'],
    [['entries', '--output', 'json=a'], '--output does not go with entries; it is an option of check, generate, graph, facts.'],
    [['why', 'Role', '--format', 'sarif'], 'why prints pretty or json; --format sarif is for a report: mongoose-doctor check --format sarif'],
    [['models', '--format', 'agent'], 'models prints pretty or json; --format agent is for a report: mongoose-doctor check --format agent'],
  ])('wrong use: %j', async (argv, sentence) => {
    const { code, out, err } = await run(argv)
    expect({ code, out, err: err.trimEnd() }).toEqual({ code: 2, out: '', err: sentence })
    expect(readdirSync(cwd)).toEqual([])
  })
})

describe('files are named from where a machine looks them up', () => {
  const first = async (argv: string[], env: Record<string, string> = {}) => {
    mkdirSync(join(cwd, 'apps/web'), { recursive: true })
    return (await run(argv, { terminal: { env } })).out
  }
  test('the current directory', async () => {
    expect(await first(['apps/web', '--format', 'github'])).toMatch(/^::error file=apps\/web\/app\/actions\/auth\.ts,/)
    expect(await first(['apps/web', '--format', 'sarif'])).toContain('"uri": "apps/web/models/User.ts"')
    expect(await first(['apps/web', '--format', 'junit'])).toContain('<testsuite name="mongoose-doctor: apps/web" ')
    expect(await first(['apps/web', '--format', 'markdown'])).toContain("> 7 │   const user = await User")
  })
  test('the root of the repository that the CI names', async () => {
    const web = { cwd: join(cwd, 'apps/web') }
    mkdirSync(web.cwd, { recursive: true })
    expect((await run(['--format', 'github'], { terminal: { ...web, env: { GITHUB_WORKSPACE: cwd } } })).out).toMatch(/^::error file=apps\/web\/app/)
    expect((await run(['--format', 'gitlab'], { terminal: { ...web, env: { CI_PROJECT_DIR: cwd } } })).out).toContain('"path": "apps/web/app/actions/auth.ts"')
    expect((await run(['--format', 'github'], { terminal: { ...web, env: { GITHUB_WORKSPACE: join(cwd, 'other') } } })).out).toMatch(/^::error file=app\/actions/)
    expect((await run(['--format', 'agent'], { terminal: { ...web, env: { GITHUB_WORKSPACE: cwd } } })).out).toMatch(/^app\/actions/)
  })
  test('pretty and json stay within the examined directory; an agent opens files from where it is', async () => {
    expect(await first(['apps/web'])).toContain('\n  app/actions/auth.ts:7:64\n')
    expect(JSON.parse(await first(['apps/web', '--format', 'json']))).toEqual(sample)
    mkdirSync(join(cwd, 'apps/api'))
    expect((await run(['../web', '--format', 'agent'], { terminal: { cwd: join(cwd, 'apps/api') } })).out).toMatch(/^\.\.\/web\/app\/actions\/auth\.ts:7:64 error/)
    expect((await run(['../web', '--format', 'sarif'], { terminal: { cwd: join(cwd, 'apps/api') } })).out).toContain('"uri": "app/actions/auth.ts"')
  })
})

describe('a coding agent gets its format by itself', () => {
  const agent = /^app\/actions\/auth\.ts:7:64 error late-registration Role — /
  test.each(['AI_AGENT', 'CLAUDECODE', 'CODEX_SANDBOX', 'CURSOR_AGENT', 'GEMINI_CLI'])('%s', async (name) => {
    expect((await run([], { terminal: { env: { [name]: '1' } } })).out).toMatch(agent)
    expect((await run(['--help'])).out).toContain(name)
  })
  test.each<[string, string[], Setting['terminal']]>([
    ['on a terminal', [], { env: { AI_AGENT: 'x' }, stdout: { isTTY: true, columns: 80 } }],
    ['with --format', ['--format', 'pretty'], { env: { AI_AGENT: 'x' } }],
    ['with an empty variable', [], { env: { AI_AGENT: '', CLAUDECODE: '0' } }],
    ['with --watch', ['--watch'], { env: { AI_AGENT: 'x' } }],
  ])('not %s', async (_name, argv, terminal) => {
    expect((await run(argv, { terminal: { ...terminal } })).out).not.toMatch(agent)
  })
  test('--dry-run stays a diff, questions stay as they are', async () => {
    const terminal = { env: { AI_AGENT: 'x' } }
    expect((await run(['--dry-run'], { terminal })).out).toMatch(/^--- a\//)
    expect((await run(['models'], { terminal })).out).toMatch(/^Model /)
  })
})
