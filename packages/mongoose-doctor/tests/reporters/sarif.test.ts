import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import Ajv from 'ajv'
import { expect, test } from 'vitest'
import type { Report } from '../../src/kernel/report.ts'
import { ruleNames } from '../../src/kernel/rules.ts'
import { sarif } from '../../src/reporters/sarif.ts'
import { evil, hostile, unsafe } from './hostile.ts'
import { clean, lateRole, sample } from './sample.ts'

/** The official schema of SARIF 2.1.0, as Microsoft publishes it with jest-sarif. Of draft 4 it uses nothing that draft 7 has changed but `id`. */
const { id: _, $schema: __, ...schema }: Record<string, unknown> = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'))
// RFC 3986: no character that has to be percent-encoded, and none that is half encoded.
const uriReference = /^(?:[\w\-.~!$&'()*+,;=:@/?#]|%[\dA-F]{2})*$/
const validate = new Ajv.Ajv({ allErrors: true, strict: false, unicodeRegExp: false, formats: { uri: /^[a-z][a-z\d+.-]*:/, 'uri-reference': uriReference, 'date-time': true } }).compile(schema)

interface Log { readonly runs: readonly [{ readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }; readonly results: readonly Result[]; readonly invocations: readonly object[] }] }
interface Result { readonly ruleId: string; readonly ruleIndex: number; readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }]; readonly message: { readonly text: string } }

/** @throws unless it is what the schema says */
function logOf(report: Report): Log['runs'][0] {
  const log: Log = JSON.parse(sarif(report))
  validate(log)
  expect(validate.errors).toBeNull()
  return log.runs[0]
}

test('the schema refuses what is none', () => {
  expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false)
})

test('a finding is a result: level, place, chain of reasons, identity', () => {
  expect(logOf(sample).results).toEqual([
    {
      ruleId: 'late-registration',
      ruleIndex: 2,
      level: 'error',
      message: { text: "login() populates `role` before it imports Role: on a cold start this throws MissingSchemaError. Import Role at the top of the file: import Role from '@/models/Role'" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'app/actions/auth.ts', uriBaseId: 'SRCROOT' },
            region: { startLine: 7, startColumn: 64, endLine: 7, endColumn: 80 },
          },
        },
      ],
      codeFlows: [
        {
          threadFlows: [
            {
              locations: [
                {
                  location: {
                    physicalLocation: { artifactLocation: { uri: 'models/User.ts', uriBaseId: 'SRCROOT' }, region: { startLine: 8 } },
                    message: { text: 'User.role refers to the model Role by its name' },
                  },
                },
                {
                  location: {
                    physicalLocation: { artifactLocation: { uri: 'app/actions/auth.ts', uriBaseId: 'SRCROOT' }, region: { startLine: 8 } },
                    message: { text: 'Role is registered here, after the query' },
                  },
                },
              ],
            },
          ],
        },
      ],
      partialFingerprints: { 'mongooseDoctor/v1': 'late-registration:app/actions/auth.ts:Role:1' },
      properties: { confidence: 'proved', model: 'Role', entries: ['app/actions/auth.ts'], fixable: true },
    },
  ])
})

test('a result leads to its rule', () => {
  const { tool, results } = logOf({ ...sample, findings: [lateRole, { ...lateRole, rule: 'unused-disable', because: [], help: null }] })
  expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(['late-registration', 'unused-disable'])
  expect(tool.driver.rules).toHaveLength(ruleNames.length)
  for (const rule of tool.driver.rules) expect(rule).toMatchObject({ help: { text: expect.stringContaining(rule.id), markdown: expect.stringContaining('```ts\n') } })
})

test.each([['error', 'error'], ['warning', 'warning'], ['info', 'note']] as const)('%s is of level %s', (severity, level) => {
  expect(logOf({ ...sample, findings: [{ ...lateRole, severity }] }).results).toMatchObject([{ level }])
})

test.each([
  ['app/[...slug]/page.tsx', 'app/%5B...slug%5D/page.tsx'],
  ['app/(shop)/@modal/page.tsx', 'app/(shop)/@modal/page.tsx'],
  ['a file 😀.ts', 'a%20file%20%F0%9F%98%80.ts'],
  ['100%#?.ts', '100%25%23%3F.ts'],
  ['c:d\\e.ts', 'c%3Ad%5Ce.ts'],
  ['\ud800.ts', '%EF%BF%BD.ts'],
])('the name %j is the URI %s', (file, uri) => {
  expect(logOf({ ...sample, findings: [{ ...lateRole, file }] }).results[0]?.locations[0].physicalLocation.artifactLocation.uri).toBe(uri)
})

test('what was not decided is a notification', () => {
  const unknown = [{ file: 'lib/x.ts', line: 3, reason: 'the path is computed' }, { file: 'lib/y.ts', line: null, reason: 'does not parse' }]
  expect(logOf({ ...clean, complete: false, unknown })).toMatchObject({
    results: [],
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          { level: 'warning', message: { text: 'Not decided: the path is computed' }, locations: [{ physicalLocation: { region: { startLine: 3 } } }] },
          { message: { text: 'Not decided: does not parse' }, locations: [{ physicalLocation: { artifactLocation: { uri: 'lib/y.ts', uriBaseId: 'SRCROOT' } } }] },
        ],
      },
    ],
  })
})

test('a message has no placeholders, and its braces are those of the code', () => {
  const [result] = logOf({ ...sample, findings: [{ ...lateRole, message: 'a {0} b {1x}', help: "import { Role } from '@/models'" }] }).results
  expect(result?.message.text).toBe("a {{0}} b {1x} import { Role } from '@/models'")
})

test('hostile names are text of a valid log, without links or halves of characters', () => {
  const [result] = logOf(hostile).results
  expect(result?.message.text).toContain(String.raw`\[link](https://evil.example)`)
  expect(evil).toContain('[link](https://evil.example)')
  expect(sarif(hostile)).not.toMatch(unsafe)
  expect(sarif(hostile)).not.toMatch(/(?<!\\)\\u(?:d[89a-f]|202e|001b)/)
})
