import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const DB = {
  'packages/db/index.ts': `import { Schema, model, models } from 'mongoose'\nexport const Team = models.Team || model('Team', new Schema({ name: String }))\n`,
  'app/api/teams/route.ts': `import { Team } from '@acme/db'\nimport User from '@/models/User'\nexport const GET = () => Response.json([User.modelName, Team.modelName])\n`,
}
const manifests = (own: string, other: string) => ({
  'package.json': { workspaces: ['packages/*'], dependencies: { 'next': '16.4.6', 'mongoose': own, '@acme/db': '*' } },
  'packages/db/package.json': { name: '@acme/db', main: './index.ts', dependencies: { mongoose: other } },
})
const found = (files: Readonly<Record<string, unknown>>): readonly string[] =>
  examine(withTree({ ...nextApp(), ...DB, ...files })).report.findings.filter(({ rule }) => rule === 'several-mongooses').map(({ file, line, message }) => `${file}:${line} ${message}`)

const SPLIT = 'packages/db/package.json:1 the root loads Mongoose 9.12.1 and packages/db 8.24.10, in one process: each has models and a connection of its own.'

test('two major versions are two copies, two ranges of one are not', () => {
  expect(found(manifests('^9.0.0', '^8.0.0'))).toHaveLength(1)
  expect(found(manifests('^9.0.0', '^9.5.0'))).toEqual([])
})

test('package-lock.json says which copy lies where', () => {
  const lock = (places: readonly string[]): string => JSON.stringify({ packages: Object.fromEntries(places.map((place, i) => [place, { version: ['9.12.1', '8.24.10'][i] }])) }, null, 2)
  expect(found({ ...manifests('*', '*'), 'package-lock.json': lock(['node_modules/mongoose', 'packages/db/node_modules/mongoose']) })).toEqual([SPLIT])
  expect(found({ ...manifests('*', '^8.0.0'), 'package-lock.json': lock(['node_modules/mongoose']) })).toEqual([])
})

test('pnpm-lock.yaml says which version each package has', () => {
  const importer = (dir: string, version: string): string => `  ${dir}:\n    dependencies:\n      mongoose:\n        specifier: '*'\n        version: ${version}\n`
  expect(found({ ...manifests('*', '*'), 'pnpm-lock.yaml': `lockfileVersion: '9.0'\n\nimporters:\n\n${importer('.', '9.12.1(socks@2.0.0)')}\n${importer('packages/db', '8.24.10')}\npackages:\n` })).toEqual([SPLIT])
})

test('copies that no entry brings together are no clash', () => {
  expect(found({ ...manifests('^9.0.0', '^8.0.0'), 'app/api/teams/route.ts': `import User from '@/models/User'\nexport const GET = () => Response.json(User.modelName)\n` })).toEqual([])
})
