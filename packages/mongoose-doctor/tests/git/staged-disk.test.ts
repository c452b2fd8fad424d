import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openDisk, type Disk } from '../../src/disk/disk.ts'
import { stagedChanges } from '../../src/git/changes.ts'
import { stagedDisk } from '../../src/git/staged-disk.ts'
import { isNothing } from '../../src/project/walk.ts'
import { commit, git, repository } from './repository.ts'

const FILES = { 'a.ts': 'a', 'b.ts': 'b', 'lib/c.ts': 'c', 'lib/deep/d.ts': 'd', 'package.json': { name: 'x' }, '.gitignore': 'node_modules\n' }
const diskOf = (root: string): Disk => stagedDisk(openDisk(root, true), stagedChanges(root, {}).staged, isNothing)
const names = (disk: Disk, dir: string): string[] => {
  const listing = disk.list(dir)
  return 'error' in listing ? [listing.error] : listing.items.map(({ name, kind }) => `${name} ${kind}`).sort()
}
const textOf = (disk: Disk, file: string): string | null => {
  const source = disk.source(file)
  return 'text' in source ? source.text : source.reason
}

test('what is staged stands in place of what lies there', () => {
  const root = repository(FILES)
  writeFileSync(`${root}/a.ts`, 'staged')
  writeFileSync(`${root}/package.json`, '{ "name": "staged" }')
  git(root, 'add', '-A')
  writeFileSync(`${root}/a.ts`, 'later')
  writeFileSync(`${root}/package.json`, '{')
  rmSync(`${root}/b.ts`)
  const disk = diskOf(root)
  expect(['a.ts', 'b.ts', 'lib/c.ts'].map((file) => textOf(disk, file))).toEqual(['staged', 'b', 'c'])
  expect(disk.read('package.json')).toBe('{ "name": "staged" }')
  expect([disk.kind('b.ts'), disk.kind('lib'), disk.kind('nowhere.ts')]).toEqual(['file', 'folder', null])
  const known = disk.source('a.ts')
  const hash = 'hash' in known ? known.hash : null
  expect(disk.sourceUnless('a.ts', (one) => one === hash)).toMatchObject({ hash, text: null })
})

test('what git does not know is not there, but for what is installed, and what is of no consequence', () => {
  const root = repository(FILES)
  writeFileSync(`${root}/untracked.ts`, '')
  mkdirSync(`${root}/generated`)
  mkdirSync(`${root}/lib/app`)
  for (const file of ['generated/x.ts', 'generated/x.css', 'lib/deep/new.ts', 'notes.md']) writeFileSync(`${root}/${file}`, '')
  mkdirSync(`${root}/node_modules/pkg`, { recursive: true })
  writeFileSync(`${root}/node_modules/pkg/index.js`, 'installed')
  git(root, 'rm', '-q', '--cached', 'b.ts')
  const disk = diskOf(root)
  expect(names(disk, '')).toEqual(['.git folder', '.gitignore file', 'a.ts file', 'generated folder', 'lib folder', 'node_modules folder', 'notes.md file', 'package.json file'])
  expect([names(disk, 'generated'), names(disk, 'lib'), names(disk, 'nowhere')]).toEqual([['x.css file'], ['c.ts file', 'deep folder'], ['ENOENT']])
  expect(names(disk, 'lib/deep')).toEqual(['d.ts file'])
  expect(['b.ts', 'untracked.ts'].map((file) => [disk.kind(file), disk.read(file), textOf(disk, file)])).toEqual(Array.from({ length: 2 }, () => [null, null, 'not read: it is not staged']))
  expect([names(disk, 'node_modules/pkg'), disk.read('node_modules/pkg/index.js'), disk.kind('node_modules/pkg')]).toEqual([['index.js file'], 'installed', 'folder'])
})

test('a conflict, a link, a submodule, a source that is none', () => {
  const module = repository({ 'm.ts': 'module' })
  const root = repository(FILES)
  symlinkSync('lib', `${root}/link`)
  git(root, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', module, 'sub')
  writeFileSync(`${root}/utf16.ts`, Buffer.from('\ufeffa', 'utf16le'))
  commit(root, 'more')
  rmSync(`${root}/utf16.ts`)
  git(root, 'checkout', '-q', '-b', 'theirs')
  writeFileSync(`${root}/a.ts`, 'theirs')
  commit(root, 'theirs')
  git(root, 'checkout', '-q', 'main')
  writeFileSync(`${root}/a.ts`, 'ours')
  commit(root, 'ours')
  expect(() => git(root, 'merge', '-q', 'theirs')).toThrow()
  const disk = diskOf(root)
  expect(textOf(disk, 'a.ts')).toBe('not read: it has a merge conflict')
  expect([disk.kind('link'), disk.target('link'), disk.read('link/c.ts')]).toEqual(['folder', { inside: true, folder: true }, null])
  expect([disk.kind('sub'), names(disk, 'sub').includes('m.ts file'), disk.read('sub/m.ts')]).toEqual(['folder', true, 'module'])
  expect(names(disk, '')).toContain('sub folder')
  expect(names(disk, '')).toContain('link link')
})
