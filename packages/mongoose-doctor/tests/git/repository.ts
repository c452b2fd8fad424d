/** Repositories made by git itself, for one test. */
import { execFileSync } from 'node:child_process'
import { withTree } from '../helpers/tree.ts'

/** Runs git in a folder, whatever the machine's own configuration says. @returns what it prints */
export const git = (root: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', '-c', 'commit.gpgsign=false', '-c', 'core.hooksPath=/dev/null', '-c', 'init.defaultBranch=main', ...args], {
    cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
  }).trimEnd()

/** A repository with these files committed. */
export function repository(files: Readonly<Record<string, unknown>>, ...init: readonly string[]): string {
  const root = withTree(files)
  git(root, 'init', '-q', ...init)
  commit(root, 'all')
  return root
}

/** Everything that is there as a commit. @returns its id */
export function commit(root: string, message: string): string {
  git(root, 'add', '-A')
  git(root, 'commit', '-q', '--allow-empty', '-m', message)
  return git(root, 'rev-parse', 'HEAD')
}
