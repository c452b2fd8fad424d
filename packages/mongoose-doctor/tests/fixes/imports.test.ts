/** Where the new line goes, and how it is written. */
import { describe, expect, test } from 'vitest'
import { mend, mendNext, ROUTE } from './mend.ts'
import { nextApp } from '../fixtures/next/base.ts'

const body = `export async function GET() {\n  return Response.json(await User.find().populate('role'))\n}\n`
const route = `import User from '@/models/User'\n\n${body}`

const forms: readonly (readonly [name: string, before: string, after: string])[] = [
  ['below the imports', route, `import User from '@/models/User'\nimport '@/models/Role'\n\n${body}`],
  ['double quotes and semicolons', `import User from "@/models/User";\n${body}`, `import User from "@/models/User";\nimport "@/models/Role";\n${body}`],
  ['relative, as the others are', `import User from '../../../models/User'\n${body}`, `import User from '../../../models/User'\nimport '../../../models/Role'\n${body}`],
  ['CRLF', route.replaceAll('\n', '\r\n'), `import User from '@/models/User'\r\nimport '@/models/Role'\r\n\r\n${body.replaceAll('\n', '\r\n')}`],
  ['a byte order mark and no end of line', `\uFEFF${route.trimEnd()}`, `\uFEFFimport User from '@/models/User'\nimport '@/models/Role'\n\n${body.trimEnd()}`],
  ['a comment behind the last import', `import User from '@/models/User' // the users\n${body}`, `import User from '@/models/User' // the users\nimport '@/models/Role'\n${body}`],
  ['code behind the last import', `import User from '@/models/User'; ${body}`, `import User from '@/models/User';\nimport '@/models/Role';\n ${body}`],
  ['a comment over several lines behind it', `import User from '@/models/User' /* a\nb */\n${body}`, `import User from '@/models/User'\nimport '@/models/Role'\n /* a\nb */\n${body}`],
  ['an import over several lines', `import {\n  default as User,\n} from '@/models/User'\n${body}`, `import {\n  default as User,\n} from '@/models/User'\nimport '@/models/Role'\n${body}`],
]

test.each(forms)('%s', (_, before, after) => {
  expect(mendNext({ [ROUTE]: before }).after).toEqual({ [ROUTE]: after })
})

describe('files without imports', () => {
  const action = (top: string): string => `${top}export async function load() {\n  const { default: User } = await import('@/models/User')\n  return User.find().populate('role')\n}\n`
  test.each([
    ['the top', action(''), `import '@/models/Role'\n\n${action('')}`],
    ['a directive stays first', action(`'use server'\n\n`), action(`'use server'\n\nimport '@/models/Role'\n\n`)],
    ['a directive and no gap', action(`"use server"\n`), action(`"use server"\n\nimport "@/models/Role"\n\n`)],
    ['a licence stays first', action(`/*! Copyright me */\n\n'use server'\n\n`), action(`/*! Copyright me */\n\n'use server'\n\nimport '@/models/Role'\n\n`)],
    ['a comment of the file', action(`// @ts-check\n`), action(`// @ts-check\nimport '@/models/Role'\n\n`)],
    ['a comment of the first statement', action(`// About something\n\n/** Loads. */\n`), action(`// About something\n\nimport '@/models/Role'\n\n/** Loads. */\n`)],
  ])('%s', (_, before, after) => {
    const { after: texts } = mendNext({ 'app/actions/load.ts': before, [ROUTE]: `import { load } from '@/app/actions/load'\nexport const GET = async () => Response.json(await load())\n` })
    expect(texts).toEqual({ 'app/actions/load.ts': after })
  })
})

describe('an import that does nothing', () => {
  test.each([
    ['unused', `import Role from '@/models/Role' // needed\n`, `import '@/models/Role' // needed\n`],
    ['unused with types beside it', `import Role, { type IRole } from "../../../models/Role";\n`, `import "../../../models/Role";\n`],
    ['used as a type', `import Role from '@/models/Role'\nexport type R = typeof Role\n`, `import Role from '@/models/Role'\nimport '@/models/Role'\nexport type R = typeof Role\n`],
    ['import = require', `import Role = require('@/models/Role')\n`, `import '@/models/Role'\n`],
  ])('%s', (_, before, after) => {
    const style = before.includes('"') ? (text: string) => text.replaceAll(`'@/models/User'`, `"@/models/User";`) : (text: string) => text
    expect(mendNext({ [ROUTE]: before + style(route) }).after).toEqual({ [ROUTE]: after + style(route) })
  })
})

