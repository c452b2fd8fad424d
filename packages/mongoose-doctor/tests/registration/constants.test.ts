/** Names of models that a file without Mongoose holds, and barrels hand on. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'

const examined = (files: Readonly<Record<string, unknown>>, name: string) => {
  const { report } = examine(withTree({
    'package.json': { dependencies: { mongoose: '^9.0.0' }, scripts: { start: 'tsx server.ts' } },
    'names/names.ts': `export enum Names { user = 'User' }`,
    'names/others.ts': `export enum Sizes { small = 1 }`,
    'server.ts': `import mongoose from 'mongoose'\nimport { NAMED } from './names'\nmongoose.model(NAMED, new mongoose.Schema({}))`.replace('{ NAMED }', `{ ${name.split('.')[0] ?? ''} }`).replace('NAMED', name),
    ...files,
  }))
  return { registered: report.apps.flatMap(({ entries }) => entries.flatMap((entry) => entry.registered)), unknown: report.unknown }
}
const known = { registered: ['User'], unknown: [] }

test('a star of a barrel leads to it, and not the first one', () => {
  expect(examined({ 'names/index.ts': `export * from './others'\nexport * from './names'` }, 'Names.user')).toEqual(known)
})

test('a name wins over a star that comes before it', () => {
  const files = { 'names/others.ts': `export const Names = { user: 'Other' }`, 'names/index.ts': `export * from './others'\nexport { Names } from './names'` }
  expect(examined(files, 'Names.user')).toEqual(known)
})

test('barrels of barrels, in a circle', () => {
  const files = { 'names/others.ts': `export * from './index'`, 'names/index.ts': `export * from './others'\nexport * from './deeper'`, 'names/deeper.ts': `export * from './names'` }
  expect(examined(files, 'Names.user')).toEqual(known)
})

test('a namespace that a barrel makes', () => {
  expect(examined({ 'names/index.ts': `export * from './others'\nexport * as all from './names'` }, 'all.Names.user')).toEqual(known)
  expect(examined({ 'names/index.ts': `import * as all from './names'\nexport { all }` }, 'all.Names.user')).toEqual(known)
})
