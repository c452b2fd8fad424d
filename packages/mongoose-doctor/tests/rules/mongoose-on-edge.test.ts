/** Observed with Next.js 16.4.6 and Mongoose 9.12.1: docs/rules/mongoose-on-edge.md. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import type { Finding } from '../../src/kernel/report.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const found = (files: Readonly<Record<string, unknown>>): readonly Finding[] =>
  examine(withTree({ ...nextApp(), 'app/page.tsx': 'export default function Page() { return null }', ...files })).report.findings.filter(({ rule }) => rule === 'mongoose-on-edge')
const places = (files: Readonly<Record<string, unknown>>): readonly string[] => found(files).map(({ file, line, confidence }) => `${file}:${line} ${confidence}`)

const MODEL = `import User from '@/models/User'`
const GET = 'export const GET = () => Response.json(User.modelName)'
const PAGE = 'export default function Page() { return <p>{User.modelName}</p> }'
const EDGE = `export const runtime = 'edge'`

test('a route that asks for it', () => {
  expect(places({ 'app/api/a/route.ts': [EDGE, MODEL, GET].join('\n') })).toEqual(['app/api/a/route.ts:2 proved'])
  expect(places({ 'app/api/a/route.ts': [`export const runtime = 'nodejs'`, MODEL, GET].join('\n') })).toEqual([])
})

test('a page below a layout that asks for it, unless it says otherwise itself', () => {
  const layout = { 'app/x/layout.tsx': `${EDGE}\nexport default function Layout({ children }) { return children }\n` }
  expect(places({ ...layout, 'app/x/page.tsx': [MODEL, PAGE].join('\n') })).toEqual(['app/x/page.tsx:1 proved'])
  expect(places({ ...layout, 'app/x/page.tsx': [MODEL, `export const runtime = 'nodejs'`, PAGE].join('\n') })).toEqual([])
})

test('middleware, unless it says nodejs, in its config or beside it; a proxy runs in Node.js', () => {
  const body = `${MODEL}\nexport function middleware() { return User.modelName }\n`
  expect(places({ 'middleware.ts': body })).toEqual(['middleware.ts:1 proved'])
  expect(places({ 'middleware.ts': `${body}export const config = { runtime: 'nodejs' }\n` })).toEqual([])
  expect(places({ 'middleware.ts': `${body}export const runtime = 'nodejs'\nexport const config = { matcher: '/a' }\n` })).toEqual([])
  expect(places({ 'middleware.ts': `${body}export const config = { matcher: '/a' }\n` })).toEqual(['middleware.ts:1 proved'])
  expect(places({ 'proxy.ts': body.replace('middleware', 'proxy') })).toEqual([])
})

test('an API route of the pages router by its config', () => {
  expect(places({ 'pages/api/a.ts': `${MODEL}\nexport const config = { runtime: 'edge' }\nexport default () => new Response(User.modelName)\n` })).toEqual(['pages/api/a.ts:1 proved'])
})

test('types alone bring nothing', () => {
  expect(places({ 'middleware.ts': `${MODEL}\nexport function middleware(user?: InstanceType<typeof User>) { return user }\n` })).toEqual([])
})
