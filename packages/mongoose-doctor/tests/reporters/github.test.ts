import { expect, test } from 'vitest'
import type { Finding, Report } from '../../src/kernel/report.ts'
import { github } from '../../src/reporters/github.ts'
import { evil, hostile, unsafe } from './hostile.ts'
import { clean, lateRole, sample } from './sample.ts'

const first = (finding: Finding): string => github({ ...sample, findings: [finding] }).split('\n')[0] ?? ''

test('an annotation for each finding, then the summary', () => {
  expect(github(sample)).toMatchInlineSnapshot(`
    "::error file=app/actions/auth.ts,line=7,endLine=7,col=64,endColumn=80,title=late-registration (Role)::login() populates \`role\` before it imports Role: on a cold start this throws MissingSchemaError.%0AFix: Import Role at the top of the file: import Role from '@/models/Role'
    Examined 12 files, 3 entries and 2 models in 41 ms (Next 16.4 with Turbopack).
    1 error, 1 fixable with --fix.
    "
  `)
})

test.each([['warning', '::warning '], ['info', '::notice ']] as const)('%s is %s', (severity, command) => {
  expect(first({ ...lateRole, severity }).startsWith(command)).toBe(true)
})

test('a place of several lines has no columns', () => {
  expect(first({ ...lateRole, endLine: 9 })).toContain('file=app/actions/auth.ts,line=7,endLine=9,title=')
})

test('only what GitHub reverses is escaped: more in a property than in the message', () => {
  const line = first({ ...lateRole, file: 'a%b:c,d\ne.ts', model: '100%:,', message: '100%: a, b', help: null })
  expect(line).toContain('::error file=a%25b%3Ac%2Cd%0Ae.ts,')
  expect(line).toContain(',title=late-registration (100%25%3A%2C)::100%25: a, b')
})

test('what was not decided is said in plain lines', () => {
  const unknown = Array.from({ length: 12 }, () => ({ file: 'lib/x.ts', line: 3, reason: 'y' }))
  expect(github({ ...clean, complete: false, unknown })).toMatch(/^(Not decided: lib\/x\.ts:3: y\n){10}Not decided: 2 more places; --format json lists all of them\nExamined/)
})

/** As the runner does: a command at the start of a line, white space apart, and the older kind anywhere. */
function commandsIn(log: string): (string | undefined)[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => [/^\s*::([a-z]+)/.exec(line)?.[1], /##\[(\w+)/.exec(line.replace(/^::error.*/, ''))?.[1]]).filter((name) => name !== undefined)
}

test('a hostile name makes no command of its own, and comes back as it was', () => {
  const log = github(hostile)
  expect(commandsIn(log)).toEqual(['error'])
  expect(log).not.toMatch(unsafe)
  const plain: Report = { ...hostile, findings: [] }
  expect(commandsIn(github(plain))).toEqual([])
  const [, message = ''] = /::error [^\n]*?::(.*)/.exec(log) ?? []
  expect(message).toContain('100%25 a:b,c')
  expect(evil).toContain('100% a:b,c')
})
