/** `verify --run`: what evaluated code can do, and what it can not. Node's own words for what it refuses differ between versions. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { evaluateAll, permissions, type Evaluated, type Job } from '../../src/evaluate/run.ts'
import { withTree } from '../helpers/tree.ts'

/** As much of Mongoose as is asked for here. */
const mongoose = `
const names = []
class Connection { async openUri(uri) { throw new Error('connected to ' + uri) } }
module.exports = { Connection, model: (name) => { names.push(name) }, modelNames: () => names, connect: (uri) => new Connection().openUri(uri) }
`

/** Evaluates one entry with this code. */
async function evaluate(code: string, more: Partial<Job> = {}): Promise<Evaluated | undefined> {
  const root = withTree({ 'package.json': { name: 'app' }, 'node_modules/mongoose/index.js': mongoose, 'secret.txt': 'a secret', '.next/entry.js': code })
  const start = more.start ?? { how: 'next', output: join(root, '.next/entry.js'), module: null }
  const [answer] = await evaluateAll(root, join(root, '.next'), [{ calls: more.calls ?? [], start }])
  return answer
}
const registering = (call: string): string => `const mongoose = require('mongoose')\n${call}\n`

test('it tells the models that are registered then', async () => {
  expect(await evaluate(registering("mongoose.model('User'); mongoose.model('Role')"))).toEqual({ models: ['User', 'Role'] })
})

test('parts of a page are loaded, as they are for an answer', async () => {
  const tree = "['', { children: ['__PAGE__', {}, { page: [async () => mongoose.model('User'), 'page.tsx'] }] }, { layout: [() => mongoose.model('Role'), 'layout.tsx'] }]"
  expect(await evaluate(registering(`exports.routeModule = { userland: { loaderTree: ${tree} } }`))).toEqual({ models: ['Role', 'User'] })
  expect(await evaluate(registering("exports.routeModule = { userland: () => { mongoose.model('Late') } }"))).toEqual({ models: ['Late'] })
})

test("an action's module is asked for as Next.js does", async () => {
  const root = withTree({ 'package.json': { name: 'app' }, 'node_modules/mongoose/index.js': mongoose, '.next/page.js': registering("exports.__next_app__ = { require: (id) => mongoose.model('Of' + id) }") })
  expect(await evaluateAll(root, join(root, '.next'), [{ calls: [], start: { how: 'next', output: join(root, '.next/page.js'), module: 95155 } }])).toEqual([{ models: ['Of95155'] }])
})

test('what is called before all entries is called, and awaited', async () => {
  expect(await evaluate(registering("exports.register = async () => { await null; mongoose.model('Role') }"), { calls: ['register'] })).toEqual({ models: ['Role'] })
})

test('connecting succeeds without a database', async () => {
  expect(await evaluate(registering("mongoose.connect('mongodb://db'); mongoose.model('User')"))).toEqual({ models: ['User'] })
})

test.each([
  ['the environment', 'const own = Object.entries(process.env).filter(([, value]) => value !== "mongodb://127.0.0.1/none"); if (own.sort().join() !== "NEXT_RUNTIME,nodejs,NODE_ENV,production") throw new Error(own.join())', null],
  ['other files', "require('node:fs').readFileSync('secret.txt')", /restricted: FileSystemRead .*secret\.txt/],
  ['writing', "require('node:fs').writeFileSync('.next/out.txt', '')", /restricted/],
  ['programs', "require('node:child_process').execFileSync('node', ['-v'])", /restricted: ChildProcess/],
  ['what Node itself is made of', "process.binding('fs')", /process.binding|restricted/],
  ['threads', "new (require('node:worker_threads').Worker)('0', { eval: true })", /restricted/],
  ['the network', "require('node:net').connect(80, '127.0.0.1')", /there is no network/],
  ['names of the network', "require('node:dns').lookup('localhost', () => {})", /there is no network/],
  ['addresses', "require('node:http').get('http://127.0.0.1')", /there is no network/],
])('%s', async (_, code, refused) => {
  const answer = await evaluate(code)
  if (refused === null) expect(answer).toEqual({ models: [] })
  else expect(answer).toEqual({ error: expect.stringMatching(refused) })
})

test('a server that listens does not', async () => {
  expect(await evaluate(registering("require('node:http').createServer().listen(0); mongoose.model('User')"))).toEqual({ models: ['User'] })
})

test.each([
  ["throw new Error('MONGODB_URI is not set')", 'MONGODB_URI is not set'],
  ['process.exit(1)', 'it ended the process with 1'],
  ['process.abort()', expect.stringMatching(/ended early/)],
])('code that ends (%s) is told, and stops no other', async (code, error) => {
  expect(await evaluate(code)).toEqual({ error })
})

test('nothing is run where Mongoose is not installed', async () => {
  const root = withTree({ 'package.json': { name: 'app' }, '.next/entry.js': 'throw new Error()' })
  expect(await evaluateAll(root, join(root, '.next'), [{ calls: [], start: { how: 'import', files: [join(root, '.next/entry.js')] } }])).toEqual([{ error: 'mongoose is not installed' }])
})

test('what it may read is the build, what is installed, and package.json', () => {
  const root = withTree({ 'package.json': {}, 'node_modules/a/index.js': '', '.next/BUILD_ID': '' })
  const allowed = permissions(root, join(root, '.next')).flatMap((flag) => (flag.startsWith('--allow-fs-read=') ? [flag.slice('--allow-fs-read='.length)] : []))
  expect(allowed.filter((path) => path.startsWith(root))).toEqual([join(root, '.next'), join(root, 'node_modules'), join(root, 'package.json')])
})
