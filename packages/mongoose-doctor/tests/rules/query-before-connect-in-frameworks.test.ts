/** SvelteKit, Astro, React Router and Remix: what connects for a request there. Observed: docs/frameworks. */
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { astroApp } from '../fixtures/astro/base.ts'
import type { Files } from '../fixtures/fixture.ts'
import { routerApp } from '../fixtures/react-router/base.ts'
import { svelteApp } from '../fixtures/sveltekit/base.ts'
import { withTree } from '../helpers/tree.ts'

const found = (files: Files) => examine(withTree(files)).report.findings
  .filter(({ rule }) => rule === 'query-before-connect').map(({ confidence, entries, file }) => ({ confidence, entries, file }))

const db = `import mongoose from 'mongoose'\nexport default async function connect() { if (mongoose.connection.readyState === 0) await mongoose.connect('x') }\n`
const helperThatConnects = `import mongoose from 'mongoose'\nif (process.env.MONGODB_URI) mongoose.connect(process.env.MONGODB_URI)\n`

describe('SvelteKit', () => {
  const imports = `import connect from '$lib/server/db'\nimport User from '$lib/server/models/User'\n`
  const page = (code: string) => `${imports}export async function load() { ${code} }\n`
  const own = 'src/routes/own/+page.server.ts'
  const users = 'src/routes/users/+page.server.ts'
  const app = (files: Files) => found(svelteApp({ files: {
    'src/lib/server/db.ts': db, [own]: page('await connect(); return { users: await User.find().lean() }'), 'src/routes/own/+page.svelte': '',
    [users]: page('return { users: await User.find().lean() }'), 'src/routes/users/+page.svelte': '', ...files,
  } }))

  test('a load sends a query, and nothing connects', () => {
    expect(app({})).toEqual([{ confidence: 'proved', entries: [users], file: users }])
  })

  test('an endpoint does: no layout is loaded for it', () => {
    expect(app({
      'src/routes/api/one/+server.ts': `${imports}export async function GET() { await connect(); return new Response(String(await User.find())) }\n`,
      'src/routes/api/users/+server.ts': `${imports}export async function GET() { return new Response(String(await User.find())) }\n`,
      'src/routes/+layout.server.ts': page('await connect()'),
    })).toEqual([{ confidence: 'proved', entries: ['src/routes/api/users/+server.ts'], file: 'src/routes/api/users/+server.ts' }])
  })

  test.each([
    ['a layout around it', 'src/routes/+layout.server.ts', page('await connect()')],
    ['init', 'src/hooks.server.ts', `import connect from '$lib/server/db'\nexport const init = async () => { await connect() }\n`],
    ['handle', 'src/hooks.server.ts', `import connect from '$lib/server/db'\nexport const handle = async ({ event, resolve }) => { if (event.url.pathname !== '/') await connect(); return resolve(event) }\n`],
    ['one of the handles', 'src/hooks.server.ts', `import { sequence } from '@sveltejs/kit/hooks'\nimport connect from '$lib/server/db'\nexport const handle = sequence(async ({ event, resolve }) => { await connect(); return resolve(event) })\n`],
    ['the hooks, when they are loaded', 'src/hooks.server.ts', `import connect from '$lib/server/db'\nvoid connect()\n`],
    ['a file that the hooks load, perhaps', 'src/hooks.server.ts', helperThatConnects],
    ['what is evaluated before all', 'src/instrumentation.server.ts', helperThatConnects],
  ])('%s connects', (_name, file, text) => {
    expect(app({ [file]: text })).toEqual([])
  })

  const hooks = 'src/hooks.server.ts'
  const handling = (code: string): Files => ({ [users]: '', [hooks]: `import User from '$lib/server/models/User'\n${code}\n` })

  test.each([
    ['handle', 'export const handle = async ({ event, resolve }) => { event.locals.user = await User.findOne(); return resolve(event) }'],
    ['a function that it calls', 'async function userOf() { return User.findOne() }\nexport async function handle({ event, resolve }) { event.locals.user = await userOf(); return resolve(event) }'],
    ['one of the handles', `import { sequence } from '@sveltejs/kit/hooks'\nconst user = async ({ event, resolve }) => { event.locals.user = await User.findOne(); return resolve(event) }\nexport const handle = sequence(user)`],
    ['init', 'export const init = async () => { await User.countDocuments() }'],
  ])('%s sends one before any load connects', (_, code) => {
    expect(app(handling(code))).toEqual([{ confidence: expect.any(String), entries: [hooks], file: hooks }])
  })

  test.each([
    ['once the request is answered', 'export const handle = async ({ event, resolve }) => { const response = await resolve(event); await User.create({}); return response }'],
    ['of an error', 'export const handleError = async ({ error }) => { await User.create({ name: String(error) }) }'],
    ['when it has connected', `import connect from '$lib/server/db'\nexport const handle = async ({ event, resolve }) => { await connect(); await User.findOne(); return resolve(event) }`],
  ])('not: a hook, %s', (_, code) => {
    expect(app(handling(code))).toEqual([])
  })

  test('a server around it connects', () => {
    const files = { 'server.js': `import { handler } from './build/handler.js'\nimport express from 'express'\nimport mongoose from 'mongoose'\nawait mongoose.connect('x')\nexpress().use(handler).listen(3000)\n` }
    expect(found(svelteApp({ manifest: { scripts: { start: 'node server.js' } }, files: {
      'src/lib/server/db.ts': db, [own]: page('await connect(); return { users: await User.find().lean() }'), 'src/routes/own/+page.svelte': '',
      [users]: page('return { users: await User.find().lean() }'), 'src/routes/users/+page.svelte': '', ...files,
    } }))).toEqual([])
  })

  test('what most loads do not do is done in a way that is not seen', () => {
    expect(app({ 'src/routes/a/+page.server.ts': page('return { users: await User.find() }'), 'src/routes/a/+page.svelte': '' })).toEqual([])
  })

  test('a remote function is called by itself', () => {
    const remote = (code: string) => `import { query } from '$app/server'\n${imports}export const list = query(async () => { ${code} })\n`
    expect(app({ [users]: '', 'src/lib/own.remote.ts': '', 'src/routes/one.remote.ts': remote('await connect(); return User.find()'), 'src/routes/users/users.remote.ts': remote('return User.find()') }))
      .toEqual([{ confidence: 'likely', entries: ['src/routes/users/users.remote.ts'], file: 'src/routes/users/users.remote.ts' }])
  })
})

