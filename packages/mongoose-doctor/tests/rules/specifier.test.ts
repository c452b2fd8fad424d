import { describe, expect, test } from 'vitest'
import { buildGraph } from '../../src/graph/build.ts'
import { projectIn } from '../helpers/project.ts'
import { loaderOf, specifierFor } from '../../src/rules/specifier.ts'
import { withTree } from '../helpers/tree.ts'

const tsconfig = { compilerOptions: { paths: { '@/*': ['./src/*'], '@models/*': ['./src/db/*'] } } }
const role = { 'src/db/Role.ts': '', 'src/db/User.ts': '', 'src/lib/x.ts': '' }

test.each<[name: string, files: Record<string, unknown>, from: string, to: string, specifier: string]>([
  ['the alias of the file', { 'a.ts': `import '@/db/User'` }, 'a.ts', 'src/db/Role.ts', '@/db/Role'],
  ['another alias of the file', { 'a.ts': `import '@models/User'` }, 'a.ts', 'src/db/Role.ts', '@models/Role'],
  [
    'the alias that the project uses most',
    { 'a.ts': '', 'b.ts': `import '@models/User'`, 'c.ts': `import '@/lib/x'\nimport '@/db/User'` },
    'a.ts',
    'src/db/Role.ts',
    '@/db/Role',
  ],
  [
    'relative where the file is',
    { 'src/a.ts': `import './lib/x'`, 'b.ts': `import '@/db/User'` },
    'src/a.ts',
    'src/db/Role.ts',
    './db/Role',
  ],
  [
    'as the neighbours of what is imported, in a file that does both',
    { 'src/a.ts': `import '@/lib/x'\nimport './db/User'` },
    'src/a.ts',
    'src/db/Role.ts',
    './db/Role',
  ],
  ['the same folder', { 'src/db/a.ts': `import './User'` }, 'src/db/a.ts', 'src/db/Role.ts', './Role'],
  ['a folder', { 'src/a.ts': `import './lib/x'`, 'src/all/index.ts': '' }, 'src/a.ts', 'src/all/index.ts', './all'],
  [
    'a file beside a folder of its name',
    { 'src/a.ts': `import './lib/x'`, 'src/all/index.ts': '', 'src/all.ts': '' },
    'src/a.ts',
    'src/all/index.ts',
    './all/index.ts',
  ],
  ['extensions of compiled files', { 'src/a.ts': `import './lib/x.js'` }, 'src/a.ts', 'src/db/Role.ts', './db/Role.js'],
  ['extensions of sources', { 'src/a.ts': `import './lib/x.ts'` }, 'src/a.ts', 'src/db/Role.ts', './db/Role.ts'],
  [
    'an index with extensions',
    { 'src/a.ts': `import './lib/x.js'`, 'src/all/index.ts': '' },
    'src/a.ts',
    'src/all/index.ts',
    './all/index.js',
  ],
  ['extensions as the other files write them', { 'a.js': '', 'b.js': `import './c.js'`, 'c.js': '' }, 'a.js', 'c.js', './c.js'],
  ['an alias with extensions', { 'a.ts': `import '@/db/User.js'` }, 'a.ts', 'src/db/Role.ts', '@/db/Role.js'],
  ['.mjs, and nothing to go by', { 'a.mjs': '', 'c.mjs': '' }, 'a.mjs', 'c.mjs', './c.mjs'],
  ['require', { 'a.js': '', 'b.js': `require('./c.js')`, 'c.js': '' }, 'a.js', 'c.js', './c.js'],
])('%s', (_, files, from, to, specifier) => {
  const project = projectIn(withTree({ 'package.json': { name: 'x' }, 'tsconfig.json': tsconfig, ...role, ...files }))
  expect(specifierFor(buildGraph(project), from, to)).toBe(specifier)
})

describe('Node', () => {
  const shared = { 'web/page.ts': `import '@/db/User'\nimport '../src/lib/x'`, 'scripts/a.js': `import 'mongoose'`, 'src/db/Tag.js': '' }
  test.each<[name: string, manifest: Record<string, unknown>, from: string, to: string, specifier: string]>([
    ['follows no alias, whatever others use', { scripts: { a: 'node scripts/a.js' } }, 'scripts/a.js', 'src/db/Tag.js', '../src/db/Tag'],
    [
      'asks ES modules for the whole name',
      { type: 'module', scripts: { a: 'node scripts/a.js' } },
      'scripts/a.js',
      'src/db/Tag.js',
      '../src/db/Tag.js',
    ],
    ['asks TypeScript for the whole name', { scripts: { x: 'node src/lib/x.ts' } }, 'src/lib/x.ts', 'src/db/Role.ts', '../db/Role.ts'],
    ['with a compiler does not', { scripts: { x: 'tsx src/lib/x.ts' } }, 'src/lib/x.ts', 'src/db/Role.ts', '../db/Role'],
  ])('%s', (_, manifest, from, to, specifier) => {
    const project = projectIn(withTree({ 'package.json': { name: 'x', ...manifest }, 'tsconfig.json': tsconfig, ...role, ...shared }))
    const app = project.apps.find(({ entries }) => entries.some(({ file }) => file === from))
    expect(app && specifierFor(buildGraph(project), from, to, loaderOf(project, app, from))).toBe(specifier)
  })
})
