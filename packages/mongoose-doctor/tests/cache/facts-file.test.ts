import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FACTS_FILE } from '../../src/cache/facts-file.ts'
import { writePackageFacts } from '../../src/package-facts.ts'
import { reexamine } from '../../src/reexamine.ts'
import { model } from '../graph/graph-of.ts'
import { withTree } from '../helpers/tree.ts'
import { fresh, said } from './app.ts'

const PACKAGES = ['', 'packages/models', 'packages/auth', 'apps/web']
const workspace = {
  'package.json': { workspaces: ['packages/*', 'apps/*'] },
  'scripts/tool.ts': 'export const tool = 1\n',
  'packages/models/package.json': { name: '@acme/models', main: 'src/index.ts' },
  'packages/models/src/index.ts': `export { default as Role } from './Role'\nexport { default as User } from './User'\n`,
  'packages/models/src/Role.ts': model('Role'),
  'packages/models/src/User.ts': `import mongoose from 'mongoose'\nexport default mongoose.models.User || mongoose.model('User', new mongoose.Schema({ role: { type: mongoose.Schema.Types.ObjectId, ref: 'Role' } }))\n`,
  'packages/auth/package.json': { name: '@acme/auth', main: 'src/index.ts', dependencies: { '@acme/models': '*' } },
  'packages/auth/src/index.ts': `import { User } from '@acme/models'\nexport const login = () => User.findOne().populate('role')\n`,
  'apps/web/package.json': { name: 'web', dependencies: { next: '16.2.0', mongoose: '9.0.0', '@acme/auth': '*' } },
  'apps/web/app/api/login/route.ts': `import { login } from '@acme/auth'\nexport async function GET() { return Response.json(await login()) }\n`,
}
const SOURCES = 6

const from = { cache: null, packageFacts: true }
const written = (root: string) => PACKAGES.map((dir) => writePackageFacts(`${root}/${dir}`, `${root}/${dir === '' ? '' : `${dir}/`}${FACTS_FILE}`))

test('each package has the facts of its own files, and the whole is judged by them', async () => {
  const root = withTree(workspace)
  expect(written(root)).toEqual([{ files: 1, of: 1 }, { files: 3, of: 3 }, { files: 1, of: 1 }, { files: 1, of: 1 }])
  const { report, reused } = await reexamine(root, from)
  expect({ report: said(report), reused }).toEqual({ report: fresh(root), reused: { kind: 'facts', files: SOURCES, of: SOURCES } })
  expect(report.apps.flatMap(({ entries }) => entries.map(({ registered, required }) => ({ registered, required })))).toEqual([{ registered: ['Role', 'User'], required: ['Role'] }])
})

test('files that have changed since are read', async () => {
  const root = withTree(workspace)
  written(root)
  writeFileSync(`${root}/packages/models/src/index.ts`, `export { default as User } from './User'\n`)
  const { report, reused } = await reexamine(root, from)
  expect({ report: said(report), reused }).toEqual({ report: fresh(root), reused: { kind: 'facts', files: SOURCES - 1, of: SOURCES } })
  expect(report.findings.map(({ rule, model: name }) => `${rule} ${name}`)).toEqual(['missing-model Role'])
})

test('a package without facts is read', async () => {
  const root = withTree(workspace)
  written(root)
  rmSync(`${root}/packages/models/${FACTS_FILE}`)
  mkdirSync(`${root}/packages/models/${FACTS_FILE}`)
  const { report, reused } = await reexamine(root, from)
  expect({ report: said(report), reused }).toEqual({ report: fresh(root), reused: { kind: 'facts', files: 3, of: SOURCES } })
})

test('damaged facts are as good as none', async () => {
  const root = withTree(workspace)
  written(root)
  const file = `${root}/packages/models/${FACTS_FILE}`
  const whole = readFileSync(file)
  for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) {
    const bytes = Buffer.from(whole)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x55, at)
    writeFileSync(file, bytes)
    // oxlint-disable-next-line no-await-in-loop -- they share the file
    const { report } = await reexamine(root, from)
    expect({ at, report: said(report) }).toEqual({ at, report: fresh(root) })
  }
})

test('the same sources make the same bytes, wherever they lie', () => {
  const [one, other] = [withTree(workspace), withTree(workspace)]
  written(one)
  written(other)
  written(other)
  for (const dir of PACKAGES) expect(readFileSync(`${one}/${dir}/${FACTS_FILE}`)).toEqual(readFileSync(`${other}/${dir}/${FACTS_FILE}`))
  appendFileSync(`${other}/packages/auth/src/index.ts`, '// more\n')
  written(other)
  expect(readFileSync(`${one}/packages/auth/${FACTS_FILE}`)).not.toEqual(readFileSync(`${other}/packages/auth/${FACTS_FILE}`))
})

test('what can not be written is said', () => {
  expect(writePackageFacts(withTree(workspace), '/nowhere/at/all\0')).toEqual({ reason: expect.stringContaining('null bytes') })
})
