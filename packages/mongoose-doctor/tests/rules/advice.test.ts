import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp, type Variation } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const populates = `import User from '@/models/User'\nexport const GET = async () => Response.json(await User.find().populate('role'))\n`
const named = `import mongoose, { Schema } from 'mongoose'\nexport const Role = mongoose.models.Role || mongoose.model('Role', new Schema({ title: String }))\n`
const script = `
  const mongoose = require('mongoose')
  const User = mongoose.model('User', new mongoose.Schema({ role: { type: mongoose.Schema.Types.ObjectId, ref: 'Role' } }))
  module.exports = User.find().populate('role').then(console.log)
`

/** The advice of the only finding. */
function helpOf(files: Readonly<Record<string, unknown>>): string | null | undefined {
  return examine(withTree(files)).report.findings.map((finding) => finding.help)[0]
}

test.each<[name: string, files: Readonly<Record<string, unknown>>, variation: Variation, statement: string]>([
  ['an import for its effect stays', {}, {}, `import '@/models/Role'`],
  ['"sideEffects" drops it unless a binding is used', {}, { manifest: { sideEffects: false } }, `import Role from '@/models/Role'; void Role.modelName`],
  ['a named export', { 'models/Role.ts': named }, { manifest: { sideEffects: false } }, `import { Role } from '@/models/Role'; void Role.modelName`],
])('what to write under this compiler: %s', (_name, files, variation, statement) => {
  const help = helpOf({ ...nextApp(variation), 'app/api/users/route.ts': populates, ...files })
  expect(help).toBe(`Load it where it is needed, at the top of app/api/users/route.ts: ${statement}`)
})

test('a model whose name is no identifier is called after its file, as the fix calls it', () => {
  const files = {
    'models/blog-post.ts': `import mongoose, { Schema } from 'mongoose'\nexport default mongoose.model('blog-post', new Schema({ title: String }))\n`,
    'models/User.ts': `import mongoose, { Schema } from 'mongoose'\nexport default mongoose.model('User', new Schema({ role: { type: Schema.Types.ObjectId, ref: 'blog-post' } }))\n`,
  }
  const help = helpOf({ ...nextApp({ manifest: { sideEffects: false } }), 'app/api/users/route.ts': populates, ...files })
  expect(help).toBe(`Load it where it is needed, at the top of app/api/users/route.ts: import BlogPost from '@/models/blog-post'; void BlogPost.modelName`)
})

test('an erased import is advised in a form that "sideEffects" does not drop either', () => {
  const route = `import Role from '@/models/Role'\n${populates}`
  const help = helpOf({ ...nextApp({ manifest: { sideEffects: false } }), 'app/api/users/route.ts': route })
  expect(help).toBe(`Load it in a way that stays: import Role from '@/models/Role'; void Role.modelName`)
})

test('CommonJS is told to require', () => {
  const help = helpOf({
    'package.json': { name: 'shop', main: 'report.js', dependencies: { mongoose: '^9' } },
    'report.js': script, 'role.js': `const m = require('mongoose')\nmodule.exports = m.model('Role', new m.Schema({}))\n`,
  })
  expect(help).toBe(`Load it where it is needed, at the top of report.js: require('./role')`)
})

test('an import that is there keeps the name that it has', () => {
  const files = {
    'package.json': { dependencies: { nuxt: '^3.15.0', mongoose: '^9.0.0' } },
    'nuxt.config.ts': 'export default defineNuxtConfig({})',
    'server/models/Role.ts': `import { Schema, model } from 'mongoose'\nexport const RoleModel = model('roles', new Schema({}))\n`,
    'server/models/User.ts': `import { Schema, model } from 'mongoose'\nexport default model('User', new Schema({ role: { type: Schema.Types.ObjectId, ref: 'roles' } }))\n`,
    'server/api/users.get.ts': `import User from '../models/User'\nimport { RoleModel as Role } from '../models/Role'\nvoid Role\nexport default defineEventHandler(() => User.find().populate('role'))\n`,
  }
  expect(helpOf(files)).toBe("Use its value, in this file or where the query runs: import { RoleModel as Role } from '../models/Role'; void Role.modelName. What stays is reading from the model (Role.modelName, ref: Role, a query); void Role and [Role] go too.")
})
