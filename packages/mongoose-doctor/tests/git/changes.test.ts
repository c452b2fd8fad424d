import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { changesSince, stagedChanges } from '../../src/git/changes.ts'
import { withTree } from '../helpers/tree.ts'
import { commit, git, repository } from './repository.ts'

const FILES = { 'a.ts': 'a\n', 'b.ts': 'b\n', 'web/c.ts': 'c\n', 'web/d.ts': 'd\r\n' }
const since = (root: string, ref: string | null = null, env: Record<string, string> = {}) => changesSince(root, ref, env)
const changed = (root: string, files: readonly string[], ref: string | null = null, env: Record<string, string> = {}): string[] => files.filter(since(root, ref, env).has)

/** A commit on `main`, then a branch with two more; `main` has gone on as well. */
function branched(): string {
  const root = repository(FILES)
  git(root, 'checkout', '-q', '-b', 'mine')
  writeFileSync(`${root}/a.ts`, 'mine\n')
  commit(root, 'mine')
  git(root, 'checkout', '-q', 'main')
  writeFileSync(`${root}/b.ts`, 'theirs\n')
  commit(root, 'theirs')
  git(root, 'checkout', '-q', 'mine')
  return root
}

describe('a file has changed', () => {
  test('when its content is another one, when it is new, when it is gone', () => {
    const root = repository(FILES)
    expect(changed(root, Object.keys(FILES))).toEqual([])
    appendFileSync(`${root}/a.ts`, 'more')
    rmSync(`${root}/b.ts`)
    writeFileSync(`${root}/new.ts`, '')
    expect(changed(root, [...Object.keys(FILES), 'new.ts', 'nowhere.ts'])).toEqual(['a.ts', 'b.ts', 'new.ts'])
    expect([since(root).before('a.ts'), since(root).before('new.ts')]).toEqual(['a\n', null])
    git(root, 'add', '-A')
    expect(changed(root, ['a.ts', 'new.ts']), 'staged or not').toEqual(['a.ts', 'new.ts'])
  })

  test('not by line ends that git turns', () => {
    const root = repository({ 'a.ts': 'a\nb\n', '.gitattributes': '*.ts text eol=crlf\n' })
    writeFileSync(`${root}/a.ts`, 'a\r\nb\r\n')
    expect(changed(root, ['a.ts'])).toEqual([])
  })

  test('as seen from a folder of the repository', () => {
    const root = repository(FILES)
    appendFileSync(`${root}/web/c.ts`, 'more')
    expect(changed(`${root}/web`, ['c.ts', 'd.ts'])).toEqual(['c.ts'])
    expect(since(`${root}/web`).files(() => true)).toEqual(['c.ts', 'd.ts'])
  })

  test('where there is no commit yet, everything has', () => {
    const root = withTree(FILES)
    git(root, 'init', '-q')
    expect(changed(root, ['a.ts', 'web/c.ts'])).toEqual(['a.ts', 'web/c.ts'])
    expect(since(root).since).toBe('nothing, for there is no commit yet')
  })
})

