/** What an editor is told is what an examination says of the tree as it is now. */
import { rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { examine, internalsOf } from '../src/examine.ts'
import { planFixes } from '../src/fixes/plan.ts'
import { baselineText } from '../src/policy/baseline.ts'
import { reexamine } from '../src/reexamine.ts'
import { createSession, type Session } from '../src/session.ts'
import { app, cacheIn, later, said } from './cache/app.ts'
import { model } from './graph/graph-of.ts'
import { withTree } from './helpers/tree.ts'

const imported = `import '@/models/Role'\n${app['lib/users.ts']}`
const rulesOf = (session: Session): string[] => session.current().report.findings.map(({ rule }) => rule)
const open = (files: Readonly<Record<string, unknown>> = app): Session => createSession(withTree(files), later)

test('says what an examination says, the first time and when nothing has changed', () => {
  const session = open()
  const fresh = said(examine(session.root).report)
  expect(said(session.current().report)).toEqual(fresh)
  expect(fresh.findings).toHaveLength(1)
  expect(session.examination()).toBe(session.examination())
})

test.each<[string, (root: string) => void]>([
  ['a file is mended', (root) => writeFileSync(`${root}/lib/users.ts`, imported)],
  ['a file is gone', (root) => rmSync(`${root}/models/Role.ts`)],
  ['a file is new', (root) => writeFileSync(`${root}/app/users/layout.tsx`, `import '@/models/Role'\nexport default ({ children }) => children\n`)],
  ['a file no longer parses', (root) => writeFileSync(`${root}/lib/users.ts`, 'const = 1')],
  ['a setting changes', (root) => writeFileSync(`${root}/tsconfig.json`, '{}')],
  ['a file that nobody looked into imports a model', (root) => writeFileSync(`${root}/components/label.ts`, `import '@/models/Role'\nexport const label = 'Save'\n`)],
])('is right after %s', (_, change) => {
  const session = open()
  const before = said(session.current().report)
  change(session.root)
  const now = said(session.current().report)
  expect(now).toEqual(said(examine(session.root).report))
  expect(now).not.toEqual(before)
})

test('a change that cannot matter costs no examination, and the next that does is seen', () => {
  const session = open()
  const { report } = session.current()
  for (const label of ['Keep', 'Hold']) {
    writeFileSync(`${session.root}/components/label.ts`, `export const label = '${label}'\n`)
    expect(session.current().report).toBe(report)
  }
  writeFileSync(`${session.root}/lib/users.ts`, imported)
  expect(rulesOf(session)).toEqual([])
  writeFileSync(`${session.root}/lib/users.ts`, app['lib/users.ts'])
  expect(rulesOf(session)).toEqual(['missing-model'])
})

test('what was examined is asked for whole after a change that did not matter', () => {
  const session = open()
  const first = session.examination()
  writeFileSync(`${session.root}/components/label.ts`, `export const label = 'Keep'\n`)
  session.current()
  const second = session.examination()
  expect(second).not.toBe(first)
  expect(second.sources.text('components/label.ts')).toContain('Keep')
})

test('texts that are not saved stand in for those on the disk, and leave no trace', () => {
  const session = open()
  session.current()
  expect(session.withTexts(new Map([['lib/users.ts', imported]])).report.findings).toEqual([])
  expect(rulesOf(session)).toEqual(['missing-model'])
})

test('tells whether a text is what was examined, of a report from the cache too', () => {
  const root = withTree({ ...app, 'node_modules/.keep': '' })
  const first = createSession(root, later)
  const texts = [app['lib/users.ts'], imported]
  expect(texts.map((text) => first.isExamined('lib/users.ts', text))).toEqual([null, null])
  first.current()
  const second = createSession(root, later)
  for (const session of [first, second]) {
    expect(texts.map((text) => session.isExamined('lib/users.ts', text))).toEqual([true, false])
    expect(session.isExamined('README.md', '')).toBeNull()
  }
  writeFileSync(`${root}/lib/users.ts`, imported)
  expect(second.isExamined('lib/users.ts', imported)).toBe(false)
  second.current()
  expect(second.isExamined('lib/users.ts', imported)).toBe(true)
})

test('begins with what the last run left, and leaves it to the next', async () => {
  const root = withTree({ ...app, 'node_modules/.keep': '' })
  const first = createSession(root, later)
  first.current()
  const second = createSession(root, later)
  const { report } = second.current()
  expect(said(report)).toEqual(said(first.current().report))
  writeFileSync(`${root}/lib/users.ts`, imported)
  expect(rulesOf(second)).toEqual([])
  expect(said(second.examination().report)).toEqual(said(examine(root).report))
  expect((await reexamine(root, { ...cacheIn(), packageFacts: false }, later)).report.findings).toEqual([])
})

test('tells of each finding what mends it', () => {
  const session = open({ ...app, 'app/other/page.tsx': `import User from '@/models/User'\nexport default async () => { await User.find().populate('role'); return null }\n` })
  const examination = session.examination()
  const fixes = session.fixes(examination, 'import')
  expect(session.fixes(examination, 'import')).toBe(fixes)
  expect(examination.report.findings.map(({ id, file }) => [file, fixes.get(id)?.files.map((change) => [change.file, change.after])])).toEqual([
    ['app/other/page.tsx', [['app/other/page.tsx', expect.stringContaining(`import '@/models/Role'`)]]],
    ['lib/users.ts', [['lib/users.ts', expect.stringContaining(`import '@/models/Role'`)]]],
  ])
})

test('mends several findings of a file as a plan for them does', () => {
  const twice = `import User from '@/models/User'\nexport const all = () => User.find().populate('team role')\n`
  const schema = `{ role: { type: mongoose.Schema.Types.ObjectId, ref: 'Role' }, team: { type: mongoose.Schema.Types.ObjectId, ref: 'Team' } }`
  const session = open({ ...app, 'models/Team.ts': model('Team'), 'models/User.ts': `import mongoose from 'mongoose'\nexport default mongoose.models.User || mongoose.model('User', new mongoose.Schema(${schema}))\n`, 'lib/users.ts': twice })
  const examination = session.examination()
  const { findings } = examination.report
  expect(findings.map((finding) => finding.model)).toEqual(['Role', 'Team'])
  expect(session.together(examination, 'import', findings)).toEqual(planFixes(internalsOf(examination), findings, (overlay) => internalsOf(examine(session.root, { overlay }))).files)
  const [role] = findings.slice(0, 1)
  expect(session.together(examination, 'import', findings.slice(0, 1))).toEqual(session.fixes(examination, 'import').get(role?.id ?? '')?.files)
})

test('mends what is not saved as it stands', () => {
  const session = open()
  session.current()
  const examination = session.withTexts(new Map([['lib/users.ts', `// A remark.\n${app['lib/users.ts']}`]]))
  const [fix] = session.fixes(examination, 'import').values()
  expect(fix?.files[0]?.after).toMatch(/^\/\/ A remark\.\n/)
})

test.each([
  ['components/label.ts', `export const label = 'Keep'\n`, false],
  ['components/label.ts', `import '@/models/Role'\nexport const label = 'Keep'\n`, true],
  ['lib/users.ts', `${app['lib/users.ts']}// more\n`, true],
  ['lib/new.ts', '', true],
])('whether a text of %s matters: %j', (file, text, matters) => {
  expect(open().matters(file, text)).toBe(matters)
})

describe('what the project has decided', () => {
  const config = (rules: Readonly<Record<string, string>>) => ({ ...app, 'mongoose-doctor.jsonc': { rules } })

  test('holds for every report', () => {
    const session = open(config({ 'missing-model': 'warning' }))
    const examination = session.examination()
    expect([session.current().report, examination.report, session.withTexts(new Map()).report].map(({ findings }) => findings.map(({ severity }) => severity))).toEqual([['warning'], ['warning'], ['warning']])
    expect(session.fixes(examination, 'import').size).toBe(1)
    expect(session.examination()).toBe(examination)
    expect(session.current().report).toBe(session.current().report)
  })

  test('is read again when it changes, and a baseline without another examination', () => {
    const session = open(config({ 'missing-model': 'off' }))
    expect(session.current().report).toMatchObject({ findings: [], withheld: { ignored: 1 } })
    rmSync(`${session.root}/mongoose-doctor.jsonc`)
    expect(rulesOf(session)).toEqual(['missing-model'])
    writeFileSync(`${session.root}/mongoose-doctor-baseline.json`, baselineText(session.current().report.findings))
    expect(session.current().report).toMatchObject({ findings: [], withheld: { known: 1 } })
  })

  test('is an error where it cannot be followed, until it is mended', () => {
    const session = open(config({ 'missing-mode': 'off' }))
    expect(() => session.current()).toThrow(/There is no rule "missing-mode"/)
    writeFileSync(`${session.root}/mongoose-doctor.jsonc`, '{}')
    expect(rulesOf(session)).toEqual(['missing-model'])
  })
})
