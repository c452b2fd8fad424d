/** Held to what git itself makes. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { uncommitted } from '../../../src/fixes/writing/uncommitted.ts'
import { parseIndex, readIndex } from '../../../src/git/index-file.ts'
import { repositoryAt } from '../../../src/git/repository.ts'
import { git, repository } from '../../git/repository.ts'
import { withTree } from '../../helpers/tree.ts'

const indexOf = (root: string) => { const found = repositoryAt(root); return found === null ? null : readIndex(found) }
const FILES = { 'a.js': 'one\n', 'app/[slug]/page.tsx': 'two\n', 'models/Überall.ts': 'three\n' }
const ALL = Object.keys(FILES)

test('a clean tree has none; a changed, a new and a staged file', () => {
  const root = repository(FILES)
  expect(uncommitted(root, ALL)).toEqual([])
  appendFileSync(join(root, 'a.js'), 'more\n')
  writeFileSync(join(root, 'new.js'), '')
  expect(uncommitted(root, [...ALL, 'new.js'])).toEqual(['a.js', 'new.js'])
  git(root, 'add', 'a.js')
  expect(uncommitted(root, ALL)).toEqual([])
})

test.each([['--object-format=sha256', 2], ['--object-format=sha1', 3], ['--object-format=sha1', 4], ['--object-format=sha256', 4]])('git init %s, index version %d', (format, version) => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`src/${'deep/'.repeat(i % 5)}file-${i}.ts`, `${i}\n`]))
  const root = repository({ ...FILES, ...many }, format)
  // A file that is only announced makes version 3.
  if (version === 3) { writeFileSync(join(root, 'later.js'), 'x'); git(root, 'add', '-N', 'later.js') } else git(root, 'update-index', '--index-version', String(version))
  const names = git(root, '-c', 'core.quotePath=false', 'ls-files').trim().split('\n')
  expect([...indexOf(root)?.keys() ?? []].sort()).toEqual(names.sort())
  expect(uncommitted(root, [...ALL, ...Object.keys(many)])).toEqual([])
  writeFileSync(join(root, 'src/file-0.ts'), 'changed')
  expect(uncommitted(root, Object.keys(many))).toEqual(['src/file-0.ts'])
})

test('a folder of a repository, a work tree, a merge conflict, line ends that git turns', () => {
  const root = repository({ ...FILES, '.gitattributes': '*.js text eol=crlf\n' })
  expect(uncommitted(join(root, 'app'), ['[slug]/page.tsx'])).toEqual([])

  const other = `${root}-tree`
  git(root, 'worktree', 'add', '-q', other)
  expect(uncommitted(other, ALL)).toEqual([])
  appendFileSync(join(other, 'a.js'), 'theirs\r\n')
  git(other, 'commit', '-qam', 'theirs')
  appendFileSync(join(root, 'a.js'), 'ours\n')
  git(root, 'commit', '-qam', 'ours')
  const branch = git(other, 'branch', '--show-current').trim()
  expect(() => git(root, 'merge', '-q', branch)).toThrow()
  expect(uncommitted(root, ALL)).toEqual(['a.js'])
})

test('no repository, an empty one, an index that is cut off or of a kind that is not read', () => {
  const root = withTree(FILES)
  expect(uncommitted(root, ALL)).toEqual([])
  git(root, 'init', '-q')
  expect(uncommitted(root, ALL)).toEqual(ALL)
  git(root, 'add', '-A')
  git(root, 'update-index', '--split-index')
  expect(indexOf(root)).toBeNull()
  mkdirSync(join(root, 'nested/.git'), { recursive: true })
  writeFileSync(join(root, 'nested/.git/index'), 'DIRC')
  expect(uncommitted(join(root, 'nested'), ['x.js'])).toEqual([])
  expect(parseIndex(Buffer.from('no index at all'), 20)).toBeNull()
})