describe('Astro', () => {
  const imports = `import connect from '@/lib/db'\nimport User from '@/models/User'\n`
  const page = (code: string, template = '<p></p>') => `---\n${imports}${code}\n---\n${template}\n`
  const app = (files: Files) => found(astroApp({ files: {
    'src/lib/db.ts': db, 'src/pages/own.astro': page('await connect()\nconst users = await User.find()'), 'src/pages/users.astro': page('const users = await User.find()'), ...files,
  } }))

  test('a page sends a query, and nothing connects', () => {
    expect(app({})).toEqual([{ confidence: 'proved', entries: ['src/pages/users.astro'], file: 'src/pages/users.astro' }])
  })

  test('the middleware sends one before any page connects', () => {
    const middleware = (code: string) => app({ 'src/pages/users.astro': '', 'src/middleware.ts': `import { defineMiddleware } from 'astro:middleware'\nimport User from '@/models/User'\nexport const onRequest = defineMiddleware(async (context, next) => { ${code} })\n` })
    expect(middleware('context.locals.user = await User.findOne(); return next()')).toEqual([{ confidence: 'proved', entries: ['src/middleware.ts'], file: 'src/middleware.ts' }])
    expect(middleware('const response = await next(); await User.create({}); return response')).toEqual([])
  })

  test.each([
    ['the middleware', { 'src/middleware.ts': `import { defineMiddleware } from 'astro:middleware'\nimport connect from '@/lib/db'\nexport const onRequest = defineMiddleware(async (context, next) => { await connect(); return next() })\n` }],
    ['a file that the middleware loads', { 'src/middleware.ts': helperThatConnects }],
    ['the page, and a component asks', { 'src/components/Users.astro': page('const users = await User.find()'), 'src/pages/users.astro': `---\nimport connect from '@/lib/db'\nimport Users from '../components/Users.astro'\nawait connect()\n---\n<Users />\n` }],
    ['the layout, in time or not,', { 'src/layouts/Base.astro': `---\nimport connect from '@/lib/db'\nawait connect()\n---\n<slot />\n`, 'src/pages/users.astro': `---\nimport Base from '../layouts/Base.astro'\nimport User from '@/models/User'\nconst users = await User.find()\n---\n<Base></Base>\n` }],
  ])('%s connects', (_name, files) => {
    expect(app(files)).toEqual([])
  })

  test('an endpoint and an action are asked by themselves', () => {
    const endpoint = (code: string) => `${imports}export const GET = async () => { ${code}; return new Response(String(await User.find())) }\n`
    const [first, ...more] = app({ 'src/pages/users.astro': '', 'src/pages/api/one.ts': endpoint('await connect()'), 'src/pages/api/users.ts': endpoint('') })
    expect(more).toEqual([])
    expect(first).toEqual({ confidence: 'proved', entries: ['src/pages/api/users.ts'], file: 'src/pages/api/users.ts' })
  })
})

