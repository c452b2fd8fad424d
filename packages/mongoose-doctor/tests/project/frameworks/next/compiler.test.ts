import { describe, expect, test } from 'vitest'
import { bundlerOf } from '../../../../src/project/frameworks/next/compiler.ts'
import type { Compiler } from '../../../../src/project/project.ts'
import { projectIn } from '../../../helpers/project.ts'
import { withTree } from '../../../helpers/tree.ts'

test.each([
  [16, 'next build', 'turbopack'], [16, 'next build --webpack', 'webpack'],
  [16, 'cross-env A=b next build --webpack && echo ok', 'webpack'],
  [15, 'next build', 'webpack'], [15, 'next build --turbopack', 'turbopack'], [15, 'prisma generate && next build --turbo', 'turbopack'],
  [14, 'next build --turbo', 'webpack'],
] as const)('Next %i, build script "%s": %s', (major, build, bundler) => {
  expect(bundlerOf({ major, minor: null }, new Map([['dev', 'next dev --webpack --turbopack'], ['build', build]]))).toBe(bundler)
})

test('a tag is looked up in the lock file, else it is the newest', () => {
  const files = { 'package.json': { dependencies: { next: 'latest' } }, 'app/page.tsx': '' }
  const label = (more: Record<string, unknown>): string | undefined => projectIn(withTree({ ...files, ...more })).apps[0]?.compiler.label
  expect(label({})).toBe('Next 16 with Turbopack')
  expect(label({ 'pnpm-lock.yaml': 'packages:\n\n  next@14.2.5:\n    resolution: {}\n' })).toBe('Next 14.2 with webpack')
})

describe('verbatimModuleSyntax', () => {
  const VERBATIM = '{ "compilerOptions": { "verbatimModuleSyntax": true } }'
  function compiler(next: string, files: Record<string, unknown>): Compiler {
    const { apps: [app] } = projectIn(withTree({ 'package.json': { dependencies: { next } }, 'app/page.tsx': '', ...files }))
    if (app === undefined) throw new Error('no application')
    return app.compiler
  }

  test('is honoured by Turbopack, not by webpack under Next', () => {
    expect(compiler('16.0.0', { 'tsconfig.json': VERBATIM }).keepsUnusedImports('app/page.tsx')).toBe(true)
    expect(compiler('15.0.0', { 'tsconfig.json': VERBATIM }).keepsUnusedImports('app/page.tsx')).toBe(false)
  })

  test('comes through extends: files with comments, workspace packages, arrays, node_modules; the nearest tsconfig.json counts', () => {
    const { keepsUnusedImports } = compiler('16.0.0', {
      'tsconfig.json': '{ // ours\n "extends": "./config/base", "compilerOptions": { "strict": true, }, }',
      'config/base.json': { extends: '@acme/tsconfig/next.json' },
      'config/shared/package.json': { name: '@acme/tsconfig' },
      'config/shared/next.json': VERBATIM,
      'lib/tsconfig.json': { extends: ['../tsconfig.json', './off.json'] },
      'lib/off.json': { compilerOptions: { verbatimModuleSyntax: false } },
      'lib/a.ts': '',
      'vendor/tsconfig.json': { extends: '@tsconfig/node' },
      'vendor/node_modules/@tsconfig/node/tsconfig.json': VERBATIM,
    })
    expect(['app/page.tsx', 'lib/a.ts', 'vendor/deep/a.ts'].map(keepsUnusedImports)).toEqual([true, false, true])
  })

  test('a circle ends, a missing package is nothing, a broken or missing file is a problem', () => {
    const problems = (files: Record<string, unknown>): string[] =>
      projectIn(withTree({ 'a.ts': '', ...files })).problems.map(({ file, at }) => `${file}:${at}`)
    expect(problems({ 'tsconfig.json': { extends: './b.json' }, 'b.json': { extends: './tsconfig.json' } })).toEqual([])
    expect(problems({ 'tsconfig.json': { extends: '@tsconfig/node20/tsconfig.json' } })).toEqual([])
    expect(problems({ 'tsconfig.json': '{ "compilerOptions": }' })).toEqual(['tsconfig.json:21'])
    expect(problems({ 'tsconfig.json': '{"extends":"./gone.json"}' })).toEqual(['tsconfig.json:12'])
  })
})
