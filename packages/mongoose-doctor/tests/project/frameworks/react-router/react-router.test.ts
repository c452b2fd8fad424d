import { describe, expect, test } from 'vitest'
import type { App, Project } from '../../../../src/project/project.ts'
import { projectIn } from '../../../helpers/project.ts'
import { withTree } from '../../../helpers/tree.ts'

const REMIX = { scripts: { build: 'remix build' }, dependencies: { '@remix-run/dev': '^2.17.5', mongoose: '^9.0.0' } }

const project = (manifest: unknown, files: readonly string[], more: Readonly<Record<string, unknown>> = {}): Project =>
  projectIn(withTree({ 'package.json': manifest, ...Object.fromEntries(files.map((file) => [file, ''])), ...more }))
const app = (of: Project): App | undefined => of.apps.find(({ framework }) => framework === 'remix' || framework === 'react-router')
const routes = (of: Project): readonly string[] => (app(of)?.entries ?? []).filter(({ kind }) => kind === 'route').map(({ file }) => file.replace('app/', ''))

describe('files that are routes', () => {
  const files = ['app/root.tsx', 'app/routes/_index.tsx', 'app/routes/users.$id.ts', 'app/routes/a/route.tsx', 'app/routes/a/index.tsx', 'app/routes/b/index.tsx', 'app/routes/b/part.ts', 'app/routes/c/d/route.tsx', 'app/routes/users.test.ts']

  test('of Remix 2: of the folder itself, and one of each folder in it', () => {
    expect(routes(project(REMIX, files))).toEqual(['root.tsx', 'routes/_index.tsx', 'routes/a/route.tsx', 'routes/b/index.tsx', 'routes/users.$id.ts'])
  })

  test('of Remix 1: all', () => {
    expect(routes(project({ dependencies: { '@remix-run/dev': '^1.19.3' } }, files))).toHaveLength(8)
  })

  test('of another folder', () => {
    expect(routes(project(REMIX, ['src/root.tsx', 'src/routes/a.tsx'], { 'remix.config.js': `export default { appDirectory: 'src' }` }))).toEqual(['src/root.tsx', 'src/routes/a.tsx'])
  })
})

test.each([
  ['remix build', 'Remix 2 with esbuild'], ['remix vite:build', 'Remix 2 with Vite 5'], ['vite build', 'Remix 2 with Vite 5'],
])('what %s runs', (build, label) => {
  const manifest = { scripts: { build }, dependencies: { '@remix-run/dev': '^2.17.5', vite: '^5.4.21' } }
  expect(app(project(manifest, ['app/root.tsx', 'vite.config.ts']))?.compiler.label).toBe(label)
})

test.each([['remix dev', 'remix'], ['react-router dev', 'react-router']])('a package with both, whose script is %s', (dev, framework) => {
  const of = project({ scripts: { dev }, dependencies: { '@remix-run/dev': '^2', '@react-router/dev': '^7' } }, ['app/root.tsx'])
  expect(of.apps.map((one) => one.framework)).toEqual([framework])
})

test('what cannot be read is told', () => {
  const manifest = { dependencies: { '@react-router/dev': '^7.18.4' } }
  const of = project(manifest, ['app/root.tsx'], {
    'app/routes.ts': `import { relative, route } from '@react-router/dev/routes'\nexport default [route('a', file), ...relative('b')]`,
    'react-router.config.ts': 'export default { serverBundles: () => "one" }',
  })
  expect(of.problems.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
    'app/routes.ts: Which route modules this route() adds cannot be read without running this file.',
    'app/routes.ts: Which route modules relative() adds cannot be read without running this file.',
    "react-router.config.ts: 'serverBundles' splits the routes: which of them share a process cannot be read, and all are taken to.",
  ])
})
