import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const route = 'app/api/users/route.ts'
const page = 'app/users/page.tsx'

function entryOf(files: Readonly<Record<string, string>>, file = route) {
  const { report } = examine(withTree(nextApp({ files })))
  const entry = report.apps.flatMap((app) => app.entries).find((one) => one.file === file)
  return { registered: entry?.registered, missing: entry?.missing, findings: report.findings.map((f) => `${f.rule} ${f.model}`), unknown: report.unknown.map((u) => u.reason) }
}

/** A handler that populates `role` after these lines. */
const handler = (before: string, top = ''): string => `
  ${top}
  import User from '@/models/User'
  export async function GET() {
    ${before}
    return Response.json(await User.find().populate('role'))
  }
`
const lazy = (load: string, pick = ''): string => `import { lazyModel } from '@mongoose-doctor/runtime'\nconst loadRole = lazyModel(${load}${pick})\n`

const safe: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'lazyModel, awaited': { [route]: handler('await loadRole()', lazy("() => import('@/models/Role')")) },
  'lazyModel of one export of several': {
    [route]: handler('const Role = await loadRole()', lazy("() => import('@/models/all')", ", 'Role'")),
    'models/all.ts': "export { default as Role } from './Role'\nexport { default as User } from './User'\n",
  },
  'lazyModel in a file of its own': {
    [route]: handler('await loadRole()', "import { loadRole } from '@/lib/lazy'"),
    'lib/lazy.ts': lazy("() => import('@/models/Role')").replace('const', 'export const'),
  },
  'ensureModels with a loader': { [route]: handler("await ensureModels(() => import('@/models/Role'))", "import { ensureModels } from '@mongoose-doctor/runtime'") },
  'ensureModels with a model: its import is used': {
    [route]: handler('await ensureModels(Role)', "import { ensureModels } from '@mongoose-doctor/runtime'\nimport Role from '@/models/Role'"),
  },
  'ensureModels with a lazy model': { [route]: handler('await ensureModels(loadRole)', `${lazy("() => import('@/models/Role')")}import { ensureModels } from '@mongoose-doctor/runtime'`) },
  'the whole package as one name': { [route]: handler("await runtime.ensureModels(() => import('@/models/Role'))", "import * as runtime from '@mongoose-doctor/runtime'") },
  'createRegistry, one model of it used': {
    [route]: `
      import { models } from '@/models/registry'
      export async function GET() { return Response.json(await models.User.find().populate('role')) }
    `,
    'models/registry.ts': `
      import { createRegistry } from '@mongoose-doctor/runtime'
      import Role from './Role'
      import User from './User'
      export const models = createRegistry({ Role, User })
    `,
  },
  'schema.plugin(loadMissingModels())': {
    [route]: handler(''),
    'models/User.ts': `
      import mongoose, { Schema } from 'mongoose'
      import { loadMissingModels } from '@mongoose-doctor/runtime'
      const schema = new Schema({ role: { type: Schema.Types.ObjectId, ref: 'Role' } })
      schema.plugin(loadMissingModels({ Role: () => import('./Role') }))
      export default mongoose.models.User || mongoose.model('User', schema)
    `,
  },
}

test.each(Object.entries(safe))('%s: the model is there', (_, files) => {
  expect(entryOf(files)).toMatchObject({ missing: [], findings: [], unknown: [] })
})

const unsafe: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'lazyModel, never called': { [route]: handler('', lazy("() => import('@/models/Role')")) },
  'lazyModel, not awaited': { [route]: handler('void loadRole()', lazy("() => import('@/models/Role')")) },
  'ensureModels, not awaited': { [route]: handler("void ensureModels(() => import('@/models/Role'))", "import { ensureModels } from '@mongoose-doctor/runtime'") },
  'ensureModels of another model': { [route]: handler('await ensureModels(User)', "import { ensureModels } from '@mongoose-doctor/runtime'") },
}

test.each(Object.entries(unsafe))('%s: the model is missing', (_, files) => {
  expect(entryOf(files).missing).toEqual(['Role'])
})

test('defineModel registers as mongoose.model does', () => {
  const role = `
    import { Schema } from 'mongoose'
    import { defineModel } from '@mongoose-doctor/runtime'
    export default defineModel('Role', new Schema({ title: String }))
  `
  const imported = "import '@/models/Role'"
  expect(entryOf({ [route]: handler('', imported), 'models/Role.ts': role })).toMatchObject({ missing: [], registered: ['Role', 'User'] })
  expect(entryOf({ [route]: handler(''), 'models/Role.ts': role }).findings).toEqual(['missing-model Role'])
})

test('defineModel on another connection is not on the default one', () => {
  const role = `
    import mongoose, { Schema } from 'mongoose'
    import { defineModel } from '@mongoose-doctor/runtime'
    const other = mongoose.createConnection()
    export default defineModel('Role', new Schema({ title: String }), { connection: other })
  `
  expect(entryOf({ [route]: handler('', "import '@/models/Role'"), 'models/Role.ts': role }).missing).toEqual(['Role'])
})

const plugin = (manifest: string): string => `
  import mongoose from 'mongoose'
  import { loadMissingModels } from '@mongoose-doctor/runtime'
  mongoose.plugin(loadMissingModels(${manifest}))
`
const manifest = "{ Role: () => import('@/models/Role') }"

test('mongoose.plugin(loadMissingModels()) holds for models that are compiled after it, and for no others', () => {
  const lib = { 'lib/db.ts': plugin(manifest) }
  expect(entryOf({ ...lib, [route]: handler('', "import '@/lib/db'") }).missing).toEqual([])
  const after = `import User from '@/models/User'\nimport '@/lib/db'\nexport async function GET() { return Response.json(await User.find().populate('role')) }`
  expect(entryOf({ ...lib, [route]: after }).missing).toEqual(['Role'])
  expect(entryOf({ ...lib, [route]: handler('') }).missing).toEqual(['Role'])
})

test('the manifest may be a file of its own, as `generate manifest` writes it', () => {
  const db = `import { manifest } from '@/models/manifest'${plugin('manifest')}`
  const files = { 'lib/db.ts': db, 'models/manifest.ts': "export const manifest = {\n  Role: () => import('./Role'),\n  User: () => import('./User'),\n}\n", [route]: handler('', "import '@/lib/db'") }
  expect(entryOf(files)).toMatchObject({ missing: [], findings: [], unknown: [] })
})

test('a plugin that is set up in instrumentation holds everywhere', () => {
  const files = { 'lib/db.ts': plugin(manifest), [route]: handler('') }
  expect(entryOf({ ...files, 'instrumentation.ts': "export async function register() { await import('@/lib/db') }" }).missing).toEqual([])
})

test('a manifest that does not have the model, or whose file does not register it, loads nothing', () => {
  const use = handler('', "import '@/lib/db'")
  expect(entryOf({ 'lib/db.ts': plugin("{ Team: () => import('@/models/Team') }"), [route]: use }).missing).toEqual(['Role'])
  expect(entryOf({ 'lib/db.ts': plugin("{ Role: () => import('@/models/User') }"), [route]: use }).missing).toEqual(['Role'])
})

test('a look-up by name loads nothing', () => {
  const files = { 'lib/db.ts': plugin(manifest), [page]: `
    import mongoose from 'mongoose'
    import '@/lib/db'
    export default async function Page() { return <p>{await mongoose.model('Role').countDocuments()}</p> }
  ` }
  expect(entryOf(files, page).missing).toEqual(['Role'])
})
