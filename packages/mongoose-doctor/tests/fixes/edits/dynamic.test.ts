/** Every shape of a dynamic import that comes too late. */
import { describe, expect, test } from 'vitest'
import { lines, mendNext, ROUTE } from '../mend.ts'

const head = `import User from '@/models/User'\n`
const route = (then: string, more = ''): string => head + more + lines(
  '', 'export async function GET() {', `  const users = await User.find().populate('role')`, then, '  return Response.json({ users })', '}',
)
const mended = (imported: string, then: string, more = ''): string => route(then, more).replace(head, `${head}${imported}\n`)

const shapes: readonly (readonly [name: string, before: string, imported: string, after: string])[] = [
  [
    'default by member',
    `  const Role = (await import('@/models/Role')).default\n  await Role.find()`,
    `import Role from '@/models/Role'`,
    `  await Role.find()`,
  ],
  [
    'destructured default',
    `  const { default: Role } = await import('@/models/Role')\n  await Role.find()`,
    `import Role from '@/models/Role'`,
    `  await Role.find()`,
  ],
  [
    'named',
    `  const { Role } = await import('@/models/named')\n  await Role.find()`,
    `import { Role } from '@/models/named'`,
    `  await Role.find()`,
  ],
  [
    'renamed',
    `  const { Role: R } = await import('@/models/named')\n  await R.find()`,
    `import { Role as R } from '@/models/named'`,
    `  await R.find()`,
  ],
  [
    'both',
    `  const { default: D, Role: R } = await import('@/models/named')\n  await R.find(D)`,
    `import D, { Role as R } from '@/models/named'`,
    `  await R.find(D)`,
  ],
  [
    'named member',
    `  const R = (await import('@/models/named')).Role\n  await R.find()`,
    `import { Role as R } from '@/models/named'`,
    `  await R.find()`,
  ],
  [
    'namespace',
    `  const m = await import('@/models/Role')\n  await m.default.find()`,
    `import * as m from '@/models/Role'`,
    `  await m.default.find()`,
  ],
  ['statement', `  await import('@/models/Role')\n  await User.find()`, `import '@/models/Role'`, `  await User.find()`],
  [
    'then',
    `  const Role = await import('@/models/Role').then((m) => m.default)\n  await Role.find()`,
    `import Role from '@/models/Role'`,
    `  await Role.find()`,
  ],
  [
    'then with a pattern',
    `  const R = await import('@/models/named').then(({ Role }) => Role)\n  await R.find()`,
    `import { Role as R } from '@/models/named'`,
    `  await R.find()`,
  ],
  [
    'template',
    '  const Role = (await import(`@/models/Role`)).default\n  await Role.find()',
    `import Role from '@/models/Role'`,
    `  await Role.find()`,
  ],
  [
    'in an expression',
    `  const roles = await (await import('@/models/Role')).default.find()\n  users.push(...roles)`,
    `import Role from '@/models/Role'`,
    `  const roles = await Role.find()\n  users.push(...roles)`,
  ],
  [
    'a method taken out of it',
    `  const { find } = (await import('@/models/Role')).default\n  await find()`,
    `import Role from '@/models/Role'`,
    `  const { find } = Role\n  await find()`,
  ],
  [
    'in a try',
    `  try {\n    const Role = (await import('@/models/Role')).default\n    await Role.find()\n  } catch {}`,
    `import Role from '@/models/Role'`,
    `  try {\n    await Role.find()\n  } catch {}`,
  ],
  [
    'among other declarators',
    `  const a = 1, Role = (await import('@/models/Role')).default, b = 2\n  await Role.find(a, b)`,
    `import Role from '@/models/Role'`,
    `  const a = 1, b = 2\n  await Role.find(a, b)`,
  ],
  ['never used', `  const Role = (await import('@/models/Role')).default\n  users.pop()`, `import '@/models/Role'`, `  users.pop()`],
  [
    'between blank lines, with a comment',
    `\n  const Role = (await import('@/models/Role')).default // only now\n\n  await Role.find()`,
    `import Role from '@/models/Role'`,
    `\n  await Role.find()`,
  ],
  [
    'Promise.all of imports',
    `  const [{ default: Role }, named] = await Promise.all([import('@/models/Role'), import('@/models/named')])\n  await Role.find(named)`,
    `import Role from '@/models/Role'\nimport * as named from '@/models/named'`,
    `  await Role.find(named)`,
  ],
  [
    'Promise.all with other promises',
    `  const [n, Role, m] = await Promise.all([User.count(), import('@/models/Role').then((m) => m.default), 1])\n  await Role.find(n, m)`,
    `import Role from '@/models/Role'`,
    `  const [n, m] = await Promise.all([User.count(), 1])\n  await Role.find(n, m)`,
  ],
  [
    'Promise.all, last',
    `  const [n, { Role: R }] = await Promise.all([User.countDocuments(), import('@/models/named')])\n  await R.find(n)`,
    `import { Role as R } from '@/models/named'`,
    `  const [n] = await Promise.all([User.countDocuments()])\n  await R.find(n)`,
  ],
  [
    'a semicolon that divides two statements',
    `  const n = users\n  await import('@/models/Role');\n  [1].map(String)\n  n.pop()`,
    `import '@/models/Role'`,
    `  const n = users\n  await import('@/models/Role');\n  [1].map(String)\n  n.pop()`,
  ],
  // No safe conversion: the import is added, the rest stays as it is.
  [
    'assigned later',
    `  let Role\n  Role = (await import('@/models/Role'))\n  await Role.default.find()`,
    `import '@/models/Role'`,
    `  let Role\n  Role = (await import('@/models/Role'))\n  await Role.default.find()`,
  ],
  [
    'alone in its block',
    `  if (users.length) {\n    await import('@/models/Role')\n  }`,
    `import '@/models/Role'`,
    `  if (users.length) {\n    await import('@/models/Role')\n  }`,
  ],
  [
    'with a default value',
    `  const { default: Role = User } = await import('@/models/Role')\n  await Role.find()`,
    `import '@/models/Role'`,
    `  const { default: Role = User } = await import('@/models/Role')\n  await Role.find()`,
  ],
]

