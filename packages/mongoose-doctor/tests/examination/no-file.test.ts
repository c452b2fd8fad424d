/** An import that leads to no file: the build makes it, or it was never committed. It may register anything, so nothing is proved to be missing beside it. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'

type Files = Readonly<Record<string, string>>

const model = (name: string, ref = ''): string => `import mongoose from 'mongoose'\nexport default mongoose.models.${name} || mongoose.model('${name}', new mongoose.Schema({ ${ref} }))\n`
const app: Files = {
  'package.json': JSON.stringify({ dependencies: { next: '16.0.0', mongoose: '9.12.1' } }),
  'models/Role.ts': model('Role'), 'models/User.ts': model('User', "role: { type: mongoose.Types.ObjectId, ref: 'Role' }"),
}
const route = (imports: string, before = ''): string =>
  `import User from '../../models/User'\n${imports}\nexport async function GET() {\n  ${before}\n  return Response.json(await User.find().populate('role'))\n}\n`

const findingsOf = (files: Files) => examine(withTree({ ...app, ...files })).report.findings

test.each<[string, Files]>([
  ['in the entry', { 'app/users/route.ts': route("import './generated'") }],
  ['of a name', { 'app/users/route.ts': route("import { generated } from './generated'", 'generated()') }],
  ['in a file that has nothing to do with Mongoose otherwise', { 'app/users/route.ts': route("import '../../lib/start'"), 'lib/start.ts': "import './generated'\n" }],
  ['in a barrel', { 'app/users/route.ts': route("import '../../lib'"), 'lib/index.ts': "export * from './generated'\n" }],
  ['in a file that is loaded before the query', { 'app/users/route.ts': route('', "await import('../../lib/start')"), 'lib/start.ts': "import './generated'\n" }],
  ['of a file loaded before the query', { 'app/users/route.ts': route('', "await import('./generated')") }],
])('is likely and says why: %s', (_name, files) => {
  const [finding, ...others] = findingsOf(files)
  expect(others).toEqual([])
  expect(finding).toMatchObject({ rule: 'missing-model', confidence: 'likely' })
  expect(finding?.because.at(-1)?.text).toMatch(/generated'?.* leads to no file here: if what it stands for registers "Role", nothing is missing\./)
})

test.each<[string, Files]>([
  ['of a type', { 'app/users/route.ts': route("import type { Generated } from './generated'") }],
  ['that TypeScript erases', { 'app/users/route.ts': route("import { Generated } from './generated'") }],
  ['in a file of which only types are taken', { 'app/users/route.ts': route("import type { Start } from '../../lib/start'"), 'lib/start.ts': "import './generated'\nexport type Start = string\n" }],
  ['after the query', { 'app/users/route.ts': `import User from '../../models/User'\nexport async function GET() {\n  const users = await User.find().populate('role')\n  await import('./generated')\n  return Response.json(users)\n}\n` }],
  ['of a style', { 'app/users/route.ts': route("import './generated.css'") }],
])('proves as ever: %s', (_name, files) => {
  expect(findingsOf(files)).toMatchObject([{ rule: 'missing-model', confidence: 'proved' }])
})

test('is proved where one of the entries has no such import', () => {
  const lib = "import User from '../models/User'\nexport const users = () => User.find().populate('role')\n"
  const page = (imports: string): string => `import { users } from '../../lib/users'\n${imports}\nexport const GET = async () => Response.json(await users())\n`
  const [finding, ...others] = findingsOf({ 'lib/users.ts': lib, 'app/a/route.ts': page("import './generated'"), 'app/b/route.ts': page('') })
  expect(others).toEqual([])
  expect(finding).toMatchObject({ rule: 'missing-model', confidence: 'proved', entries: ['app/a/route.ts', 'app/b/route.ts'] })
  expect(finding?.because.some(({ text }) => text.includes('leads to no file'))).toBe(false)
})
