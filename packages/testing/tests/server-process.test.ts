/** Is a server gone when the process that started it is, however that ended? */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, onTestFinished, test } from 'vitest'
import { answers, freePort } from '../src/ports.ts'
import { startServer } from '../src/server-process.ts'
import { temporaryDirectory } from './support/environment.ts'

/** Like mongod, it does not care whether its input is open. */
const SERVER = "require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1', () => console.log('ready'))"

/** A process of its own that starts the server with what is in src/. */
async function parent(port: number) {
  const directory = temporaryDirectory()
  const source = readFileSync(fileURLToPath(new URL('../src/server-process.ts', import.meta.url)), 'utf8')
  writeFileSync(join(directory, 'server-process.mjs'), ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 } }).outputText)
  const command = JSON.stringify({ name: 'Server', command: process.execPath, args: ['-e', SERVER, String(port)] })
  writeFileSync(join(directory, 'main.mjs'), `import { startServer } from './server-process.mjs'\nawait startServer({ ...${command}, ready: /ready/ })\nconsole.log('started')\n`)
  const child = spawn(process.execPath, [join(directory, 'main.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  expect(String(await once(child.stdout, 'data'))).toContain('started')
  return child
}

test.each(['SIGTERM', 'SIGKILL', 'SIGINT'] as const)('ended by %s', async (signal) => {
  const port = await freePort()
  const child = await parent(port)
  expect(await answers('127.0.0.1', port, 1000)).toBe(true)
  const over = once(child, 'exit')
  child.kill(signal)
  await over
  await expect.poll(() => answers('127.0.0.1', port, 1000), { timeout: 10_000 }).toBe(false)
})

test('stop() ends it, keeps what it printed, and may be called again', async () => {
  const port = await freePort()
  const server = await startServer({ name: 'Server', command: process.execPath, args: ['-e', SERVER, String(port)], ready: /ready/ })
  await server.stop()
  await server.stop()
  expect(await answers('127.0.0.1', port, 1000)).toBe(false)
  expect(server.output()).toContain('ready')
})

test.each<[string, string[], RegExp]>([
  ['says nothing', ['-e', 'setInterval(() => {}, 1000)'], /^Server was not ready after 0\.5 s\.$/],
  ['ends at once', ['-e', 'console.error("port in use"); process.exitCode = 3'], /^Server ended with code 3\. It printed:\nport in use/],
])('one that %s is told', async (_, args, message) => {
  const timeout = message.source.includes('ready') ? 500 : 30_000
  await expect(startServer({ name: 'Server', command: process.execPath, args, ready: /ready/, timeout })).rejects.toThrow(message)
})

test('one that is not there is told', async () => {
  await expect(startServer({ name: 'Server', command: join(temporaryDirectory(), 'missing'), args: [], ready: /ready/ })).rejects.toThrow(/^Server could not be started: .*ENOENT/)
})
