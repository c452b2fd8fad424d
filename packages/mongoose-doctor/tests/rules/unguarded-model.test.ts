import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import type { Variation } from '../fixtures/next/base.ts'
import { mend, mendNext } from '../fixes/mend.ts'
import { withTree } from '../helpers/tree.ts'

const route = 'app/api/users/route.ts'
const loads = (file = 'User'): string => `import User from '@/models/${file}'\nexport const GET = async () => Response.json(await User.find())\n`
const page = `import User from '@/models/User'\nexport default async function Page() { return <p>{await User.countDocuments()}</p> }\n`
const unguarded = `import mongoose from 'mongoose'\nexport default mongoose.model('User', new mongoose.Schema({ email: String }))\n`

function found(files: Readonly<Record<string, string>>, variation: Variation = {}): readonly string[] {
  const { report } = examine(withTree({ ...nextApp(variation), ...files }))
  return report.findings.filter(({ rule }) => rule === 'unguarded-model').map(({ severity, file, model, message }) => `${severity} ${file} ${model}${/ and \d+ more/.exec(message)?.[0] ?? ''}`)
}

/** What the rule says of a model file that a route loads. */
const ofModel = (code: string): readonly string[] => found({ [route]: loads(), 'models/User.ts': `import mongoose, { model, models, Schema } from 'mongoose'\nconst schema = new Schema({ email: String })\n${code}\n` })

describe('what guards', () => {
  test.each<[name: string, code: string]>([
    ['||', `export default models.User || model('User', schema)`],
    ['??', `export default models.User ?? model('User', schema)`],
    ['??=', `let User = models.User\nUser ??= model('User', schema) as never\nexport default User`],
    ['a computed key', `export default models['User'] || model('User', schema)`],
    ['the connection', `export default mongoose.connection.models.User || mongoose.model('User', schema)`],
    ['a choice', `export default models.User ? model('User') : model('User', schema)`],
    ['if', `if (!models.User) model('User', schema)\nexport default mongoose.model('User')`],
    ['undefined', `export default models.User === undefined ? model('User', schema) : models.User`],
    ['typeof', `export default typeof models.User !== 'undefined' ? models.User : model('User', schema)`],
    ['in', `export default 'User' in models ? models.User : model('User', schema)`],
    ['modelNames', `export default mongoose.modelNames().includes('User') ? model('User') : model('User', schema)`],
    ['try', `let User\ntry { User = model('User') } catch { User = model('User', schema) }\nexport default User`],
    ['a function that is only called without it', `const define = () => model('User', schema)\nexport default models.User || define()`],
    ['a function for all', `const define = (name: string, of: Schema) => models[name] || model(name, of)\nexport default define('User', schema)`],
    ['taken out before', `if (models.User) delete models.User\nexport default model('User', schema)`],
    ['taken out while developing', `if (process.env.NODE_ENV === 'development') mongoose.deleteModel(/User/)\nexport default model('User', schema)`],
    ['the whole registry emptied', `mongoose.models = {}\nexport default model('User', schema)`],
    ['kept by the process', `const kept = globalThis as { User?: unknown }\nexport default (kept.User ??= model('User', schema))`],
    ['a connection of its own', `export default mongoose.createConnection('mongodb://x').model('User', schema)`],
  ])('%s', (_, code) => {
    expect(ofModel(code)).toEqual([])
  })

  test('overwriteModels, wherever it is set', () => {
    expect(found({ [route]: loads(), 'models/User.ts': unguarded, 'lib/db.ts': `import mongoose from 'mongoose'\nmongoose.set('overwriteModels', true)\n` })).toEqual([])
  })

  test('defineModel', () => {
    expect(ofModel(`import { defineModel } from '@mongoose-doctor/runtime'\nexport default defineModel('User', schema)`)).toEqual([])
  })
})

