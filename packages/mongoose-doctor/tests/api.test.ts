/** What programs are promised that import the package: docs/api.md. The rest of it is tested where it is made. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as api from '../src/api.ts'
import { app } from './cache/app.ts'
import { withTree } from './helpers/tree.ts'

const JOURNAL = '.mongoose-doctor-journal.json'
const journal = (pid: number): string => JSON.stringify({ version: 1, pid, started: null, phase: 'preparing', steps: [] })
const IMPORT = `import '@/models/Role'\n`
const error = 'MissingSchemaError: Schema hasn\'t been registered for model "Role".\n    at all (/srv/lib/users.ts:2:1)'
/** A text as a stream gives it. */
async function* pieces(bytes: Buffer, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}
const thrown = (run: () => unknown): unknown => {
  try { run() } catch (reason) { return reason }
  return null
}

test('these names are public', () => {
  expect(Object.keys(api).toSorted()).toEqual([
    'InterruptedError', 'UncommittedError', 'UsageError', 'WriteError', 'createSession', 'escapeLines', 'escapeText', 'examine', 'explain', 'explainRule',
    'fails', 'filterReport', 'formats', 'lineStarts', 'nothingExamined', 'offsetsOf', 'planFixes', 'recover', 'render', 'ruleNames', 'ruleSummary', 'strategies', 'textEdits', 'unifiedDiff',
    'version', 'writeFixes',
  ])
})

describe('a directory', () => {
  test('may be relative', () => {
    const root = withTree(app)
    expect(api.examine(relative(process.cwd(), root)).report.findings).toHaveLength(1)
    expect(api.createSession(relative(process.cwd(), root)).root).toBe(root)
  })

  test.each(['nowhere', 'package.json'])('that is none (%s) is an error that says so', (name) => {
    const root = withTree(app)
    for (const ask of [api.examine, api.createSession, api.recover]) expect(() => ask(`${root}/${name}`)).toThrow(api.UsageError)
  })

  test.each<[string, Record<string, unknown>]>([
    ['empty', {}],
    ['no-mongoose', { 'package.json': { main: 'a.js' }, 'a.js': '' }],
    ['no-entries', { 'models/Role.ts': app['models/Role.ts'] }],
  ])('in which there is nothing to examine (%s) is not one in which all is well', (because, files) => {
    expect(api.nothingExamined(api.examine(withTree(files)).report)).toEqual({ because, message: expect.stringMatching(/^Nothing was examined: .*this directory.*\.$/) })
  })

  test('in which there is something is', () => {
    expect(api.nothingExamined(api.examine(withTree(app)).report)).toBeNull()
  })
})

describe('what an interrupted fix has left', () => {
  test('is refused by all that examines or writes, and says where it is', () => {
    const root = withTree(app)
    const session = api.createSession(root)
    const examination = session.examination()
    const plan = api.planFixes(examination)
    writeFileSync(`${root}/${JOURNAL}`, journal(999_999_999))
    const asked = [() => api.examine(root), () => api.examine(`${root}/lib`), () => session.current(), () => session.examination(), () => session.withTexts(new Map()), () => api.writeFixes(examination, plan, { force: true })]
    for (const ask of asked) {
      expect(thrown(ask)).toBeInstanceOf(api.InterruptedError)
      expect(thrown(ask)).toMatchObject({ directory: root, message: expect.stringContaining('run mongoose-doctor there first') })
    }
    expect(readFileSync(`${root}/lib/users.ts`, 'utf8')).toBe(app['lib/users.ts'])
  })

  test('is put in order when it is asked for, at the directory and not below', () => {
    const root = withTree({ ...app, [JOURNAL]: journal(999_999_999) })
    expect(() => api.recover(`${root}/lib`)).toThrow(api.InterruptedError)
    expect(api.recover(root)).toEqual({ as: 'before', files: [], kept: [] })
    expect(api.recover(root)).toBeNull()
    expect(api.examine(root).report.findings).toHaveLength(1)
  })

  test('is waited for while it is written', () => {
    const root = withTree({ ...app, [JOURNAL]: journal(process.ppid) })
    expect(() => api.examine(root)).toThrow(api.InterruptedError)
    expect(() => api.recover(root)).toThrow(`Another mongoose-doctor (process ${process.ppid}) is writing into this directory`)
  })

  test('in a folder above is refused too', () => {
    const root = withTree({ ...Object.fromEntries(Object.entries(app).map(([file, text]) => [`web/${file}`, text])), [JOURNAL]: journal(999_999_999) })
    expect(thrown(() => api.examine(`${root}/web`))).toMatchObject({ name: 'InterruptedError', directory: root })
    expect(thrown(() => api.createSession(`${root}/web`).current())).toMatchObject({ name: 'InterruptedError', directory: root })
  })
})

