import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const here = dirname(fileURLToPath(import.meta.url))
const repository = join(here, '../../../..')
const next = createRequire(import.meta.url).resolve('next/dist/bin/next')

/** A model whose schema has one path, a method that closes over an imported value, and a mark that shows which text of the module runs. */
const model = (define: string) => `
import mongoose from 'mongoose'
import { defineModel } from '@mongoose-doctor/runtime'
import { limit } from './policy'
export const edition = 'first'
const schema = new mongoose.Schema({ title: String })
schema.method('limit', () => limit)
export const Role = ${define}
`

/** Asks the registry, as a populate does. No database is needed for that. */
const route = (name: string) => `
import mongoose from 'mongoose'
import { Role, edition } from '../../models/${name}'
export const dynamic = 'force-dynamic'
export function GET() {
  const registered = mongoose.model('${name}')
  return Response.json({ edition, own: Object.keys(Role.schema.paths), registered: Object.keys(registered.schema.paths), limit: new registered().limit() })
}
`

const files: Record<string, string> = {
  'package.json': '{ "private": true }',
  // The dependencies are the repository's.
  'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(repository)} }, devIndicators: false }`,
  'models/policy.js': 'export const limit = 1',
  'models/Defined.js': model(`defineModel('Defined', schema)`),
  'models/Guarded.js': model(`mongoose.models.Guarded || mongoose.model('Guarded', schema)`),
  'app/defined/route.js': route('Defined'),
  'app/guarded/route.js': route('Guarded'),
}

function writeApp(): string {
  const app = mkdtempSync(join(here, '.app-'))
  onTestFinished(() => rmSync(app, { recursive: true, force: true, maxRetries: 5 }))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(app, file)), { recursive: true })
    writeFileSync(join(app, file), text)
  }
  return app
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** Starts `next dev`; @returns a function that asks a route, and waits until the server answers what is wanted. */
async function startNext(app: string, bundler: string) {
  const port = await freePort()
  const { NODE_ENV: _, NODE_OPTIONS: __, ...env } = process.env
  const server: ChildProcess = spawn(process.execPath, [next, 'dev', bundler, '--port', String(port)], {
    cwd: app,
    // A group of its own, because the server has children.
    detached: true,
    env: { ...env, NEXT_TELEMETRY_DISABLED: '1' } as NodeJS.ProcessEnv,
  })
  let output = ''
  server.stdout?.on('data', (chunk) => (output += chunk))
  server.stderr?.on('data', (chunk) => (output += chunk))
  const exited = once(server, 'exit')
  onTestFinished(async () => {
    if (server.pid && server.exitCode === null) process.kill(-server.pid, 'SIGKILL')
    await exited
  })

  return async (path: string, wanted: object) => {
    try {
      await expect
        .poll(async () => fetch(`http://127.0.0.1:${port}${path}`).then((response) => response.json(), () => 'no answer'), { timeout: 40_000, interval: 200 })
        .toMatchObject(wanted)
    } catch (error) {
      throw new Error(`next dev said:\n${output.slice(-2000)}`, { cause: error })
    }
  }
}

function edit(app: string, file: string, from: string, to: string) {
  const text = readFileSync(join(app, file), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(app, file), text.replace(from, to))
}

test.each(['--turbopack', '--webpack'])('next dev %s: an edited schema takes effect with defineModel, and not with the usual guard', async (bundler) => {
  const app = writeApp()
  const answers = await startNext(app, bundler)
  const before = { edition: 'first', own: ['title', '_id', '__v'], registered: ['title', '_id', '__v'], limit: 1 }
  await answers('/defined', before)
  await answers('/guarded', before)

  for (const name of ['Defined', 'Guarded']) {
    edit(app, `models/${name}.js`, '{ title: String }', '{ title: String, rank: Number }')
    edit(app, `models/${name}.js`, `'first'`, `'second'`)
  }
  const after = ['title', 'rank', '_id', '__v']
  await answers('/defined', { edition: 'second', own: after, registered: after, limit: 1 })
  // The module has been evaluated again, and the model is the old one.
  await answers('/guarded', { edition: 'second', own: ['title', '_id', '__v'], registered: ['title', '_id', '__v'] })

  // An edit outside of the model's file, in what a method closes over.
  edit(app, 'models/policy.js', 'limit = 1', 'limit = 2')
  await answers('/defined', { limit: 2, registered: after })
  edit(app, 'models/Guarded.js', `'second'`, `'third'`)
  await answers('/guarded', { edition: 'third', limit: 1 })
})
