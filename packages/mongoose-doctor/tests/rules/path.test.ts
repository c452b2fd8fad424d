/** The way that a finding shows: from an entry over its modules to where the chain breaks. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import type { Finding } from '../../src/kernel/report.ts'
import { withTree } from '../helpers/tree.ts'

const model = (name: string, ref?: string): string => [
  "import mongoose, { Schema } from 'mongoose'",
  `const schema = new Schema({ name: String${ref === undefined ? '' : `, ${ref.toLowerCase()}: { type: Schema.Types.ObjectId, ref: '${ref}' }`} })`,
  `export default mongoose.models.${name} || mongoose.model('${name}', schema)`, '',
].join('\n')

const next = {
  'package.json': { dependencies: { mongoose: '9.12.1', next: '16.4.6' } },
  'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./*'] } } },
  'models/Role.ts': model('Role'), 'models/User.ts': model('User', 'Role'),
}
const node = { 'package.json': { dependencies: { mongoose: '9.12.1' }, main: 'server.js' }, 'models/Role.js': model('Role'), 'models/User.js': model('User', 'Role') }
const query = "import User from '@/models/User'\nexport async function GET() {\n  return Response.json(await User.find().populate('role'))\n}\n"

/** "entry app/a.ts:1 -imports→ …" of the only finding of that rule. */
function pathIn(files: Readonly<Record<string, unknown>>, rule: Finding['rule']): string {
  const found = examine(withTree(files)).report.findings.filter((finding) => finding.rule === rule)
  expect(found).toHaveLength(1)
  return told(found[0]?.path ?? [])
}

const told = (path: Finding['path']): string => path.map(({ kind, file, line, link }) => `${kind} ${file}${line === null ? '' : `:${line}`}${link === null ? '' : ` -${link}→ `}`).join('')

test('a query in the entry itself', () => {
  expect(pathIn({ ...next, 'app/api/a/route.ts': query }, 'missing-model')).toBe('entry app/api/a/route.ts -runs→ query app/api/a/route.ts:3 -absent→ model models/Role.ts:3')
})

test('a query some modules away: over the fewest imports', () => {
  const files = {
    ...next,
    'app/api/a/route.ts': "import './long'\nimport { all } from '@/lib/index'\nexport const GET = async () => Response.json(await all())\n",
    'app/api/a/long.ts': "import './longer'\n", 'app/api/a/longer.ts': "import '@/lib/users'\n",
    'lib/index.ts': "\nexport * from './users'\n",
    'lib/users.ts': "import User from '@/models/User'\n\nexport const all = () => User.find().populate('role')\n",
  }
  expect(pathIn(files, 'missing-model')).toBe('entry app/api/a/route.ts:2 -imports→ module lib/index.ts:2 -imports→ query lib/users.ts:3 -absent→ model models/Role.ts:3')
})

test('code of a layout, which is evaluated with the page', () => {
  const files = {
    ...next,
    'app/layout.tsx': "import { count } from '@/lib/count'\nexport default async function Layout({ children }) {\n  await count()\n  return children\n}\n",
    'app/page.tsx': 'export default function Page() { return null }\n',
    'lib/count.ts': "import User from '@/models/User'\nexport const count = async () => (await User.find().populate('role')).length\n",
  }
  expect(pathIn(files, 'missing-model')).toBe('entry app/page.tsx -with→ module app/layout.tsx:1 -imports→ query lib/count.ts:2 -absent→ model models/Role.ts:3')
})

test('require(), in CommonJS', () => {
  const commonjs = (text: string): string => text.replace(/^import mongoose.*/, "const mongoose = require('mongoose')\nconst { Schema } = mongoose").replace('export default', 'module.exports =')
  const files = {
    ...node, 'models/Role.js': commonjs(model('Role')), 'models/User.js': commonjs(model('User', 'Role')),
    'server.js': "const http = require('http')\nconst list = require('./lib/list')\nhttp.createServer(() => list()).listen(1)\n",
    'lib/list.js': "const User = require('../models/User')\nmodule.exports = () => User.find().populate('role').then(console.log)\n",
  }
  expect(pathIn(files, 'missing-model')).toBe('entry server.js:2 -loads→ query lib/list.js:2 -absent→ model models/Role.js:4')
})

test('what a function of the entry loads when it runs', () => {
  const files = {
    ...next,
    'app/api/a/route.ts': "export async function GET() {\n  const { all } = await import('@/lib/index')\n  return Response.json(await all())\n}\n",
    'lib/index.ts': "export { all } from './users'\n",
    'lib/users.ts': "import User from '@/models/User'\nexport const all = () => User.find().populate('role')\n",
  }
  expect(pathIn(files, 'missing-model')).toBe('entry app/api/a/route.ts:2 -loads→ module lib/index.ts:1 -imports→ query lib/users.ts:2 -absent→ model models/Role.ts:3')
})

