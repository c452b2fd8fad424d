import { describe, expect, test } from 'vitest'
import { readBody } from '../../src/facts/body.ts'

const uses = (rest: string, head = 'import Role from "./Role"', file = 'a.tsx') => {
  const found = readBody(file, `${head}\n${rest}`)?.imports[0]
  return [found?.valueUses, found?.exportUses]
}

describe('uses that are only types', () => {
  test.each([
    '',
    'let a: Role',
    'let a: InstanceType<typeof Role>',
    'let a = b as Role',
    'let a = b satisfies Role',
    'let a = f<Role>(b)',
    'export type { Role }',
    'export { type Role }',
    'type A = Role',
    'interface A extends Role { x: typeof Role }',
    'class A implements Role {}',
    'class A { a: Role; declare b: Role; abstract c(d: Role): Role }',
    'function f(a: Role): a is Role { return true }',
    'function f(this: Role) {}',
    'declare const a: typeof Role',
    'declare class A extends Role {}',
    'namespace N { export type A = Role }',
    'function f(Role: string) { return Role }',
    'const a = { Role: 1 }.Role',
    'for (const Role of []) Role',
  ])('%s', (rest) => {
    expect(uses(rest)).toEqual([0, 0])
  })
})

describe('uses as a value', () => {
  test.each([
    'void Role',
    'Role;',
    'const _ = Role',
    '[Role]',
    'a = { Role }',
    'typeof Role',
    'function never() { Role.find() }',
    'if (false) { console.log(Role) }',
    'export default Role',
    'Role as any',
    'Role!',
    'class A extends Role<string> {}',
    '@Role class A {}',
    'class A { @Role() a: string }',
    'class A { constructor(@Role() a: string) {} }',
    'a = <Role />',
    'a = <Role.Item />',
    'enum E { A = Role }',
    'f`${Role}`',
    'a = ({ b = Role }) => b',
    'export = Role',
  ])('%s', (rest) => {
    expect(uses(rest)).toEqual([1, 0])
  })

  test('an export list', () => {
    expect(uses('export { Role, Role as default }')).toEqual([2, 2])
  })
  test('named and namespace imports', () => {
    expect(uses('R.find()', 'import { Role as R } from "./Role"')).toEqual([1, 0])
    expect(uses('R.Role.find()', 'import * as R from "./Role"')).toEqual([1, 0])
    expect(uses('R.find()', 'import R = require("./Role")')).toEqual([1, 0])
  })
})

test('an import binding names its statement, import-equals included', () => {
  const body = readBody('a.ts', 'import "z"\nimport R = require("r")\nimport { a, b as c } from "x"')
  expect(body?.imports.map(({ statement, imported }) => [statement, imported])).toEqual([[1, '*'], [2, 'a'], [2, 'b']])
})
