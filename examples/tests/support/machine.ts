/** A machine of its own for a test: a copy of an installed workspace, with no cache and no settings of anybody in it. */
import { cpSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { npm, type Outcome, run } from './run.ts'

export type Example = 'turborepo' | 'nx'

export interface Machine {
  /** Where its workspace is: somewhere else on each machine, as in life. */
  directory: string
  /** Runs a program of the workspace's node_modules. */
  node(program: string, args: readonly string[], env?: Record<string, string>): Promise<Outcome>
  /** Runs a script of the workspace's package.json. */
  script(name: string, env?: Record<string, string>): Promise<Outcome>
  /** @throws where the text is not there exactly once: the example has changed, and the test must follow. */
  edit(file: string, before: string, after: string): void
}

/** Removed with the test. `git: false` is the sources alone, as a container may get them. */
export function newMachine(example: Example, { git = true } = {}): Machine {
  const examples = inject('examples')
  const root = mkdtempSync(join(examples, 'machines', `${example}-`))
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const [directory, home] = [join(root, 'workspace'), join(root, 'home')]
  mkdirSync(home)
  copyInstalled(join(examples, example), directory, git)
  const settings = (more: Record<string, string> = {}) => ({ cwd: directory, env: { ...environment(home), ...more } })

  return {
    directory,
    node: (program, args, env) => run(process.execPath, [join(directory, 'node_modules', program), ...args], settings(env)),
    script: (name, env) => npm(['run', name], settings(env)),
    edit(file, before, after) {
      const path = join(directory, file)
      const parts = readFileSync(path, 'utf8').split(before)
      if (parts.length !== 2) throw new Error(`${file} has this ${parts.length - 1} times, not once:\n${before}`)
      writeFileSync(path, parts.join(after))
    },
  }
}

/** Nothing of the person who runs the tests, and nothing that talks to anybody else. */
function environment(home: string): Record<string, string | undefined> {
  return {
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    NO_COLOR: '1',
    DO_NOT_TRACK: '1',
    NO_UPDATE_NOTIFIER: '1',
    NPM_CONFIG_UPDATE_NOTIFIER: 'false',
  }
}

function copyInstalled(from: string, to: string, git: boolean): void {
  mkdirSync(to)
  for (const name of readdirSync(from)) {
    if (name !== 'node_modules' && (git || name !== '.git')) cpSync(join(from, name), join(to, name), { recursive: true })
  }
  // A hundred megabytes that nothing writes to.
  linkFiles(join(from, 'node_modules'), join(to, 'node_modules'))
}

function linkFiles(from: string, to: string): void {
  mkdirSync(to)
  for (const item of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, item.name), join(to, item.name)]
    if (item.isDirectory()) linkFiles(source, target)
    else if (item.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else linkSync(source, target)
  }
}
