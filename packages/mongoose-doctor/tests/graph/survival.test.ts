/** The essential rows of the tables in the specification: which imports survive. */
import { describe, expect, test } from 'vitest'
import type { Compiler } from '../../src/project/project.ts'
import { graphOf, model, node, turbopack, webpack, type Made } from './graph-of.ts'

const tsconfig = { compilerOptions: { paths: { '@/*': ['./*'] } } }
const shared = {
  'tsconfig.json': tsconfig,
  'models/User.ts': model('User'), 'models/Role.ts': model('Role'),
  'models/RoleNamed.ts': `
    import { Schema, model, models } from 'mongoose'
    export const IRoleConst = 'x'
    export const RoleNamed = models.Role ?? model('Role', new Schema({}))`,
  'models/UserImportsRole.ts': model('User', `import './Role'`),
  'models/UserImportsRoleUnused.ts': model('User', `import Role from './Role'\nimport { IRole } from './Role'`),
  'models/barrel-named.ts': `export { default as User } from './User'\nexport { default as Role } from './Role'`,
  'models/barrel-import-export.ts': `import User from './User'\nimport Role from './Role'\nexport { User, Role }`,
  'models/barrel-types.ts': `
    export { default as User } from './User'
    export type { IRole } from './Role'
    export { type IRole as IR2 } from './Role'`,
  'lib/reexport-role.ts': `export { default as Role } from '@/models/Role'\nexport const other = 1`,
  'lib/reexport-type-role.ts': `export type { IRole } from '@/models/Role'\nexport const other = 1`,
  'lib/import-export-role.ts': `import Role from '@/models/Role'\nexport const other = 1\nexport { Role }`,
  'lib/use-role.ts': `import Role from '@/models/Role'\nexport function getRole() { return Role.findOne() }`,
  'lib/db-unused-role.ts': `
    import mongoose from 'mongoose'
    import Role from '@/models/Role'
    export async function dbConnect() { return mongoose.connection }`,
  'lib/db-models.ts': `
    import mongoose from 'mongoose'
    import '@/models/Role'
    export async function dbConnect() { return mongoose.connection }`,
}

const cases: Record<string, string> = {
  'none': ``,
  'st-used': `import Role from '@/models/Role'\nexport const a = () => Role.modelName`,
  'st-unused-ts': `import Role from '@/models/Role'`,
  'st-unused-named-ts': `import { RoleNamed } from '@/models/RoleNamed'`,
  'st-unused-named-js.js': `import { RoleNamed } from '@/models/RoleNamed'`,
  'st-unused-ns-ts': `import * as RoleNs from '@/models/Role'`,
  'st-side-effect': `import '@/models/Role'`,
  'st-import-type': `import type Role from '@/models/Role'\nexport type X = typeof Role`,
  'st-inline-type-mixed': `import Role, { type IRole } from '@/models/Role'\nexport const z: IRole | null = null`,
  'st-used-as-type': `import Role from '@/models/Role'\nexport const z: InstanceType<typeof Role> | null = null`,
  'st-satisfies': `import Role from '@/models/Role'\nexport const x = null as unknown as typeof Role`,
  'st-expr-stmt': `import Role from '@/models/Role'\nRole;`,
  'st-unused-fn': `import Role from '@/models/Role'\nfunction neverCalled() { return Role.findOne() }`,
  'st-dead-branch': `import Role from '@/models/Role'\nexport function GET2() { if (false) { console.log(Role) } }`,
  'st-dead-env': `import Role from '@/models/Role'\nexport function GET2() { if (process.env.NODE_ENV === 'test') { console.log(Role) } }`,
  'st-array-keep': `import Role from '@/models/Role'\nconst models = [Role]\nexport const GET2 = () => models.length`,
  'st-import-equals': `import RoleEq = require('@/models/Role')`,
  'st-reexport-file': `import '@/lib/reexport-role'`,
  'st-reexport-file-other': `import { other } from '@/lib/reexport-role'\nexport const o = other`,
  'st-reexport-type': `import { other } from '@/lib/reexport-type-role'\nexport const o = other`,
  'st-import-then-export': `import { other } from '@/lib/import-export-role'\nexport const o = other`,
  'st-transitive-used': `import { getRole } from '@/lib/use-role'\nexport const t = typeof getRole`,
  'st-transitive-unused': `import { dbConnect } from '@/lib/db-unused-role'\nexport const c = () => dbConnect()`,
  'st-transitive-elided': `import { getRole } from '@/lib/use-role'`,
  'st-db-side-effect': `import { dbConnect } from '@/lib/db-models'\nexport const c = () => dbConnect()`,
  'st-user-imports-role': `import U from '@/models/UserImportsRole'\nexport const u = U`,
  'st-user-imports-role-unused': `import U from '@/models/UserImportsRoleUnused'\nexport const u = U`,
  'st-named-guard-used': `import { RoleNamed } from '@/models/RoleNamed'\nexport const n = () => RoleNamed.modelName`,
  'st-named-guard-unusedbinding-js': `import { IRoleConst } from '@/models/RoleNamed'\nexport const n = () => IRoleConst`,
  'b-named': `import { User as U } from '@/models/barrel-named'\nexport const u = U`,
  'b-import-export': `import { User as U } from '@/models/barrel-import-export'\nexport const u = U`,
  'b-ns': `import * as M from '@/models/barrel-named'\nexport const u = M.User`,
  'b-both': `import { User as U, Role } from '@/models/barrel-named'\nexport const u = [U, Role.modelName]`,
  'b-both-unused': `import { User as U, Role } from '@/models/barrel-named'\nexport const u = U`,
  'b-type-only': `import { User as U } from '@/models/barrel-types'\nexport const u = U`,
}

