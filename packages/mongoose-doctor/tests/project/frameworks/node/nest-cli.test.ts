import { expect, test } from 'vitest'
import { openDisk } from '../../../../src/disk/disk.ts'
import { nestPrograms } from '../../../../src/project/frameworks/node/nest-cli.ts'
import { walk } from '../../../../src/project/walk.ts'
import { withTree } from '../../../helpers/tree.ts'

const programs = (config: unknown, words: readonly string[] = []): readonly string[] =>
  nestPrograms(walk(openDisk(withTree(config === null ? { 'a.ts': '' } : { 'nest-cli.json': config }))), '', words)

test('src/main without a configuration, or with one that says nothing', () => {
  expect(programs(null)).toEqual(['src/main'])
  expect(programs({ collection: '@nestjs/schematics' })).toEqual(['src/main'])
  expect(programs('{ broken')).toEqual(['src/main'])
})

test('sourceRoot and entryFile, which may name the folder too', () => {
  expect(programs({ sourceRoot: 'server', entryFile: 'boot' })).toEqual(['server/boot'])
  expect(programs({ sourceRoot: 'src', entryFile: 'src/boot' })).toEqual(['src/boot'])
})

test('every application of a monorepo, the asked one first; no library', () => {
  const config = {
    monorepo: true, sourceRoot: 'apps/desk/src',
    projects: {
      desk: { type: 'application', sourceRoot: 'apps/desk/src' },
      jobs: { type: 'application', root: 'apps/jobs', entryFile: 'worker' },
      data: { type: 'library', root: 'libs/data', entryFile: 'index', sourceRoot: 'libs/data/src' },
    },
  }
  expect(programs(config)).toEqual(['apps/desk/src/main', 'apps/jobs/src/worker'])
  expect(programs(config, ['jobs'])).toEqual(['apps/jobs/src/worker', 'apps/desk/src/main'])
})
