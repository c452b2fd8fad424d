/** Held to `git rev-parse` and `git merge-base`. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { mergeBase } from '../../src/git/history.ts'
import { openObjects } from '../../src/git/objects.ts'
import { repositoryAt, type Repository } from '../../src/git/repository.ts'
import { commitAt } from '../../src/git/revisions.ts'
import { withTree } from '../helpers/tree.ts'
import { commit, git, repository } from './repository.ts'

const repositoryIn = (root: string): Repository => {
  const found = repositoryAt(root)
  if (found === null) throw new Error('no repository')
  return found
}
const commitOf = (root: string, revision: string): string | null => commitAt(repositoryIn(root), openObjects(repositoryIn(root)), revision)
const theirs = (root: string, revision: string): string => git(root, 'rev-parse', `${revision}^{commit}`)

/** main: a - b - m - d, a branch with two commits merged at m; tags, a remote, a branch of its own name in a folder. */
function branched(): string {
  const root = repository({ 'a.ts': '' })
  commit(root, 'b')
  git(root, 'tag', '-a', 'v1', '-m', 'with a message')
  git(root, 'tag', 'light')
  git(root, 'checkout', '-q', '-b', 'feature/one')
  commit(root, 'f1')
  commit(root, 'f2')
  git(root, 'checkout', '-q', 'main')
  commit(root, 'c')
  git(root, 'merge', '-q', '--no-ff', '-m', 'm', 'feature/one')
  commit(root, 'd')
  git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD~1')
  git(root, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main')
  return root
}

describe('a revision', () => {
  const REVISIONS = ['HEAD', '@', 'main', 'feature/one', 'origin/main', 'origin', 'v1', 'light', 'tags/v1', 'refs/heads/main', 'heads/main', 'HEAD~1', 'HEAD^', 'HEAD~1^2', 'HEAD^^2~1', '@~2', 'v1~1', 'HEAD~0', 'v1^0']

  test('means the commit that git says', () => {
    const root = branched()
    const all = (): unknown => Object.fromEntries([...REVISIONS, theirs(root, 'HEAD'), theirs(root, 'v1').slice(0, 8)].map((name) => [name, commitOf(root, name)]))
    const expected = Object.fromEntries([...REVISIONS, theirs(root, 'HEAD'), theirs(root, 'v1').slice(0, 8)].map((name) => [name, theirs(root, name)]))
    expect(all()).toEqual(expected)
    git(root, 'pack-refs', '--all')
    git(root, 'gc', '-q')
    expect(all()).toEqual(expected)
  })

  test('may mean nothing', () => {
    const root = branched()
    expect(['nowhere', 'HEAD~50', 'HEAD^2', '0000', 'f'.repeat(40), '../HEAD', 'refs/../../secret', 'HEAD:a.ts', ' '].filter((name) => commitOf(root, name) !== null)).toEqual([])
  })

  test('a detached HEAD, a work tree, a repository without a commit', () => {
    const root = branched()
    git(root, 'checkout', '-q', 'v1')
    expect(commitOf(root, 'HEAD')).toBe(theirs(root, 'v1'))
    const other = withTree({})
    git(root, 'worktree', 'add', '-q', other, 'feature/one')
    expect(commitOf(other, 'HEAD')).toBe(theirs(root, 'feature/one'))
    expect(commitOf(other, 'main')).toBe(theirs(root, 'main'))
    const empty = withTree({})
    git(empty, 'init', '-q')
    expect(commitOf(empty, 'HEAD')).toBeNull()
  })

  test('a branch that leads to itself, and one out of the repository', () => {
    const root = branched()
    git(root, 'symbolic-ref', 'refs/heads/loop', 'refs/heads/loop')
    writeFileSync(`${root}/.git/refs/heads/out`, 'ref: refs/../../../../etc/passwd\n')
    expect([commitOf(root, 'loop'), commitOf(root, 'out')]).toEqual([null, null])
  })

  test('reftable is told', () => {
    const root = branched()
    const id = theirs(root, 'HEAD')
    appendFileSync(`${root}/.git/config`, '[extensions]\n\trefStorage = reftable\n')
    expect(() => commitOf(root, 'main')).toThrow('reftable')
    expect(commitOf(root, id)).toBe(id)
  })
})

describe('where two commits come from', () => {
  const baseOf = (root: string, a: string, b: string): string | null => mergeBase(repositoryIn(root), openObjects(repositoryIn(root)), commitOf(root, a) ?? '', commitOf(root, b) ?? '')

  test('is what git says', () => {
    const root = branched()
    git(root, 'checkout', '-q', '-b', 'later', 'main~2')
    commit(root, 'later')
    for (const [a, b] of [['main', 'feature/one'], ['main', 'later'], ['later', 'feature/one'], ['v1', 'main'], ['main', 'main']] as const) {
      expect([a, b, baseOf(root, a, b), baseOf(root, b, a)]).toEqual([a, b, git(root, 'merge-base', a, b), git(root, 'merge-base', a, b)])
    }
  })

  test('may be nothing, and may be beyond a shallow clone', () => {
    const root = branched()
    git(root, 'checkout', '-q', '--orphan', 'other')
    commit(root, 'unrelated')
    expect(baseOf(root, 'other', 'main')).toBeNull()
    const clone = withTree({})
    execFileSync('git', ['clone', '-q', '--depth=1', '--no-single-branch', `file://${root}`, clone], { stdio: 'ignore' })
    expect(baseOf(clone, 'origin/main', 'origin/feature/one')).toBeNull()
  })
})
