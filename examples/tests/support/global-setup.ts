/** Installs both workspaces once, outside this repository, so that neither tool takes anything of it for its own. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { npm, type Outcome, run } from './run.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Holds `turborepo` and `nx`, installed, and in `machines` the copies that tests make. */
    examples: string
  }
}

const repository = fileURLToPath(new URL('../../../', import.meta.url))
/** What git ignores in them. */
const LEFT_OUT = new Set(['node_modules', '.turbo', '.nx', '.next', 'mongoose-doctor.facts', 'next-env.d.ts'])
/** The tools of the workspace's root are enough: nobody asks for what its applications import. */
const INSTALL = ['ci', '--workspaces=false', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
const COMMITTER = ['-c', 'user.name=Tests', '-c', 'user.email=tests@example.com', '-c', 'commit.gpgsign=false']

export default async function setup(project: TestProject): Promise<() => void> {
  const temporary = mkdtempSync(join(tmpdir(), 'mongoose-doctor-workspaces-'))
  const remove = (): void => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 })
  process.once('exit', remove)

  // Their package.json asks for ../../packages/mongoose-doctor, which is the build that is to be tested.
  symlinkSync(join(repository, 'packages'), join(temporary, 'packages'), 'junction')
  const examples = join(temporary, 'examples')
  for (const name of ['turborepo', 'nx']) await install(join(repository, 'examples', name), join(examples, name))
  mkdirSync(join(examples, 'machines'))
  project.provide('examples', examples)
  return remove
}

/** Like a clone of a repository of its own, after `npm ci`. */
async function install(from: string, to: string): Promise<void> {
  cpSync(from, to, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) })
  must(await npm(INSTALL, { cwd: to }), `npm ci of ${from}`)
  must(await run('git', ['init', '--quiet'], { cwd: to }), 'git init')
  must(await run('git', ['add', '--all'], { cwd: to }), 'git add')
  must(await run('git', [...COMMITTER, 'commit', '--quiet', '--message', 'The workspace'], { cwd: to }), 'git commit')
}

function must({ code, output }: Outcome, what: string): void {
  if (code !== 0) throw new Error(`${what} ended with code ${code}:\n${output}`)
}
