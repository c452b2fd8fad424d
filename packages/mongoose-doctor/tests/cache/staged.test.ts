/** What the last run has left is of use for what is staged, and what is staged leaves nothing. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openDisk } from '../../src/disk/disk.ts'
import { stagedChanges } from '../../src/git/changes.ts'
import { stagedDisk } from '../../src/git/staged-disk.ts'
import { isNothing } from '../../src/project/walk.ts'
import { reexamine, reexamineOther, type From, type Reexamined } from '../../src/reexamine.ts'
import { git, repository } from '../git/repository.ts'
import { app, cacheIn, fresh, later, said } from './app.ts'

const staged = (root: string, from: From): Promise<Reexamined> => reexamineOther(stagedDisk(openDisk(root, true), stagedChanges(root, {}).staged, isNothing), from, later)
const FILES = { ...app, '.gitignore': 'dist\n*.log\n', 'dist/out.js': '', 'debug.log': '' }

test('where what lies there is what is staged, its report stands', async () => {
  const root = repository(FILES)
  const from = cacheIn()
  const first = await reexamine(root, from, later)
  const { report, reused, sources } = await staged(root, from)
  expect(reused).toEqual({ kind: 'report' })
  expect(said(report)).toEqual(said(first.report))
  expect(sources.text('lib/users.ts')).toBe(app['lib/users.ts'])
})

test('where it is another, only facts are of use, however much the files look the same', async () => {
  const root = repository(FILES)
  const from = cacheIn()
  const clean = fresh(root)
  writeFileSync(`${root}/lib/users.ts`, `import '@/models/Role'\n${app['lib/users.ts']}`)
  await reexamine(root, from, later)
  const kept = readFileSync(from.cache.file)
  const { report, reused } = await staged(root, from)
  expect(reused).toMatchObject({ kind: 'facts' })
  expect(said(report)).toEqual(clean)
  expect(readFileSync(from.cache.file).equals(kept)).toBe(true)
  expect((await reexamine(root, from, later)).report.findings).toEqual([])
})

test('a source that git does not know is no part of it', async () => {
  const root = repository(FILES)
  const from = cacheIn()
  writeFileSync(`${root}/lib/more.ts`, '')
  await reexamine(root, from, later)
  const { report, reused } = await staged(root, from)
  expect(reused).toMatchObject({ kind: 'facts' })
  git(root, 'clean', '-qf')
  expect(said(report)).toEqual(fresh(root))
})
