import { describe, expect, test } from 'vitest'
import type { Engine } from '../../src/cli/engine.ts'
import type { Finding, Report } from '../../src/kernel/report.ts'
import { clean, lateRole, sample } from '../reporters/sample.ts'
import { cli, plan } from './fake.ts'

const likely: Finding = { ...lateRole, confidence: 'likely' }
const warning: Finding = { ...lateRole, severity: 'warning' }
const empty: Report = { ...clean, apps: [], models: [], stats: { files: 0, bytes: 0, milliseconds: 0 } }

describe('exit codes', () => {
  test.each<[string, string[], Report, number]>([
    ['nothing proved wrong', [], clean, 0],
    ['something not decided', [], { ...clean, complete: false, unknown: [{ file: 'x.ts', line: 1, reason: 'y' }] }, 0],
    ['a proved error', [], sample, 1],
    ['a proved error, as JSON', ['--format', 'json'], sample, 1],
    ['a likely error', [], { ...sample, findings: [likely] }, 0],
    ['a likely error, strictly', ['--strict'], { ...sample, findings: [likely] }, 1],
    ['a warning, strictly', ['--strict'], { ...sample, findings: [warning] }, 0],
    ['256 errors', [], { ...sample, findings: Array.from({ length: 256 }, () => lateRole) }, 1],
    ['a filter that leaves the error out', ['--rule', 'unknown-ref'], sample, 0],
    ['questions', ['entries'], sample, 0],
    ['no source files', [], empty, 2],
    ['no Mongoose', [], { ...clean, models: [] }, 2],
    ['no entries', [], { ...clean, apps: [] }, 2],
  ])('%s', async (_name, argv, report, code) => {
    expect((await cli(argv, { report })).code).toBe(code)
  })

  test('a fault of our own is 3, with its stack on stderr', async () => {
    const broken = { examine: () => { throw new TypeError('boom') } }
    const { code, out, err } = await cli([], { engine: broken })
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toContain('TypeError: boom')
  })

  test('a native parser that is not installed is one message with its remedy', async () => {
    const load = async () => {
      throw new Error('Cannot find native binding. npm has a bug related to optional dependencies', { cause: new Error("Cannot find module '@oxc-parser/binding-linux-x64-gnu'") })
    }
    const { code, err } = await cli([], { load })
    expect(code).toBe(3)
    expect(err).toMatch(/^The native part of oxc-parser for \S+ is not installed\./)
    expect(err).not.toMatch(/^ +at /m)
  })
})

describe('nothing to examine is said in a sentence, and is never clean', () => {
  test.each<[string, Report, string]>([
    ['no files', empty, 'Nothing was examined: this directory has no JavaScript or TypeScript files. Is the application elsewhere? npx mongoose-doctor <dir>\n'],
    ['no Mongoose', { ...clean, models: [] }, 'Nothing was examined: no Mongoose models were found in this directory. Is the application elsewhere? npx mongoose-doctor <dir>\n'],
    ['no entries', { ...clean, apps: [] }, expect.stringMatching(/^Nothing was examined: no entries/)],
  ])('%s', async (_name, report, sentence) => {
    expect(await cli([], { report })).toMatchObject({ code: 2, out: '', err: sentence })
    const asJson = await cli(['--format=json'], { report })
    expect(JSON.parse(asJson.out)).toEqual(report)
    expect(asJson.err).toEqual(sentence)
  })

  test('what could not be read is shown all the same', async () => {
    const { out } = await cli([], { report: { ...clean, models: [], complete: false, unknown: [{ file: 'a.ts', line: null, reason: 'does not parse' }] } })
    expect(out).toContain('does not parse\n    a.ts')
  })
})

