/** What is said after the report, to a person who has read nothing else. */
import { describe, expect, test } from 'vitest'
import { clean, lateRole, sample } from '../reporters/sample.ts'
import { cli, type Setting } from './fake.ts'

const screen = (columns: number): Setting => ({ terminal: { stdout: { isTTY: true, columns }, stderr: { isTTY: true, columns }, env: { NO_COLOR: '1' } } })
const terminal = screen(80)
const byHand = { ...sample, findings: [{ ...lateRole, fixable: false }] }

/** The part of stderr from its heading on. */
async function next(argv: string[], setting: Setting): Promise<string> {
  const { err } = await cli(argv, setting)
  return /(?:^|\n)\nNext\n([^]*)$/.exec(err)?.[1] ?? ''
}

test('after findings: how they are mended, and what they are about', async () => {
  expect(await next([], terminal)).toBe(`\
  npx mongoose-doctor --dry-run                  what --fix would do, as a diff
  npx mongoose-doctor --fix                      mend it
  npx mongoose-doctor explain late-registration  what this rule is about
`)
})

test('on a narrow terminal what it does stands below', async () => {
  const text = await next([], screen(60))
  expect(text).toMatch(/^ {2}npx mongoose-doctor --dry-run\n {6}what --fix would do, as a diff\n/)
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60)
})

test('after many: where to see them at a glance', async () => {
  expect(await next([], { ...terminal, report: { ...sample, findings: Array.from({ length: 6 }, () => lateRole) } })).toContain('  npx mongoose-doctor entries  ')
})

test.each<[string, string[], Setting, string]>([
  ['after findings that no fix mends', [], { report: byHand }, '  npx mongoose-doctor explain late-registration  what this rule is about\n'],
  ['after a diff', ['--dry-run'], {}, '  npx mongoose-doctor --fix  mend it\n'],
  ['after a diff by another strategy', ['--dry-run', '--strategy', 'ensure'], {}, '  npx mongoose-doctor --fix --strategy ensure  mend it\n'],
  ['after no diff', ['--dry-run'], { report: byHand }, '  npx mongoose-doctor explain late-registration  what this rule is about\n'],
  ['after a fix that left nothing', ['--fix'], {}, '  npx mongoose-doctor  as a step of your CI: it fails if this comes back\n'],
  ['after a clean run', [], { report: clean }, ''],
  ['after a clean diff', ['--dry-run'], { report: clean }, ''],
])('%s', async (_name, argv, setting, text) => {
  expect(await next(argv, { ...terminal, ...setting })).toBe(text)
})

describe('the commands ask for the same', () => {
  test('filters and folder', async () => {
    const text = await next(['../cli', '--model', 'Role', '--entry', 'app/**'], terminal)
    expect(text).toContain('  npx mongoose-doctor ../cli --entry "app/**" --model Role --fix\n')
  })

  test('none is shown where shells do not agree how to write it', async () => {
    const { code, out, err } = await cli(['--dry-run', '--entry', 'app/{actions,$HOME}/**'], terminal)
    expect({ code, err }).toEqual({ code: 1, err: '\n1 finding would be mended in 1 file:\n  app/actions/auth.ts\n' })
    expect(out).toContain('+import Role')
  })
})

test.each<[string, string[], Setting]>([
  ['a file gets the report', [], { terminal: { ...terminal.terminal, stdout: { isTTY: false, columns: undefined } } }],
  ['another program reads stderr', [], { terminal: { ...terminal.terminal, stderr: { isTTY: false, columns: undefined } } }],
  ['data was asked for', ['--format', 'json'], terminal],
])('nothing is said where %s', async (_name, argv, setting) => {
  expect((await cli(argv, setting)).err).toBe('')
})