describe('what does not', () => {
  test('one finding a file, however many models', () => {
    expect(ofModel(`model('Role', schema.clone())\nmodel('Log', schema.clone())\nmodel('Team', schema.clone())\nexport default model('User', schema)`)).toEqual(['warning models/User.ts Role and 1 more'])
  })

  test('a factory is told where it calls model()', () => {
    const factory = `import mongoose from 'mongoose'\nexport const define = (name: string) => mongoose.model(name, new mongoose.Schema({ email: String }))\n`
    expect(found({ [route]: loads(), 'lib/define.ts': factory, 'models/User.ts': `import { define } from '@/lib/define'\nexport default define('User')\n` })).toEqual(['warning lib/define.ts User'])
  })

  test('nobody loads it: nothing', () => {
    expect(found({ 'models/User.ts': unguarded, [route]: 'export const GET = () => new Response()\n' })).toEqual([])
  })

  test('what Node loads and no bundle holds is evaluated once', () => {
    const handler = (comment: string): string => `export async function GET() { await import(${comment}'@/models/User'); return new Response() }\n`
    expect(found({ 'models/User.ts': unguarded, [route]: handler('/* webpackIgnore: true */ ') })).toEqual([])
    expect(found({ 'models/User.ts': unguarded, [route]: handler('') })).toEqual(['warning models/User.ts User'])
  })

  test('plain Node evaluates it once', () => {
    const server = { 'package.json': '{ "type": "module", "scripts": { "start": "node server.js" }, "dependencies": { "mongoose": "9.12.1" } }', 'server.js': `import User from './user.js'\nawait User.find()\n`, 'user.js': unguarded }
    expect(examine(withTree(server)).report.findings).toEqual([])
  })
})

describe('in production', () => {
  const files = { 'models/User.ts': unguarded, [route]: loads(), 'app/users/page.tsx': page }

  test('a route handler and a page have an instance each under Turbopack, and one together under webpack', () => {
    expect(found(files)).toEqual(['error models/User.ts User'])
    expect(found(files, { bundler: 'webpack' })).toEqual(['warning models/User.ts User'])
  })

  test.each(['turbopack', 'webpack'] as const)('so have the two routers under %s', (bundler) => {
    const api = `import User from '@/models/User'\nexport default async function handler(req, res) { res.json(await User.find()) }\n`
    expect(found({ 'models/User.ts': unguarded, [route]: loads(), 'pages/api/users.ts': api }, { bundler })).toEqual(['error models/User.ts User'])
  })
})

test('what instrumentation loads, every other entry finds', () => {
  const instrumentation = `export async function register() {\n  if (process.env.NEXT_RUNTIME === 'nodejs') await import('@/models/User')\n}\n`
  expect(found({ 'models/User.ts': unguarded, [route]: loads(), 'instrumentation.ts': instrumentation })).toEqual(['error models/User.ts User'])
})

test('a model that each request makes anew', () => {
  const handler = (code: string): string => `import mongoose from 'mongoose'\nexport async function GET() {\n  ${code}\n  return Response.json(await Draft.find())\n}\n`
  expect(found({ [route]: handler(`const Draft = mongoose.model('Draft', new mongoose.Schema({ text: String }))`) })).toEqual([`error ${route} Draft`])
  expect(found({ [route]: handler(`const Draft = mongoose.models.Draft || mongoose.model('Draft', new mongoose.Schema({ text: String }))`) })).toEqual([])
})

