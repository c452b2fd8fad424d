/** `init`, as a newcomer runs it. */
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadEngine } from '../../src/cli/engine.ts'
import { openDisk } from '../../src/disk/disk.ts'
import { configIn } from '../../src/project/config.ts'
import { git, repository } from '../git/repository.ts'
import { contents } from '../hostile/project.ts'
import { withTree } from '../helpers/tree.ts'
import { cli } from './fake.ts'

const FILES = {
  'package.json': '{\n  "name": "clinic",\n  "scripts": {\n    "dev": "next dev"\n  }\n}\n',
  'eslint.config.mjs': "import next from 'eslint-config-next'\n\nexport default [\n  ...next,\n]\n",
  'CLAUDE.md': '# Clinic\n', '.github/CODEOWNERS': '* @me\n',
}
const ALL = ['package.json', 'mongoose-doctor.jsonc', '.github/workflows/mongoose-doctor.yml', 'eslint.config.mjs', 'AGENTS.md', 'CLAUDE.md']
const run = (root: string, argv: readonly string[] = [], ask: ((question: string) => Promise<string | null>) | null = null) => cli(['init', ...argv], { load: loadEngine, terminal: { cwd: root, ask } })
const files = (root: string): Map<string, string> => new Map([...contents(root)].filter(([file]) => !file.startsWith('.git/')))
const differing = (before: Map<string, string>, after: Map<string, string>): string[] => [...after.keys()].filter((file) => before.get(file) !== after.get(file)).sort()

