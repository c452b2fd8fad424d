import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/kernel/usage-error.ts'
import { packageOf } from '../../src/project/packages.ts'
import { projectIn } from '../helpers/project.ts'
import { withTree } from '../helpers/tree.ts'

describe('files', () => {
  test('all source of every language, nothing generated, sorted', () => {
    const { files } = projectIn(withTree({
      'b.ts': '', 'a/z.tsx': '', 'a.cjs': '', 'types.d.ts': '', 'c.d.mts': '', 'x.css': '', 'x.test.ts': '', '.config/y.mts': '',
      'node_modules/m/index.js': '', 'a/node_modules/m/index.js': '', 'dist/b.js': '', '.next/server/x.js': '',
    }))
    expect(files).toEqual(['.config/y.mts', 'a.cjs', 'a/z.tsx', 'b.ts', 'x.test.ts'])
  })

  test.each([
    ['', ['build/a.js', 'pkg/build/b.js']],
    ['build', []],
    ['/build/', ['pkg/build/b.js']],
    ['pkg/build/**', ['build/a.js']],
    ['**/build\n!pkg/build', ['pkg/build/b.js']],
    ['builds\n# build', ['build/a.js', 'pkg/build/b.js']],
  ])('build/ is source unless .gitignore says otherwise: %j', (ignore, files) => {
    expect(projectIn(withTree({ '.gitignore': ignore, 'build/a.js': '', 'pkg/build/b.js': '' })).files).toEqual(files)
  })

  test('other working trees of the repository are not part of this one', () => {
    const { files, apps } = projectIn(withTree({
      'package.json': { dependencies: { next: '16.0.0' } }, 'app/page.tsx': '',
      // By git's file, as it lies there.
      'trees/fix/.git': 'gitdir: /home/ada/clinic/.git/worktrees/fix\n', 'trees/fix/package.json': { dependencies: { next: '16.0.0' } }, 'trees/fix/app/page.tsx': '',
      // Where agents put them, git's file gone: copied, or committed by mistake.
      '.claude/worktrees/fix/package.json': { dependencies: { next: '16.0.0' } }, '.claude/worktrees/fix/app/page.tsx': '', '.worktrees/fix/app/page.tsx': '',
      // A submodule has a file of this name, too; and a folder may be called so.
      'packages/models/.git': 'gitdir: ../../.git/modules/models\n', 'packages/models/index.ts': '', 'src/worktrees/list.ts': '',
    }))
    expect(files).toEqual(['app/page.tsx', 'packages/models/index.ts', 'src/worktrees/list.ts'])
    expect(apps).toHaveLength(1)
  })

  test('a working tree that is itself examined', () => {
    const { files } = projectIn(withTree({ '.git': 'gitdir: /home/ada/clinic/.git/worktrees/fix\n', 'package.json': {}, 'src/a.ts': '' }))
    expect(files).toEqual(['src/a.ts'])
  })

  test("TypeScript's output is not source", () => {
    const { files } = projectIn(withTree({
      'package.json': {}, 'tsconfig.json': { compilerOptions: { outDir: 'lib', rootDir: 'src' } }, 'src/a.ts': '', 'lib/a.js': '',
    }))
    expect(files).toEqual(['src/a.ts'])
  })
})

describe('links and other oddities', () => {
  test('a link that leaves the root, one that leads nowhere, a circle', () => {
    const outside = withTree({ 'secret.ts': '' })
    const root = withTree({ 'src/a.ts': '' })
    symlinkSync(outside, `${root}/away`)
    symlinkSync(`${outside}/secret.ts`, `${root}/b.ts`)
    symlinkSync('nowhere.ts', `${root}/gone.ts`)
    symlinkSync('..', `${root}/src/up`)
    const { files, problems } = projectIn(root)
    expect(files).toEqual(['src/a.ts'])
    expect(problems.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
      'away: This link leaves the examined directory and was not followed.',
      'b.ts: This link leaves the examined directory and was not followed.',
      'gone.ts: This link leads nowhere.',
    ])
  })

  test('configuration outside the root is not read', () => {
    const outside = withTree({ 'tsconfig.json': { compilerOptions: { verbatimModuleSyntax: true } } })
    const root = withTree({ 'package.json': { dependencies: { next: '16.0.0' } }, 'app/page.tsx': '' })
    symlinkSync(`${outside}/tsconfig.json`, `${root}/tsconfig.json`)
    const { apps, problems } = projectIn(root)
    expect(apps[0]?.compiler.keepsUnusedImports('app/page.tsx')).toBe(false)
    expect(problems).toHaveLength(1)
  })

  test.skipIf(process.platform === 'win32')('a pipe is not opened', () => {
    const root = withTree({ 'a.ts': '' })
    execFileSync('mkfifo', [`${root}/package.json`])
    execFileSync('mkfifo', [`${root}/b.ts`])
    const { files, problems } = projectIn(root)
    expect(files).toEqual(['a.ts'])
    expect(problems.map(({ file }) => file)).toEqual(['b.ts', 'package.json'])
  })
})

describe('packages', () => {
  test('what is declared, types that are wrong ignored', () => {
    const { packages } = projectIn(withTree({
      'package.json': {
        name: 'root', type: 'module', sideEffects: ['*.css', 3], scripts: { start: 'node x', odd: 7 },
        dependencies: { a: '1', b: null }, devDependencies: { a: '2', c: '3' }, main: 'x.js',
      },
      'packages/odd/package.json': { name: 5, dependencies: ['a'], scripts: 'x', sideEffects: false, type: 1 },
    }))
    expect(packages).toMatchObject([
      { dir: '', name: 'root', type: 'module', sideEffects: ['*.css'], manifest: { main: 'x.js' } },
      { dir: 'packages/odd', name: null, type: 'commonjs', sideEffects: false },
    ])
    expect(packages.map((item) => [[...item.dependencies], [...item.scripts]])).toEqual([
      [[['a', '1'], ['c', '3']], [['start', 'node x']]],
      [[], []],
    ])
  })

  test('a broken package.json is a problem at its place, and the others are read', () => {
    const { packages, problems } = projectIn(withTree({
      'package.json': { name: 'ok' }, 'a/package.json': '{ "name": "a",, }', 'b/package.json': '[]',
    }))
    expect(packages.map(({ name }) => name)).toEqual(['ok'])
    expect(problems.map(({ file, at }) => [file, at])).toEqual([['a/package.json', 14], ['b/package.json', 0]])
  })

  test('packageOf is the nearest one going up', () => {
    const project = projectIn(withTree({ 'a/package.json': { name: 'a' }, 'a/b/c.ts': '', 'd.ts': '' }))
    expect(packageOf(project, 'a/b/c.ts')?.name).toBe('a')
    expect(packageOf(project, 'd.ts')).toBeNull()
  })
})

describe('the directory itself', () => {
  test('must be one', () => {
    const root = withTree({ 'a.ts': '' })
    expect(() => projectIn(`${root}/a.ts`)).toThrow(UsageError)
    expect(() => projectIn(`${root}/missing`)).toThrow(`There is no directory ${root}/missing.`)
  })

  test('may be empty', () => {
    const root = withTree({})
    mkdirSync(`${root}/src`)
    expect(projectIn(root)).toMatchObject({ root, files: [], packages: [], installed: [], apps: [], problems: [] })
  })
})
