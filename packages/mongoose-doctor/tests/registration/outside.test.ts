import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const route = `
  import User from '@/models/User'
  export async function GET() { return Response.json(await User.find().populate('role')) }
`
/** Deeper than the stack. */
const deep = Array.from({ length: 20_000 }, (_, i) => `f(${i})`).join(' + ')

test.each([
  ['a handler', { 'app/api/users/route.ts': `${route}\nexport async function POST() { const f = (i: number) => i; return Response.json(${deep}) }\n` }],
  ['instrumentation', { 'app/api/users/route.ts': route, 'instrumentation.ts': `import '@/models/User'\nexport async function register() { const f = (i: number) => i; return ${deep} }\n` }],
  ['a function that defines a model', {
    'app/api/users/route.ts': route,
    'lib/late.ts': `import mongoose from 'mongoose'\nexport function define() { const f = (i: number) => i; mongoose.model('Late', new mongoose.Schema({})); return ${deep} }\n`,
  }],
])('%s that nests deeper than can be followed is unknown, and the others are judged', (_, files) => {
  const { report } = examine(withTree(nextApp({ files })))
  expect(report.complete).toBe(false)
  expect(report.apps.flatMap((app) => app.entries).find((entry) => entry.file === 'app/api/users/route.ts')?.required).toEqual(['Role'])
})