describe('wrong use is 2, with one sentence', () => {
  test.each<[string[], string]>([
    [['--fixx'], 'Unknown option --fixx. Did you mean --fix?'],
    [['--dry-rum', '.'], 'Unknown option --dry-rum. Did you mean --dry-run?'],
    [['-x'], 'Unknown option -x.'],
    [['entries', '--fix'], '--fix does not go with entries; it is an option of check.'],
    [['--format', 'jsno'], 'Unknown format "jsno". Did you mean json? There are pretty, json, sarif, github, gitlab, junit, markdown and agent.'],
    [['--format'], '--format needs a value: --format <format>'],
    [['--model', '--strict'], '--model needs a value: --model <name>'],
    [['--dir', 'a', '--dir', 'b'], '--dir can be given once.'],
    [['.', '--dir', '.'], 'Give the directory once: as an argument, or with --dir.'],
    [['.', 'more'], 'Unexpected argument "more": check takes [dir].'],
    [['why'], 'why needs a model: npx mongoose-doctor why <Model> [entry]'],
    [['why', 'Rol'], 'No model "Rol" in this project. Did you mean Role? `npx mongoose-doctor models` lists them.'],
    [['why', 'Role', 'app/nowhere'], 'No entry matches "app/nowhere". `npx mongoose-doctor entries` lists them.'],
    [['--model', 'role'], 'No model "role" in this project. Did you mean Role? `npx mongoose-doctor models` lists them.'],
    [['--entry', 'pages/**'], 'No entry matches "pages/**". `npx mongoose-doctor entries` lists them.'],
    [['--dry-run', '--format', 'json'], '--dry-run prints a diff; it does not go with --format json.'],
    [['no-such-dir'], 'There is no directory "no-such-dir".'],
    [['chekc'], 'There is no directory "chekc". Did you mean the command check?'],
    [['fix'], 'There is no directory "fix". Did you mean --fix?'],
    [['dry-run'], 'There is no directory "dry-run". Did you mean --dry-run?'],
    [['fake.ts'], '"fake.ts" is a file; give the directory of the application.'],
    [['explain', 'missing-modle'], expect.stringMatching(/^There is no rule "missing-modle"\. Did you mean missing-model\?/)],
    [['explain', 'TypeError: x is not a function'], expect.stringMatching(/^This is neither a rule nor a MissingSchemaError/)],
    [['explain'], 'explain needs a rule, an error message or a log: as argument, with --log, or on standard input.'],
    [['--rule', 'missing'], expect.stringMatching(/^There is no rule "missing"\./)],
  ])('%j', async (argv, sentence) => {
    const { code, out, err } = await cli(argv)
    expect({ code, out, err: err.trimEnd() }).toEqual({ code: 2, out: '', err: sentence })
  })

  test('what the person typed is escaped', async () => {
    expect((await cli(['\x1b[2J'])).err).toBe('There is no directory "\\x1b[2J".\n')
  })
})

test('JSON goes to stdout whole, whatever the exit code', async () => {
  const { out } = await cli(['check', '--format', 'json'])
  expect(JSON.parse(out)).toEqual(sample)
})

test.each([
  [['--entry', 'app/actions/**'], 1],
  [['--entry', 'app/actions'], 1],
  [['--entry', 'app/(shop)/users/[id]/page.tsx'], 0],
  [['--entry', 'src/**/route.{ts,js}'], 0],
  [['--entry', 'src/app/*/*/route.ts', '--entry', './app/actions/auth.ts'], 1],
  [['--model', 'Role'], 1],
  [['--model', 'User'], 0],
  [['--rule', 'late-registration', '--rule', 'missing-model'], 1],
])('filters %j leave %i findings', async (argv, left) => {
  const { out, code } = await cli([...argv, '--format', 'json'])
  expect(JSON.parse(out)).toMatchObject({ findings: Array.from({ length: left }, () => ({ rule: 'late-registration' })) })
  expect(code).toBe(left)
})

describe('--fix', () => {
  test('writes, examines again and reports what is left', async () => {
    const { code, out, err, written } = await cli(['--fix'])
    expect(written).toEqual([plan])
    expect(code).toBe(0)
    expect(out).toContain('Every model is registered wherever it is needed.')
    expect(err).toBe("1 finding mended in 1 file:\n  app/actions/auth.ts\n    + import Role from '@/models/Role'\n")
  })

  test('with nothing to mend writes nothing', async () => {
    expect(await cli(['--fix'], { report: clean })).toMatchObject({ code: 0, written: [], err: '' })
  })

  test('says why a finding stays', async () => {
    const planFixes = () => ({ files: [], notFixed: [{ finding: lateRole, reason: 'a static import would make a cycle' }] })
    const { code, err, written } = await cli(['--fix'], { engine: { planFixes } })
    expect({ code, written }).toEqual({ code: 1, written: [] })
    expect(err.replaceAll(/\s+/g, ' ')).toBe('Nothing was mended. Not mended: a static import would make a cycle: late-registration of Role at app/actions/auth.ts:7 ')
  })

  test('is told within a narrow terminal', async () => {
    const planFixes = () => ({ files: [], notFixed: [{ finding: lateRole, reason: 'a static import would make a cycle' }] })
    const { err } = await cli(['--fix'], { engine: { planFixes }, terminal: { stderr: { isTTY: true, columns: 40 } } })
    expect(err).toMatch(/^Nothing was mended\.\nNot mended: a static import would make a\ncycle:\n/)
  })

  test('changes no file that git could not bring back, unless it is forced', async () => {
    const uncommitted = () => ['app/actions/auth.ts']
    const { code, err, out, written } = await cli(['--fix'], { engine: { uncommitted } })
    expect({ code, out, written }).toEqual({ code: 2, out: '', written: [] })
    expect(err).toBe('Nothing was mended: git could not bring these files back, for it does not have what is in them.\n  app/actions/auth.ts\nCommit or stage them first, or use --force. --dry-run shows what would be done.\n')
    expect(await cli(['--fix', '--force'], { engine: { uncommitted } })).toMatchObject({ code: 0, written: [plan] })
    expect(await cli(['--dry-run'], { engine: { uncommitted } })).toMatchObject({ code: 1, written: [] })
    expect(await cli(['--force'])).toMatchObject({ code: 2, err: '--force lets --fix change files that git could not bring back: it goes with --fix.\n' })
  })

  test('--strategy reaches the plan; without --fix it is wrong use', async () => {
    const asked: string[] = []
    const planFixes: Engine['planFixes'] = (_, _findings, strategy) => { asked.push(strategy); return plan }
    await cli(['--fix', '--strategy', 'ensure'], { engine: { planFixes } })
    await cli(['--dry-run', '--strategy=registry'], { engine: { planFixes } })
    await cli(['--fix'], { engine: { planFixes } })
    expect(asked).toEqual(['ensure', 'registry', 'import'])
    expect(await cli(['--strategy', 'lazy'])).toMatchObject({ code: 2, err: '--strategy says how to mend: it goes with --fix, or with --dry-run.\n' })
    expect((await cli(['--fix', '--strategy', 'lasy'])).err).toBe('Unknown strategy "lasy". Did you mean lazy? There are import, registry, lazy and ensure.\n')
  })

  test('--dry-run prints only a diff, and writes nothing', async () => {
    const { code, out, err, written } = await cli(['--dry-run', '.'])
    expect({ code, written }).toEqual({ code: 1, written: [] })
    expect(out).toMatch(/^--- a\/app\/actions\/auth\.ts\n\+\+\+ b\/app\/actions\/auth\.ts\n@@ /)
    expect(out).toContain("\n+import Role from '@/models/Role'\n")
    expect(err).toContain('1 finding would be mended in 1 file:')
  })
})

