/** What each tool answers. The SDK's client checks every answer by the schema that the tool declares. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { examine, explainRule, ruleNames, type Report } from 'mongoose-doctor'
import { describe, expect, test } from 'vitest'
import { app, error, mended, route, said, serve, withTree } from './support.ts'

const reportIn = (data: Record<string, unknown>): unknown => said(data.report as Report)
/** All that a client may ask without anything being written. */
const reading: readonly (readonly [tool: string, args: Record<string, unknown>])[] = [['examine', {}], ['why', { model: 'Role' }], ['explain', { text: error }], ['fix', {}]]
const idOf = (root: string): string => examine(root).report.findings[0]?.id ?? ''

describe('examine', () => {
  test('says what is wrong, as text and as data', async () => {
    const root = withTree(app)
    const { call } = await serve(root)
    const { text, data, isError } = await call('examine')
    const lines = text.split('\n')
    expect(isError).toBe(false)
    expect(lines).toEqual([
      `In ${root}; files are named relative to it.`,
      expect.stringMatching(new RegExp(`^app/api/users/route\\.ts:2:\\d+ error missing-model Role — .* \\| fix: .* \\| --fix mends it \\| id: ${idOf(root)}$`)),
      expect.stringMatching(/^1 error, 1 fixable with --fix\. Examined 4 files, 2 entries and 2 models in /),
    ])
    expect(data).toMatchObject({
      directory: root, summary: lines.at(-1), leftOut: { findings: 0, unknown: 0, models: 1, entries: 1 },
      report: { findings: [{ id: idOf(root), model: 'Role' }], models: [{ name: 'Role' }], apps: [{ entries: [{ file: route, missing: ['Role'] }] }] },
    })
  })

  test('in full it is the report', async () => {
    const root = withTree(app)
    const { call } = await serve(root)
    expect(reportIn((await call('examine', { full: true })).data)).toEqual(said(examine(root).report))
  })

  test('is narrowed, and never clean for a name that was mistyped', async () => {
    const { call } = await serve(withTree(app))
    expect((await call('examine', { entries: ['app/page.tsx'] })).text).toContain('Every model is registered wherever it is needed.')
    expect((await call('examine', { rules: ['inert-import'] })).text).toContain('No findings.')
    expect(await call('examine', { models: ['Rôle'] })).toMatchObject({ isError: true, text: expect.stringContaining('Did you mean Role?') })
    expect(await call('examine', { rules: ['missing'] })).toMatchObject({ isError: true, text: expect.stringContaining('"missing-model"') })
  })

  test('sees what has changed since the last time', async () => {
    const root = withTree(app)
    const { call } = await serve(root)
    const findings = async (): Promise<unknown> => (await call('examine')).data.report
    expect(await findings()).toMatchObject({ findings: [{}] })
    writeFileSync(`${root}/${route}`, `${mended}${app[route].split('\n').slice(1).join('\n')}`)
    expect(await findings()).toMatchObject({ findings: [] })
  })

  test('of two directories, each has its own answer', async () => {
    const root = withTree(Object.fromEntries(['a', 'b'].flatMap((dir) => Object.entries(app).map(([file, text]) => [`${dir}/${file}`, text]))))
    const { call } = await serve(root)
    await call('fix', { directory: 'a', apply: true })
    expect((await call('examine', { directory: 'a' })).data).toMatchObject({ directory: `${root}/a`, report: { findings: [] } })
    expect((await call('examine', { directory: `${root}/b` })).data).toMatchObject({ directory: `${root}/b`, report: { findings: [{}] } })
  })

  test('tells how far it is', async () => {
    const { call } = await serve(withTree(app))
    const steps: unknown[] = []
    await call('examine', {}, { onprogress: ({ progress, message }) => void steps.push([progress, message]) })
    expect(steps).toEqual([[1, 'reading files'], [2, 'linking modules'], [3, 'following the code'], [4, 'judging entries']])
  })

  test('of nothing, it says that it is nothing', async () => {
    const root = withTree({ 'package.json': '{}' })
    const { call } = await serve(root)
    for (const answer of await Promise.all(reading.map((one) => call(...one)))) {
      expect(answer).toMatchObject({ isError: true, text: `Nothing was examined: ${root} has no JavaScript or TypeScript files.\nIf the application is in another directory, name that.` })
    }
  })

  test('a request that was cancelled leaves the next one right', async () => {
    const { call } = await serve(withTree(app))
    const controller = new AbortController()
    const cancelled = call('examine', {}, { signal: controller.signal })
    controller.abort()
    await expect(cancelled).rejects.toThrow()
    expect((await call('examine')).data).toMatchObject({ report: { findings: [{}] } })
  })
})

