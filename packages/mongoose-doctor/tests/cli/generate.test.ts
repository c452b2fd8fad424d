/** `generate registry|manifest`: what is written where, and how --check answers. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import { run } from '../../src/cli/run.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { lines } from '../fixes/mend.ts'
import { withTree } from '../helpers/tree.ts'

const header = (kind: string): readonly string[] => [
  `// Written by \`mongoose-doctor generate ${kind}\`: do not edit. Run that again when a model comes or goes;`,
  `// in CI, \`mongoose-doctor generate ${kind} --check\` fails while this file is stale.`,
]
const page = { 'app/page.tsx': `import User from '@/models/User'\nexport default async () => <p>{await User.countDocuments()}</p>\n` }
const team = lines(`import mongoose from 'mongoose'`, `export const Team = mongoose.model('Team', new mongoose.Schema({}))`)

async function cli(cwd: string, ...argv: readonly string[]) {
  let out = ''
  let err = ''
  const terminal: Terminal = {
    out: (text) => void (out += text), err: (text) => void (err += text), input: () => null, ask: null, cwd, env: {},
    stdout: { isTTY: false, columns: undefined }, stderr: { isTTY: false, columns: undefined }, now: () => 0, interrupted: () => Promise.resolve(),
  }
  const code = await run(['generate', ...argv], { terminal, loadEngine, watch: async () => ({ close: () => undefined }), serve: async () => true })
  return { code, out, err: err.replaceAll(/\s+/g, ' ').trim() }
}

test('the manifest: written beside the models, up to date, stale, brought up to date', async () => {
  const root = withTree({ ...nextApp(), ...page })
  const file = join(root, 'models/manifest.ts')
  expect(await cli(root, 'manifest', '--check')).toMatchObject({ code: 1, err: 'models/manifest.ts is not there. Run: npx mongoose-doctor generate manifest' })
  expect(await cli(root, 'manifest')).toEqual({ code: 0, out: '', err: 'models/manifest.ts was written: 2 models. Next, before the first model is defined: mongoose.plugin(loadMissingModels(manifest)), with loadMissingModels from @mongoose-doctor/runtime.' })
  expect(readFileSync(file, 'utf8')).toBe(lines(...header('manifest'), 'export const manifest = {', `  Role: () => import('./Role'),`, `  User: () => import('./User'),`, '}'))
  expect(await cli(root, 'manifest', '--check')).toEqual({ code: 0, out: '', err: 'models/manifest.ts is up to date: 2 models.' })

  writeFileSync(join(root, 'models/Team.ts'), team)
  const stale = await cli(root, 'manifest', '--check')
  expect(stale).toMatchObject({ code: 1, err: 'models/manifest.ts is stale. Run: npx mongoose-doctor generate manifest' })
  expect(stale.out).toContain(`+  Team: () => import('./Team'),`)
  expect((await cli(root, 'manifest')).err).toBe('models/manifest.ts was brought up to date: 3 models.')
  rmSync(join(root, 'models/Team.ts'))
  expect(await cli(root, 'manifest', '--check')).toMatchObject({ code: 1, out: expect.stringContaining(`-  Team: () => import('./Team'),`) })
})

test('the registry where --output says, and found there afterwards', async () => {
  const root = withTree({ ...nextApp(), ...page, 'models/Team.ts': team, 'lib/db.ts': '' })
  expect((await cli(root, 'registry', '--output', 'lib/models.ts')).code).toBe(0)
  expect(readFileSync(join(root, 'lib/models.ts'), 'utf8')).toBe(lines(
    ...header('registry'), `import Role from '../models/Role'`, `import { Team } from '../models/Team'`, `import User from '../models/User'`, '',
    'export const models = {', '  Role,', '  Team,', '  User,', '}',
  ))
  expect((await cli(root, 'registry', '--check')).err).toBe('lib/models.ts is up to date: 3 models.')
})

test('models that only a folder has in common, semicolons, names that are no identifiers, two models of one name', async () => {
  const model = (name: string): string => `import mongoose from "mongoose";\nexport default mongoose.model("${name}", new mongoose.Schema({}));\n`
  const root = withTree({
    ...nextApp(), 'models/User.ts': model('User'), 'models/Role.ts': 'export {}\n', ...page,
    'features/roles/role.ts': model('staff-role'), 'features/roles/models.ts': lines('import mongoose from "mongoose";', 'export const models = mongoose.model("Models", new mongoose.Schema({}));'),
  })
  expect((await cli(root, 'registry')).err).toContain('model-registry.ts was written: 3 models.')
  expect(readFileSync(join(root, 'model-registry.ts'), 'utf8')).toBe(lines(
    ...header('registry'), `import { models as models2 } from "./features/roles/models";`, `import User from "./models/User";`, `import Role from "./features/roles/role";`, '',
    'export const models = {', '  Models: models2,', '  User,', '  "staff-role": Role,', '};',
  ))
})

test('a file that only registers its model, one that is an entry, a test', async () => {
  const root = withTree({
    ...nextApp(), ...page,
    'models/Log.ts': lines(`import mongoose from 'mongoose'`, `mongoose.model('Log', new mongoose.Schema({}))`),
    'app/api/things/route.ts': lines(`import mongoose from 'mongoose'`, `const Thing = mongoose.model('Thing', new mongoose.Schema({}))`, `export const GET = async () => Response.json(await Thing.find())`),
  })
  const { err } = await cli(root, 'registry')
  expect(err).toContain('models/registry.ts was written: 3 models.')
  expect(err).toContain('Left out: Thing: only app/api/things/route.ts defines it, which is an entry itself (route-handler): move the model to a file of its own.')
  expect(readFileSync(join(root, 'models/registry.ts'), 'utf8')).toContain(lines(`import './Log'`, `import Role from './Role'`))
})

test('a model of another package is imported as the application names it', async () => {
  const base = nextApp()
  const root = withTree({
    ...base, ...page, 'package.json': JSON.stringify({ ...JSON.parse(String(base['package.json'])) as object, workspaces: ['packages/*'], dependencies: { mongoose: '9', next: '16.4.6', '@clinic/db': '*' } }),
    'packages/db/package.json': JSON.stringify({ name: '@clinic/db', exports: { './*': './src/*.ts' }, dependencies: { mongoose: '9' } }),
    'packages/db/src/Team.ts': team,
    'app/api/teams/route.ts': lines(`import { Team } from '@clinic/db/Team'`, 'export const GET = async () => Response.json(await Team.find())'),
  })
  await cli(root, 'manifest')
  const written = readFileSync(join(root, 'models/manifest.ts'), 'utf8')
  expect(written).toContain(`Role: () => import('./Role')`)
  expect(written).toMatch(/Team: \(\) => import\('(?:@clinic\/db|\.\.\/packages\/db\/src)\/Team'\)/)
})

test('of two files that define one model without a guard only one is loaded', async () => {
  const plain = (name: string): string => `export const ${name} = mongoose.model('${name}', new mongoose.Schema({}))\n`
  const both = `import mongoose from 'mongoose'\n${plain('Role')}${plain('Legacy')}`
  const root = withTree({ ...nextApp(), ...page, 'models/old.ts': both })
  const { err } = await cli(root, 'registry')
  expect(err).toContain('Left out: Legacy: models/old.ts defines Role as well, which models/Role.ts does: both together are an OverwriteModelError.')
  expect(readFileSync(join(root, 'models/registry.ts'), 'utf8')).not.toContain('old')
})

test.each([
  [['registry', '--output', '../x.ts'], '--output ../x.ts is outside of the examined directory.'],
  [['registry', '--output', 'x.json'], '--output x.json must be a JavaScript or TypeScript file.'],
  [['registry', '--output', 'models/User.ts'], 'Nothing was written: models/User.ts exists and was not written by mongoose-doctor'],
  [['registry', '--output', 'nowhere/x.ts'], 'nowhere/x.ts would be in a folder that does not exist'],
  [[], 'generate needs to know what'],
  [['registri'], 'Unknown list "registri". Did you mean registry?'],
])('%j is refused', async (argv, message) => {
  const root = withTree({ ...nextApp(), ...page })
  const { code, err } = await cli(root, ...argv)
  expect(code).toBe(2)
  expect(err).toContain(message)
})

test('a file that does not parse makes the list doubtful', async () => {
  const root = withTree({ ...nextApp(), ...page, 'models/Broken.ts': 'const = 1' })
  expect((await cli(root, 'manifest')).err).toContain('Models may be missing from it, for 1 file could not be read: models/Broken.ts')
})