describe('React Router', () => {
  const imports = `import connect from '~/lib/db.server'\nimport User from '~/models/User'\n`
  const route = (code: string, more = '') => `${imports}export async function loader() { ${code}; return { users: await User.find().lean() } }\n${more}export default function Page() { return <p /> }\n`
  const routes = `import { route } from '@react-router/dev/routes'\nexport default [route('own', 'routes/own.tsx'), route('users', 'routes/users.tsx')]\n`
  const app = (files: Files) => found(routerApp({ routes, files: { 'app/lib/db.server.ts': db, 'app/routes/own.tsx': route('await connect()'), 'app/routes/users.tsx': route(''), ...files } }))

  test('a loader sends a query, and nothing connects', () => {
    expect(app({})).toEqual([{ confidence: 'proved', entries: ['app/routes/users.tsx'], file: 'app/routes/users.tsx' }])
  })

  const root = (code: string) => `import { Outlet } from 'react-router'\n${code}\nexport default function App() { return <html><body><Outlet /></body></html> }\n`
  test.each([
    ['the root', { 'app/root.tsx': root(`import connect from '~/lib/db.server'\nexport async function loader() { await connect(); return null }`) }],
    ['a route around it', { 'app/routes/own.tsx': `${imports}import { Outlet } from 'react-router'\nexport async function loader() { await connect(); return User.find() }\nexport default function Around() { return <Outlet /> }\n` }],
    ['entry.server', { 'app/entry.server.tsx': `import connect from '~/lib/db.server'\nvoid connect()\nexport default function handleRequest() { return new Response('') }\n` }],
    ['another route, when the server starts', { 'app/routes/own.tsx': `import '~/lib/now.server'\n${route('await connect()')}`, 'app/lib/now.server.ts': helperThatConnects }],
    ['a server around it', { 'server.ts': `import { createRequestHandler } from '@react-router/express'\nimport express from 'express'\nimport mongoose from 'mongoose'\nasync function start() { await mongoose.connect('x'); express().use(createRequestHandler({ build: () => import('virtual:react-router/server-build') })).listen(3000) }\nstart()\n` }],
  ])('%s connects', (_name, files) => {
    expect(app(files)).toEqual([])
  })
})
