import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const route = 'app/api/users/route.ts'

function entryOf(files: Readonly<Record<string, string>>, file = route) {
  const { report } = examine(withTree(nextApp({ files })))
  return { report, entry: report.apps.flatMap(app => app.entries).find(one => one.file === file) }
}

const authOptions = (where: 'authorize' | 'session') => `
  import Credentials from 'next-auth/providers/credentials'
  import User from '@/models/User'
  const load = async () => User.findOne().populate('role')
  export const authOptions = {
    providers: [Credentials({ authorize: async () => ${where === 'authorize' ? 'load()' : 'null'} })],
    callbacks: { session: async () => ${where === 'session' ? 'load()' : 'null'} },
  }
`
const reader = `
  import { getServerSession } from 'next-auth'
  import { authOptions } from '@/lib/auth'
  export async function GET() { return Response.json(await getServerSession(authOptions)) }
`

test('reading a session runs the callbacks, and never a provider\'s authorize', () => {
  expect(entryOf({ [route]: reader, 'lib/auth.ts': authOptions('authorize') }).entry?.required).toEqual([])
  expect(entryOf({ [route]: reader, 'lib/auth.ts': authOptions('session') }).entry?.missing).toEqual(['Role'])
})

test('handlers that are taken out of NextAuth() run authorize, auth() does not', () => {
  const auth = `
    import NextAuth from 'next-auth'
    import { authOptions } from './options'
    export const { handlers, auth } = NextAuth(authOptions)
  `
  const files = { 'lib/auth.ts': auth, 'lib/options.ts': authOptions('authorize') }
  const handlers = `import { handlers } from '@/lib/auth'\nexport const { GET, POST } = handlers\n`
  const session = `import { auth } from '@/lib/auth'\nexport async function GET() { return Response.json(await auth()) }\n`
  expect(entryOf({ ...files, [route]: handlers }).entry?.missing).toEqual(['Role'])
  expect(entryOf({ ...files, [route]: session }).entry?.required).toEqual([])
})

test.each([
  ['callbacks', 'signIn', []], ['events', 'createUser', []], ['events', 'signOut', []],
  ['callbacks', 'jwt', ['Role']], ['callbacks', 'redirect', ['Role']], ['events', 'session', ['Role']],
])('auth() and %s.%s', (option, name, missing) => {
  const auth = `
    import NextAuth from 'next-auth'
    import User from '@/models/User'
    const load = async () => User.findOne().populate('role')
    export const { auth } = NextAuth({ providers: [], ${option}: { ${name}: async () => load() } })
  `
  const session = `import { auth } from '@/lib/auth'\nexport async function GET() { return Response.json(await auth()) }\n`
  expect(entryOf({ 'lib/auth.ts': auth, [route]: session }).entry?.missing).toEqual(missing)
})

/** `user` and `trigger` are there after a login: read in the sources of next-auth 4.24 and @auth/core 0.41. */
test.each([
  ['if (user) await load()', []], ['if (params.account) await load()', []], [`if (trigger === 'update') await load()`, []], ['if (!user) await load()', ['Role']], ['if (token.sub) await load()', ['Role']],
])('reading a session, and a callback jwt() with %s', (code, missing) => {
  const options = `
    import User from '@/models/User'
    const load = async () => User.findOne().populate('role')
    export const authOptions = { providers: [], callbacks: { async jwt(params: any) { const { token, user, trigger } = params; ${code}; return token } } }
  `
  const auth = `import NextAuth from 'next-auth'\nimport { authOptions } from './options'\nexport const { handlers, auth } = NextAuth(authOptions)\n`
  const session = `import { auth } from '@/lib/auth'\nexport async function GET() { return Response.json(await auth()) }\n`
  const handlers = `import { handlers } from '@/lib/auth'\nexport const { GET, POST } = handlers\n`
  expect(entryOf({ [route]: reader, 'lib/auth.ts': options }).entry?.missing).toEqual(missing)
  expect(entryOf({ [route]: session, 'lib/auth.ts': auth, 'lib/options.ts': options }).entry?.missing).toEqual(missing)
  expect(entryOf({ [route]: handlers, 'lib/auth.ts': auth, 'lib/options.ts': options }).entry?.missing).toEqual(['Role'])
})

