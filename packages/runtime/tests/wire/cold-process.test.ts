/** Do the built helpers serve the first query of a process that has really just started, with models behind import()? */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, inject, onTestFinished } from 'vitest'
import { connected, databaseOfFile, onDatabase } from './support/database.ts'

const database = databaseOfFile()
const runtime = fileURLToPath(new URL('../../', import.meta.url))
const { resolve } = createRequire(import.meta.url)

const files: Record<string, string> = {
  'models/User.mjs': `import mongoose from 'mongoose'
    import { defineModel } from '@mongoose-doctor/runtime'
    export const User = defineModel('User', new mongoose.Schema({ name: String, role: { type: mongoose.Schema.Types.ObjectId, ref: 'Role' } }))`,
  'models/Role.mjs': `import mongoose from 'mongoose'
    import { defineModel } from '@mongoose-doctor/runtime'
    globalThis.evaluated = (globalThis.evaluated ?? 0) + 1
    await new Promise(setImmediate)
    export const Role = defineModel('Role', new mongoose.Schema({ title: String }))`,
  'main.mjs': `import mongoose from 'mongoose'
    import { connect, loadMissingModels } from '@mongoose-doctor/runtime'
    mongoose.plugin(loadMissingModels({ Role: () => import('./models/Role.mjs') }))
    const { User } = await import('./models/User.mjs')
    const request = async () => {
      await connect(process.env.URI, { serverSelectionTimeoutMS: 5000 })
      return User.findOne().populate('role').lean()
    }
    const before = mongoose.modelNames()
    const users = await Promise.all(Array.from({ length: 50 }, request))
    const titles = [...new Set(users.map((user) => user.role.title))]
    console.log(JSON.stringify({ version: mongoose.version, before, titles, evaluated: globalThis.evaluated, connections: mongoose.connections.length }))
    await mongoose.disconnect()`,
}

function application(): string {
  const app = realpathSync(mkdtempSync(join(tmpdir(), 'mongoose-doctor-cold-')))
  onTestFinished(() => rmSync(app, { recursive: true, force: true }))
  const installed = join(app, 'node_modules/@mongoose-doctor/runtime')
  mkdirSync(join(app, 'models'))
  mkdirSync(installed, { recursive: true })
  for (const name of ['dist', 'package.json']) cpSync(join(runtime, name), join(installed, name), { recursive: true })
  symlinkSync(dirname(resolve(`mongoose${inject('major')}/package.json`)), join(app, 'node_modules/mongoose'), 'junction')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text)
  return app
}

onDatabase('50 first requests at once', async () => {
  const { connection, Types } = await connected(database())
  const role = new Types.ObjectId()
  await connection.collection('roles').insertOne({ _id: role, title: 'nurse' })
  await connection.collection('users').insertOne({ name: 'Ada', role })

  const env = { ...process.env, URI: database().uri(connection.name) }
  const { stdout } = await promisify(execFile)(process.execPath, [join(application(), 'main.mjs')], { env })

  expect(JSON.parse(stdout)).toEqual({
    version: expect.stringMatching(new RegExp(`^${inject('major')}\\.`)),
    before: ['User'],
    titles: ['nurse'],
    evaluated: 1,
    connections: 1,
  })
})