/** Case → file; every entry also uses User, as the observed ones do. */
const fileOf = (name: string): string => `app/${name.replace('.js', '')}/route.${name.endsWith('.js') ? 'js' : 'ts'}`
const entryOf = (code: string): string => `
  import User from '@/models/User'
  ${code}
  export async function GET() { return Response.json(await User.find()) }`
const entries = Object.fromEntries(Object.entries(cases).map(([name, code]) => [fileOf(name), entryOf(code)]))

const registersRole = (made: Made, compiler: Compiler, name: string): boolean =>
  made.run(compiler, [fileOf(name)]).some((file) => file === 'models/Role.ts' || file === 'models/RoleNamed.ts')

/** Names of the cases, of `names`, in which Role is evaluated. */
const ok = (made: Made, compiler: Compiler, names = Object.keys(cases)): string[] =>
  names.filter((name) => registersRole(made, compiler, name))

const MISSING_IN_A = new Set([
  'none', 'st-unused-ts', 'st-unused-named-ts', 'st-unused-ns-ts', 'st-import-type', 'st-inline-type-mixed', 'st-used-as-type',
  'st-satisfies', 'st-import-equals', 'st-reexport-type', 'st-transitive-unused', 'st-transitive-elided',
  'st-user-imports-role-unused', 'b-type-only',
])
const inA = Object.keys(cases).filter((name) => !MISSING_IN_A.has(name))

describe('table A: nothing said about side effects', () => {
  const made = (): Made => graphOf({ 'package.json': { name: 'app' }, ...shared, ...entries })
  test('Turbopack and webpack', () => {
    const graph = made()
    expect(ok(graph, turbopack)).toEqual(inA)
    expect(ok(graph, webpack)).toEqual(inA)
  })
  test('plain Node keeps an unused import = require()', () => {
    expect(ok(made(), node)).toEqual(Object.keys(cases).filter((name) => inA.includes(name) || name === 'st-import-equals'))
  })
  test('table C: verbatimModuleSyntax keeps all but type-only statements', () => {
    const verbatim: Compiler = { ...turbopack, keepsUnusedImports: () => true }
    const names = ['none', 'st-unused-ts', 'st-unused-named-ts', 'st-unused-ns-ts', 'st-import-type', 'st-inline-type-mixed',
      'st-used-as-type', 'st-satisfies', 'st-reexport-type', 'st-transitive-unused', 'st-transitive-elided']
    expect(names.filter((name) => !ok(made(), verbatim, names).includes(name))).toEqual(['none', 'st-import-type', 'st-reexport-type'])
  })
})

describe('tables B, H, I: "sideEffects" of the application', () => {
  const OK_IN_B = [
    'st-used', 'st-expr-stmt', 'st-array-keep', 'st-transitive-used', 'st-named-guard-used', 'st-named-guard-unusedbinding-js', 'b-both',
  ]
  const saying = (sideEffects: unknown): Made => graphOf({ 'package.json': { name: 'app', sideEffects }, ...shared, ...entries })
  test('false', () => {
    const made = saying(false)
    expect(ok(made, webpack).sort()).toEqual(OK_IN_B.toSorted())
    expect(ok(made, turbopack).sort()).toEqual([...OK_IN_B, 'st-import-then-export'].sort())
    expect(ok(made, node)).toEqual(ok(graphOf({ 'package.json': { name: 'app' }, ...shared, ...entries }), node))
  })
  test('an array that does not match the models is as good as false', () => {
    const made = saying(['*.css', '**/*.scss'])
    for (const compiler of [turbopack, webpack]) {
      expect(ok(made, compiler, ['none', 'st-used', 'st-side-effect', 'b-named'])).toEqual(['st-used'])
    }
  })
  test('an array that matches the model keeps it, but not the barrel that leads to it', () => {
    const made = saying(['./models/Role.ts'])
    for (const compiler of [turbopack, webpack]) {
      expect(ok(made, compiler, ['none', 'st-used', 'st-side-effect', 'b-named'])).toEqual(['st-used', 'st-side-effect'])
    }
  })
  test('a dynamic import of a barrel leads to the names that are used', () => {
    const made = saying(false)
    expect(made.run(webpack, [{ file: 'models/barrel-named.ts', names: ['User'] }])).toEqual(['models/User.ts', 'models/barrel-named.ts'])
    expect(made.run(webpack, ['models/barrel-named.ts'])).toContain('models/Role.ts')
  })
  test('the reason is on the edge', () => {
    const made = saying(false)
    expect(made.dropped(webpack, [fileOf('st-side-effect')])).toEqual(['app/st-side-effect/route.ts → models/Role.ts: sideEffects'])
    expect(made.dropped(webpack, [fileOf('b-named')])).toEqual(['models/barrel-named.ts → models/Role.ts: sideEffects'])
  })
})

