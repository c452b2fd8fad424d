/** In real ESLint: what the command line finds, and what it mends. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ESLint, type Linter } from 'eslint'
import { examine, planFixes } from 'mongoose-doctor'
import { describe, expect, test } from 'vitest'
import { withTree } from '../../mongoose-doctor/tests/helpers/tree.ts'
import plugin from '../src/index.ts'
import { app, eslints, findings, linter, said } from './app.ts'

const versions = Object.keys(eslints).filter((name) => name === 'ESLint 9' || name === 'ESLint 10')

describe.each(versions)('%s', (version) => {
  test('strict: all findings, at their places', async () => {
    const root = withTree(app)
    const lines = said(root, await linter(root, { version }).lintFiles('.'))
    expect(lines).toEqual(findings(examine(root).report))
    expect(lines).toEqual(['app/roles/route.js:4:42 missing-model', 'app/users/route.js:4:36 missing-model', 'app/users/route.js:5:33 missing-model', expect.stringMatching(/^models\/User\.js:3:.* unknown-ref$/)])
  })

  test('recommended: errors are what fails the command', async () => {
    const root = withTree(app)
    const lines = said(root, await linter(root, { version, config: 'recommended' }).lintFiles('.'))
    expect(lines).toEqual(findings(examine(root).report).filter((line) => line.endsWith('missing-model')))
  })

  test('fixes make what --fix makes, in a file with two findings too', async () => {
    const root = withTree(app)
    const examination = examine(root)
    const results = await linter(root, { version, fix: true }).lintFiles('.')
    const written = results.flatMap(({ filePath, output }) => (output === undefined ? [] : [[filePath, output]]))
    expect(written).toEqual(planFixes(examination).files.map(({ file, after }) => [join(root, file), after]))
    expect(written).toHaveLength(2)
    expect(said(root, results)).toEqual([expect.stringContaining('unknown-ref')])
  })
})

test('tells what happens and what to do in one line', async () => {
  const root = withTree(app)
  const [result] = await linter(root).lintFiles('app/roles/route.js')
  expect(result?.messages[0]?.message).toBe(
    `On a cold start of this entry, populating "role" needs the model "Role", which nothing there has registered: MissingSchemaError. Load it where it is needed, at the top of app/roles/route.js: import '../../models/Role'`,
  )
})

test('what the project has decided holds here too', async () => {
  const root = withTree({ ...app, 'mongoose-doctor.jsonc': { rules: { 'unknown-ref': 'off' }, ignoreFindingsIn: ['app/roles'] } })
  const lines = said(root, await linter(root).lintFiles('.'))
  expect(lines).toEqual(findings(examine(root).report))
  expect(lines).toEqual(['app/users/route.js:4:36 missing-model', 'app/users/route.js:5:33 missing-model'])
})

test('what comes from the project cannot drive a terminal', async () => {
  const root = withTree({ ...app, 'models/User.js': app['models/User.js'].replaceAll("'Boss'", String.raw`'\u001b[2J\u202e'`) })
  const [result] = await linter(root).lintFiles('models/User.js')
  expect(result?.messages[0]?.message).toContain(String.raw`\x1b[2J\u202e`)
})

test('columns and fixes are right behind a byte order mark and with line ends of Windows', async () => {
  const text = `\ufeff${app['app/roles/route.js'].replaceAll('\n', '\r\n')}`
  const root = withTree({ ...app, 'app/roles/route.js': text })
  const examination = examine(root)
  const [result] = await linter(root, { fix: true }).lintFiles('app/roles/route.js')
  expect(result?.output).toBe(planFixes(examination, { findings: examination.report.findings.filter(({ file }) => file === 'app/roles/route.js') }).files[0]?.after)
  const [before] = await linter(root).lintFiles('app/roles/route.js')
  expect(before?.messages.map(({ line, column }) => [line, column])).toEqual([[4, 42]])
})

test('the comments of both tools silence, and one that silences nothing is found', async () => {
  const quiet = (comment: string): string => app['app/roles/route.js'].replace('  return', `  // ${comment}\n  return`)
  const root = withTree({
    ...app, 'app/roles/route.js': quiet('mongoose-doctor-disable-next-line missing-model'), 'app/other/route.js': quiet('eslint-disable-next-line mongoose-doctor/missing-model'),
    'lib/label.js': '// mongoose-doctor-disable-next-line missing-model\nexport const label = 1\n',
  })
  const lines = said(root, await linter(root).lintFiles('.'))
  expect(lines.filter((line) => !line.startsWith('app/users') && !line.startsWith('models'))).toEqual(['lib/label.js:1:1 unused-disable (warning)'])
})

test.each(['recommended', 'strict'] as const)('%s: what could not be decided is a warning', async (config) => {
  const root = withTree({ ...app, 'app/roles/route.js': `import User from '../../models/User'\nexport const GET = async (request) => Response.json(await User.find().populate(request.url))\n` })
  const { unknown } = examine(root).report
  expect(unknown.length).toBeGreaterThan(0)
  const lines = said(root, await linter(root, { config }).lintFiles('.')).filter((line) => line.includes('unknown ('))
  expect(lines.map((line) => line.split(':', 2).join(':'))).toEqual(unknown.map(({ file, line }) => `${file}:${line}`))
})

test('a fix that takes another file is only told', async () => {
  const { 'app/roles/route.js': _, ...rest } = app
  const root = withTree({
    ...rest, 'lib/users.js': `import User from '../models/User'\nexport const all = () => User.find().populate('role')\n`,
    'models/Role.js': `import { all } from '../lib/users'\n${app['models/Role.js']}`, 'app/all/route.js': `import { all } from '../../lib/users'\nexport const GET = async () => Response.json(await all())\n`,
  })
  const examination = examine(root)
  const change = planFixes(examination).files.find(({ file }) => file !== 'app/users/route.js')
  expect(change?.file).toBe('app/all/route.js')
  const [result] = await linter(root).lintFiles('lib/users.js')
  expect(result?.messages.map(({ fix, message }) => [fix, message])).toEqual([[undefined, expect.stringContaining('`npx mongoose-doctor --fix` mends it, in app/all/route.js.')]])
})

test('another directory can be examined, and of a file elsewhere nothing is said', async () => {
  const files = Object.fromEntries(Object.entries(app).map(([file, text]) => [`web/${file}`, text]))
  const root = withTree({ ...files, 'tools/route.js': app['app/roles/route.js'] })
  const lines = said(root, await linter(root, { settings: { root: 'web', editor: false } }).lintFiles('.'))
  expect(lines).toEqual(findings(examine(join(root, 'web')).report).map((line) => `web/${line}`))
})

test('of code in another file, a page of documentation say, nothing is said', async () => {
  const root = withTree({ ...app, 'app/users/route.md': app['app/users/route.js'] })
  const blocks = { processors: { whole: { preprocess: (text: string) => [{ text, filename: 'route.js' }], postprocess: ([messages = []]: Linter.LintMessage[][]) => messages } } }
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [
    { files: ['**/*.md'], plugins: { blocks }, processor: 'blocks/whole' }, plugin.configs.strict, { settings: { 'mongoose-doctor': { editor: false } }, rules: { 'no-undef': 'error' } },
  ] })
  const [result] = await eslint.lintFiles('**/*.md')
  expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual(['no-undef'])
})

