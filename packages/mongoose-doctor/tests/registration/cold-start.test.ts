import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const route = 'app/api/users/route.ts'
const handler = `
  import { connect } from '@/lib/connect'
  import User from '@/models/User'
  export async function GET() {
    await connect()
    return Response.json(await User.findOne().populate('role'))
  }
`

/** Connection helpers as applications write them: each has the models loaded when it is awaited on a cold start. */
const helpers: Readonly<Record<string, string>> = {
  'a promise kept in a property': `
    const cached = { conn: null as unknown, promise: null as Promise<unknown> | null }
    export async function connect() {
      if (cached.conn) return cached.conn
      if (!cached.promise) cached.promise = mongoose.connect('x').then(async (m) => { await import('@/models/Role'); return m })
      cached.conn = await cached.promise
      return cached.conn
    }`,
  'the same on the global object': `
    let cached = (global as any).mongoose
    if (!cached) { cached = (global as any).mongoose = { conn: null, promise: null } }
    export async function connect() {
      if (cached.conn) return cached.conn
      if (!cached.promise) {
        cached.promise = mongoose.connect('x').then(async (m) => { await import('@/models/Role'); return m })
      }
      try { cached.conn = await cached.promise } catch (e) { cached.promise = null; throw e }
      return cached.conn
    }`,
  'the same with ||': `
    const cached = (global as any).mongoose || { conn: null, promise: null }
    export async function connect() {
      if (cached.conn) return cached.conn
      if (!cached.promise) cached.promise = mongoose.connect('x').then(() => import('@/models/Role'))
      cached.conn = await cached.promise
      return cached.conn
    }`,
  'a switch': `
    export async function connect() {
      switch (mongoose.connection.readyState) {
        case 1: return mongoose
        case 2: break
        default: await mongoose.connect('x'); await import('@/models/Role')
      }
      return mongoose
    }`,
  'a switch with the case of a cold start': `
    export async function connect() {
      switch (mongoose.connection.readyState) {
        case 0: await mongoose.connect('x'); await import('@/models/Role'); break
        default: console.log('connected')
      }
    }`,
  'a switch of which only a warm process goes on': `
    export async function connect() {
      switch (mongoose.connection.readyState) {
        case 0: await mongoose.connect('x'); await import('@/models/Role'); return
      }
      console.log('connected')
    }`,
  'a failure that is only written down': `
    export async function connect() {
      if (mongoose.connections[0].readyState) return true
      try {
        await mongoose.connect('x')
        await import('@/models/Role')
        return true
      } catch (error) {
        console.log(error)
      }
    }`,
  'a failure after which the code goes on': `
    export async function connect() {
      try {
        await mongoose.connect('x')
        return await import('@/models/Role')
      } catch (error) {
        console.log(error)
      }
      return null
    }`,
  'a promise kept in a variable': `
    let promise: Promise<unknown> | null = null
    export async function connect() {
      if (!promise) promise = mongoose.connect('x').then(() => import('@/models/Role'))
      await promise
    }`,
  'a choice': `
    let ready = false
    export async function connect() {
      return ready ? null : load()
    }
    async function load() { await import('@/models/Role'); ready = true }`,
  'a flag': `
    let connected = false
    export async function connect() {
      if (connected) return
      await mongoose.connect('x')
      await import('@/models/Role')
      connected = true
    }`,
}

test.each(Object.entries(helpers))('%s: the models are loaded before the query', (_, helper) => {
  const { report } = examine(withTree(nextApp({ files: { [route]: handler, 'lib/connect.ts': `import mongoose from 'mongoose'\n${helper}` } })))
  const entry = report.apps.flatMap((app) => app.entries).find((one) => one.file === route)
  expect(entry?.required).toEqual(['Role'])
  expect(entry?.missing).toEqual([])
})

test('a promise that nobody waits for is none', () => {
  const lib = "import mongoose from 'mongoose'\nlet promise: unknown = null\nexport async function connect() { if (!promise) promise = import('@/models/Role') }"
  const { report } = examine(withTree(nextApp({ files: { [route]: handler, 'lib/connect.ts': lib } })))
  expect(report.apps.flatMap((app) => app.entries).find((one) => one.file === route)?.missing).toEqual(['Role'])
})

test.each([
  ['defined, and read where the name is taken', `(() => {\n  try {\n    return mongoose.model('Role', schema)\n  } catch {\n    return mongoose.model('Role')\n  }\n})()`, []],
  ['defined on some ways only', `(() => {\n  try {\n    if (process.env.ROLES) mongoose.model('Role', schema)\n    return read()\n  } catch {\n    return mongoose.model('Role')\n  }\n})()`, ['missing-model models/Role.ts']],
])('a model that is %s', (_name, code, expected) => {
  const files = {
    'models/Role.ts': `import mongoose from 'mongoose'\nconst schema = new mongoose.Schema({ name: String })\nconst read = () => mongoose.model('Role')\nexport const Role = ${code}\n`,
    [route]: `import { Role } from '@/models/Role'\nimport mongoose from 'mongoose'\nexport async function GET() {\n  await mongoose.connect('x')\n  return Response.json(await Role.find())\n}\n`,
  }
  const { report } = examine(withTree(nextApp({ files: { ...files } })))
  expect([...new Set(report.findings.filter(({ rule }) => rule === 'missing-model').map(({ rule, file }) => `${rule} ${file}`))]).toEqual(expected)
})
