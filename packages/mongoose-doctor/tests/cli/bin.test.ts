/** The built program, as a process. `npm test` builds it first. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'

const bin = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url))

beforeAll(() => {
  if (!existsSync(bin)) throw new Error('dist/cli.mjs is not built: run `npm test` at the root, or `npm run build`')
})

test('starts with the line that npx needs', () => {
  expect(readFileSync(bin, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node')
})

test.each([
  [['--version'], 0],
  [['--nonsense'], 2],
  [['/nowhere/at/all'], 2],
])('%j exits with %i', (argv, code) => {
  expect(spawnSync(process.execPath, [bin, ...argv]).status).toBe(code)
})

test('a Node that is too old is told so, in a sentence', () => {
  const old = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.20.8"}})'
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', old, bin, '--version'], { encoding: 'utf8' })
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: 'mongoose-doctor needs Node.js 22.12 or newer, or 20.19 or newer of 20; this is 18.20.8.\n' })
})

test('a reader that goes away is no fault', async () => {
  const child = spawn(process.execPath, [bin, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let err = ''
  child.stderr.on('data', (data) => (err += String(data)))
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect({ code, err }).toEqual({ code: 0, err: '' })
})

test('an error on standard input is read to its end', () => {
  const result = spawnSync(process.execPath, [bin, 'explain'], { input: 'TypeError: something else', encoding: 'utf8' })
  expect(result).toMatchObject({ status: 2, stdout: '' })
  expect(result.stderr).toContain('neither a rule nor a MissingSchemaError')
})

test('a report larger than a pipe holds arrives whole', () => {
  const app = mkdtempSync(join(tmpdir(), 'mongoose-doctor-'))
  try {
    writeFileSync(join(app, 'package.json'), '{ "dependencies": { "next": "16", "mongoose": "9" } }')
    writeFileSync(join(app, 'user.ts'), "import mongoose from 'mongoose'\nexport default mongoose.model('User', new mongoose.Schema({}))\n")
    for (let i = 0; i < 800; i++) {
      mkdirSync(join(app, `app/r${i}`), { recursive: true })
      writeFileSync(join(app, `app/r${i}/route.ts`), "import User from '../../user'\nexport const GET = () => User.find()\n")
    }
    const { stdout } = spawnSync(process.execPath, [bin, app, '--format', 'json'], { encoding: 'utf8', maxBuffer: 1 << 28 })
    expect(stdout.length).toBeGreaterThan(1 << 16)
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, models: [{ name: 'User' }] })
  } finally {
    rmSync(app, { recursive: true })
  }
})
