import { expect, test } from 'vitest'
import { buildGraph } from '../../src/graph/build.ts'
import { createResolver } from '../../src/graph/resolve.ts'
import { createSecondOpinion } from '../../src/graph/second-opinion.ts'
import { createNativeResolver } from '../../src/disk/native-resolver.ts'
import { projectIn } from '../helpers/project.ts'
import type { Fixture } from '../fixtures/fixture.ts'
import { flows } from '../fixtures/flow/index.ts'
import { mongooseFixtures } from '../fixtures/mongoose/index.ts'
import { fixturesOf } from '../fixtures/next/index.ts'
import { instrumentations, oneOffs } from '../fixtures/next/one-off.ts'
import { tables } from '../fixtures/next/tables.ts'
import { spellings } from '../fixtures/spellings/index.ts'
import { withTree } from '../helpers/tree.ts'

/** The base names its file in a way that only the package itself explains. */
const based = (manifest: Record<string, unknown>): Record<string, unknown> => ({
  'package.json': { name: 'app', imports: { '#db/*': './src/*.ts' } },
  'tsconfig.json': { extends: '@acme/tsconfig' },
  'node_modules/@acme/tsconfig/package.json': { name: '@acme/tsconfig', ...manifest },
  'node_modules/@acme/tsconfig/base.json': {
    compilerOptions: { paths: { '@/*': ['${configDir}/src/*'], 'models/*': ['${configDir}/src/db/*'] } },
  },
  'src/db/User.ts': '', 'src/a.ts': '',
})

test.each([{ exports: { '.': './base.json' } }, { main: 'base.json' }])('aliases of an installed base configuration: %j', (manifest) => {
  const resolve = createResolver(projectIn(withTree(based(manifest))))
  expect(resolve('src/a.ts', '@/db/User')).toEqual({ kind: 'file', file: 'src/db/User.ts' })
  expect(resolve('src/a.ts', 'models/User')).toEqual({ kind: 'file', file: 'src/db/User.ts' })
  expect(resolve('src/a.ts', '@/db/Gone').kind).toBe('unresolved')
  expect(resolve('src/a.ts', 'lodash')).toEqual({ kind: 'external', name: 'lodash' })
})

test('it is not asked where that would lead out of the root, and not needed at all', () => {
  const root = withTree({
    'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./inner/*'] } } },
    'inner/package.json': {}, 'inner/a.ts': '', 'inner/b.ts': '',
    'inner/up/package.json': {}, 'inner/up/tsconfig.json': { extends: '../../tsconfig.json' }, 'inner/up/a.ts': '',
    'inner/gone/package.json': {}, 'inner/gone/tsconfig.json': { extends: 'not-installed' }, 'inner/gone/a.ts': '',
  })
  const project = projectIn(`${root}/inner`)
  let asked = 0
  const ask = createSecondOpinion({ ...project, disk: { ...project.disk, resolve: () => { asked++; return null } } })
  expect(['a.ts', 'up/a.ts', 'gone/a.ts'].map((from) => ask(from, '@/b'))).toEqual([null, null, null])
  expect(asked).toBe(0)
})

test('without the native binding there is none', () => {
  const project = projectIn(withTree(based({ main: 'base.json' })))
  const without = { ...project.disk, resolve: createNativeResolver(project.root, () => null) }
  expect(createSecondOpinion({ ...project, disk: without })('src/a.ts', '@/db/User')).toBeNull()
  expect(createSecondOpinion(project)('src/a.ts', '@/db/User')).toBe('src/db/User.ts')
})

/** One of each set of files: many differ in their verdicts only. */
const fixtures = new Map<string, Fixture>()
const all = tables.flatMap((table) => (['turbopack', 'node'] as const).flatMap((column) => fixturesOf(table, column)))
for (const fixture of [...all, ...flows, ...mongooseFixtures, ...spellings, ...instrumentations, ...oneOffs]) {
  fixtures.set(JSON.stringify(fixture.files), fixture)
}

test('the two resolvers agree on every import of the fixtures that both can follow', () => {
  let compared = 0
  const differences = [...fixtures.values()].flatMap(({ name, files }) => {
    const project = projectIn(withTree(files))
    const ask = createSecondOpinion(project)
    return [...buildGraph(project).modules.values()].flatMap(({ file, facts, importTargets, dynamicTargets }) => {
      const pairs = [...facts.imports.map((fact, i) => [fact.specifier, importTargets[i]] as const),
        ...facts.dynamic.map((fact, i) => [fact.specifier, dynamicTargets[i]] as const)]
      return pairs.flatMap(([specifier, target]) => {
        const other = target?.kind === 'file' ? ask(file, specifier) : null
        if (target?.kind !== 'file' || other === null) return []
        compared++
        return target.file === other ? [] : [`${name}: '${specifier}' in ${file} is ${target.file} or ${other}`]
      })
    })
  })
  expect(differences).toEqual([])
  expect(compared).toBeGreaterThan(200)
}, 180_000)
