import { expect, test } from 'vitest'
import { exportedNames, findExport } from '../../src/graph/exports.ts'
import { graphOf, model } from './graph-of.ts'

const files = {
  'User.ts': model('User'),
  'Role.ts': `import mongoose from 'mongoose'\nexport const Role = mongoose.model('Role', {})\nexport type Kind = string`,
  'anonymous.ts': `export default mongoose.model('X', {})`,
  'barrel.ts': `
    export { default as User } from './User'
    export * from './Role'
    export * as roles from './Role'
    export { Schema } from 'mongoose'`,
  'import-export.ts': `import U from './User'\nimport * as all from './barrel'\nexport { U, all }\nexport default U`,
  'outer.ts': `export * from './barrel'\nexport * from './import-export'`,
  'circle-a.ts': `export * from './circle-b'`, 'circle-b.ts': `export * from './circle-a'\nexport const here = 1`,
  'star-npm.ts': `export * from 'mongoose'\nexport * from './Role'`, 'lost.ts': `export { X } from './gone'`,
  'cjs.js': `module.exports = { User: 1 }`,
}

test('a name is followed to where it is defined', () => {
  const { graph } = graphOf(files)
  const find = (file: string, name: string): string => {
    const found = findExport(graph, file, name)
    if (found === null) return 'null'
    return found.kind === 'local' ? `${found.file}#${found.local}` : found.kind === 'namespace' ? `namespace ${found.file}`
      : found.kind === 'external' ? `${found.package}#${found.name}` : `unresolved ${found.specifier}`
  }
  expect(find('outer.ts', 'User')).toBe('User.ts#User')
  expect(find('outer.ts', 'Role')).toBe('Role.ts#Role')
  expect(find('outer.ts', 'Kind')).toBe('null')
  expect(find('outer.ts', 'U')).toBe('User.ts#User')
  expect(find('outer.ts', 'roles')).toBe('namespace Role.ts')
  expect(find('outer.ts', 'all')).toBe('namespace barrel.ts')
  expect(find('outer.ts', 'Schema')).toBe('mongoose#Schema')
  expect(find('outer.ts', 'default')).toBe('null')
  expect(find('anonymous.ts', 'default')).toBe('anonymous.ts#*default*')
  expect(find('circle-a.ts', 'here')).toBe('circle-b.ts#here')
  expect(find('circle-a.ts', 'nowhere')).toBe('null')
  expect(find('star-npm.ts', 'Role')).toBe('Role.ts#Role')
  expect(find('star-npm.ts', 'Types')).toBe('mongoose#Types')
  expect(find('lost.ts', 'X')).toBe('unresolved ./gone')
  expect(find('cjs.js', 'User')).toBe('null')
  expect(findExport(graph, 'outer.ts', 'User')?.via.map((hop) => hop.file)).toEqual(['outer.ts', 'barrel.ts'])
})

test('the names of a namespace', () => {
  const { graph } = graphOf(files)
  expect([...exportedNames(graph, 'outer.ts').names].sort()).toEqual(['Role', 'Schema', 'U', 'User', 'all', 'roles'])
  expect(exportedNames(graph, 'outer.ts').open).toBe(false)
  expect(exportedNames(graph, 'star-npm.ts').open).toBe(true)
})