describe('"sideEffects": false', () => {
  const manifest = { sideEffects: false }
  const use = `void Role.modelName // registers "Role": with "sideEffects" an unused import would be dropped\n`
  test.each([
    ['absent', route, `import User from '@/models/User'\nimport Role from '@/models/Role'\n${use}\n${body}`],
    ['imported for its effect', `import '@/models/Role'\n${route}`, `import Role from '@/models/Role'\nimport User from '@/models/User'\n${use}\n${body}`],
    ['imported and not used', `import Role from '@/models/Role'\n${route}`, `import Role from '@/models/Role'\nimport User from '@/models/User'\n${use}\n${body}`],
  ])('%s', (_, before, after) => {
    const { after: texts, reasons } = mendNext({ [ROUTE]: before }, { manifest })
    expect({ texts, reasons }).toEqual({ texts: { [ROUTE]: after }, reasons: [] })
  })

  test('a name that is taken', () => {
    const { after } = mendNext({ [ROUTE]: `${route}export const Role = 1\n` }, { manifest })
    expect(after[ROUTE]).toContain(`import RoleModel from '@/models/Role'\nvoid RoleModel.modelName // `)
  })
})

describe('CommonJS', () => {
  const files = (index: string): Record<string, unknown> => ({
    'package.json': { name: 'api', main: 'index.js', dependencies: { mongoose: '^9.0.0', express: '^5.0.0' } },
    'models/User.js': `const mongoose = require('mongoose')\nmodule.exports = mongoose.model('User', new mongoose.Schema({ role: { type: mongoose.Types.ObjectId, ref: 'Role' } }))\n`,
    'models/Role.js': `const mongoose = require('mongoose')\nmodule.exports = mongoose.model('Role', new mongoose.Schema({ name: String }))\n`,
    'index.js': index,
  })
  const serve = `const app = require('express')()\napp.get('/', async (req, res) => res.json(await User.find().populate('role')))\napp.listen(1)\n`
  test('require, below the last one', () => {
    expect(mend(files(`'use strict'\nconst User = require('./models/User')\n${serve}`)).after['index.js'])
      .toBe(`'use strict'\nconst User = require('./models/User')\nconst app = require('express')()\nrequire('./models/Role')\n${serve.slice(serve.indexOf('\n') + 1)}`)
  })
  test('an ES module writes the extension that Node asks for', () => {
    const esm = Object.fromEntries(Object.entries(files(`import User from './models/User.js'\nimport express from 'express'\nconst app = express()\n${serve.slice(serve.indexOf('\n') + 1)}`))
      .map(([path, text]) => [path, typeof text !== 'string' ? { ...Object(text), type: 'module' } : text.replace(`const mongoose = require('mongoose')`, `import mongoose from 'mongoose'`).replace('module.exports =', 'export default')]))
    expect(mend(esm).after['index.js']).toContain(`import express from 'express'\nimport './models/Role.js'\n`)
  })
})

test('several models of one file stand together, in the order of the findings', () => {
  const { after } = mend({
    ...nextApp({ files: {
      'models/Post.ts': `import mongoose from 'mongoose'\nexport default mongoose.models.Post || mongoose.model('Post', new mongoose.Schema({ by: { type: mongoose.Types.ObjectId, ref: 'User' }, tag: { type: mongoose.Types.ObjectId, ref: 'Role' } }))\n`,
    } }),
    [ROUTE]: `import Post from '@/models/Post'\nexport async function GET() {\n  return Response.json(await Post.find().populate('by').populate('tag'))\n}\nexport const POST = async () => Post.find().populate('tag')\n`,
  })
  expect(after[ROUTE]).toMatch(/^import Post from '@\/models\/Post'\nimport '@\/models\/(User|Role)'\nimport '@\/models\/(User|Role)'\nexport async/)
})
