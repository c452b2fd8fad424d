import { describe, expect, test } from 'vitest'
import type { App } from '../../../../src/project/project.ts'
import { projectIn } from '../../../helpers/project.ts'
import { withTree } from '../../../helpers/tree.ts'

const KIT = { dependencies: { '@sveltejs/kit': '^2.70.4', vite: '^7.3.8', mongoose: '^9.0.0' } }

/** Every path becomes an empty file. */
function kitApp(paths: readonly string[], more: Readonly<Record<string, unknown>> = {}): App | undefined {
  const empty = Object.fromEntries(paths.map((path) => [path, '']))
  return projectIn(withTree({ 'package.json': KIT, ...empty, ...more })).apps.find((app) => app.framework === 'sveltekit')
}
const withOf = (app: App | undefined, file: string): readonly string[] => app?.entries.find((item) => item.file === file)?.with ?? ['no such entry']

describe('layouts', () => {
  test('stand from the top, server files before the others', () => {
    const app = kitApp(['src/routes/+layout.ts', 'src/routes/+layout.server.ts', 'src/routes/a/+layout.server.js', 'src/routes/a/b/+page.server.ts'])
    expect(withOf(app, 'src/routes/a/b/+page.server.ts')).toEqual(['src/routes/+layout.server.ts', 'src/routes/+layout.ts', 'src/routes/a/+layout.server.js'])
  })

  test('are left for the folder that a page names', () => {
    const app = kitApp([
      'src/routes/+layout.server.ts', 'src/routes/(app)/+layout.server.ts', 'src/routes/(app)/a/+layout.server.ts',
      'src/routes/(app)/a/b/+page.server.ts', 'src/routes/(app)/a/b/+page@(app).svelte', 'src/routes/(app)/a/c/+page.server.ts', 'src/routes/(app)/a/c/+page@.svelte',
    ])
    expect(withOf(app, 'src/routes/(app)/a/b/+page.server.ts')).toEqual(['src/routes/+layout.server.ts', 'src/routes/(app)/+layout.server.ts'])
    expect(withOf(app, 'src/routes/(app)/a/c/+page.server.ts')).toEqual(['src/routes/+layout.server.ts'])
  })

  test('may leave theirs, too', () => {
    const app = kitApp(['src/routes/+layout.server.ts', 'src/routes/a/+layout.server.ts', 'src/routes/a/b/+layout.server.ts', 'src/routes/a/b/+layout@.svelte', 'src/routes/a/b/+page.server.ts'])
    expect(withOf(app, 'src/routes/a/b/+page.server.ts')).toEqual(['src/routes/+layout.server.ts', 'src/routes/a/b/+layout.server.ts'])
  })
})

test('hooks of a folder, an instrumentation, and tests of remote functions that are none', () => {
  const app = kitApp(['src/routes/+page.svelte', 'src/hooks.server/index.ts', 'src/instrumentation.server.ts', 'src/lib/a.remote.ts', 'src/lib/a.test.remote.test.ts'])
  expect(app?.startup.map(({ file }) => file)).toEqual(['src/instrumentation.server.ts', 'src/hooks.server/index.ts'])
  expect(app?.entries.map(({ kind, file }) => `${kind} ${file}`)).toEqual(['hooks src/hooks.server/index.ts', 'remote-functions src/lib/a.remote.ts'])
})

test('a package without routes is no application, and a setting that must be run is told', () => {
  expect(kitApp(['src/lib/index.ts'])).toBeUndefined()
  const project = projectIn(withTree({
    'package.json': KIT, 'src/routes/+server.ts': '', 'svelte.config.js': 'export default { kit: { alias: { $a: process.env.A } } }',
  }))
  expect(project.problems.map(({ file, reason }) => `${file}: ${reason}`)).toEqual(["svelte.config.js: 'kit.alias.$a' cannot be read without running this file."])
})

test.each([
  ['extends what is generated', '^7.3.8', { extends: './.svelte-kit/tsconfig.json' }, true],
  ['says otherwise itself', '^7.3.8', { extends: './.svelte-kit/tsconfig.json', compilerOptions: { verbatimModuleSyntax: false } }, false],
  ['extends nothing', '^7.3.8', {}, false],
  ['extends what is generated, with Vite 8', '^8.3.8', { extends: './.svelte-kit/tsconfig.json' }, false],
  ['has files of its own, with Vite 8', '^8.3.8', { extends: './.svelte-kit/tsconfig.json', include: ['src'] }, true],
])('unused imports stay where tsconfig.json %s: %s %o %s', (_what, vite, tsconfig, stays) => {
  const app = kitApp(['src/routes/+server.ts'], { 'package.json': { dependencies: { ...KIT.dependencies, vite } }, 'tsconfig.json': tsconfig })
  expect(app?.compiler.keepsUnusedImports('src/routes/+server.ts')).toBe(stays)
})

/** Vite 8.0 brings Rolldown 1.0, later ones bring 1.1 and 1.2: only those ask whether the list of files has the file. Observed with 8.0.13, 8.0.16, 8.1.0, 8.2.0 and 8.3.8. */
test.each([
  ['8.0.13', null, true],
  ['~8.0.7', null, true],
  ['^8.0.7', '8.0.13', true],
  ['^8.0.7', '8.3.8', false],
  ['^8.0.7', null, false],
  ['8.1.0', null, false],
  // Another package's Vite stands in the lock file.
  ['^8.3.8', '7.0.2', false],
])('unused imports with Vite %s, locked %s, stay: %s', (vite, locked, stays) => {
  const app = kitApp(['src/routes/+server.ts'], {
    'package.json': { dependencies: { ...KIT.dependencies, vite } }, 'tsconfig.json': { extends: './.svelte-kit/tsconfig.json' },
    ...(locked === null ? {} : { 'package-lock.json': JSON.stringify({ packages: { 'node_modules/vite': { version: locked } } }, null, 2) }),
  })
  expect(app?.compiler.keepsUnusedImports('src/routes/+server.ts')).toBe(stays)
})