test('what bind() is given comes first', () => {
  const { entry } = entryOf({ [route]: `
    import User from '@/models/User'
    const load = (path: string, one: boolean) => (one ? User.findOne().populate(path) : null)
    export const GET = async () => Response.json(await load.bind(null, 'role')(true))
  ` })
  expect(entry?.missing).toEqual(['Role'])
})

test('an empty default does not decide a test on what comes from outside', () => {
  const { entry } = entryOf({ [route]: `
    import User from '@/models/User'
    export async function GET(request: any) {
      const search = request.nextUrl.searchParams.get('search') || ''
      if (!search.trim()) return Response.json([])
      return Response.json(await User.find({ name: search }).populate('role'))
    }
  ` })
  expect(entry?.missing).toEqual(['Role'])
})

test('a factory\'s models are where they are named; another definition of a name is told beside it', () => {
  const { report } = entryOf({
    [route]: `import { Ward } from '@/models/Ward'\nexport async function GET() { return Response.json(await Ward.find()) }\n`,
    'models/Ward.ts': `import { make } from '../lib/make'\nexport const Ward = make('Ward', { name: String })\n`,
    'lib/make.ts': `
      import { Schema, model } from 'mongoose'
      export const make = (name: string, paths: any) => model(name, new Schema(paths))
    `,
    'scripts/seed.js': `const { model, Schema } = require('mongoose')\nmodel('Ward', new Schema({}))\n`,
  })
  const rows = report.models.filter(one => one.name === 'Ward')
  expect(rows.map(one => [one.file, one.line])).toEqual([['models/Ward.ts', 2]])
  expect(rows[0]?.also?.map(one => one.file)).toEqual(['scripts/seed.js'])
})

test('a discriminator has the references of its base', () => {
  const { entry, report } = entryOf({ [route]: `
    import mongoose from 'mongoose'
    import User from '@/models/User'
    const Admin = User.discriminator('Admin', new mongoose.Schema({ level: Number }))
    export async function GET() { return Response.json(await Admin.find().populate('role')) }
  ` })
  expect(entry?.missing).toEqual(['Role'])
  expect(report.models.find(one => one.name === 'Admin')?.refs).toContainEqual({ path: 'role', model: 'Role' })
})

test('a function that takes a name and a schema, or both in an object, asks with typeof which it is', () => {
  const define = `
    import mongoose from 'mongoose'
    export function define(nameOrOptions: any, schema?: any) {
      let name
      if (typeof nameOrOptions === 'string') {
        name = nameOrOptions
      } else {
        name = nameOrOptions.name
        schema = nameOrOptions.schema
      }
      return mongoose.model(name, new mongoose.Schema(schema))
    }
  `
  const model = (call: string): string => `import { define } from './define'\nexport default ${call}`
  for (const call of ["define('Tag', { text: String })", "define({ name: 'Tag', schema: { text: String } })"]) {
    const { entry } = entryOf({ 'models/define.ts': define, 'models/Tag.ts': model(call), [route]: "import Tag from '@/models/Tag'\nexport const GET = async () => Response.json(await Tag.find())" })
    expect(entry?.registered).toContain('Tag')
  }
})

test('a helper that is called once for every model of many, with all in one object, names each', () => {
  const all = Array.from({ length: 20 }, (_, i) => `Model${i}`)
  const define = `
    import mongoose from 'mongoose'
    export const define = ({ name, schema }: any) => mongoose.model(name, new mongoose.Schema(schema))
  `
  const models = `import { define } from './define'\n${all.map((name) => `export const ${name} = define({ name: '${name}', schema: { text: String } })`).join('\n')}`
  const { entry } = entryOf({ 'models/define.ts': define, 'models/all.ts': models, [route]: "import { Model0 } from '@/models/all'\nexport const GET = async () => Response.json(await Model0.find())" })
  expect(entry?.registered).toEqual([...all].sort())
})

