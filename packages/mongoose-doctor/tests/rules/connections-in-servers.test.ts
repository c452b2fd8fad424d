/** Handlers of Express, Fastify, Koa and Hono. Observed with Mongoose 7.8, 8.24 and 9.12: docs/rules/disconnect-in-handler.md. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'

type Files = Readonly<Record<string, string>>
const NEW = new Set(['disconnect-in-handler', 'uncached-connection'])

const packageJson = { type: 'module', scripts: { start: 'node server.js' }, dependencies: { mongoose: '9.12.1', express: '5', fastify: '5', koa: '3', '@koa/router': '14', hono: '4' } }
const found = (files: Files) => examine(withTree({ 'package.json': packageJson, ...files })).report.findings
  .filter(({ rule }) => NEW.has(rule)).map(({ rule, file, line, because, entries }) => ({ rule, file, line, because, entries }))

const head = `import mongoose from 'mongoose'\nconst User = mongoose.model('User', new mongoose.Schema({ email: String }))\n`
const server = (code: string): Files => ({ 'server.js': `${head}await mongoose.connect('x')\n${code}\n` })
const answer = 'async () => { await User.find(); await mongoose.disconnect() }'

test.each([
  ['Express', `import express from 'express'\nconst app = express()\napp.get('/', ${answer})\napp.listen(3000)`],
  ['a router of Express', `import { Router } from 'express'\nconst router = Router()\nrouter.post('/', (req, res, next) => next(), ${answer})`],
  ['a route of Express', `import express from 'express'\nconst app = express()\napp.route('/').get((req, res) => res.end()).post(${answer})`],
  ['a middleware of Express', `import express from 'express'\nconst app = express()\napp.use(${answer})`],
  ['a list of handlers', `import express from 'express'\nconst app = express()\napp.get('/', [(req, res, next) => next(), ${answer}])`],
  ['Fastify', `import Fastify from 'fastify'\nconst app = Fastify({ logger: true })\napp.get('/', { schema: {} }, ${answer})`],
  ['a route of Fastify', `import { fastify } from 'fastify'\nconst app = fastify()\napp.route({ method: 'GET', url: '/', handler: ${answer} })`],
  ['a plugin of Fastify', `import Fastify from 'fastify'\nconst app = Fastify()\nasync function users(own) { own.get('/', ${answer}) }\napp.register(users, { prefix: '/users' })`],
  ['a hook of Fastify', `import Fastify from 'fastify'\nconst app = Fastify()\napp.addHook('onResponse', ${answer})`],
  ['Koa', `import Koa from 'koa'\nconst app = new Koa()\napp.use(${answer})`],
  ['a router of Koa', `import Router from '@koa/router'\nconst router = new Router()\nrouter.get('/', ${answer})`],
  ['Hono', `import { Hono } from 'hono'\nconst app = new Hono().get('/', (c) => c.text('')).post('/', ${answer})`],
  ['a wrapper', `import express from 'express'\nconst app = express()\nconst caught = (run) => (req, res, next) => Promise.resolve(run(req, res, next)).catch(next)\napp.get('/', caught(${answer}))`],
  ['a wrapper of a package', `import express from 'express'\nimport asyncHandler from 'express-async-handler'\nconst app = express()\napp.get('/', asyncHandler(${answer}))`],
  ['when the answer is sent', `import express from 'express'\nconst app = express()\napp.get('/', async (req, res) => { res.on('finish', () => mongoose.disconnect()); res.json(await User.find()) })`],
  ['when the answer is closed, in a middleware', `import express from 'express'\nconst app = express()\napp.use((req, res, next) => { res.once('close', async () => { await mongoose.connection.close() }); next() })`],
  ['when a connection opens, in a handler', `import express from 'express'\nconst app = express()\napp.get('/', (req, res) => { mongoose.connection.once('open', async () => { await mongoose.disconnect() }); res.end() })`],
  ['some time after', `import express from 'express'\nconst app = express()\napp.get('/', (req, res) => { setTimeout(() => mongoose.disconnect(), 1000); res.end() })`],
  ['routes that are added by a function', `import express from 'express'\nconst app = express()\nfunction routes(router) { router.get('/', ${answer}) }\nroutes(app)`],
])('a request closes what all requests share: %s', (_name, code) => {
  const [first, ...more] = found(server(code))
  expect(more).toEqual([])
  expect(first).toMatchObject({ rule: 'disconnect-in-handler', file: 'server.js', entries: ['server.js'] })
  expect(first?.because.at(-1)).toMatchObject({ line: 3, text: expect.stringContaining('until it is started again') as string })
})

test('routes and controllers have files of their own', () => {
  const files: Files = {
    'server.js': `import express from 'express'\nimport users from './routes/users.js'\nconst app = express()\napp.use('/users', users)\napp.listen(3000)\n`,
    'routes/users.js': `import { Router } from 'express'\nimport * as users from '../controllers/users.js'\nconst router = Router()\nrouter.route('/').get(users.list)\nexport default router\n`,
    'controllers/users.js': `${head}export const list = async (req, res) => {\n  await mongoose.connect('x')\n  res.json(await User.find())\n  await mongoose.connection.close()\n}\n`,
  }
  const [first, ...more] = found(files)
  expect(more).toEqual([])
  expect(first).toMatchObject({ rule: 'disconnect-in-handler', file: 'controllers/users.js', line: 6 })
  expect(first?.because).toHaveLength(1)
})

test('a helper that has nothing to do with Mongoose wraps the handler', () => {
  const files: Files = {
    'server.js': `import express from 'express'\nimport { list, stop } from './controllers/users.js'\nconst app = express()\napp.get('/users', list)\napp.post('/stop', stop)\n`,
    'controllers/users.js': `${head}import caught from '../utils/caught.js'\nimport { onExit } from '../utils/exit.js'\nexport const list = caught(async (req, res) => {\n  res.json(await User.find())\n  await mongoose.disconnect()\n})\nexport const stop = onExit(async () => {\n  await mongoose.disconnect()\n})\n`,
    'utils/caught.js': `export default (run) => (req, res, next) => {\n  Promise.resolve(run(req, res, next)).catch(next)\n}\n`,
    'utils/exit.js': `export const onExit = (run) => {\n  process.once('exit', run)\n  return (req, res) => res.end()\n}\n`,
  }
  expect(found(files)).toMatchObject([{ rule: 'disconnect-in-handler', file: 'controllers/users.js', line: 7 }])
})

test('the same in CommonJS', () => {
  const files: Files = {
    'package.json': JSON.stringify({ scripts: { start: 'node server.js' }, dependencies: { mongoose: '9.12.1', express: '5' } }),
    'server.js': `const app = require('express')()\napp.use('/users', require('./users'))\napp.listen(3000)\n`,
    'users.js': `const mongoose = require('mongoose')\nconst router = require('express').Router()\nrouter.get('/', async (req, res) => {\n  await mongoose.disconnect()\n  res.end()\n})\nmodule.exports = router\n`,
  }
  expect(found(files)).toMatchObject([{ rule: 'disconnect-in-handler', file: 'users.js', line: 4 }])
})

test("Hono answers for a route of Next.js", () => {
  const files: Files = {
    'package.json': JSON.stringify({ dependencies: { next: '16.0.0', mongoose: '9.12.1', hono: '4' } }),
    'app/api/[[...route]]/route.ts': `import mongoose from 'mongoose'\nimport { Hono } from 'hono'\nimport { handle } from 'hono/vercel'\nconst app = new Hono()\napp.get('/users', async (c) => { await mongoose.disconnect(); return c.json([]) })\nexport const GET = handle(app)\n`,
  }
  expect(found(files)).toMatchObject([{ rule: 'disconnect-in-handler', line: 5 }])
})

test.each([
  ['when the process ends', `import express from 'express'\nconst app = express()\napp.get('/', (req, res) => res.end())\nprocess.on('SIGTERM', ${answer})`],
  ['when the server is closed', `import express from 'express'\nconst app = express()\nconst http = app.listen(3000)\nhttp.on('close', ${answer})\napp.get('/', (req, res) => res.end())`],
  ['in a hook for the end', `import Fastify from 'fastify'\nconst app = Fastify()\napp.addHook('onClose', ${answer})`],
  ['of a request that ends the process', `import express from 'express'\nconst app = express()\napp.post('/stop', async (req, res) => { await mongoose.disconnect(); process.exit(0) })`],
  ['of a request that stops the server', `import express from 'express'\nconst app = express()\nconst server = app.listen(3000)\napp.post('/stop', (req, res) => { res.end(); server.close(); void mongoose.disconnect() })`],
  ['of what only has the methods of a router', `const jobs = { get(name, run) { all.push(run) } }\nconst all = []\njobs.get('/', ${answer})`],
  ['of what another package has', `import { app } from 'some-runner'\napp.get('/', ${answer})`],
  ['of a router that is there for tests alone', `import express from 'express'\nconst app = express()\nif (process.env.RESET === 'yes') app.post('/reset', ${answer})`],
  ['after an error', `import express from 'express'\nconst app = express()\napp.use(async (error, req, res, next) => { await mongoose.disconnect(); next(error) })`],
  ['that has not been opened', `import express from 'express'\nconst app = express()\napp.use(async (req, res, next) => {\n  if (mongoose.connection.readyState !== 1) {\n    await mongoose.disconnect()\n    await mongoose.connect('x')\n  }\n  next()\n})`],
  ['of what a setting holds', `import express from 'express'\nconst app = express()\napp.get('jobs').use(${answer})`],
  ['of a setting', `import express from 'express'\nconst app = express()\napp.set('stop', ${answer})`],
  ['of a script', `await User.find()\nawait mongoose.disconnect()`],
])('a server closes its connection %s', (_name, code) => {
  expect(found(server(code))).toEqual([])
})

test.each([
  ['Express', `import express from 'express'\nconst app = express()\napp.get('/', async (req, res) => {\n  const own = await mongoose.createConnection('y').asPromise()\n  res.json(await own.model('Log', schema).find())\n})`],
  ['Hono', `import { Hono } from 'hono'\nconst app = new Hono()\napp.get('/', async (c) => {\n  const own = mongoose.createConnection('y')\n  return c.json(await own.model('Log', schema).find())\n})`],
])('each request makes a connection: %s', (_name, code) => {
  expect(found(server(`const schema = new mongoose.Schema({ text: String })\n${code}`))).toMatchObject([{ rule: 'uncached-connection', file: 'server.js', line: 8 }])
})

test('a server makes a connection once', () => {
  const code = `import express from 'express'\nconst app = express()\nasync function start() {\n  const own = mongoose.createConnection('y')\n  const Log = own.model('Log', new mongoose.Schema({ text: String }))\n  app.get('/', async (req, res) => res.json(await Log.find()))\n  app.listen(3000)\n}\nstart()`
  expect(found(server(code))).toEqual([])
})
