/** The built program, as a client starts it. `npm test` builds it first. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { examine, type Report } from 'mongoose-doctor'
import { beforeAll, expect, test } from 'vitest'
import { app, connect, error, mended, route, said, withTree } from './support.ts'

const bin = fileURLToPath(new URL('../dist/main.mjs', import.meta.url))
const start = (cwd: string, ...args: readonly string[]): StdioClientTransport => new StdioClientTransport({ command: process.execPath, args: [bin, ...args], cwd })

beforeAll(() => {
  if (!existsSync(bin)) throw new Error('dist/main.mjs is not built: run `npm test` at the root, or `npm run build`')
})

test('examines, explains, mends, and goes when the client does', async () => {
  const root = withTree(app)
  const transport = start(root)
  const { client, call } = await connect(transport)
  expect(said((await call('examine', { full: true })).data.report as Report)).toEqual(said(examine(root).report))
  expect((await call('why', { model: 'Role' })).data).toMatchObject({ answers: [{ status: 'missing' }] })
  expect((await call('fix')).data).toMatchObject({ applied: false })
  expect(readFileSync(`${root}/${route}`, 'utf8')).toBe(app[route])
  expect((await call('fix', { apply: true })).data).toMatchObject({ applied: true })
  expect(readFileSync(`${root}/${route}`, 'utf8')).toContain(mended)
  const { pid } = transport
  await client.close()
  expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH')
})

test('reads a log of a megabyte', async () => {
  const { call } = await connect(start(withTree(app)))
  const log = `${'GET /api/users 200 in 12ms\n'.repeat(200)}${error}`
  const count = Math.ceil(1_000_000 / log.length)
  expect((await call('explain', { text: log.repeat(count) })).data).toMatchObject({ errors: count, groups: [{ count, verdict: 'explained' }] })
})

test('examines only what it was started for', async () => {
  const [named, other] = [withTree(app), withTree(app)]
  const { call } = await connect(start(other, named))
  expect((await call('examine')).data).toMatchObject({ directory: named })
  expect((await call('examine', { directory: other })).isError).toBe(true)
})

test('says nothing on standard output but messages, and outlives what is none', () => {
  const hello = { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } } }
  const { stdout, status } = spawnSync(process.execPath, [bin], { cwd: withTree(app), input: `not JSON\n{"jsonrpc":"2.0"}\n${JSON.stringify(hello)}\n`, encoding: 'utf8' })
  expect(stdout.trim().split('\n').map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ id: 1, result: expect.objectContaining({ serverInfo: expect.anything() }) })])
  expect(status).toBe(0)
})

test('a client that stops listening is no fault', async () => {
  const child = spawn(process.execPath, [bin], { cwd: withTree(app), stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let err = ''
  child.stderr.on('data', (data) => (err += String(data)))
  child.stdin.end('{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect({ code, err }).toEqual({ code: 0, err: '' })
})

test.each([['--help', 0], ['--nonsense', 2]])('%s tells people what it is', (flag, code) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [bin, flag], { encoding: 'utf8' })
  expect({ status, stdout, stderr }).toEqual({ status: code, stdout: '', stderr: expect.stringContaining('mongoose-doctor-mcp [directory…]') })
})

test('starts with the line that npx needs', () => {
  expect(readFileSync(bin, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node')
})