test.each<[string, object, RegExp]>([
  ['a rule has no such option', { rules: { 'mongoose-doctor/missing-model': ['error', { likley: true }] } }, /likley/],
  ['a rule has no options', { rules: { 'mongoose-doctor/unused-disable': ['error', { likely: true }] } }, /unused-disable/],
  ['there is no such setting', { settings: { roots: 'web' } }, /has no "roots"; there are root and editor/],
  ['the root is no text', { settings: { root: 1 } }, /\.root must be the path of a directory/],
  ['the settings are no object', { settings: ['web'] }, /must be an object/],
  ['there is no such directory', { settings: { root: 'absent', editor: false } }, /There is no directory .*absent/],
])('a configuration is refused: %s', async (_, setup, told) => {
  const root = withTree(app)
  await expect(linter(root, setup).lintFiles('lib')).rejects.toThrow(told)
})

test('without its engine, an editor still shows what other rules say', async () => {
  const root = withTree(app)
  const eslint = linter(root, { settings: { root: 'absent', editor: true }, rules: { 'no-var': 'error' } })
  const [result] = await eslint.lintText('var a = 1\n', { filePath: join(root, 'lib/label.js') })
  expect(result?.messages.map(({ ruleId, message }) => [ruleId, message])).toEqual([
    ['mongoose-doctor/missing-model', expect.stringContaining('There is no directory')],
    ['no-var', expect.any(String)],
  ])
})

test('a text from standard input is examined as it stands', async () => {
  const root = withTree(app)
  const text = `// A remark.\n${app['app/roles/route.js']}`
  const at = (file: string) => ({ filePath: join(root, file) })
  const eslint = linter(root)
  expect(said(root, await eslint.lintText(text, at('app/roles/route.js')))).toEqual(['app/roles/route.js:5:42 missing-model'])
  expect(said(root, await eslint.lintText(text, at('app/new/route.js')))).toEqual(['app/new/route.js:5:42 missing-model'])
  expect(said(root, await eslint.lintText(`import '../../models/Role'\n${text}`, at('app/roles/route.js')))).toEqual([])
  expect(readFileSync(join(root, 'app/roles/route.js'), 'utf8')).toBe(app['app/roles/route.js'])
})