describe('why', () => {
  test('says where the way breaks, and how it is elsewhere', async () => {
    const root = withTree({ ...app, 'app/roles/page.tsx': `import '@/models/Role'\nexport default () => null\n` })
    const { call } = await serve(root)
    const { text, data } = await call('why', { model: 'Role' })
    expect(text.split('\n').slice(1)).toEqual([
      `Role in ${route} (route-handler): missing, needed here, and not surely registered`,
      `  1. ${route}:2 \`populate('role')\` needs it.`,
      expect.stringMatching(/^ {2}2\. models\/Role\.ts:\d /),
      'Role in app/roles/page.tsx (page): registered, registered when the entry is loaded',
      '  1. app/roles/page.tsx:1 imports models/Role.ts',
      '  2. models/Role.ts:2 registers "Role"',
    ])
    expect(data).toMatchObject({ directory: root, model: 'Role', answers: examine(root).why('Role'), leftOut: { answers: 0 } })
  })

  test('in one entry, which may be a glob', async () => {
    const { call } = await serve(withTree(app))
    expect((await call('why', { model: 'Role', entry: 'app/*.tsx' })).data).toMatchObject({ answers: [{ entry: 'app/page.tsx', status: 'not-registered' }] })
    expect(await call('why', { model: 'Role', entry: 'app/user' })).toMatchObject({ isError: true, text: expect.stringContaining('No entry matches "app/user".') })
    expect(await call('why', { model: 'Rule' })).toMatchObject({ isError: true, text: expect.stringContaining('Did you mean Role?') })
  })
})

describe('explain', () => {
  test('an error: its cause, and the finding that is behind it', async () => {
    const root = withTree(app)
    const { call } = await serve(root)
    const { text, data } = await call('explain', { text: error })
    expect(text.split('\n')[1]).toMatch(new RegExp(`^1 × Role in ${route}: explained — .* \\| fix: .* \\| findings: ${idOf(root)}$`))
    expect(text.split('\n')[2]).toContain(`| id: ${idOf(root)}`)
    expect(data).toMatchObject({ errors: 1, groups: [{ model: 'Role', entry: route, verdict: 'explained' }], findings: [{ id: idOf(root) }], limits: [], leftOut: { groups: 0, findings: 0 } })
  })

  test('a log in a file', async () => {
    const root = withTree({ ...app, 'logs/server.log': `2026-05-04T10:00:00.000Z start\n${error}`.repeat(3) })
    const { call } = await serve(root)
    expect((await call('explain', { logFile: 'logs/server.log' })).data).toMatchObject({ errors: 3, lines: 12, groups: [{ count: 3 }] })
  })

  test.each([['logs', 'is no file.'], ['none.log', 'There is no '], ['/etc/hostname', 'is outside of what is allowed']])('no log in %s', async (logFile, says) => {
    const { call } = await serve(withTree({ ...app, 'logs/server.log': '' }))
    expect(await call('explain', { logFile })).toMatchObject({ isError: true, text: expect.stringContaining(says) })
  })

  test.each(ruleNames)('the rule %s, by its name or as a text', async (rule) => {
    const { call } = await serve(withTree({}))
    expect(await call('explain', { rule })).toMatchObject({ text: `# ${rule}\n\n${explainRule(rule)}`, data: { rule: { name: rule, page: explainRule(rule) } } })
    expect((await call('explain', { text: ` ${rule}\n` })).data).toMatchObject({ rule: { name: rule } })
  })

  test.each([
    [{}, 'Give exactly one of text, logFile and rule.'],
    [{ text: error, rule: 'missing-model' }, 'Give exactly one of text, logFile and rule.'],
    [{ text: 'TypeError: x is not a function' }, 'in this text: 1 line read.'],
  ])('%j is neither', async (args, says) => {
    const { call } = await serve(withTree(app))
    expect(await call('explain', args)).toMatchObject({ isError: true, text: expect.stringContaining(says) })
  })
})

