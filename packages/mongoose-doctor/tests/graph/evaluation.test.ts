import { expect, test } from 'vitest'
import { actionFiles, actionGroups, inlineActionFiles } from '../../src/graph/actions.ts'
import { evaluated } from '../../src/graph/evaluation.ts'
import { graphOf, model, turbopack } from './graph-of.ts'

test('what a module imports comes before it, in the order of the text; a circle is cut where it closes', () => {
  const { run, graph, project } = graphOf({
    'entry.ts': `export * from './b'\nimport './a'\nimport './plain'\nimport { type T } from './User'`,
    'a.ts': `import './User'\nimport './b'`, 'b.ts': `import './a'\nimport './Role'`,
    'User.ts': model('User'), 'Role.ts': model('Role'), 'plain.ts': `export const nothing = 'here'`,
  })
  expect(run(turbopack, ['entry.ts'])).toEqual(['User.ts', 'a.ts', 'Role.ts', 'b.ts', 'entry.ts'])
  expect(run(turbopack, ['Role.ts', 'entry.ts'])).toEqual(['Role.ts', 'User.ts', 'a.ts', 'b.ts', 'entry.ts'])
  const { via } = evaluated(graph, project, turbopack, ['entry.ts'])
  expect(via.get('Role.ts')?.from).toBe('b.ts')
  expect(via.has('entry.ts')).toBe(false)
})

test('an import that survives and leads nowhere is told', () => {
  const { graph, project } = graphOf({
    'entry.ts': `import './User'\nimport { gone } from './gone'\nimport { T } from './types'\nexport const a: T = gone`,
    'User.ts': model('User'),
  })
  expect(evaluated(graph, project, turbopack, ['entry.ts']).unresolved).toMatchObject([{ file: 'entry.ts', specifier: './gone' }])
  expect(graph.unresolved.map((each) => each.specifier)).toEqual(['./gone', './types'])
})

test('what cannot be read or parsed is a problem and a module that everything looks into', () => {
  const { graph, run } = graphOf({
    'entry.ts': `import './broken'\nimport './huge'`, 'broken.ts': `import { from './x'`, 'huge.js': 'x'.repeat(6_000_000),
    'nul.ts': '\0\0', 'literal.ts': `export const a = '${'x'.repeat(600)}\0'`,
  })
  const problems = graph.problems.map(({ file, reason }) => `${file} ${reason.split(':')[0]}`)
  expect(problems).toEqual(['broken.ts does not parse', 'huge.js not read', 'nul.ts not read'])
  expect(graph.problems[1]?.reason).toBe('not read: 6 MB, looks generated or minified')
  expect(run(turbopack, ['entry.ts'])).toEqual(['broken.ts', 'huge.js', 'entry.ts'])
  expect(graph.body('broken.ts')).toBeNull()
})

test('a module reaches Mongoose by dynamic imports and require too, but not by types', () => {
  const { graph } = graphOf({
    'lazy.ts': `export const load = () => import('./User')`, 'cjs.js': `const load = () => require('./lazy')`,
    'types.ts': `import type { IUser } from './User'\nexport type U = IUser`, 'User.ts': model('User'),
  })
  const reaching = [...graph.modules.values()].filter((module) => module.reachesMongoose).map((module) => module.file)
  expect(reaching).toEqual(['User.ts', 'cjs.js', 'lazy.ts'])
})

test('the action files of a page: through client components, layouts and dynamic imports, whoever erases their import', () => {
  const { graph, project } = graphOf({
    'layout.tsx': `import { a } from './a'\nexport default () => a`,
    'page.tsx': `
      import dynamic from 'next/dynamic'
      import { elided } from './e'
      const C = dynamic(() => import('./client'))
      export default () => C`,
    'client.tsx': `'use client'\nimport { b } from './b'\nexport default () => b`,
    'other.tsx': `import { c } from './c'\nexport default () => c`,
    'inline.tsx': `export default function Page() { async function save() { 'use server' } return save }`,
    'a.ts': `'use server'\nimport User from './User'\nexport async function a() { return User.find() }`,
    'b.ts': `'use server'\nexport async function b() {}`, 'c.ts': `'use server'\nexport async function c() {}`,
    'e.ts': `'use server'\nimport User from './User'\nexport async function elided() { return User.find() }`, 'User.ts': model('User'),
  })
  expect(actionFiles(graph, project, turbopack, ['page.tsx', 'layout.tsx'])).toEqual(['a.ts', 'b.ts'])
  expect(actionFiles(graph, project, turbopack, ['other.tsx'])).toEqual(['c.ts'])
  expect(inlineActionFiles(graph, project, turbopack, ['inline.tsx'])).toEqual(['inline.tsx'])
  expect(inlineActionFiles(graph, project, turbopack, ['page.tsx'])).toEqual([])
})

test('the action files that are evaluated together: all with Turbopack; with webpack those of server components, and the rest', () => {
  const action = (name: string): string => `'use server'\nexport async function ${name}() {}`
  const { graph, project } = graphOf({
    'page.tsx': `import { Form } from './form'\nimport { a } from './a'\nimport { both } from './both'\nexport default function Page() { async function save() { 'use server' } return [Form, a, both, save] }`,
    'form.tsx': `'use client'\nimport { b } from './b'\nimport { both } from './both'\nexport const Form = () => [b, both]`,
    'a.ts': action('a'), 'b.ts': action('b'), 'both.ts': action('both'),
  })
  expect(actionGroups(graph, project, turbopack, ['page.tsx'])).toEqual([['a.ts', 'b.ts', 'both.ts', 'page.tsx']])
  expect(actionGroups(graph, project, { ...turbopack, bundler: 'webpack' }, ['page.tsx'])).toEqual([['a.ts', 'both.ts', 'page.tsx'], ['b.ts']])
})
