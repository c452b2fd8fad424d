import { expect, test } from 'vitest'
import type { App } from '../../../../src/project/project.ts'
import { projectIn } from '../../../helpers/project.ts'
import { withTree } from '../../../helpers/tree.ts'

/** Every path becomes an empty file. */
function astroApp(paths: readonly string[], astro = '^7.3.5', more: Readonly<Record<string, unknown>> = {}): App | undefined {
  const manifest = { dependencies: { astro, mongoose: '^9.0.0' } }
  return projectIn(withTree({ 'package.json': manifest, ...Object.fromEntries(paths.map((path) => [path, ''])), ...more })).apps.find(({ framework }) => framework === 'astro')
}

test('pages, endpoints, middleware and actions are entries', () => {
  const app = astroApp([
    'src/pages/index.astro', 'src/pages/api/users.ts', 'src/pages/_draft.astro', 'src/pages/_parts/one.ts', 'src/pages/api/users.test.ts',
    'src/components/One.astro', 'src/middleware/index.ts', 'src/actions/index.ts',
  ])
  expect(app?.entries.map(({ kind, file }) => `${kind} ${file}`)).toEqual([
    'action src/actions/index.ts', 'middleware src/middleware/index.ts', 'route-handler src/pages/api/users.ts', 'page src/pages/index.astro',
  ])
  expect(app?.startup).toEqual([{ file: 'src/middleware/index.ts', calls: ['onRequest'], unlessExports: null }])
})

test('srcDir is read', () => {
  expect(astroApp(['source/pages/a.ts'], '^7', { 'astro.config.mjs': `import { defineConfig } from 'astro/config'\nexport default defineConfig({ srcDir: './source' })` })?.entries).toHaveLength(1)
})

test.each([['^5.18.2', 'Astro 5 with Vite 6', ['src/actions.ts']], ['^6.4.8', 'Astro 6 with Vite 7', []], ['^7.3.5', 'Astro 7 with Vite 8', []]])('%s', (astro, label, beside) => {
  const app = astroApp(['src/pages/index.astro', 'src/actions.ts'], astro)
  expect(app?.compiler.label).toBe(label)
  expect(app?.entries.find(({ kind }) => kind === 'page')?.with).toEqual(beside)
})

test('a component loses what it does not use, whatever the configuration says', () => {
  const app = astroApp(['src/pages/a.ts'], '^7', { 'tsconfig.json': { extends: 'astro/tsconfigs/strict' } })
  expect(app?.compiler.keepsUnusedImports('src/pages/a.ts')).toBe(true)
  expect(app?.compiler.keepsUnusedImports('src/pages/a.astro')).toBe(false)
})
