import { describe, expect, test } from 'vitest'
import { filesMeant, readError } from '../../src/logs/error-text.ts'
import { clean, sample } from '../reporters/sample.ts'
import { cli } from './fake.ts'

const trace = `\x1b[31m⨯\x1b[0m MissingSchemaError: Schema hasn't been registered for model "Role".
Use mongoose.model(name, schema)
    at NativeConnection.model (/var/task/node_modules/mongoose/lib/connection.js:1504:13)
    at getModelsMapForPopulate (file:///var/task/node_modules/mongoose/lib/helpers/populate/getModelsMapForPopulate.js:67:5)
    at login (webpack-internal:///(rsc)/./app/actions/auth.ts:42:19)
    at async r (/var/task/.next/server/chunks/12.js:1:4711) {
  digest: '123'
}
`

test('a pasted stack trace is answered for this project', async () => {
  const { code, out } = await cli(['explain', trace])
  expect(code).toBe(0)
  expect(out).toMatchInlineSnapshot(`
    "The query needed the model Role, and nothing in that process had registered it
    yet. It is defined in models/Role.ts:10.

    The trace leads to app/actions/auth.ts.

    Entries that need Role and miss it
      app/actions/auth.ts (server-action)

    error late-registration (proved)
    login() populates \`role\` before it imports Role: on a cold start this throws
    MissingSchemaError.

      app/actions/auth.ts:7:64
        5 │ export async function login(form: FormData) {
        6 │   await connectToDatabase()
      > 7 │ …er = await User.findOne({ email: form.get('email') }).populate('role')
          │                                                        ^^^^^^^^^^^^^^^^
        8 │   const Role = (await import('@/models/Role')).default
        9 │   return user

      Why
      1. User.role refers to the model Role by its name
         models/User.ts:8
      2. Role is registered here, after the query
         app/actions/auth.ts:8

      Entries
      app/actions/auth.ts (server-action)

      Fix
      Import Role at the top of the file: import Role from '@/models/Role'
      fixable with --fix

    To mend it: npx mongoose-doctor --fix --model Role
    "
  `)
})

test('standard input will do too', async () => {
  expect(await cli(['explain'], { input: trace })).toEqual(await cli(['explain', trace]))
})

test('a model that exists nowhere: did you mean', async () => {
  const { out } = await cli(['explain', 'Schema hasn\'t been registered for model "role".'])
  expect(out).toMatch(/^No file of this project defines a model named "role"\. Did you mean Role\?/)
})

test('nothing is wrong with it, as far as the source tells', async () => {
  const unsure = { ...clean, complete: false, unknown: [{ file: 'lib/x.ts', line: 3, reason: 'a computed path' }] }
  expect((await cli(['explain', trace], { report: clean })).out).toContain('Every entry that needs it registers it')
  expect((await cli(['explain', trace], { report: unsure })).out).toContain('1 place could not be')
})

describe('the model of a pasted error', () => {
  test.each([
    `Schema hasn't been registered for model "Role".`,
    `{"message":"Schema hasn't been registered for model \\"Role\\".\\nUse mongoose.model"}`,
    `Schema hasn’t been registered for model “Role”`,
    `Schema hasn&#39;t been registered for model &quot;Role&quot;.`,
    `Schema hasn't been\n   registered for model\n "Role"`,
    `\x1b[1mSchema hasn't been registered for model \x1b[33m"Role"\x1b[0m`,
  ])('%j', (text) => {
    expect(readError(text)?.model).toBe('Role')
  })
  test('another error', () => {
    expect(readError('OverwriteModelError: Cannot overwrite `Role` model once compiled.')).toBeNull()
  })
})

describe('the entry that a trace leads to', () => {
  const files = [...sample.apps.flatMap((app) => app.entries.map((entry) => entry.file)), 'apps/web/pages/api/me.ts', 'server.js']
  test.each([
    ['/app/(shop)/users/[id]/page.js', 'app/(shop)/users/[id]/page.tsx'],
    ['at x (/srv/.next/server/app/(shop)/users/[id]/page.js:1:2)', 'app/(shop)/users/[id]/page.tsx'],
    ['at x (.next/server/app/api/users/route.js:1:2)', 'src/app/api/users/route.ts'],
    ['[Error in /app/api/users/route.js]', 'src/app/api/users/route.ts'],
    ['C:\\work\\shop\\src\\app\\api\\users\\route.ts:3:1', 'src/app/api/users/route.ts'],
    ['at x (/srv/.next/server/pages/api/me.js:1:1)', 'apps/web/pages/api/me.ts'],
    ['at file:///srv/shop/server.js:10:3', 'server.js'],
    ['at x (/srv/node_modules/express/server.js:1:1)', null],
    ['at x (/srv/.next/server/chunks/server.js:1:1)', null],
    ['at x (other/route.js:1:1)', null],
  ])('%s', (line, file) => {
    const error = readError(`Schema hasn't been registered for model "Role".\n${line}`)
    expect(filesMeant(error?.paths ?? [], files)).toEqual(file === null ? [] : [file])
  })
})
