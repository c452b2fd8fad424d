/** A path in another case than its file: a disk of macOS or Windows finds it, a Linux server's does not. What it would register is neither there nor missing. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'

type Files = Readonly<Record<string, string>>

const model = (name: string, ref = ''): string => `import mongoose from 'mongoose'\nexport default mongoose.models.${name} || mongoose.model('${name}', new mongoose.Schema({ ${ref} }))\n`
const models: Files = { 'models/Role.ts': model('Role'), 'models/User.ts': model('User', "role: { type: mongoose.Types.ObjectId, ref: 'Role' }") }
const query = "User.find().populate('role')"

function examined(files: Files) {
  const { report: { findings, unknown, complete } } = examine(withTree({ ...models, ...files }))
  return { findings: findings.map(({ rule, model: name, file }) => ({ rule, model: name, file })), unknown: unknown.map(({ file, line, reason }) => ({ file, line, reason })), complete }
}

const next: Files = {
  'package.json': JSON.stringify({ dependencies: { next: '16.0.0', mongoose: '9.12.1' } }),
  'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@/*': ['./*'] } } }),
}
const route = (imports: string, before = ''): Files => ({
  ...next, 'app/users/route.ts': `import User from '@/models/User'\n${imports}\nexport async function GET() {\n  ${before}\n  return Response.json(await ${query})\n}\n`,
})

test.each([
  ['by an alias', route("import '@/models/role'"), 'app/users/route.ts', 2],
  ['by a relative path', route("import '../../models/role'"), 'app/users/route.ts', 2],
  ['the folder', route("import '@/Models/Role'"), 'app/users/route.ts', 2],
  ['later', route('', "await import('@/models/role')"), 'app/users/route.ts', 4],
  ['in a barrel', { ...route("import '@/models'"), 'models/index.ts': "export { default as Role } from './role'\n" }, 'models/index.ts', 1],
])('a page imports it in another case: %s', (_name, files, file, line) => {
  const { findings, unknown, complete } = examined(files)
  expect(findings).toEqual([])
  expect(unknown).toMatchObject([{ file, line, reason: expect.stringContaining('did you mean models/Role.ts?') as string }])
  expect(complete).toBe(false)
})

test('what else is missing is still missing', () => {
  const owner = { 'models/User.ts': model('User', "role: { type: mongoose.Types.ObjectId, ref: 'Role' }, team: { type: mongoose.Types.ObjectId, ref: 'Team' }"), 'models/Team.ts': model('Team') }
  const files = route("import '@/models/role'", "await User.find().populate('team')")
  expect(examined({ ...files, ...owner }).findings).toEqual([{ rule: 'missing-model', model: 'Team', file: 'app/users/route.ts' }])
})

const server = (code: string, type = 'commonjs'): Files => ({
  'package.json': JSON.stringify({ type, scripts: { start: 'node server.js' }, dependencies: { mongoose: '9.12.1' } }),
  'models/Role.ts': '', 'models/User.ts': '',
  'models/Role.js': "const mongoose = require('mongoose')\nmodule.exports = mongoose.model('Role', new mongoose.Schema({ name: String }))\n",
  'models/User.js': "const mongoose = require('mongoose')\nmodule.exports = mongoose.model('User', new mongoose.Schema({ role: { type: mongoose.Types.ObjectId, ref: 'Role' } }))\n",
  'server.js': code,
})

test.each([
  ['at the top', `const User = require('./models/User')\nrequire('./models/role')\n${query}\n`],
  ['in a function', `const User = require('./models/User')\nconst load = () => require('./models/role')\nload()\nmodule.exports = () => ${query}\nmodule.exports()\n`],
  ['by a name in a list', `const User = require('./models/User')\nfor (const name of ['role']) require(\`./models/\${name}\`)\n${query}\n`],
  ['by a path that is put together', `const User = require('./models/User')\nrequire(require('path').join(__dirname, 'models', 'role'))\n${query}\n`],
])('a server requires it in another case: %s', (_name, code) => {
  const { findings, unknown } = examined(server(code))
  expect(findings).toEqual([])
  expect(unknown).toMatchObject([{ file: 'server.js', reason: expect.stringContaining('did you mean models/Role.') as string }])
})

test('nothing is said of a connection that a helper in another case may open', () => {
  const files: Files = {
    ...next, 'lib/db.ts': "import mongoose from 'mongoose'\nexport const connect = () => mongoose.connect('x')\n",
    'app/users/route.ts': "import User from '@/models/User'\nexport async function GET() {\n  const { connect } = await import('@/lib/DB')\n  await connect()\n  return Response.json(await User.find())\n}\n",
    'app/roles/route.ts': "import Role from '@/models/Role'\nimport { connect } from '@/lib/db'\nexport async function GET() {\n  await connect()\n  return Response.json(await Role.find())\n}\n",
  }
  expect(examined(files).findings).toEqual([])
})