test('--dry-run with nothing to mend', async () => {
  expect(await cli(['--dry-run'], { report: clean })).toMatchObject({ code: 0, out: '', err: 'Nothing to mend.\n' })
})

describe('questions', () => {
  test('why in one entry', async () => {
    const { out } = await cli(['why', 'Role', 'app/actions/auth.ts', '--format', 'json'])
    expect(JSON.parse(out)).toMatchObject([{ entry: 'app/actions/auth.ts', status: 'missing' }])
  })
  test('entries and models as JSON are parts of the report', async () => {
    expect(JSON.parse((await cli(['entries', '--format', 'json'])).out)).toEqual(sample.apps)
    expect(JSON.parse((await cli(['models', '--model', 'User', '--format', 'json'])).out)).toMatchObject([{ name: 'User' }])
  })
  test('explain a rule, without examining anything', async () => {
    const load = () => Promise.reject(new Error('not needed'))
    expect((await cli(['explain', 'late-registration'], { load })).out).toContain('never earlier')
  })
  test('help and version', async () => {
    expect((await cli(['--help'])).out).toContain('mongoose-doctor why <Model> [entry]')
    expect((await cli(['why', '-h'])).out).toMatch(/^Usage\n {2}mongoose-doctor why/)
    expect((await cli(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
    for (const line of (await cli(['--help'])).out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })
})

describe('colour', () => {
  const tty = { stdout: { isTTY: true, columns: 80 } }
  test.each<[string, string[], Record<string, string>, boolean]>([
    ['a terminal', [], {}, true],
    ['a terminal that asks for none', [], { NO_COLOR: '1' }, false],
    ['--no-color', ['--no-color'], { FORCE_COLOR: '1' }, false],
    ['--color wins over NO_COLOR', ['--color'], { NO_COLOR: '1' }, true],
    ['a dumb terminal', [], { TERM: 'dumb' }, false],
  ])('%s', async (_name, argv, env, colored) => {
    const { out } = await cli(argv, { terminal: { ...tty, env } })
    expect(out.includes('\x1b[')).toBe(colored)
  })
})

describe('progress', () => {
  const slow = (isTTY: boolean) => {
    let time = 0
    return {
      terminal: { stderr: { isTTY, columns: 80 }, now: () => (time += 700) },
      engine: { examine: (_dir: string, _cache: unknown, options?: { progress?: (p: { done: number; total: number; what: string }) => void }) => {
        for (let done = 1; done <= 3; done++) options?.progress?.({ done, total: 3, what: 'reading files' })
        return { report: clean, why: () => [], sources: { text: () => null } }
      } },
    }
  }
  test('on a terminal, after a second, and wiped at the end', async () => {
    expect((await cli([], slow(true))).err).toBe('\r\x1b[Kreading files 2/3\r\x1b[Kreading files 3/3\r\x1b[K')
  })
  test('never elsewhere', async () => {
    expect((await cli([], slow(false))).err).toBe('')
  })
})