describe('fixes', () => {
  test('are planned for all that can be mended, or for what is named', () => {
    const examination = api.examine(withTree(app))
    const plan = api.planFixes(examination)
    expect(plan).toMatchObject({ files: [{ file: 'lib/users.ts', before: app['lib/users.ts'], after: expect.stringContaining(IMPORT) }], notFixed: [] })
    expect(api.planFixes(examination, { findings: [] })).toEqual({ files: [], notFixed: [] })
    expect(api.planFixes(api.createSession(withTree(app)).examination())).toEqual(plan)
  })

  test('are verified in the tree that was examined: with the texts that stood in for files', () => {
    const root = withTree({ ...app, 'models/Role.ts': '' })
    const overlay = new Map([['models/Role.ts', app['models/Role.ts']]])
    const plans = [api.examine(root, { overlay }), api.createSession(root).withTexts(overlay)].map((examination) => api.planFixes(examination))
    for (const plan of plans) expect(plan).toMatchObject({ files: [{ file: 'lib/users.ts' }], notFixed: [] })
  })

  test('are made by the remedy that is named, or say why they can not be', () => {
    const examination = api.examine(withTree(app))
    expect(api.planFixes(examination, { strategy: 'registry' })).toMatchObject({ files: [{ before: null }, { file: 'lib/users.ts' }], notFixed: [] })
    expect(api.planFixes(examination, { strategy: 'ensure' })).toEqual({ files: [], notFixed: [{ finding: examination.report.findings[0], reason: expect.stringContaining('@mongoose-doctor/runtime') }] })
  })

  test('are written where git could bring back what they replace, or by force', () => {
    const root = withTree(app)
    execFileSync('git', ['init', '-q'], { cwd: root })
    const examination = api.examine(root)
    const plan = api.planFixes(examination)
    expect(thrown(() => api.writeFixes(examination, plan))).toMatchObject({ name: 'UncommittedError', files: ['lib/users.ts'], details: ['  lib/users.ts'] })
    execFileSync('git', ['add', '-A'], { cwd: root })
    api.writeFixes(examination, plan)
    expect(api.examine(root).report.findings).toEqual([])
  })

  test.each<[string, (file: string) => void]>([
    ['has changed', (file) => writeFileSync(file, '// Mine.\n')],
    ['is gone', (file) => rmSync(file)],
  ])('are not written into a file that %s', (_, change) => {
    const root = withTree(app)
    execFileSync('git', ['init', '-q'], { cwd: root })
    const examination = api.examine(root)
    const plan = api.planFixes(examination)
    change(`${root}/lib/users.ts`)
    execFileSync('git', ['add', '-A'], { cwd: root })
    expect(thrown(() => api.writeFixes(examination, plan))).toMatchObject({ name: 'WriteError' })
    expect(existsSync(`${root}/${JOURNAL}`)).toBe(false)
  })

  test('are one diff, exact or for eyes', () => {
    const files = [{ file: 'a.ts', before: 'one\n', after: 'two\x1b\n' }, { file: 'new\n.ts', before: null, after: 'new\n' }]
    expect(api.unifiedDiff(files)).toContain('--- a/a.ts\n+++ b/a.ts\n@@ -1,1 +1,1 @@\n-one\n+two\x1b\n')
    expect(api.unifiedDiff(files, { escaped: true })).toContain('@@ -1,1 +1,1 @@\n-one\n+two\\x1b\n--- /dev/null\n+++ "b/new\\n.ts"\n')
  })
})

