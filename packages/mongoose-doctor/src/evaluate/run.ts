/** Runs the entries of a build, each in a process of its own with as few rights as Node can give: `verify --run`, and nothing else, comes here. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Way } from '../built/build.ts'

/** What is evaluated; paths are absolute. */
export type Job = Pick<Way, 'calls' | 'start'>

export type Evaluated = { readonly models: readonly string[] } | { readonly error: string }

/** In milliseconds. */
const LIMIT = 30_000
const MOST_OUTPUT = 10_000_000

/**
 * Evaluates each job.
 * @param root of the application, absolute
 * @param build its folder, absolute
 * @returns the answers, in the order of the jobs
 */
export async function evaluateAll(root: string, build: string, jobs: readonly Job[]): Promise<readonly Evaluated[]> {
  const answers: Evaluated[] = []
  let next = 0
  const work = async (): Promise<void> => {
    for (let at = next++; at < jobs.length; at = next++) {
      const job = jobs[at]
      // oxlint-disable-next-line eslint/no-await-in-loop -- as many at a time as there are cores
      if (job !== undefined) answers[at] = await evaluate(root, build, job)
    }
  }
  await Promise.all(Array.from({ length: Math.min(jobs.length, availableParallelism()) }, work))
  return answers
}

/** The copy that the entry uses: a build may have one of its own. */
function mongooseOf({ start }: Job): string | null {
  const file = start.how === 'next' ? start.output : start.files.at(-1)
  try {
    return file === undefined ? null : createRequire(file).resolve('mongoose')
  } catch {
    return null
  }
}

function evaluate(root: string, build: string, job: Job): Promise<Evaluated> {
  const mongoose = mongooseOf(job)
  if (mongoose === null) return Promise.resolve({ error: 'mongoose is not installed' })
  const mark = randomUUID()
  const args = [...permissions(root, build), child, JSON.stringify({ ...job, mongoose, mark })]
  return new Promise((done) => {
    const started = spawn(process.execPath, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT, killSignal: 'SIGKILL' })
    let out = ''
    let complaint = ''
    started.stdout.on('data', (data: Buffer) => { if (out.length < MOST_OUTPUT) out += data.toString() })
    started.stderr.on('data', (data: Buffer) => { if (complaint.length < 2000) complaint += data.toString() })
    started.on('error', (error) => done({ error: `it could not be run: ${error.message}` }))
    started.on('close', (_, signal) => done(answerIn(out, mark) ?? { error: signal === 'SIGKILL' ? `it did not end within ${LIMIT / 1000} seconds` : `it ended early: ${lastLine(complaint)}` }))
  })
}

/** Nothing of the caller's. NODE_ENV chooses between the halves of packages; many applications throw while they load where they find no address of a database. */
const environment = {
  NODE_ENV: 'production', NEXT_RUNTIME: 'nodejs',
  ...Object.fromEntries(['MONGODB_URI', 'MONGODB_URL', 'MONGO_URI', 'MONGO_URL', 'DATABASE_URI', 'DATABASE_URL', 'DB_URI', 'DB_URL'].map((name) => [name, 'mongodb://127.0.0.1/none'])),
}

const child = fileURLToPath(new URL('./child.mjs', import.meta.url))

const lastLine = (text: string): string => text.trim().split('\n').findLast((line) => /\w/.test(line))?.trim().slice(0, 300) ?? 'without a word'

function answerIn(out: string, mark: string): Evaluated | null {
  const line = out.split('\n').find((each) => each.startsWith(mark))
  const value: unknown = line === undefined ? null : JSON.parse(line.slice(mark.length))
  if (typeof value !== 'object' || value === null) return null
  if ('models' in value && Array.isArray(value.models)) return { models: value.models.filter((name) => typeof name === 'string') }
  return 'error' in value ? { error: String(value.error) } : null
}

/** Node's permission model: reading of the build, of node_modules and of package.json files, and nothing else. */
export function permissions(root: string, build: string): readonly string[] {
  const flag = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission'
  const readable = [realpathSync(build), ...above(realpathSync(root)).flatMap((dir) => [join(dir, 'node_modules'), join(dir, 'package.json')])].filter((path) => existsSync(path))
  const linked = readable.map((path) => realpathSync(path)).filter((path) => !readable.includes(path))
  return [flag, ...[child, ...readable, ...linked].map((path) => `--allow-fs-read=${path}`), '--no-warnings', '--max-old-space-size=1024']
}

function above(dir: string): readonly string[] {
  const up = dirname(dir)
  return up === dir ? [dir] : [dir, ...above(up)]
}