test('a registration that comes after the query', () => {
  const route = "import User from '@/models/User'\nexport async function GET() {\n  const users = await User.find().populate('role')\n  await import('@/models/Role')\n  return Response.json(users)\n}\n"
  expect(pathIn({ ...next, 'app/api/a/route.ts': route }, 'late-registration')).toBe('entry app/api/a/route.ts -runs→ query app/api/a/route.ts:3 -late→ load app/api/a/route.ts:4 -loads→ model models/Role.ts:3')
})

test('a registration on some paths only', () => {
  const route = "import User from '@/models/User'\nexport async function GET(request) {\n  if (request.url.length > 9) await import('@/models/Role')\n  return Response.json(await User.find().populate('role'))\n}\n"
  expect(pathIn({ ...next, 'app/api/a/route.ts': route }, 'late-registration')).toContain('query app/api/a/route.ts:4 -some-paths→ load app/api/a/route.ts:3 -loads→ model')
})

test('an import that is erased', () => {
  expect(pathIn({ ...next, 'app/api/a/route.ts': `import Role from '@/models/Role'\n${query}` }, 'inert-import')).toBe('entry app/api/a/route.ts -runs→ import app/api/a/route.ts:1 -dropped→ model models/Role.ts:3')
})

test('a name that no file defines, and where it is written', () => {
  expect(pathIn({ ...next, 'models/User.ts': model('User', 'Rolle'), 'app/api/a/route.ts': query.replace('role', 'rolle') }, 'unknown-ref')).toBe('entry app/api/a/route.ts -runs→ query app/api/a/route.ts:3 -names→ ref models/User.ts:2 -nowhere→ model null')
})

test('a ref that nothing populates yet has no entry', () => {
  expect(pathIn({ ...next, 'models/User.ts': model('User', 'Rolle'), 'app/api/a/route.ts': "import User from '@/models/User'\nexport const GET = async () => Response.json(await User.find())\n" }, 'unknown-ref')).toBe('ref models/User.ts:2 -nowhere→ model null')
})

test('a load of a computed path', () => {
  const route = "import User from '@/models/User'\nexport async function GET(request) {\n  await import(`@/models/${request.name}`)\n  return Response.json(await User.find().populate('role'))\n}\n"
  expect(pathIn({ ...next, 'app/api/a/route.ts': route }, 'computed-model-import')).toBe('entry app/api/a/route.ts -runs→ load app/api/a/route.ts:3 -computed→ model models/Role.ts:3')
})

test('a load that something else saves today leads on', () => {
  const route = "import User from '@/models/User'\nimport '@/lib/roles'\nexport async function GET() {\n  const users = await User.find().populate('role')\n  await import('@/models/Role')\n  return Response.json(users)\n}\n"
  const files = { ...next, 'app/api/a/route.ts': route, 'lib/roles.ts': "import Role from '@/models/Role'\nexport const name = Role.modelName\n" }
  expect(pathIn(files, 'dynamic-model-import')).toBe('entry app/api/a/route.ts -runs→ load app/api/a/route.ts:5 -loads→ model models/Role.ts:3')
})

test('a model that is read before it is there', () => {
  const circle = (name: string, other: string): string => `import mongoose, { Schema } from 'mongoose'\nimport ${other} from './${other}'\nconst schema = new Schema({ x: { type: Schema.Types.ObjectId, ref: ${other} } })\nexport default mongoose.model('${name}', schema)\n`
  const files = { ...next, 'models/Role.ts': circle('Role', 'User'), 'models/User.ts': circle('User', 'Role'), 'app/api/a/route.ts': "import User from '@/models/User'\nexport const GET = async () => Response.json(await User.find())\n" }
  expect(pathIn(files, 'circular-model-import')).toBe('entry app/api/a/route.ts:1 -imports→ module models/User.ts:2 -imports→ query models/Role.ts:3 -early→ model models/User.ts')
})

test('of many entries the first by name', () => {
  const files = { ...next, 'lib/users.ts': "import User from '@/models/User'\nexport const all = () => User.find().populate('role')\n" }
  const route = "import { all } from '@/lib/users'\nexport const GET = async () => Response.json(await all())\n"
  const entries = Object.fromEntries(['c', 'a', 'b'].map((name) => [`app/api/${name}/route.ts`, route]))
  expect(pathIn({ ...files, ...entries }, 'missing-model')).toMatch(/^entry app\/api\/a\/route\.ts:1 -imports→ query lib\/users\.ts:2 /)
})

test('of a very long chain the two ends', () => {
  const links = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`lib/m${i}.ts`, i === 59 ? "import User from '@/models/User'\nexport const all = () => User.find().populate('role')\n" : `export * from './m${i + 1}'\n`]))
  const path = pathIn({ ...next, ...links, 'app/api/a/route.ts': "import { all } from '@/lib/m0'\nexport const GET = async () => Response.json(await all())\n" }, 'missing-model')
  expect(path.split('→ ')).toHaveLength(42)
  expect(path).toContain('module lib/m18.ts:1 -indirectly→ module lib/m39.ts:1 -imports→ ')
})
