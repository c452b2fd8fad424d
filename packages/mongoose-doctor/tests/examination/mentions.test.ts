/** Where code speaks of models, in the spellings that Mongoose has. */
import { expect, test } from 'vitest'
import { definitionsFor, mentionsOf } from '../../src/editing.ts'
import { createSession } from '../../src/session.ts'
import { withTree } from '../helpers/tree.ts'

const tree = {
  'package.json': { main: 'server.js', type: 'module', dependencies: { mongoose: '9.0.0' } },
  'server.js': `import './models/index.js'\nimport { run } from './run.js'\nrun()\n`,
  'models/index.js': `export { User } from './user.js'\nexport * from './others.js'\n`,
  'models/user.js': `import mongoose from 'mongoose'
import { Team } from './others.js'
const NAME = 'Ro' + 'le'
const user = new mongoose.Schema({
  role: { type: mongoose.Types.ObjectId, ref: NAME },
  team: { type: mongoose.Types.ObjectId, ref: Team },
  boss: { type: mongoose.Types.ObjectId, ref: () => 'User' },
  on: { type: mongoose.Types.ObjectId, refPath: 'kind' },
  kind: { type: String, enum: ['Team', 'Role'] },
  items: [{ by: { type: mongoose.Types.ObjectId, ref: 'Team' } }],
})
user.virtual('fans', { ref: 'User', localField: '_id', foreignField: 'boss' })
export const User = mongoose.model('User', user)
`,
  'models/others.js': `import mongoose from 'mongoose'
const made = (name) => mongoose.model(name, new mongoose.Schema({}))
export const Team = made('Team')
export const Role = mongoose.model(\`Role\`, new mongoose.Schema({}))
`,
  'run.js': `import mongoose from 'mongoose'
import * as all from './models/index.js'
import { User, Role as R } from './models/index.js'
export async function run() {
  await User.find().populate('role  team')
  await User.find().populate({ path: 'boss', populate: { path: 'team' } })
  await User.find({}, null, { populate: ['items.by', 'on'] })
  await User.find().populate({ path: 'boss', model: R })
  const path = process.argv[2]
  await User.find().populate(path)
  await import('./models/others.js')
  return [mongoose.model('Role'), mongoose.models.Team, 'role']
}
`,
}

/** Of a file: what is spoken of, in which words, and what it means. */
function mentions(file: keyof typeof tree): readonly string[] {
  const session = createSession(withTree(tree), { cache: false })
  const text = String(tree[file])
  return mentionsOf(session.examination(), file).map(({ kind, name, start, end, models, path, byName }) =>
    [kind, name === null ? `(${text.slice(start, end)})` : text.slice(name.start, name.end), '=', models.join(' '), path ?? '', byName ? '' : 'by value'].join(' ').trimEnd())
}

test('populates, look-ups and imports', () => {
  expect(mentions('run.js')).toEqual([
    'import User = User',
    'import Role as R = Role',
    `import './models/index.js' = Role Team User`,
    'populate role = Role User.role',
    'populate team = Team User.team by value',
    'populate boss = User User.boss',
    'populate team = Team User.team by value',
    'populate items.by = Team User.items.by',
    'populate on = Role Team User.on',
    'populate boss = Role User.boss by value',
    `import import('./models/others.js') = Role Team`,
    'lookup Role = Role',
  ])
})

test('refs and definitions', () => {
  expect(mentions('models/user.js')).toEqual([
    'import Team = Team',
    `import './others.js' = Role Team`,
    'ref (ref: NAME) = Role User.role',
    'ref (ref: Team) = Team User.team by value',
    'ref User = User User.boss',
    'ref kind = Role Team User.on',
    'ref Team = Team User.items.by',
    'ref User = User User.fans',
    'definition User = User',
  ])
  expect(mentions('models/others.js')).toEqual(['definition Team = Team', 'definition Role = Role'])
})

test('what is imported for what it registers', () => {
  expect(mentions('server.js')).toEqual([`import './models/index.js' = Role Team User`])
})

test('a name means the model of its own application', () => {
  const model = (name: string) => `import mongoose from 'mongoose'\nexport default mongoose.model('${name}', new mongoose.Schema({}))\n`
  const app = (name: string) => ({
    [`apps/${name}/package.json`]: { name, main: 'main.js', type: 'module', dependencies: { mongoose: '9' } },
    [`apps/${name}/main.js`]: `import mongoose from 'mongoose'\nimport './user.js'\nmongoose.model('User').find()\n`,
    [`apps/${name}/user.js`]: model('User'),
  })
  const session = createSession(withTree({ 'package.json': { workspaces: ['apps/*'] }, ...app('one'), ...app('two') }), { cache: false })
  const examination = session.examination()
  const definedFor = (from: string) => definitionsFor(examination, 'User', from).map(({ file }) => file)
  expect([definedFor('apps/one/main.js'), definedFor('apps/two/main.js')]).toEqual([['apps/one/user.js'], ['apps/two/user.js']])
})
