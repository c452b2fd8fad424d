import { readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { diffText } from '../../src/reporters/diff.ts'
import { json } from '../../src/reporters/json.ts'
import { isRule, ruleNames } from '../../src/kernel/rules.ts'
import { rulePageText } from '../../src/reporters/rule-pages.ts'
import { entriesTable, modelsTable } from '../../src/reporters/tables.ts'
import { whyText } from '../../src/reporters/why.ts'
import { sample, why } from './sample.ts'

const wide = { width: 80, color: false }

test('the JSON report is what its schema says', () => {
  const schema: unknown = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'))
  const ajv = new Ajv.Ajv2020({ allErrors: true, allowUnionTypes: true })
  const validate = ajv.compile(Object(schema))
  const report: unknown = JSON.parse(json({ ...sample, unknown: [{ file: 'x.ts', line: null, reason: 'y' }], withheld: { ignored: 1, known: 2, unchanged: 3 }, gone: sample.findings }))
  validate(report)
  expect(validate.errors).toBeNull()
  validate({ ...sample, findings: [{ rule: 'no-such-rule' }] })
  expect(validate.errors).not.toBeNull()
})

test('entries as a table', () => {
  expect(entriesTable(sample, wide)).toMatchInlineSnapshot(`
    "Kind           Registered  File                            Missing
    server-action  1           app/actions/auth.ts             Role
    page           2           app/(shop)/users/[id]/page.tsx
    route-handler  1           src/app/api/users/route.ts
    "
  `)
})

test('a table that does not fit tells what is missing below its row', () => {
  expect(entriesTable(sample, { ...wide, width: 60 })).toMatchInlineSnapshot(`
    "Kind           Registered  File
    server-action  1           app/actions/auth.ts
        missing: Role
    page           2           app/(shop)/users/[id]/page.tsx
    route-handler  1           src/app/api/users/route.ts
    "
  `)
})

test('models as a table', () => {
  expect(modelsTable(sample.models, wide)).toMatchInlineSnapshot(`
    "Model  Defined in         Refers to
    Role   models/Role.ts:10
    User   models/User.ts:15  role → Role
    "
  `)
})

test('why: what is wrong comes first', () => {
  expect(whyText(why, wide)).toMatchInlineSnapshot(`
    "Role in app/actions/auth.ts (server-action)
      needed here, and not surely registered
      1. the dynamic import comes after the query that needs it
         app/actions/auth.ts:8

    Role in app/(shop)/users/[id]/page.tsx (page)
      registered
      1. imports models/Role.ts
         app/(shop)/users/[id]/page.tsx:2
      2. registers Role
         models/Role.ts:10
    "
  `)
})

test('why: of many entries the rest is counted', () => {
  const many = Array.from({ length: 9 }, (_, i) => ({ entry: `app/p${i}/page.tsx`, kind: 'page' as const, model: 'Role', status: 'registered' as const, steps: [] }))
  expect(whyText(many, wide)).toContain('+6 more entries: registered. Name one to see its chain.')
})

test('every rule has a page that fits', () => {
  for (const rule of ruleNames.filter(isRule)) {
    expect(rulePageText(rule, wide)).toContain(rule)
    expect(rulePageText(rule, wide).split('\n').filter((line) => line.length > 80 && !line.includes('//'))).toEqual([])
  }
})

test('a diff that git can apply, exact when it does not go to a terminal', () => {
  const change = { file: 'app/a.ts', before: 'a\r\nb\x1b\r\n', after: 'a\r\nc\r\n' }
  expect(diffText([change], { color: false, forTerminal: false })).toBe(
    '--- a/app/a.ts\n+++ b/app/a.ts\n@@ -1,2 +1,2 @@\n a\r\n-b\x1b\r\n+c\r\n',
  )
  expect(diffText([change], { color: false, forTerminal: true })).toContain('-b\\x1b\n')
})