describe('tables A, F, G: packages of the workspace', () => {
  const db = (name: string, sideEffects?: boolean): Record<string, unknown> => ({
    [`packages/${name}/package.json`]: {
      name: `@acme/${name}`, exports: { '.': './src/index.ts', './Role': './src/Role.ts' }, sideEffects,
    },
    [`packages/${name}/src/index.ts`]: `export { default as User } from './User'\nexport { default as Role } from './Role'`,
    [`packages/${name}/src/User.ts`]: model('User'), [`packages/${name}/src/Role.ts`]: model('Role'),
  })
  const made = (): Made => graphOf({
    ...db('db'), ...db('db-sef', false), 'apps/web/package.json': { name: 'web' },
    'apps/web/named.ts': `import { User } from '@acme/db'\nexport const u = User`,
    'apps/web/named-sef.ts': `import { User } from '@acme/db-sef'\nexport const u = User`,
    'apps/web/side.ts': `import { User } from '@acme/db-sef'\nimport '@acme/db-sef/Role'\nexport const u = User`,
    'apps/web/both.ts': `import { User, Role } from '@acme/db-sef'\nexport const u = [User, Role.modelName]`,
  })
  const roles = (compiler: Compiler): string[] => {
    const graph = made()
    const hasRole = (name: string): boolean => graph.run(compiler, [`apps/web/${name}.ts`]).some((file) => file.endsWith('/Role.ts'))
    return ['named', 'named-sef', 'side', 'both'].filter(hasRole)
  }
  test('sideEffects: false of the package', () => {
    expect(roles(turbopack)).toEqual(['named', 'both'])
    expect(roles(webpack)).toEqual(['named', 'both'])
    expect(roles(node)).toEqual(['named', 'named-sef', 'side', 'both'])
  })
  test('optimizePackageImports: webpack skips the barrel, Turbopack only those in node_modules', () => {
    const optimizePackageImports = ['@acme/db']
    expect(roles({ ...webpack, optimizePackageImports })).toEqual(['both'])
    expect(roles({ ...turbopack, optimizePackageImports })).toEqual(['named', 'both'])
    expect(made().dropped({ ...webpack, optimizePackageImports }, ['apps/web/named.ts']))
      .toEqual(['packages/db/src/index.ts → packages/db/src/Role.ts: optimizePackageImports'])
  })
})

describe('the boundary between client and server', () => {
  const made = (): Made => graphOf({
    'page.tsx': `import C from './client'\nimport User from './User'\nexport default () => [C, User]`,
    'client.tsx': `'use client'\nimport { act } from './actions'\nimport { helper } from './helper'\nexport default () => [act, helper]`,
    'helper.ts': `import User from './User'\nexport const helper = User`,
    'actions.ts': `'use server'\nimport Role from './Role'\nexport async function act() { return Role.find() }`,
    'User.ts': model('User'), 'Role.ts': model('Role'),
  })
  test('each side leaves the other out', () => {
    expect(made().run(turbopack, ['page.tsx'])).toEqual(['User.ts', 'page.tsx'])
    expect(made().dropped(turbopack, ['page.tsx'])).toEqual(['page.tsx → client.tsx: use-client'])
    expect(made().run(turbopack, ['client.tsx'], 'client')).toEqual(['User.ts', 'helper.ts', 'client.tsx'])
    expect(made().dropped(turbopack, ['client.tsx'], 'client')).toEqual(['client.tsx → actions.ts: use-server'])
  })
  test('there is none in the pages router and in plain Node', () => {
    expect(made().run(turbopack, ['page.tsx'], 'plain')).toContain('Role.ts')
    expect(made().run(node, ['page.tsx'])).toContain('Role.ts')
  })
})
