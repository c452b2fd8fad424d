/** Which mongoose-doctor is a project's own. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findServer, usesMongoose } from '../src/find-server.ts'
import { withTree } from './tree.ts'

const installed = (version: string) => ({ name: 'mongoose-doctor', version, bin: { 'mongoose-doctor': 'dist/cli.mjs' } })

test('the one of the folder, before one above it', () => {
  const root = withTree({ 'node_modules/mongoose-doctor/package.json': installed('1.0.0'), 'apps/web/node_modules/mongoose-doctor/package.json': installed('2.0.0'), 'apps/api/package.json': {} })
  expect(findServer(`${root}/apps/web`)).toEqual({
    main: join(root, 'apps/web/node_modules/mongoose-doctor/dist/cli.mjs'), version: '2.0.0', packageJson: join(root, 'apps/web/node_modules/mongoose-doctor/package.json'),
  })
  expect(findServer(`${root}/apps/api`)?.version).toBe('1.0.0')
})

test.each<[string, unknown]>([
  ['is named by a text', { bin: './dist/cli.mjs', version: '1.0.0' }],
  ['is the one of that name', { bin: { other: 'x.mjs', 'mongoose-doctor': 'dist/cli.mjs' }, version: '1.0.0' }],
])('its program %s', (_, manifest) => {
  const root = withTree({ 'node_modules/mongoose-doctor/package.json': manifest })
  expect(findServer(root)?.main).toBe(join(root, 'node_modules/mongoose-doctor/dist/cli.mjs'))
})

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['nothing is installed', {}],
  ['package.json is broken', { 'node_modules/mongoose-doctor/package.json': '{' }],
  ['package.json is no object', { 'node_modules/mongoose-doctor/package.json': 'null' }],
  ['it has no program', { 'node_modules/mongoose-doctor/package.json': { version: '1.0.0', bin: { other: 'x' } } }],
])('none where %s', (_, files) => {
  expect(findServer(withTree(files))).toBeNull()
})

test.each<[string, Readonly<Record<string, unknown>>, boolean]>([
  ['a dependency', { 'app/package.json': { dependencies: { mongoose: '9' } } }, true],
  ['a dependency for development', { 'app/package.json': { devDependencies: { mongoose: '9' } } }, true],
  ['a dependency above', { 'app/package.json': {}, 'package.json': { dependencies: { mongoose: '9' } } }, true],
  ['another one', { 'app/package.json': { dependencies: { mongodb: '6' } } }, false],
  ['lists that are none', { 'app/package.json': { dependencies: 'mongoose', devDependencies: null } }, false],
  ['no package.json', { 'app/a.ts': '' }, false],
])('whether a folder uses Mongoose: %s', (_, files, uses) => {
  expect(usesMongoose(`${withTree(files)}/app`)).toBe(uses)
})
