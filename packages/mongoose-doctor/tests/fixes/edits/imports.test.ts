/** Where the new line goes, and how it is written. */
import { describe, expect, test } from 'vitest'
import { examine } from '../../../src/examine.ts'
import { astroApp } from '../../fixtures/astro/base.ts'
import { nextApp } from '../../fixtures/next/base.ts'
import { withTree } from '../../helpers/tree.ts'
import { lines, mend, mendNext, planFor, ROUTE } from '../mend.ts'

const body = `export async function GET() {\n  return Response.json(await User.find().populate('role'))\n}\n`
const route = `import User from '@/models/User'\n\n${body}`

const forms: readonly (readonly [name: string, before: string, after: string])[] = [
  ['below the imports', route, `import User from '@/models/User'\nimport '@/models/Role'\n\n${body}`],
  [
    'double quotes and semicolons',
    `import User from "@/models/User";\n${body}`,
    `import User from "@/models/User";\nimport "@/models/Role";\n${body}`,
  ],
  [
    'relative, as the others are',
    `import User from '../../../models/User'\n${body}`,
    `import User from '../../../models/User'\nimport '../../../models/Role'\n${body}`,
  ],
  [
    'CRLF',
    route.replaceAll('\n', '\r\n'),
    `import User from '@/models/User'\r\nimport '@/models/Role'\r\n\r\n${body.replaceAll('\n', '\r\n')}`,
  ],
  [
    'a byte order mark and no end of line',
    `\uFEFF${route.trimEnd()}`,
    `\uFEFFimport User from '@/models/User'\nimport '@/models/Role'\n\n${body.trimEnd()}`,
  ],
  [
    'a comment behind the last import',
    `import User from '@/models/User' // the users\n${body}`,
    `import User from '@/models/User' // the users\nimport '@/models/Role'\n${body}`,
  ],
  [
    'code behind the last import',
    `import User from '@/models/User'; ${body}`,
    `import User from '@/models/User';\nimport '@/models/Role';\n ${body}`,
  ],
  [
    'a comment over several lines behind it',
    `import User from '@/models/User' /* a\nb */\n${body}`,
    `import User from '@/models/User'\nimport '@/models/Role'\n /* a\nb */\n${body}`,
  ],
  [
    'an import over several lines',
    `import {\n  default as User,\n} from '@/models/User'\n${body}`,
    `import {\n  default as User,\n} from '@/models/User'\nimport '@/models/Role'\n${body}`,
  ],
]

test.each(forms)('%s', (_, before, after) => {
  expect(mendNext({ [ROUTE]: before }).after).toEqual({ [ROUTE]: after })
})

describe('files without imports', () => {
  const action = (top: string): string => top + lines(
    'export async function load() {',
    `  const { default: User } = await import('@/models/User')`,
    `  return User.find().populate('role')`,
    '}',
  )
  const caller = lines(`import { load } from '@/app/actions/load'`, 'export const GET = async () => Response.json(await load())')
  test.each([
    ['the top', action(''), `import '@/models/Role'\n\n${action('')}`],
    ['a directive stays first', action(`'use server'\n\n`), action(`'use server'\n\nimport '@/models/Role'\n\n`)],
    ['a directive and no gap', action(`"use server"\n`), action(`"use server"\n\nimport "@/models/Role"\n\n`)],
    [
      'a licence stays first',
      action(`/*! Copyright me */\n\n'use server'\n\n`),
      action(`/*! Copyright me */\n\n'use server'\n\nimport '@/models/Role'\n\n`),
    ],
    ['a comment of the file', action(`// @ts-check\n`), action(`// @ts-check\nimport '@/models/Role'\n\n`)],
    [
      'a comment of the first statement',
      action(`// About something\n\n/** Loads. */\n`),
      action(`// About something\n\nimport '@/models/Role'\n\n/** Loads. */\n`),
    ],
  ])('%s', (_, before, after) => {
    const { after: texts } = mendNext({ 'app/actions/load.ts': before, [ROUTE]: caller })
    expect(texts).toEqual({ 'app/actions/load.ts': after })
  })
})