describe('stopping', () => {
  const stop = new Error('enough')

  test('before it has begun', () => {
    const root = withTree(app)
    for (const ask of [api.examine, (dir: string, options: api.RunOptions) => api.createSession(dir).current(options)]) {
      expect(() => ask(root, { signal: AbortSignal.abort(stop) })).toThrow(stop)
    }
  })

  test('between two steps, by what looks on; the next call of a session is right again', () => {
    const session = api.createSession(withTree(app))
    const controller = new AbortController()
    const steps: string[] = []
    const progress = ({ done, total, what }: api.Progress): void => {
      steps.push(`${done}/${total} ${what}`)
      if (done === 2) controller.abort(stop)
    }
    expect(() => session.current({ signal: controller.signal, progress })).toThrow(stop)
    expect(steps).toEqual(['0/4 reading files', '1/4 linking modules', '2/4 following the code'])
    expect(session.current().report.findings).toHaveLength(1)
    expect(() => api.planFixes(session.examination(), { signal: controller.signal })).toThrow(stop)
  })
})

describe('an error or a log is explained', () => {
  const examined = (): api.Report => api.examine(withTree(app)).report

  test('as text', async () => {
    const report = examined()
    const explanation = await api.explain(error, report)
    expect(explanation).toMatchObject({ errors: 1, lines: 2, limits: [] })
    expect(explanation.groups).toMatchObject([{ model: 'Role', entry: 'app/users/page.tsx', others: [], count: 1, verdict: 'explained', findings: [report.findings[0]?.id] }])
  })

  test('as a stream, in pieces and bytes', async () => {
    const log = Buffer.from(`${error}\nsomething else\n`.repeat(3))
    const { groups, errors, lines } = await api.explain(pieces(log, 7), examined())
    expect({ errors, lines, groups }).toMatchObject({ errors: 3, lines: 9, groups: [{ count: 3 }] })
  })

  test('and none is none', async () => {
    expect(await api.explain('all is well', examined())).toEqual({ groups: [], errors: 0, lines: 1, limits: [] })
  })

  test('and says what was not read as a whole', async () => {
    expect((await api.explain(`${'x'.repeat(100_001)}\n${error}`, examined())).limits).toEqual([expect.stringContaining('1 line was longer than 100000 characters')])
  })
})

describe('a report', () => {
  test('is narrowed', () => {
    const { report } = api.examine(withTree(app))
    expect(api.filterReport(report, {})).toEqual(report)
    expect(api.filterReport(report, { entries: ['app/**'], models: ['Role'], rules: ['missing-model'] }).findings).toHaveLength(1)
    expect(api.filterReport(report, { rules: ['inert-import'] }).findings).toEqual([])
  })

  test.each<[string, api.FilterOptions]>([
    ['No entry matches "app/user".', { entries: ['app/user'] }],
    ['No model "Rule" in this project. Did you mean Role?', { models: ['Rule'] }],
    ['There is no rule "missing".', { rules: JSON.parse('["missing"]') }],
  ])('is never empty for a name that there is not: %s', (message, filters) => {
    const { report } = api.examine(withTree(app))
    expect(thrown(() => api.filterReport(report, filters))).toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) })
  })

  test.each(api.formats)('is printed as %s', (format) => {
    expect(api.render(format, api.examine(withTree(app)), { prefix: 'apps/web/' })).toMatch(/missing-model[^]*\n$/)
  })

  test('fails a run if an error is proved, or strictly if it is likely', () => {
    const [finding] = api.examine(withTree(app)).report.findings
    if (finding === undefined) throw new Error('no finding')
    expect([{}, { strict: true }].map((options) => api.fails(finding, options))).toEqual([true, true])
    expect([{}, { strict: true }].map((options) => api.fails({ ...finding, confidence: 'likely' }, options))).toEqual([false, true])
    expect(api.fails({ ...finding, severity: 'warning' }, { strict: true })).toBe(false)
  })
})

test('a rule has a page, and what is none has not', () => {
  for (const rule of api.ruleNames) expect(api.explainRule(rule)).toContain('Wrong:')
  expect(() => api.explainRule(JSON.parse('"missing"'))).toThrow('There is no rule "missing".')
})