describe('fix', () => {
  const textOf = (root: string): string => readFileSync(`${root}/${route}`, 'utf8')

  test('shows what it would do, and does nothing', async () => {
    const root = withTree(app)
    const { call } = await serve(root)
    const { text, data } = await call('fix')
    expect(text).toContain(`1 finding would be mended in 1 file: ${route}. Nothing was written; \`apply: true\` writes it.`)
    expect(data).toMatchObject({
      applied: false, strategy: 'import', mended: [idOf(root)], notMended: [], recovered: null, files: [{ file: route, isNew: false }],
      diff: expect.stringContaining(`+++ b/${route}\n@@ -1,2 +1,3 @@\n import User from '@/models/User'\n+import '@/models/Role'\n`),
    })
    expect(text).toContain(data.diff)
    expect(textOf(root)).toBe(app[route])
  })

  test('writes when it is told to, and the second time finds nothing to do', async () => {
    const root = withTree(app)
    const { call } = await serve(root)
    expect((await call('fix', { apply: true })).text).toContain(`1 finding mended in 1 file: ${route}. Examined again: Every model is registered wherever it is needed.`)
    expect(textOf(root)).toContain(mended)
    expect((await call('fix', { apply: true })).data).toMatchObject({ applied: true, files: [], mended: [], diff: '' })
  })

  test('mends the findings that are named, by the remedy that is named', async () => {
    const root = withTree({ ...app, 'app/api/teams/route.ts': app[route] })
    const { call } = await serve(root)
    const [first, second] = examine(root).report.findings
    expect((await call('fix', { findings: [second?.id], strategy: 'registry' })).data).toMatchObject({ mended: [second?.id], files: [{ isNew: true }, { file: second?.file }] })
    const { text, data } = await call('fix', { findings: [first?.id], strategy: 'lazy' })
    expect(data).toMatchObject({ mended: [], files: [], notMended: [{ id: first?.id, reason: expect.stringContaining('@mongoose-doctor/runtime') }] })
    expect(text).toContain(`Not mended: missing-model of Role at ${first?.file}:2: `)
    expect(await call('fix', { findings: ['0123'] })).toMatchObject({ isError: true, text: 'No finding has the id 0123 now: examine again, and take ids from there.' })
  })

  test('replaces nothing that git could not bring back, unless it is forced', async () => {
    const root = withTree(app)
    execFileSync('git', ['init', '-q'], { cwd: root })
    const { call } = await serve(root)
    const refused = await call('fix', { apply: true })
    expect(refused.isError).toBe(true)
    expect(refused.text.split('\n')).toEqual([expect.stringContaining('Nothing was mended: git could not bring these files back'), `  ${route}`, expect.stringContaining('`force: true`')])
    expect(textOf(root)).toBe(app[route])
    expect(await call('fix', { force: true })).toMatchObject({ isError: true, text: expect.stringContaining('it goes with `apply: true`') })
    expect((await call('fix', { apply: true, force: true })).isError).toBe(false)
    expect(textOf(root)).toContain(mended)
  })

  test('what an interrupted run has left is refused by all, and put in order by a fix that writes', async () => {
    const root = withTree({ ...app, '.mongoose-doctor-journal.json': JSON.stringify({ version: 1, pid: 999_999_999, started: null, phase: 'preparing', steps: [] }) })
    const { call } = await serve(root)
    for (const answer of await Promise.all(reading.map((one) => call(...one)))) {
      expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(/^An earlier run that was writing in .* was interrupted[^]*\nThe fix tool does that too/) })
    }
    const { text, data } = await call('fix', { apply: true })
    expect(text).toContain('An earlier run that was writing here had been interrupted: what it had begun was undone.')
    expect(data).toMatchObject({ recovered: { as: 'before', files: [], kept: [] }, mended: [expect.any(String)] })
  })
})

test('the pages of the rules are resources', async () => {
  const { client } = await serve(withTree({}))
  const { resources } = await client.listResources()
  expect(resources.map(({ uri }) => uri)).toEqual(ruleNames.map((rule) => `mongoose-doctor://rules/${rule}`))
  expect((await client.readResource({ uri: 'mongoose-doctor://rules/unknown-ref' })).contents).toEqual([
    { uri: 'mongoose-doctor://rules/unknown-ref', mimeType: 'text/markdown', text: `# unknown-ref\n\n${explainRule('unknown-ref')}\n` },
  ])
})

test('reading leaves nothing in the project, not even a cache', async () => {
  const root = withTree(app)
  mkdirSync(`${root}/node_modules`)
  const tree = (): readonly string[] => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => `${path} ${statSync(`${root}/${path}`).mtimeMs}`)
  const before = tree()
  const { call } = await serve(root)
  await Promise.all(reading.map((one) => call(...one)))
  expect(tree()).toEqual(before)
})