describe('what it is compared with', () => {
  const remote = (root: string, branch = 'main'): void => {
    git(root, 'remote', 'add', 'origin', 'https://example.invalid/x.git')
    git(root, 'update-ref', `refs/remotes/origin/${branch}`, 'main')
  }
  const BRANCH = ['a.ts', 'b.ts']

  test('is HEAD where there is no remote', () => {
    const root = branched()
    expect(changed(root, BRANCH)).toEqual([])
    expect(since(root).since).toBe(`HEAD (${git(root, 'rev-parse', 'HEAD').slice(0, 7)})`)
  })

  test.each<[string, (root: string) => void, Record<string, string>]>([
    ["the remote's HEAD", (root) => { remote(root, 'trunk'); git(root, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk') }, {}],
    ['its main', (root) => remote(root), {}],
    ['its master', (root) => remote(root, 'master'), {}],
    ['the branch that GitHub names', (root) => { remote(root); git(root, 'update-ref', 'refs/remotes/origin/develop', 'main'); git(root, 'update-ref', 'refs/remotes/origin/main', 'mine') }, { GITHUB_BASE_REF: 'develop' }],
  ])('is else where this branch left the default one: %s', (_name, make, env) => {
    const root = branched()
    make(root)
    expect(changed(root, BRANCH, null, env)).toEqual(['a.ts'])
    expect(since(root, null, env).since).toMatch(new RegExp(`^${git(root, 'merge-base', 'main', 'mine').slice(0, 7)}, where this branch left origin/`))
  })

  test('is the commit that GitLab names', () => {
    const root = branched()
    remote(root)
    git(root, 'update-ref', 'refs/remotes/origin/main', 'mine')
    expect(changed(root, BRANCH, null, { CI_MERGE_REQUEST_DIFF_BASE_SHA: git(root, 'merge-base', 'main', 'mine') })).toEqual(['a.ts'])
  })

  test('is what is asked for', () => {
    const root = branched()
    expect(changed(root, BRANCH, 'main'), 'what main has got since is none of ours').toEqual(['a.ts'])
    expect(changed(root, BRANCH, 'HEAD~1')).toEqual(['a.ts'])
    expect(changed(root, BRANCH, 'HEAD')).toEqual([])
    expect(since(root, 'HEAD~1').since).toBe(`HEAD~1 (${git(root, 'rev-parse', 'HEAD~1').slice(0, 7)})`)
  })

  test.each<[string, () => [string, string | null, Record<string, string>], string]>([
    ['no repository', () => [withTree({}), null, {}], 'is in no git repository'],
    ['no such commit', () => [branched(), 'nowhere', {}], 'There is no commit "nowhere" in this repository.'],
    ['a remote that nothing was fetched from', () => { const root = branched(); git(root, 'remote', 'add', 'origin', 'x'); return [root, null, {}] }, 'The default branch of origin is not known here'],
    ['a branch that was not fetched', () => { const root = branched(); remote(root); return [root, null, { GITHUB_BASE_REF: 'develop' }] }, 'origin/develop is not known here'],
    ['a shallow clone', () => {
      const clone = withTree({})
      execFileSync('git', ['clone', '-q', '--depth=1', '--no-single-branch', `file://${branched()}`, clone], { stdio: 'ignore' })
      return [clone, 'origin/main', {}]
    }, 'have no commit in common here. Where the clone is shallow, fetch all of it (in GitHub Actions: fetch-depth: 0).'],
  ])('is never guessed: %s', (_name, make, message) => {
    expect(() => since(...make())).toThrow(message)
  })
})

describe('what is staged', () => {
  test('is compared with the last commit, whatever lies on the disk', () => {
    const root = repository(FILES)
    writeFileSync(`${root}/a.ts`, 'staged')
    git(root, 'add', 'a.ts')
    writeFileSync(`${root}/a.ts`, 'a\n')
    writeFileSync(`${root}/b.ts`, 'not staged')
    git(root, 'rm', '-q', '--cached', 'web/c.ts')
    const { changes, staged } = stagedChanges(root, {})
    expect(Object.keys(FILES).filter(changes.has)).toEqual(['a.ts', 'web/c.ts'])
    expect(staged.content(staged.index.get('a.ts')?.id ?? '').toString()).toBe('staged')
  })

  test('may be in the index that git names for its hook', () => {
    const root = repository(FILES)
    copyFileSync(`${root}/.git/index`, `${root}/.git/next-index.lock`)
    writeFileSync(`${root}/a.ts`, 'staged')
    git(root, 'add', 'a.ts')
    expect(stagedChanges(root, { GIT_INDEX_FILE: '.git/next-index.lock' }).changes.has('a.ts')).toBe(false)
    expect(stagedChanges(root, {}).changes.has('a.ts')).toBe(true)
  })

  test('is not what is only announced', () => {
    const root = repository(FILES)
    writeFileSync(`${root}/new.ts`, '')
    git(root, 'add', '-N', 'new.ts')
    const { changes, staged } = stagedChanges(root, {})
    expect([changes.has('new.ts'), staged.index.has('new.ts')]).toEqual([false, false])
  })

  test('is told where it can not be read', () => {
    const root = repository(FILES)
    git(root, 'update-index', '--split-index')
    expect(() => stagedChanges(root, {})).toThrow('split or sparse')
    expect(() => stagedChanges(withTree({}), {})).toThrow('in no git repository')
  })
})
