import { symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { App, Entry } from '../../../../src/project/project.ts'
import { projectIn } from '../../../helpers/project.ts'
import { withTree } from '../../../helpers/tree.ts'

const NEXT = { dependencies: { next: '16.2.6', mongoose: '^9.0.0' } }

/** Every path becomes an empty file. */
function nextApp(paths: readonly string[], more: Readonly<Record<string, unknown>> = {}): App | undefined {
  const empty = Object.fromEntries(paths.map((path) => [path, '']))
  return projectIn(withTree({ 'package.json': NEXT, ...empty, ...more })).apps.find((app) => app.framework === 'next')
}
const entriesOf = (app: App | undefined): string[] => (app?.entries ?? []).map(({ kind, file }) => `${kind} ${file}`)
const entry = (app: App | undefined, file: string): Entry | undefined => app?.entries.find((item) => item.file === file)
const withOf = (app: App | undefined, file: string): string[] => [...(entry(app, file)?.with ?? ['no such entry'])].sort()

describe('App Router', () => {
  test('a page is evaluated with everything that Next puts around it', () => {
    const app = nextApp([
      'app/layout.tsx', 'app/template.tsx', 'app/not-found.tsx', 'app/error.tsx', 'app/(shop)/layout.tsx', 'app/(shop)/cart/loading.tsx',
      'app/(shop)/cart/page.tsx', 'app/(blog)/layout.tsx', 'app/cart/layout.tsx',
    ])
    expect(withOf(app, 'app/(shop)/cart/page.tsx')).toEqual([
      'app/(shop)/cart/loading.tsx', 'app/(shop)/layout.tsx', 'app/layout.tsx', 'app/not-found.tsx', 'app/template.tsx',
    ])
    expect(withOf(app, 'app/not-found.tsx')).toEqual(['app/layout.tsx', 'app/template.tsx'])
  })

  test('a route handler is evaluated alone', () => {
    const app = nextApp(['app/layout.tsx', 'app/api/users/[id]/route.ts', 'app/feed.xml/route.js'])
    expect(app?.entries).toEqual([
      { file: 'app/api/users/[id]/route.ts', kind: 'route-handler', with: [] },
      { file: 'app/feed.xml/route.js', kind: 'route-handler', with: [] },
    ])
  })

  test('slots of the same URL come along, else a catch-all, else their default', () => {
    const app = nextApp([
      'app/page.tsx', 'app/about/page.tsx', 'app/x/y/page.tsx',
      'app/@team/layout.tsx', 'app/@team/page.tsx', 'app/@team/default.tsx', 'app/@team/(in)/about/page.tsx',
      'app/@log/[...all]/page.tsx',
      'app/default.tsx', 'app/@team/only/page.tsx',
    ])
    expect(withOf(app, 'app/page.tsx')).toEqual(['app/@team/layout.tsx', 'app/@team/page.tsx'])
    expect(withOf(app, 'app/about/page.tsx')).toEqual([
      'app/@log/[...all]/page.tsx', 'app/@team/(in)/about/page.tsx', 'app/@team/layout.tsx',
    ])
    expect(withOf(app, 'app/x/y/page.tsx')).toEqual(['app/@log/[...all]/page.tsx', 'app/@team/default.tsx'])
    expect(withOf(app, 'app/@team/only/page.tsx')).toEqual([
      'app/@log/[...all]/page.tsx', 'app/@team/layout.tsx', 'app/default.tsx',
    ])
  })

  test('an intercepting route is a route of its own, a private folder holds none', () => {
    const app = nextApp([
      'app/feed/layout.tsx', 'app/feed/default.tsx', 'app/feed/page.tsx', 'app/feed/@modal/default.tsx',
      'app/feed/@modal/(.)photo/[id]/page.tsx', 'app/feed/photo/[id]/page.tsx',
      'app/_lib/page.tsx', 'app/_lib/api/route.ts', 'app/%5Fshown/page.tsx',
    ])
    expect(entriesOf(app)).toEqual([
      'page app/%5Fshown/page.tsx', 'page app/feed/@modal/(.)photo/[id]/page.tsx', 'page app/feed/page.tsx',
      'page app/feed/photo/[id]/page.tsx',
    ])
    expect(withOf(app, 'app/feed/photo/[id]/page.tsx')).toEqual(['app/feed/@modal/default.tsx', 'app/feed/layout.tsx'])
    expect(withOf(app, 'app/feed/@modal/(.)photo/[id]/page.tsx')).toEqual(['app/feed/default.tsx', 'app/feed/layout.tsx'])
  })

  test('metadata routes', () => {
    const app = nextApp([
      'app/sitemap.ts', 'app/robots.ts', 'app/blog/[slug]/opengraph-image.tsx', 'app/icon1.tsx', 'app/blog/robots.ts', 'app/icons.tsx',
    ])
    expect(entriesOf(app)).toEqual([
      'metadata-route app/blog/[slug]/opengraph-image.tsx', 'metadata-route app/icon1.tsx', 'metadata-route app/robots.ts',
      'metadata-route app/sitemap.ts',
    ])
  })

  test('src/ holds routes only when the root does not', () => {
    expect(entriesOf(nextApp(['src/app/page.tsx']))).toEqual(['page src/app/page.tsx'])
    expect(entriesOf(nextApp(['app/page.tsx', 'src/app/page.tsx']))).toEqual(['page app/page.tsx'])
  })

  test('pageExtensions holds for every special file', () => {
    const app = nextApp(['app/page.tsx', 'app/page.page.tsx', 'app/layout.page.tsx', 'middleware.ts', 'proxy.page.ts'], {
      'next.config.mjs': `export default { pageExtensions: ['page.tsx', 'page.ts'] }`,
    })
    expect(entriesOf(app)).toEqual(['page app/page.page.tsx', 'proxy proxy.page.ts'])
    expect(withOf(app, 'app/page.page.tsx')).toEqual(['app/layout.page.tsx'])
  })
})

test('pages router', () => {
  const app = nextApp([
    'pages/_app.tsx', 'pages/_document.tsx', 'pages/_error.js', 'pages/index.tsx', 'pages/users/[id].tsx', 'pages/api/users.ts',
    'pages/index.test.tsx',
  ])
  expect(entriesOf(app)).toEqual(['pages-api pages/api/users.ts', 'pages-page pages/index.tsx', 'pages-page pages/users/[id].tsx'])
  expect(entry(app, 'pages/index.tsx')?.with).toEqual(['pages/_document.tsx', 'pages/_app.tsx'])
  expect(entry(app, 'pages/api/users.ts')?.with).toEqual([])
  expect(app?.hasServerActions).toBe(false)
})

describe('instrumentation, middleware, proxy', () => {
  const paths = ['src/app/page.tsx', 'src/instrumentation.ts', 'instrumentation.ts', 'src/proxy.ts', 'src/middleware.ts']
  const version = (next: string, config = 'module.exports = {}') =>
    entriesOf(nextApp(paths, { 'package.json': { dependencies: { next } }, 'next.config.js': config }))

  test('count beside app/ only, proxy since 16, instrumentation since 15', () => {
    expect(version('16.2.0')).toEqual([
      'page src/app/page.tsx', 'instrumentation src/instrumentation.ts', 'middleware src/middleware.ts', 'proxy src/proxy.ts',
    ])
    expect(version('^15.1.0')).not.toContain('proxy src/proxy.ts')
    expect(version('^14.2.0')).not.toContain('instrumentation src/instrumentation.ts')
  })

  test('instrumentation before 15 when it is switched on', () => {
    const config = 'module.exports = { experimental: { instrumentationHook: true } }'
    expect(version('^14.2.0', config)).toContain('instrumentation src/instrumentation.ts')
  })
})

describe('several applications', () => {
  test('each with its own routes; `next` may be installed at the workspace root', () => {
    const project = projectIn(withTree({
      'package.json': { dependencies: { next: '^15.0.0' }, workspaces: ['apps/*'] },
      'apps/web/package.json': { name: 'web' }, 'apps/web/next.config.ts': 'export default {}', 'apps/web/app/page.tsx': '',
      'apps/admin/package.json': { dependencies: { next: '14.1.0' } }, 'apps/admin/src/pages/index.js': '',
      'packages/ui/package.json': { peerDependencies: { next: '*' } }, 'packages/ui/src/button.tsx': '',
    }))
    expect(project.apps.map((app) => [app.root, app.compiler.label, entriesOf(app)])).toEqual([
      ['apps/admin', 'Next 14.1 with webpack', ['pages-page apps/admin/src/pages/index.js']],
      ['apps/web', 'Next 15 with webpack', ['page apps/web/app/page.tsx']],
    ])
  })

  test('routes behind a link inside the root are a problem, not silence', () => {
    const root = withTree({ 'package.json': NEXT, 'app/page.tsx': '', 'shared/admin/page.tsx': '' })
    symlinkSync('../shared/admin', `${root}/app/admin`)
    expect(projectIn(root).problems.map(({ file }) => file)).toEqual(['app/admin'])
  })
})