describe('with --yes', () => {
  test('all is written, and shown first', async () => {
    const root = repository(FILES)
    const before = files(root)
    const { code, out, err } = await run(root, ['--yes'])
    expect(code).toBe(0)
    expect(differing(before, files(root))).toEqual([...ALL].sort())
    for (const file of ALL) expect(out).toContain(`+++ b/${file}\n`)
    expect(err).toBe([
      '6 files were written:', ...ALL.map((file) => `  ${file}`), 'Next:', '  npm install --save-dev mongoose-doctor eslint-plugin-mongoose-doctor',
      '  npx mongoose-doctor                     # the findings that there are', '  npx mongoose-doctor --update-baseline   # those that have to wait', '',
    ].join('\n'))
    git(root, 'stash', '-qu')
    git(root, 'apply', '--check', `${withTree({ 'all.patch': out })}/all.patch`)
  })

  test('twice is once', async () => {
    const root = repository(FILES)
    await run(root, ['--yes'])
    const before = contents(root)
    expect(await run(root, ['--yes'])).toMatchObject({ code: 0, out: '', err: 'All of it is set up already: nothing was written.\n' })
    expect(contents(root)).toEqual(before)
  })

  test('what it writes is valid', async () => {
    const root = repository(FILES)
    await run(root, ['-y'])
    expect(configIn(openDisk(root), '')).toMatchObject({ file: 'mongoose-doctor.jsonc', entries: [] })
    expect(parse(readFileSync(`${root}/.github/workflows/mongoose-doctor.yml`, 'utf8'))).toMatchObject({
      on: { push: { branches: ['main'] }, pull_request: null }, jobs: { 'mongoose-doctor': { steps: [{ uses: 'actions/checkout@v4' }, { uses: 'mongoose-doctor/mongoose-doctor@main' }] } },
    })
    expect(readFileSync(`${root}/CLAUDE.md`, 'utf8')).toContain(readFileSync(`${root}/AGENTS.md`, 'utf8'))
  })

  test('in a folder of a repository, the workflow is at its root', async () => {
    const root = repository({ 'apps/web/package.json': '{}', 'package.json': '{}', 'pnpm-lock.yaml': '', 'node_modules/mongoose-doctor/package.json': '{}', '.gitignore': 'node_modules' })
    git(root, 'remote', 'add', 'origin', 'https://github.com/me/clinic')
    const { err } = await run(`${root}/apps/web`, ['--yes'])
    expect(err).toContain('  apps/web/mongoose-doctor.jsonc\n  .github/workflows/mongoose-doctor.yml\n  apps/web/AGENTS.md\n')
    expect(err).toContain('  pnpm add --save-dev mongoose-doctor\n')
    expect(readFileSync(`${root}/apps/web/mongoose-doctor.jsonc`, 'utf8')).toContain('"../../node_modules/mongoose-doctor/schema/config.schema.json"')
    expect(parse(readFileSync(`${root}/.github/workflows/mongoose-doctor.yml`, 'utf8'))).toMatchObject({ jobs: { 'mongoose-doctor': { steps: [{}, { with: { directory: 'apps/web' } }] } } })
  })

  test('nothing is written where git could not bring a file back, unless it is forced', async () => {
    const root = repository(FILES)
    writeFileSync(`${root}/CLAUDE.md`, '# Changed\n')
    const before = files(root)
    expect(await run(root, ['--yes'])).toMatchObject({ code: 2, err: 'Nothing was set up: git could not bring these files back, for it does not have what is in them.\n  CLAUDE.md\nCommit or stage them first, or use --force.\n' })
    expect(files(root)).toEqual(before)
    expect((await run(root, ['--yes', '--force'])).code).toBe(0)
    expect(readFileSync(`${root}/CLAUDE.md`, 'utf8')).toMatch(/^# Changed\n\n<!-- mongoose-doctor: begin/)
  })

  test('all or nothing: a file that is in the way leaves no folder behind', async () => {
    const root = withTree(FILES)
    rmSync(`${root}/.github/CODEOWNERS`)
    const engine = await loadEngine()
    const failing = { ...engine, writeFixes: () => { throw new Error('disk full') } }
    const before = contents(root)
    expect((await cli(['init', '--yes'], { load: async () => failing, terminal: { cwd: root } })).code).toBe(3)
    expect(contents(root)).toEqual(before)
    expect(() => readFileSync(`${root}/.github/workflows`)).toThrow('ENOENT')
  })
})

describe('without a terminal', () => {
  test('it is shown, and not written', async () => {
    const root = repository(FILES)
    const before = contents(root)
    const { code, out, err } = await run(root)
    expect({ code, err }).toEqual({ code: 0, err: 'Nothing was written. To write these 6 files: mongoose-doctor init --yes\n' })
    expect(out).toContain('+    "doctor": "mongoose-doctor"\n')
    expect(contents(root)).toEqual(before)
  })
})

describe('on a terminal', () => {
  const answers = (...all: (string | null)[]) => {
    const questions: string[] = []
    return { questions, ask: async (question: string) => { questions.push(question); return all.shift() ?? null } }
  }

  test('each thing is asked for, and only what is wanted is written', async () => {
    const root = repository(FILES)
    const before = files(root)
    const { questions, ask } = answers('', 'n', 'YES', 'no', 'y')
    const { code, err } = await run(root, [], ask)
    expect(code).toBe(0)
    expect(questions).toEqual(['a script in package.json', 'a configuration file', 'a CI workflow', 'an entry in the ESLint configuration', 'rules for coding agents'].map((what) => `Add ${what}? [Y/n] `))
    expect(differing(before, files(root))).toEqual(['.github/workflows/mongoose-doctor.yml', 'AGENTS.md', 'CLAUDE.md', 'package.json'])
    expect(err).toContain('  npm install --save-dev mongoose-doctor\n')
  })

  test.each([[['y', 'y', null]], [['n', 'n', 'n', 'n', 'n']]])('nothing is written after %j', async (given) => {
    const root = repository(FILES)
    const before = contents(root)
    expect(await run(root, [], answers(...given).ask)).toMatchObject({ code: 0, err: 'Nothing was written.\n' })
    expect(contents(root)).toEqual(before)
  })
})

describe('what is there stays', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['a script of another name', { 'package.json': '{ "scripts": { "lint:models": "npx mongoose-doctor --strict" } }' }, ['package.json']],
    ['a configuration in package.json', { 'package.json': '{ "mongoose-doctor": {}, "scripts": { "doctor": "mongoose-doctor" } }' }, ['package.json', 'mongoose-doctor.jsonc']],
    ['a configuration of the other name', { 'mongoose-doctor.json': '{}' }, ['mongoose-doctor.jsonc']],
    ['a workflow that runs it', { '.github/workflows/ci.yaml': 'jobs: { a: { steps: [{ run: npx mongoose-doctor }] } }' }, ['.github/workflows/mongoose-doctor.yml']],
    ['an entry of ESLint', { 'eslint.config.mjs': "import x from 'eslint-plugin-mongoose-doctor'\nexport default [x.configs.recommended]\n" }, ['eslint.config.mjs']],
    ['a CLAUDE.md that reads AGENTS.md', { 'CLAUDE.md': '@AGENTS.md\n' }, ['CLAUDE.md']],
  ])('%s', async (_name, more, kept) => {
    const root = repository({ ...FILES, ...more })
    const before = files(root)
    expect((await run(root, ['--yes'])).code).toBe(0)
    expect(differing(before, files(root))).toEqual(ALL.filter((file) => !kept.includes(file)).sort())
  })
})

