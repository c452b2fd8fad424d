/** As an editor lints: one process that goes on, texts that are not saved, and saves that come one at a time. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ESLint } from 'eslint'
import { examine, planFixes } from 'mongoose-doctor'
import { expect, onTestFinished, test, vi } from 'vitest'
import { withTree } from '../../mongoose-doctor/tests/helpers/tree.ts'
import { app, findings, linter, said, save } from './app.ts'

const file = 'app/users/route.js'
const text = app[file]

function editing(files: Readonly<Record<string, unknown>> = app) {
  const root = withTree(files)
  const eslint = linter(root, { settings: { editor: true } })
  return {
    root, eslint,
    async lint(unsaved: string, at = file): Promise<ESLint.LintResult['messages']> {
      return (await eslint.lintText(unsaved, { filePath: join(root, at) }))[0]?.messages ?? []
    },
    async places(unsaved: string, at = file): Promise<readonly string[]> {
      return said(root, await eslint.lintText(unsaved, { filePath: join(root, at) })).map((line) => line.slice(at.length + 1))
    },
  }
}

test('what is saved is said exactly, and what is typed takes it along', async () => {
  const { places } = editing()
  expect(await places(text)).toEqual(['4:36 missing-model', '5:33 missing-model'])
  expect(await places(`// one\n// two\n${text}`)).toEqual(['6:36 missing-model', '7:33 missing-model'])
  expect(await places(text.replace('const all', '\n  const all'))).toEqual(['4:36 missing-model', '6:33 missing-model'])
  expect(await places(`// one\n${text.replace("find().populate('team')", "find().populate('teams')")}\n// end`)).toEqual(['5:36 missing-model'])
  expect(await places(text)).toEqual(['4:36 missing-model', '5:33 missing-model'])
})

test('nothing is stale after a save: of this file, of another, of one that is new', async () => {
  const { root, places } = editing()
  await places(text)
  const mended = `import '../../models/Role'\n${text}`
  save(root, file, mended)
  expect(await places(mended)).toEqual(['6:33 missing-model'])
  save(root, file, text)
  expect(await places(text)).toEqual(['4:36 missing-model', '5:33 missing-model'])
  const copy = text.replace("'team'", "'boss'")
  save(root, 'app/roles/route.js', copy)
  expect(await places(copy, 'app/roles/route.js')).toEqual(['4:36 missing-model'])
  save(root, 'app/users/late.js', text)
  save(root, file, `export { GET } from './late'\n`)
  expect(await places(text, 'app/users/late.js')).toEqual(['4:36 missing-model', '5:33 missing-model'])
})

test('what the change of another file means is seen, some time later at most', async () => {
  const { root, places } = editing()
  await places(text)
  save(root, 'models/User.js', `import './Role'\n${app['models/User.js']}`)
  const { now } = performance
  vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + 60_000)
  onTestFinished(() => void vi.restoreAllMocks())
  expect(await places(text)).toEqual(['5:33 missing-model'])
})

test('a new file is nothing until it is saved', async () => {
  const { root, places } = editing()
  await places(text)
  expect(await places(text, 'app/users/fresh.js')).toEqual([])
  save(root, 'app/users/fresh.js', text)
  save(root, file, `export { GET } from './fresh'\n`)
  expect(await places(text, 'app/users/fresh.js')).toEqual(['4:36 missing-model', '5:33 missing-model'])
})

test('each finding has its own fix, which moves along and is gone where it has been made', async () => {
  const { lint } = editing()
  const fixed = (unsaved: string, messages: ESLint.LintResult['messages']): readonly (string | null)[] =>
    messages.map(({ fix }) => (fix ? unsaved.slice(0, fix.range[0]) + fix.text + unsaved.slice(fix.range[1]) : null))
  const importing = (model: string): string => text.replace('\n\n', `\nimport '../../models/${model}'\n\n`)
  expect(fixed(text, await lint(text))).toEqual([importing('Role'), importing('Team')])
  const remark = `// A remark.\n\n${text}`
  expect(fixed(remark, await lint(remark))).toEqual([`// A remark.\n\n${importing('Role')}`, `// A remark.\n\n${importing('Team')}`])
  expect(fixed(importing('Role'), await lint(importing('Role')))).toEqual([null, null])
})

test('mending all that is shown makes what --fix makes', async () => {
  const { root } = editing()
  const eslint = linter(root, { settings: { editor: true }, fix: true })
  const [result] = await eslint.lintText(text, { filePath: join(root, file) })
  expect(result?.messages).toEqual([])
  expect(result?.output).toBe(planFixes(examine(root)).files.find((change) => change.file === file)?.after)
})

test.each([true, false])('fixes of other rules leave the findings where they are (editor: %s)', async (editor) => {
  const spaced = text.replace('const all', 'let   all')
  const root = withTree({ ...app, [file]: spaced })
  const eslint = linter(root, { settings: { editor }, rules: { 'prefer-const': 'error' }, fix: ({ ruleId }) => ruleId === 'prefer-const' })
  const results = await eslint.lintText(spaced, { filePath: join(root, file) })
  expect(results[0]?.output).toContain('const   all = await User')
  expect(said(root, results)).toEqual([`${file}:4:36 missing-model`, `${file}:5:35 missing-model`])
})

test('the other remedies are offered where they are within the file', async () => {
  const { root, lint } = editing({
    ...app, 'package.json': { ...app['package.json'], dependencies: { ...app['package.json'].dependencies, '@mongoose-doctor/runtime': '0.1.0' } },
  })
  const [first] = await lint(text)
  expect(first?.suggestions?.map(({ desc }) => desc)).toEqual(['Load "Role" with lazyModel() before it is needed (--strategy lazy).', 'Await ensureModels() for "Role" before it is needed (--strategy ensure).'])
  for (const [index, strategy] of (['lazy', 'ensure'] as const).entries()) {
    const examination = examine(root)
    const role = examination.report.findings.filter((finding) => finding.file === file && finding.model === 'Role')
    const fix = first?.suggestions?.[index]?.fix
    expect(fix && text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1])).toBe(planFixes(examination, { findings: role, strategy }).files[0]?.after)
  }
  const [commanded] = await linter(root).lintFiles(file)
  expect(commanded?.messages.map(({ suggestions }) => suggestions)).toEqual([undefined, undefined])
})

test('of a file that was never saved as it is, what stood there before is said', async () => {
  const { root, places } = editing()
  expect(await places(`// one\n${text}`)).toEqual(['5:36 missing-model', '6:33 missing-model'])
  expect(readFileSync(join(root, file), 'utf8')).toBe(text)
  expect(findings(examine(root).report)).toHaveLength(4)
})
