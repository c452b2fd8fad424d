/** Directories in which the commands of the documents are run as they are written, with stand-ins on PATH for what is not here. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { blocksOf, root } from './markdown.ts'

const bin = join(root, 'packages/mongoose-doctor/dist/cli.mjs')

/** npx runs what is named, and what brings logs brings this one. */
const standIns: Readonly<Record<string, string>> = {
  'mongoose-doctor': `exec "${process.execPath}" "${bin}" "$@"`,
  npx: 'while [ "$1" = --yes ]; do shift; done; exec "$@"',
  kubectl: 'exec cat "$SERVER_LOG"',
  docker: 'exec cat "$SERVER_LOG"',
}

export interface Outcome {
  readonly exit: number | null
  readonly out: string
  readonly err: string
}

export interface Scene {
  readonly dir: string
  /** Runs a line of shell there. What the machine of the tests says by its environment is kept from it. */
  readonly run: (command: string) => Outcome
}

/** A new directory. @param fill writes into it */
function makeScene(fill: (dir: string) => void): Scene {
  const temporary = mkdtempSync(join(tmpdir(), 'mongoose-doctor-docs-'))
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }))
  const dir = join(temporary, 'app')
  mkdirSync(dir)
  fill(dir)
  return sceneIn(dir)
}

/** The application with the disease as a repository, everything committed, with the log of docs/logs.md beside it. */
export const clinic = (): Scene => makeScene((dir) => {
  copyClinic(dir)
  writeFileSync(join(dir, 'server.log'), log)
  commit(dir)
})

/** The same as one application of a workspace. */
export const monorepo = (): Scene => makeScene((dir) => {
  writeFileSync(join(dir, 'package.json'), '{ "private": true, "workspaces": ["apps/*"] }')
  copyClinic(join(dir, 'apps/web'))
  commit(dir)
})

/** @param files by name */
export const sceneOf = (files: Readonly<Record<string, string>>): Scene => makeScene((dir) => {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), text)
  }
})

/** This repository itself. */
export const repository = (): Scene => sceneIn(root)

const author = { GIT_AUTHOR_NAME: 'Docs', GIT_AUTHOR_EMAIL: 'docs@example.com', GIT_COMMITTER_NAME: 'Docs', GIT_COMMITTER_EMAIL: 'docs@example.com' }

const log = blocksOf('docs/logs.md').find(({ language }) => language === 'log')?.text ?? ''

function copyClinic(to: string): void {
  cpSync(join(root, 'examples/clinic-before'), to, { recursive: true, filter: (file) => !/node_modules|\.next/.test(file) })
}

function commit(dir: string): void {
  const git = (...args: string[]): unknown => spawnSync('git', args, { cwd: dir, env: { ...process.env, ...author } })
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'As it was found')
}

/** Runs lines of shell in that directory. */
function sceneIn(dir: string): Scene {
  if (!existsSync(bin)) throw new Error('dist/cli.mjs is not built: run `npm test` at the root, or `npm run build`')
  const beside = mkdtempSync(join(tmpdir(), 'mongoose-doctor-bin-'))
  onTestFinished(() => rmSync(beside, { recursive: true, force: true }))
  for (const [name, script] of Object.entries(standIns)) writeFileSync(join(beside, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  writeFileSync(join(beside, 'server.log'), log)
  const { HOME, PATH } = process.env
  const env = { HOME, PATH: beside + delimiter + PATH, NO_COLOR: '1', CI: '1', SERVER_LOG: join(beside, 'server.log'), ...author }
  return {
    dir,
    run(command) {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: dir, env, encoding: 'utf8', input: '', maxBuffer: 1 << 26 })
      return { exit: status, out: stdout, err: stderr }
    },
  }
}