describe('what is left to people is told', () => {
  test.each<[string, Record<string, string>, string]>([
    ['no package.json', { 'a.js': '' }, 'There is no package.json here, so no script was added.'],
    ['a script of that name', { 'package.json': '{ "scripts": { "doctor": "other" } }' }, 'package.json has a script "doctor" already: add "mongoose-doctor" under another name.'],
    ['an ESLint configuration that is computed', { 'eslint.config.js': 'export default tseslint.config(a)\n' }, "  import mongooseDoctor from 'eslint-plugin-mongoose-doctor'\n  …\n  mongooseDoctor.configs.recommended,\n"],
    ['GitLab', { '.gitlab-ci.yml': '' }, '      - npx --yes mongoose-doctor --output gitlab=code-quality.json --output junit=junit.xml'],
    ['another CI', { 'a.js': '' }, 'For your CI: npx --yes mongoose-doctor,'],
    ['a section that is damaged', { 'AGENTS.md': '<!-- mongoose-doctor: begin -->\n' }, 'AGENTS.md has only one of the two lines that our section begins and ends with'],
  ])('%s', async (_name, files_, message) => {
    const { code, err } = await run(withTree(files_), ['--yes'])
    expect(code).toBe(0)
    expect(err.replaceAll(/\n(?! )/g, ' ')).toContain(message.replaceAll(/\n(?! )/g, ' '))
  })

  test('a package.json that is broken stops it', async () => {
    const root = withTree({ ...FILES, 'package.json': '{' })
    expect(await run(root, ['--yes'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining("Nothing was set up: package.json can't be read: it is not valid JSON") })
  })

  test.skipIf(process.platform === 'win32')('links are not followed', async () => {
    const outside = withTree({ 'x.md': 'mine', 'package.json': '{}' })
    const root = withTree({ 'a.js': '' })
    symlinkSync(`${outside}/x.md`, `${root}/AGENTS.md`)
    symlinkSync('AGENTS.md', `${root}/CLAUDE.md`)
    symlinkSync(`${outside}/package.json`, `${root}/package.json`)
    const { code, err } = await run(root, ['--yes'])
    expect({ code, text: readFileSync(`${outside}/x.md`, 'utf8'), manifest: readFileSync(`${outside}/package.json`, 'utf8') }).toEqual({ code: 0, text: 'mine', manifest: '{}' })
    expect(err).toContain('AGENTS.md is a link')
  })

  test('a folder or branch whose name means something is not put into a workflow', async () => {
    const name = 'a ${{ github.token }}'
    const root = repository({ [`${name}/package.json`]: '{}', '.github/x': '' })
    git(root, 'checkout', '-q', '-b', '${{x}}')
    expect((await run(`${root}/${name}`, ['--yes'])).err).toContain('means something to GitHub Actions')
    expect((await run(root, ['--yes'])).code).toBe(0)
    expect(readFileSync(`${root}/.github/workflows/mongoose-doctor.yml`, 'utf8')).not.toContain('{{')
  })
})
