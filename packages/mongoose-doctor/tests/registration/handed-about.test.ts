/** Models by way of files that have nothing to do with Mongoose: an object that others put functions on, a helper that makes instances of classes. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'

const manifest = { dependencies: { mongoose: '^9.0.0' }, scripts: { start: 'node server.js' } }

const entryOf = (files: Readonly<Record<string, unknown>>) =>
  examine(withTree({ 'package.json': manifest, ...files })).report.apps.flatMap(({ entries }) => entries).find(({ file }) => file === 'server.js')

const db = `const mongoose = require('mongoose')
const app = require('./app.js')
app.db = (name, schema) => mongoose.model(name, new mongoose.Schema(schema))`

test('a function that one module puts on the object of another is called by a third', () => {
  const files = { 'app.js': 'const app = {}\nmodule.exports = app', 'db.js': db, 'server.js': `const app = require('./app.js')\nrequire('./db.js')\napp.db('User', {})` }
  expect(entryOf(files)).toMatchObject({ registered: ['User'] })
})

test('so it is with ES modules, and where the object was imported before', () => {
  const files = {
    'package.json': { ...manifest, type: 'module' },
    'app.js': 'export const app = {}',
    'db.js': `import mongoose from 'mongoose'\nimport { app } from './app.js'\napp.db = (name, schema) => mongoose.model(name, schema)`,
    'user.js': `import mongoose from 'mongoose'\nimport { app } from './app.js'\nexport class User { constructor() { this.schema = new mongoose.Schema({}); this.model = app.db('User', this.schema) } }`,
    'server.js': `import { User } from './user.js'\nimport './db.js'\nnew User()`,
  }
  expect(entryOf(files)).toMatchObject({ registered: ['User'] })
})

test('a helper makes an instance of the class that it is given', () => {
  const files = {
    'app.js': 'const make = (Kind) => new Kind()\nmodule.exports = { make }',
    'server.js': `const mongoose = require('mongoose')
const app = require('./app.js')
class Base { constructor() { this.model = mongoose.model(this.name(), new mongoose.Schema({})) } }
class User extends Base { name() { return 'User' } }
app.make(User)`,
  }
  expect(entryOf(files)).toMatchObject({ registered: ['User'] })
})

test('one that keeps what it has made has nothing yet', () => {
  const files = {
    'app.js': `const made = new Map()
module.exports = { get(Kind) { if (!made.get(Kind)) made.set(Kind, new Kind()); return made.get(Kind) } }`,
    'server.js': `const mongoose = require('mongoose')
const app = require('./app.js')
class User { constructor() { this.model = mongoose.model('User', new mongoose.Schema({})) } }
app.get(User)`,
  }
  expect(entryOf(files)).toMatchObject({ registered: ['User'], maybe: [] })
})
