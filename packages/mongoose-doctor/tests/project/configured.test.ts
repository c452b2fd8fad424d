import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { projectIn } from '../helpers/project.ts'
import { withTree } from '../helpers/tree.ts'

const PACKAGE = { 'package.json': { dependencies: { mongoose: '9' } } }
const shown = (files: Record<string, unknown>): string[] =>
  projectIn(withTree(files)).apps.flatMap((app) => app.entries.map(({ kind, file }) => `${app.root} ${kind} ${file}`))
const problems = (files: Record<string, unknown>): string[] => examine(withTree(files)).report.unknown.map(({ file, line, reason }) => `${file}:${line} ${reason}`)
const config = (...entries: string[]) => ({ 'mongoose-doctor.jsonc': { entries } })

describe('entries of a configuration', () => {
  test('come beside those that are found', () => {
    expect(shown({ ...PACKAGE, 'server.js': '', 'jobs/a.ts': '', 'jobs/a.test.ts': '', 'x.test.ts': '', ...config('jobs', 'x.test.ts') })).toEqual([
      '. script jobs/a.ts', '. server server.js', '. script x.test.ts',
    ])
  })

  test('belong to the package of their file, from whichever folder they are named', () => {
    const files = { ...PACKAGE, 'apps/api/package.json': { dependencies: { mongoose: '9' }, 'mongoose-doctor': { entries: ['jobs/*.js'] } }, 'apps/api/jobs/a.js': '', 'apps/api/jobs/b.js': '' }
    expect(shown(files)).toEqual(['apps/api script apps/api/jobs/a.js', 'apps/api script apps/api/jobs/b.js'])
    expect(shown({ ...files, ...config('apps/*/jobs/a.js'), 'apps/api/package.json': PACKAGE['package.json'] })).toEqual(['apps/api script apps/api/jobs/a.js'])
  })

  test('take nothing from an entry that is one already', () => {
    const scripts = { start: 'node --require ./load.js server.js' }
    const { apps } = projectIn(withTree({ 'package.json': { dependencies: { mongoose: '9' }, scripts }, 'load.js': '', 'server.js': '', ...config('*.js') }))
    expect(apps[0]?.entries).toEqual([{ file: 'load.js', kind: 'script', with: [], named: true }, { file: 'server.js', kind: 'server', with: ['load.js'], named: true }])
    expect(shown({ 'package.json': { dependencies: { next: '16' } }, 'app/page.tsx': '', ...config('app/page.tsx') })).toEqual(['. page app/page.tsx'])
  })

  test('are compiled as the other programs of their package are', () => {
    const labels = (start: string): string[] => projectIn(withTree({ 'package.json': { dependencies: { mongoose: '9' }, scripts: { start } }, 'server.ts': '', 'job.ts': '', ...config('job.ts') })).apps.map((app) => `${app.compiler.label}: ${app.entries.length}`)
    expect(labels('node server.ts')).toHaveLength(1)
    expect(labels('tsx server.ts')).toHaveLength(1)
    expect(labels('tsx server.ts')).not.toEqual(labels('node server.ts'))
  })

  test('tell how an application starts that is not known here', () => {
    const solid = { 'package.json': { dependencies: { '@solidjs/start': '1', mongoose: '9' } }, 'src/routes/api/users.ts': '' }
    expect(problems(solid)).toEqual([expect.stringContaining('whose entries are not known here')])
    expect(problems({ ...solid, ...config('src/routes/api/**') })).toEqual([])
  })
})

const MODELS = {
  'models/Role.js': "import mongoose from 'mongoose'\nexport default mongoose.model('Role', new mongoose.Schema({}))\n",
  'models/User.js': "import mongoose from 'mongoose'\nexport default mongoose.model('User', new mongoose.Schema({ role: { type: mongoose.Schema.Types.ObjectId, ref: 'Role' } }))\n",
  'functions/users.js': "import User from '../models/User.js'\nexport const handler = () => User.find().populate('role')\n",
}

test('what they export is called', () => {
  const files = { 'package.json': { type: 'module', dependencies: { mongoose: '9' } }, 'server.js': "import './models/User.js'\n", ...MODELS }
  expect(examine(withTree(files)).report.findings).toEqual([])
  expect(examine(withTree({ ...files, ...config('functions/*.js') })).report.findings).toMatchObject([{ rule: 'missing-model', entries: ['functions/users.js'], confidence: 'proved' }])
})

describe('what is wrong leaves something unexamined', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['a glob that fits nothing', { 'mongoose-doctor.jsonc': '{\n  "entries": [\n    "server.js",\n    "jobs/*.ts"\n  ]\n}\n' }, 'mongoose-doctor.jsonc:4 "entries": no source file fits "jobs/*.ts", so nothing was examined for it.'],
    ['an unknown key', { 'mongoose-doctor.json': '{\n"entires": [] }' }, expect.stringMatching(/^mongoose-doctor\.json:2 This configuration is not followed: Unknown key "entires"\. Did you mean entries\?/)],
    ['of a folder below, too', { 'x/mongoose-doctor.jsonc': '{' }, expect.stringMatching(/^x\/mongoose-doctor\.jsonc:1 This configuration is not followed: It is not valid JSON/)],
    ['two', { 'mongoose-doctor.json': {}, 'mongoose-doctor.jsonc': {} }, expect.stringMatching(/^mongoose-doctor\.jsonc:null .*There is more than one configuration/)],
  ])('%s', (_name, files, problem) => {
    expect(problems({ ...PACKAGE, 'server.js': '', ...files })).toEqual([problem])
  })
})