describe('under Vite', () => {
  const kit = {
    'package.json': '{ "type": "module", "dependencies": { "mongoose": "^9.12.1" }, "devDependencies": { "@sveltejs/kit": "^2.0.0", "vite": "^8.0.0" } }',
    'src/routes/users/+server.ts': `import { User } from '$lib/User'\nexport const GET = async () => new Response(JSON.stringify(await User.find()))\n`,
  }

  test('its development server evaluates a file again when it is saved', () => {
    const { report } = examine(withTree({ ...kit, 'src/lib/User.ts': unguarded.replace('default', 'const User =') }))
    expect(report.findings.map(({ rule, severity, because }) => `${severity} ${rule}: ${because[0]?.text ?? ''}`)).toEqual(["warning unguarded-model: Vite's development server evaluates it again when it is saved."])
  })

  test('which has no export models of Mongoose', () => {
    const { after } = mend({ ...kit, 'src/lib/User.ts': `import { Schema, model } from 'mongoose'\nexport const User = model('User', new Schema({}))\n` })
    expect(after['src/lib/User.ts']).toBe(`import mongoose, { Schema, model } from 'mongoose'\nexport const User = mongoose.models.User || model('User', new Schema({}))\n`)
  })
})

describe('the fix', () => {
  const mended = (code: string, variation?: Variation): string | undefined => mendNext({ [route]: loads(), 'models/User.ts': code }, variation).after['models/User.ts']

  test.each<[name: string, before: string, after: string]>([
    ['the default import', `import mongoose from 'mongoose'\nexport default mongoose.model('User', new mongoose.Schema({}))\n`, `import mongoose from 'mongoose'\nexport default mongoose.models.User || mongoose.model('User', new mongoose.Schema({}))\n`],
    ['names', `import { model, Schema } from 'mongoose'\nexport default model('User', new Schema({}))\n`, `import { model, models, Schema } from 'mongoose'\nexport default models.User || model('User', new Schema({}))\n`],
    ['names that are there', `import { model, models as all, Schema } from 'mongoose'\nexport const User = model('User', new Schema({}))\nexport default all.X\n`, `import { model, models as all, Schema } from 'mongoose'\nexport const User = all.User || model('User', new Schema({}))\nexport default all.X\n`],
    ['a type', `import { Schema, model as define } from 'mongoose'\nexport default define<IUser>('User', new Schema({}))\n`, `import { Schema, model as define, models, Model } from 'mongoose'\nexport default (models.User as Model<IUser>) || define<IUser>('User', new Schema({}))\n`],
    ['a type of the model', `import mongoose from 'mongoose'\nexport default mongoose.model<IUser, UserModel>("User", new mongoose.Schema<IUser, UserModel>({}));\n`, `import mongoose from 'mongoose'\nexport default (mongoose.models.User as UserModel) || mongoose.model<IUser, UserModel>("User", new mongoose.Schema<IUser, UserModel>({}));\n`],
    ['a name that is no word', `import mongoose from 'mongoose'\nexport default mongoose.model('app-user', new mongoose.Schema({}))\n`, `import mongoose from 'mongoose'\nexport default mongoose.models['app-user'] || mongoose.model('app-user', new mongoose.Schema({}))\n`],
  ])('%s', (_, before, after) => {
    expect(mended(before)).toBe(after)
  })

  test('CommonJS', () => {
    const { after } = mendNext({ [route]: `import User from '@/models/Account'\nexport const GET = async () => Response.json(await User.find())\n`, 'models/Account.js': `const { Schema, model } = require('mongoose')\nmodule.exports = model('User', new Schema({}))\n` })
    expect(after['models/Account.js']).toBe(`const { Schema, model, models } = require('mongoose')\nmodule.exports = models.User || model('User', new Schema({}))\n`)
  })

  test('an inferred type beside Mongoose 8 is left alone, one that is written is not', () => {
    const variation = { mongoose: '^8.24.0' }
    expect(mended(unguarded, variation)).toBeUndefined()
    const typed = `import mongoose from 'mongoose'\nconst User: mongoose.Model<IUser> = mongoose.model('User', new mongoose.Schema({}))\nexport default User\n`
    expect(mended(typed, variation)).toBe(typed.replace('mongoose.model(', 'mongoose.models.User || mongoose.model('))
  })

  test('a part of a larger expression is left alone', () => {
    expect(mended(`import mongoose from 'mongoose'\nexport default mongoose.model('User', new mongoose.Schema({})).on('index', () => {})\n`)).toBeUndefined()
  })
})
