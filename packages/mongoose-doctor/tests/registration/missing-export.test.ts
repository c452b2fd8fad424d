/** Calls of what a module does not export. Observed: undefined in a bundle of webpack and in CommonJS that TypeScript makes; Node and Turbopack refuse the file. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const route = 'app/api/users/route.js'
const examined = (line: string, database: string, call = 'await connect()') => examine(withTree(nextApp({
  files: {
    'lib/db.js': `import mongoose from 'mongoose'\n${database}\n`,
    [route]: `${line}\nimport User from '@/models/User'\nexport async function GET() {\n  try {\n    ${call}\n    return Response.json(await User.find())\n  } catch { return null }\n}\n`,
  },
}))).report
const connect = `export const connectDB = () => mongoose.connect('x')`

test('what follows is never reached, and that is said', () => {
  const named = examined(`import { connectDb as connect } from '@/lib/db'`, connect)
  expect(named.findings).toEqual([])
  expect(named.unknown).toEqual([{ file: route, line: 5, reason: 'lib/db.js exports no "connectDb" (did you mean "connectDB"?): this call throws, and what follows it was not examined' }])
  const byDefault = examined(`import connect from '@/lib/db'`, connect)
  expect(byDefault.findings).toEqual([])
  expect(byDefault.unknown).toMatchObject([{ reason: expect.stringContaining('lib/db.js has no default export (did you mean "connectDB"?)') }])
})

test('a barrel that has it from elsewhere has it', () => {
  const files = (barrel: string) => examine(withTree(nextApp({ files: {
    'lib/db.js': `import mongoose from 'mongoose'\n${connect}\n`, 'lib/index.js': barrel,
    [route]: `import { connectDB } from '@/lib'\nimport User from '@/models/User'\nexport async function GET() { await connectDB(); return Response.json(await User.find()) }\n`,
  } }))).report
  for (const barrel of [`export * from './db'`, `export { connectDB } from './db'`, `import { connectDB } from './db'\nexport { connectDB }`, `export * from 'some-package'\nexport const other = 1`, `module.exports = require('./db')`, `exports.connectDB = require('./db').connectDB\nexport const other = 1`]) {
    expect(files(barrel).unknown).toEqual([])
  }
})

test('one that is called only where it is there', () => {
  expect(examined(`import { connectDb as connect } from '@/lib/db'`, connect, 'await connect?.()').unknown).toEqual([])
})