const files = { 'models/named.ts': `import Role from './Role'\nexport { Role }\nexport default Role\n` }

describe('becomes a static one', () => {
  test.each(shapes)('%s', (_, before, imported, after) => {
    const { after: texts, reasons } = mendNext({ ...files, [ROUTE]: route(before) })
    expect(reasons).toEqual([])
    expect(texts).toEqual({ [ROUTE]: mended(imported, after) })
  })
})

describe('names in the way', () => {
  const line = `  const Role = (await import('@/models/Role')).default\n  await Role.find()`
  test.each([
    ['a type of the file', `interface Role { x: 1 }\nexport const r: Role | null = null\n`],
    ['a variable of the file', `const Role = 1\nexport { Role }\n`],
    ['a global', `export const kind = () => Role\n`],
  ])('%s', (_, more) => {
    const { after } = mendNext({ [ROUTE]: route(line, more) })
    expect(after[ROUTE]).toBe(route(line, `import '@/models/Role'\n${more}`))
  })

  test('an expression gets a name of its own', () => {
    const more = `const Role = 1\nexport { Role }\n`
    const { after } = mendNext({ [ROUTE]: route(`  await (await import('@/models/Role')).default.find()`, more) })
    expect(after[ROUTE]).toBe(route(`  await RoleModel.find()`, `import RoleModel from '@/models/Role'\n${more}`))
  })

  test('another function that does the same is converted with it, one that does otherwise stays', () => {
    const other = `export async function POST() {\n  const Role = (await import('@/models/Role')).default\n  return Role.find()\n}\n`
    const third = `export async function PUT() {\n  const Role = await import('@/models/Role')\n  return Role.default.find()\n}\n`
    const { after } = mendNext({ [ROUTE]: route(line, other + third) })
    const more = `export async function POST() {\n  return Role.find()\n}\n${third}`
    expect(after[ROUTE]).toBe(mended(`import Role from '@/models/Role'`, `  await Role.find()`, more))
  })
})

describe('a static import that is there already, hidden by the dynamic one', () => {
  const hidden = `import Role from '@/models/Role'\n`
  test('does by itself', () => {
    const { after } = mendNext({ [ROUTE]: route(`  const Role = (await import('@/models/Role')).default\n  await Role.find()`, hidden) })
    expect(after).toEqual({ [ROUTE]: route('  await Role.find()', hidden) })
  })
  test('is made to do where the other has to stay', () => {
    const stays = `  let Role = (await import('@/models/Role')).default\n  Role = wrap(Role)`
    const { after } = mendNext({ [ROUTE]: route(stays, hidden) })
    expect(after).toEqual({ [ROUTE]: route(stays, `import '@/models/Role'\n`) })
  })
})