/** Helpers whose files have nothing to do with Mongoose. */
const helpers: Readonly<Record<string, string>> = {
  'lib/cache.ts': `
    const cache = new Map()
    export async function cached(key, fetcher) {
      const hit = cache.get(key)
      if (hit && hit.expiry > Date.now()) return hit.data
      const data = await fetcher()
      cache.set(key, { data, expiry: Date.now() + 1000 })
      return data
    }
    class Cache {
      pending = new Map()
      getOrSet(key, fetcher) {
        const found = fetcher().then((data) => { this.pending.delete(key); return data }).catch((error) => { throw error })
        this.pending.set(key, found)
        return found
      }
    }
    export const store = new Cache()
  `,
  'lib/attempt.ts': `
    export async function attempt(promise) { try { return [null, await promise] } catch (error) { return [error, null] } }
    export const ids = async (load) => (await load()).map((one) => String(one._id))
  `,
}

test.each([
  ['a cache', `import { cached } from '@/lib/cache'`, `const user = await cached('ada', () => User.findById('1'))`],
  ['a cache that is an object', `import { store } from '@/lib/cache'`, `const user = await store.getOrSet('ada', async () => await User.findById('1'))`],
  ['a pair of error and result', `import { attempt } from '@/lib/attempt'`, `const [error, user] = await attempt(User.findById('1'))`],
])('a document that comes through a helper which knows nothing of Mongoose: %s', (_, imported, got) => {
  const { entry } = entryOf({ ...helpers, [route]: `import User from '@/models/User'\n${imported}\nexport async function GET() {\n  ${got}\n  await user.populate('role')\n  return Response.json(user)\n}\n` })
  expect(entry?.missing).toEqual(['Role'])
})

test('such a helper that gives something else', () => {
  const { entry, report } = entryOf({ ...helpers, [route]: `import User from '@/models/User'\nimport { ids } from '@/lib/attempt'\nexport async function GET() { return Response.json(await ids(() => User.find())) }\n` })
  expect([entry?.missing, report.unknown]).toEqual([[], []])
})

/** Seen to throw on Mongoose 8 where Role isn't registered. */
test.each([
  ['the connection of a document', `schema.pre('save', async function () { await this.db.model('Role').countDocuments() })`, 'new Team({}).save()'],
  ['the model of a document', `schema.methods.again = async function () { return this.constructor.findById(this._id).populate('role') }`, '(await Team.findOne()).again()'],
  ['the model of a document that a hook is given', `schema.post('save', async (doc) => { await doc.constructor.find().populate('role') })`, 'Team.create({})'],
  ['the model of a query', `schema.pre('updateOne', async function () { await this.model.findOne(this.getQuery()).populate('role') })`, 'Team.updateOne({}, {})'],
  ['the connection of the model of a query', `schema.pre('find', async function () { await this.model.db.model('Role').countDocuments() })`, 'Team.find()'],
  ['options of a query that is there', '', `Team.find().setOptions({ populate: 'role' })`],
  ['options of insertMany()', '', `Team.insertMany([{}], { populate: ['role'] })`],
])('what is needed by way of %s', (_, hook, use) => {
  const team = `import mongoose from 'mongoose'\nconst schema = new mongoose.Schema({ role: { type: mongoose.Schema.Types.ObjectId, ref: 'Role' } })\n${hook}\nexport default mongoose.models.Team || mongoose.model('Team', schema)\n`
  const { entry, report } = entryOf({ 'models/Team.ts': team, [route]: `import Team from '@/models/Team'\nexport async function GET() { return Response.json(await ${use}) }\n` })
  expect([entry?.missing, report.unknown]).toEqual([['Role'], []])
})

test('a lean document has no model', () => {
  const { entry } = entryOf({ [route]: `import User from '@/models/User'\nexport async function GET() {\n  const user = await User.findOne().lean()\n  return Response.json(user.constructor.find().populate('role'))\n}\n` })
  expect(entry?.missing).toEqual([])
})

test('a ref that asks for a model by its name registers nothing', () => {
  const team = `
    import mongoose from 'mongoose'
    const schema = new mongoose.Schema({ role: { type: mongoose.Schema.Types.ObjectId, ref: () => mongoose.model('Role') } })
    schema.virtual('boss', { ref: () => mongoose.model('User'), localField: '_id', foreignField: 'team' })
    export default mongoose.models.Team || mongoose.model('Team', schema)
  `
  const { entry } = entryOf({ 'models/Team.ts': team, [route]: `import Team from '@/models/Team'\nexport async function GET() { return Response.json(await Team.find().populate('role boss')) }\n` })
  expect(entry?.registered).toEqual(['Team'])
  expect(entry?.missing).toEqual(['Role', 'User'])
})
