import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'

const found = (files: Readonly<Record<string, string>>): readonly string[] =>
  examine(withTree(files)).report.findings.filter(({ rule }) => rule === 'duplicate-model').map(({ severity, confidence, file, message }) => `${severity} ${confidence} ${file}: ${/throws|OverwriteModelError|does nothing|in place of/.exec(message)?.[0] ?? ''}`)

const node = (scripts: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  ({ 'package.json': JSON.stringify({ type: 'module', scripts, dependencies: { mongoose: '9.12.1' } }), ...files })
const next = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  ({ 'package.json': '{ "dependencies": { "next": "16.4.6", "mongoose": "9.12.1" } }', ...files })

const defines = (fields: string, guard = 'mongoose.models.User || '): string => `import mongoose from 'mongoose'\nexport default ${guard}mongoose.model('User', new mongoose.Schema({ ${fields} }))\n`
const route = (from: string): string => `import User from '${from}'\nexport const GET = async () => Response.json(await User.find())\n`
const both = `import A from './a.js'\nimport B from './b.js'\nawait A.find()\nawait B.find()\n`

test('in one program: the second throws if nothing guards it, else it is the first', () => {
  const program = (first: string, second: string) => found(node({ start: 'node server.js' }, { 'server.js': both, 'a.js': first, 'b.js': second }))
  expect(program(defines('a: String'), defines('b: String', ''))).toEqual(['error proved b.js: OverwriteModelError'])
  expect(program(defines('a: String'), defines('b: String'))).toEqual(['warning proved b.js: does nothing'])
  expect(program(defines('a: String, b: String'), defines('b: String'))).toEqual(['info proved b.js: does nothing'])
  expect(program(defines('a: String'), `import mongoose from 'mongoose'\ndelete mongoose.models.User\nexport default mongoose.model('User', new mongoose.Schema({ b: String }))\n`)).toEqual(['warning proved b.js: in place of'])
})

test('the one that is loaded first is the first, whatever it is called', () => {
  const swapped = `import B from './b.js'\nimport A from './a.js'\nawait A.find()\nawait B.find()\n`
  expect(found(node({ start: 'node server.js' }, { 'server.js': swapped, 'a.js': defines('a: String', ''), 'b.js': defines('b: String', '') }))).toEqual(['error proved a.js: OverwriteModelError'])
})

test('programs that are started apart never meet', () => {
  const files = { 'server.js': `import A from './a.js'\nawait A.find()\n`, 'seed.js': `import B from './b.js'\nawait B.find()\n`, 'a.js': defines('a: String', ''), 'b.js': defines('b: String', '') }
  expect(found(node({ start: 'node server.js', seed: 'node seed.js' }, files))).toEqual([])
})

test('the routes of a Next application do', () => {
  const app = (guard?: string) => found(next({ 'a.ts': defines('a: String', guard), 'b.ts': defines('b: String', guard), 'app/api/a/route.ts': route('../../../a'), 'app/api/b/route.ts': route('../../../b') }))
  expect(app()).toEqual(['warning likely b.ts: does nothing'])
  expect(app('')).toEqual(['error proved b.ts: OverwriteModelError'])
})

test.each<[name: string, second: string]>([
  ['the same schema', `import { schema } from './a.js'\nimport mongoose from 'mongoose'\nexport default mongoose.model('User', schema)\n`],
  ['another connection', `import mongoose from 'mongoose'\nexport default mongoose.createConnection('mongodb://x').model('User', new mongoose.Schema({ b: String }))\n`],
  ['another name', defines('b: String').replaceAll('User', 'Account')],
  ['a question', `import './a.js'\nimport mongoose from 'mongoose'\nexport default mongoose.model('User')\n`],
])('no second definition: %s', (_, second) => {
  const first = `import mongoose from 'mongoose'\nexport const schema = new mongoose.Schema({ a: String })\nexport default mongoose.model('User', schema)\n`
  expect(found(node({ start: 'node server.js' }, { 'server.js': both, 'a.js': first, 'b.js': second }))).toEqual([])
})

test('two features of one name in a NestJS application: the second is the first', () => {
  const feature = (schema: string): string => `@Module({ imports: [MongooseModule.forFeature([{ name: 'User', schema: ${schema} }])] })\n`
  const head = "import { Module } from '@nestjs/common'\nimport { MongooseModule } from '@nestjs/mongoose'\nimport { Schema } from 'mongoose'\n"
  const application = (users: string, visits: string, root = 'UsersModule, VisitsModule') => found({
    'package.json': '{ "scripts": { "start": "nest start" }, "dependencies": { "mongoose": "9.12.1", "@nestjs/mongoose": "11.0.4", "@nestjs/core": "11.2.10" } }',
    'src/main.ts': "import { NestFactory } from '@nestjs/core'\nimport { AppModule } from './app.module'\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule)\n  await app.listen(3000)\n}\nbootstrap()\n",
    'src/app.module.ts': `${head}import { UsersModule } from './users.module'\nimport { VisitsModule } from './visits.module'\n@Module({ imports: [MongooseModule.forRoot('mongodb://x/y'), ${root}] })\nexport class AppModule {}\n`,
    'src/schema.ts': "import { Schema } from 'mongoose'\nexport const userSchema = new Schema({ name: String })\n",
    'src/users.module.ts': `${head}import { userSchema } from './schema'\n${feature(users)}export class UsersModule {}\n`,
    'src/visits.module.ts': `${head}import { userSchema } from './schema'\n${feature(visits)}export class VisitsModule {}\n`,
  })
  expect(application('userSchema', 'new Schema({ name: String, visits: Number })')).toEqual(['warning proved src/visits.module.ts: does nothing'])
  expect(application('userSchema', 'new Schema({ name: String, visits: Number })', 'VisitsModule, UsersModule')).toEqual([])
  expect(application('userSchema', 'new Schema({ name: String, visits: Number })', 'UsersModule')).toEqual([])
  expect(application('userSchema', 'userSchema')).toEqual([])
  expect(application('userSchema', 'new Schema({ name: String })')).toEqual([])
})