describe('an import that does nothing', () => {
  test.each([
    ['unused', `import Role from '@/models/Role' // needed\n`, `import '@/models/Role' // needed\n`],
    ['unused with types beside it', `import Role, { type IRole } from "../../../models/Role";\n`, `import "../../../models/Role";\n`],
    [
      'used as a type',
      `import Role from '@/models/Role'\nexport type R = typeof Role\n`,
      `import Role from '@/models/Role'\nimport '@/models/Role'\nexport type R = typeof Role\n`,
    ],
    [
      'exported as a type',
      `import Role from '@/models/Role'\nexport type { Role }\n`,
      `import Role from '@/models/Role'\nimport '@/models/Role'\nexport type { Role }\n`,
    ],
    [
      'a name of other things',
      `import Role from '@/models/Role'\nimport type { Role as Kind } from './kinds'\nexport interface Seen { Role: Kind }\n`,
      `import '@/models/Role'\nimport type { Role as Kind } from './kinds'\nexport interface Seen { Role: Kind }\n`,
    ],
    [
      'a name of something else in a function',
      `import Role from '@/models/Role'\nexport const nameOf = (Role: string) => Role\n`,
      `import '@/models/Role'\nexport const nameOf = (Role: string) => Role\n`,
    ],
    [
      'with a word to the linter that it is not used',
      `// eslint-disable-next-line @typescript-eslint/no-unused-vars -- for populate\nimport Role from '@/models/Role'\n`,
      `import '@/models/Role'\n`,
    ],
    [
      'with a word to the linter behind it',
      `import Role from '@/models/Role' // eslint-disable-line no-unused-vars\n`,
      `import '@/models/Role'\n`,
    ],
    [
      'with a word to the linter about more',
      `// eslint-disable-next-line no-unused-vars, import/order\nimport Role from '@/models/Role'\n`,
      `// eslint-disable-next-line no-unused-vars, import/order\nimport '@/models/Role'\n`,
    ],
    [
      'of a type beside the model',
      `import { IRole } from '@/models/Role'\nexport type R = IRole\n`,
      `import { IRole } from '@/models/Role'\nimport '@/models/Role'\nexport type R = IRole\n`,
    ],
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
    [
      'imported for its effect',
      `import '@/models/Role'\n${route}`,
      `import Role from '@/models/Role'\nimport User from '@/models/User'\n${use}\n${body}`,
    ],
    [
      'imported and not used',
      `import Role from '@/models/Role'\n${route}`,
      `import Role from '@/models/Role'\nimport User from '@/models/User'\n${use}\n${body}`,
    ],
  ])('%s', (_, before, after) => {
    const { after: texts, reasons } = mendNext({ [ROUTE]: before }, { manifest })
    expect({ texts, reasons }).toEqual({ texts: { [ROUTE]: after }, reasons: [] })
  })

  test('a statement behind it that would be taken for its arguments', () => {
    const { after } = mendNext({ [ROUTE]: route.replace('\n\n', '\n\n[1].map(String)\n') }, { manifest })
    expect(after[ROUTE]).toContain('\nvoid Role.modelName; // ')
  })

  test('a name that is taken', () => {
    const { after } = mendNext({ [ROUTE]: `${route}export const Role = 1\n` }, { manifest })
    expect(after[ROUTE]).toContain(`import RoleModel from '@/models/Role'\nvoid RoleModel.modelName // `)
  })
})

describe('CommonJS', () => {
  const files = (index: string): Record<string, unknown> => ({
    'package.json': { name: 'api', main: 'index.js', dependencies: { mongoose: '^9.0.0', express: '^5.0.0' } },
    'models/User.js': lines(
      `const mongoose = require('mongoose')`,
      `module.exports = mongoose.model('User', new mongoose.Schema({ role: { type: mongoose.Types.ObjectId, ref: 'Role' } }))`,
    ),
    'models/Role.js': lines(`const mongoose = require('mongoose')`, `module.exports = mongoose.model('Role', new mongoose.Schema({}))`),
    'index.js': index,
  })
  const serve = lines(`app.get('/', async (req, res) => res.json(await User.find().populate('role')))`, 'app.listen(1)')
  const top = lines(`'use strict'`, `const User = require('./models/User')`, `const app = require('express')()`)
  test('require, below the last one', () => {
    expect(mend(files(top + serve)).after).toEqual({ 'index.js': `${top}require('./models/Role')\n${serve}` })
  })
  test('an ES module writes the extension that Node asks for', () => {
    const imports = lines(`import User from './models/User.js'`, `import express from 'express'`)
    const asModule = (text: string): string =>
      text.replace(`const mongoose = require('mongoose')`, `import mongoose from 'mongoose'`).replace('module.exports =', 'export default')
    const { 'package.json': manifest, ...sources } = files(`${imports}const app = express()\n${serve}`)
    const modules = Object.fromEntries(Object.entries(sources).map(([path, text]) => [path, asModule(String(text))]))
    const { after } = mend({ ...modules, 'package.json': { ...Object(manifest), type: 'module' } })
    expect(after).toEqual({ 'index.js': `${imports}import './models/Role.js'\nconst app = express()\n${serve}` })
  })
})

describe('a script that Node runs, beside an application', () => {
  const script = lines(`const mongoose = require('mongoose')`, '', `mongoose.model('Tag').deleteMany()`)
  const tag = (load: string): string => lines(load, `mongoose.models.Tag || mongoose.model('Tag', new mongoose.Schema({}))`)
  const files = { ...nextApp({ manifest: { scripts: { clean: 'node scripts/clean.js' } } }), [ROUTE]: route, 'scripts/clean.js': script }
  test('no alias: Node does not know it', () => {
    const { after } = mend({ ...files, 'models/Tag.js': tag(`const mongoose = require('mongoose')`) })
    expect(after['scripts/clean.js']).toBe(script.replace('\n', `\nrequire('../models/Tag')\n`))
  })
  test('no TypeScript: Node can not load it', () => {
    const root = withTree({ ...files, 'models/Tag.ts': tag(`import mongoose from 'mongoose'`) })
    const found = examine(root).report.findings.find(({ model }) => model === 'Tag')
    expect(found).toMatchObject({ fixable: false, help: expect.stringContaining('cannot load models/Tag.ts from there') })
    expect(planFor(root).files.map(({ file }) => file)).toEqual([ROUTE])
  })
  test('no other script', () => {
    const scripts = { clean: 'node scripts/clean.js', fill: 'node scripts/fill.js' }
    const root = withTree({ ...files, ...nextApp({ manifest: { scripts } }), 'scripts/fill.js': tag(`const mongoose = require('mongoose')`) })
    const found = examine(root).report.findings.find(({ model }) => model === 'Tag')
    expect(found).toMatchObject({ fixable: false, help: expect.stringContaining('which is an entry itself (script)') })
  })
})

test('several models of one file stand together, each once', () => {
  const post = lines(
    `import mongoose, { Types } from 'mongoose'`,
    `const schema = new mongoose.Schema({ by: { type: Types.ObjectId, ref: 'User' }, tag: { type: Types.ObjectId, ref: 'Role' } })`,
    `export default mongoose.models.Post || mongoose.model('Post', schema)`,
  )
  const rest = lines(
    'export async function GET() {', `  return Response.json(await Post.find().populate('by').populate('tag'))`, '}',
    `export const POST = async () => Post.find().populate('tag')`,
  )
  const { after } = mendNext({ 'models/Post.ts': post, [ROUTE]: `import Post from '@/models/Post'\n${rest}` })
  expect(after).toEqual({ [ROUTE]: lines(`import Post from '@/models/Post'`, `import '@/models/Role'`, `import '@/models/User'`) + rest })
})

describe('in the frontmatter of an Astro component', () => {
  const query = `const users = await User.find().populate('role')\n---\n<p>{users.length}</p>\n`

  test.each([
    ['below its imports', `---\nimport { User } from '@/models/User'\n${query}`, `---\nimport { User } from '@/models/User'\nimport '@/models/Role'\n${query}`],
    ['first, where it has none', `---\nconst { User } = await import('@/models/User')\n${query}`, `---\nimport '../models/Role'\n\nconst { User } = await import('@/models/User')\n${query}`],
  ])('%s', (_where, before, after) => {
    expect(mend(astroApp({ files: { 'src/pages/users.astro': before } })).after).toEqual({ 'src/pages/users.astro': after })
  })
})
