import { mkdirSync, symlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createResolver } from '../../src/graph/resolve.ts'
import type { Target } from '../../src/graph/graph.ts'
import { projectIn } from '../helpers/project.ts'
import { withTree } from '../helpers/tree.ts'

function resolver(files: Readonly<Record<string, unknown>>): (from: string, specifier: string) => string {
  const resolve = createResolver(projectIn(withTree(files)))
  return (from, specifier) => show(resolve(from, specifier))
}

const show = (target: Target): string =>
  target.kind === 'external' ? `external ${target.name}`
    : target.kind === 'unresolved' ? `unresolved${target.wrongCase === null ? '' : ` (${target.wrongCase})`}`
      : target.kind === 'asset' ? `asset ${target.file}` : target.file

test('relative paths: extensions, folders, TypeScript under the name of its output, assets', () => {
  const resolve = resolver({
    'a.ts': '', 'b.tsx': '', 'models/index.ts': '', 'models/User.model.ts': '', 'models.ts': '', 'both.js': '', 'both.ts': '', 'x.mts': '',
    'lib/package.json': { main: './main.js' }, 'lib/main.js': '', 'types.d.ts': '', 'boot.node.ts': '', 'package.json': {}, 'words/index.json': [],
  })
  expect(resolve('a.ts', './boot.node')).toBe('boot.node.ts')
  expect(resolve('a.ts', './addon.node')).toBe('asset addon.node')
  expect(resolve('a.ts', './b')).toBe('b.tsx')
  expect(resolve('a.ts', './b.js')).toBe('b.tsx')
  expect(resolve('a.ts', './x.mjs')).toBe('x.mts')
  expect(resolve('a.ts', './both.js')).toBe('both.ts')
  expect(resolve('both.js', './both.js')).toBe('both.js')
  expect(resolve('a.ts', './models')).toBe('models.ts')
  expect(resolve('a.ts', './models/')).toBe('models/index.ts')
  expect(resolve('models/User.model.ts', '.')).toBe('models/index.ts')
  expect(resolve('models/index.ts', './User.model')).toBe('models/User.model.ts')
  expect(resolve('a.ts', './lib')).toBe('lib/main.js')
  expect(resolve('a.ts', './style.css')).toBe('asset style.css')
  expect(resolve('a.ts', './types')).toBe('asset types.d.ts')
  expect(resolve('models/index.ts', '../package')).toBe('asset package.json')
  expect(resolve('a.ts', './words')).toBe('asset words/index.json')
  expect(resolve('a.ts', './icon.svg?url')).toBe('asset icon.svg')
  expect(resolve('a.ts', './gone')).toBe('unresolved')
  expect(resolve('a.ts', './models/user.model')).toBe('unresolved (models/User.model.ts)')
  expect(resolve('a.ts', './Models/user.model.js')).toBe('unresolved (models/User.model.ts)')
  expect(resolve('a.ts', './Models')).toBe('unresolved (models.ts)')
  expect(resolve('a.ts', '../outside')).toBe('external ../outside')
})

test('packages and built-ins are outside', () => {
  const resolve = resolver({ 'package.json': { name: 'app', dependencies: { mongoose: '9' } }, 'a.ts': '' })
  expect(resolve('a.ts', 'mongoose')).toBe('external mongoose')
  expect(resolve('a.ts', 'next/server')).toBe('external next/server')
  expect(resolve('a.ts', 'next/navigation.js')).toBe('external next/navigation')
  expect(resolve('a.ts', '@scope/name/sub')).toBe('external @scope/name')
  expect(resolve('a.ts', 'fs')).toBe('external node:fs')
  expect(resolve('a.ts', 'node:fs/promises')).toBe('external node:fs/promises')
  expect(resolve('a.ts', '@/models/User')).toBe('unresolved')
  expect(resolve('a.ts', '~/models/User')).toBe('unresolved')
})

test('a name that no package has, and one folder', () => {
  const files = { 'src/models/User.js': '', 'src/auth/core.js': '', 'a.js': '' }
  const resolve = resolver({ 'package.json': { name: 'app', dependencies: { '@auth/core': '1' } }, ...files })
  expect(resolve('a.js', '@models/User')).toBe('src/models/User.js')
  expect(resolve('a.js', '@models/Role')).toBe('external @models/Role')
  expect(resolve('a.js', '@auth/core')).toBe('external @auth/core')
  const twice = resolver({ 'package.json': { name: 'app' }, ...files, 'lib/models/User.js': '' })
  expect(twice('a.js', '@models/User')).toBe('unresolved')
  const naming = resolver({ 'package.json': { name: 'app', dependencies: { 'module-alias': '2' } }, ...files })
  expect(naming('a.js', '@db/User')).toBe('unresolved')
  expect(naming('a.js', 'bson')).toBe('external bson')
})

test('tsconfig paths without baseUrl, with comments, and an extends that is not installed', () => {
  const resolve = resolver({
    'tsconfig.json': `{ // the usual
      "extends": "next/core-web-vitals", "compilerOptions": { "paths": { "@/*": ["./src/*", "./*"], "@db": ["./src/db/index.ts"], }, } }`,
    'src/models/User.ts': '', 'src/db/index.ts': '', 'config.ts': '', 'src/app/page.tsx': '',
  })
  expect(resolve('src/app/page.tsx', '@/models/User')).toBe('src/models/User.ts')
  expect(resolve('src/app/page.tsx', '@/config')).toBe('config.ts')
  expect(resolve('src/app/page.tsx', '@db')).toBe('src/db/index.ts')
  expect(resolve('src/app/page.tsx', '@/models/Role')).toBe('unresolved')
  expect(resolve('src/app/page.tsx', '@/models/user')).toBe('unresolved (src/models/User.ts)')
})

test('what Nuxt makes up has the same name before and after the configuration is generated that leads into node_modules', () => {
  const sources = {
    'package.json': { name: 'app', dependencies: { 'nuxt': '^4.3.1', 'nuxt-mongoose': '^1.0.6' } },
    'server/tsconfig.json': { extends: '../.nuxt/tsconfig.server.json' }, 'server/models/role.ts': '', 'server/lib/db.ts': '',
  }
  const prepared = {
    '.nuxt/tsconfig.server.json': { compilerOptions: { paths: {
      '#nuxt/mongoose': ['../node_modules/nuxt-mongoose/dist/runtime/server/services'], '#imports': ['./types/nitro-imports'], '#lib/*': ['../server/lib/*'],
    } } },
    '.nuxt/types/nitro-imports.d.ts': '',
    'node_modules/nuxt-mongoose/dist/runtime/server/services/index.mjs': 'export {}',
  }
  for (const resolve of [resolver(sources), resolver({ ...sources, ...prepared })]) {
    expect(resolve('server/models/role.ts', '#nuxt/mongoose')).toBe('external #nuxt/mongoose')
    expect(resolve('server/models/role.ts', '#imports')).toBe('external #imports')
  }
  expect(resolver({ ...sources, ...prepared })('server/models/role.ts', '#lib/db')).toBe('server/lib/db.ts')
})

test('extends a package of the workspace; baseUrl; jsconfig; references', () => {
  const resolve = resolver({
    'packages/config/package.json': { name: '@repo/tsconfig' },
    'packages/config/nextjs.json': { compilerOptions: { paths: { '#lib/*': ['${configDir}/lib/*'] } } },
    'apps/web/tsconfig.json': { extends: '@repo/tsconfig/nextjs.json' },
    'apps/web/lib/db.ts': '', 'apps/web/page.ts': '',
    'apps/api/jsconfig.json': { compilerOptions: { baseUrl: 'src' } },
    'apps/api/package.json': { name: 'api', dependencies: { mongoose: '9' } },
    'apps/api/src/models/User.js': '', 'apps/api/src/main.js': '', 'apps/api/src/mongoose.js': '',
    'apps/vite/tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }] },
    'apps/vite/tsconfig.app.json': { compilerOptions: { baseUrl: '.', paths: { '~/*': ['src/*'] } } },
    'apps/vite/src/a.ts': '',
  })
  expect(resolve('apps/web/page.ts', '#lib/db')).toBe('apps/web/lib/db.ts')
  expect(resolve('apps/api/src/main.js', 'models/User')).toBe('apps/api/src/models/User.js')
  expect(resolve('apps/api/src/main.js', 'mongoose')).toBe('external mongoose')
  expect(resolve('apps/vite/src/a.ts', '~/a')).toBe('apps/vite/src/a.ts')
})

test('packages of the workspace are read for their sources, without node_modules', () => {
  const resolve = resolver({
    'packages/db/package.json': {
      name: '@acme/db', imports: { '#internal/*': './src/internal/*.js' },
      exports: {
        '.': { types: './dist/index.d.ts', import: './dist/index.mjs', require: './dist/index.cjs' },
        './models/*': './dist/models/*.js', './hidden/*': null,
      },
    },
    'packages/db/src/index.ts': '', 'packages/db/src/models/User.ts': '', 'packages/db/src/hidden/x.ts': '',
    'packages/db/src/internal/a.ts': '',
    'packages/old/package.json': { name: 'old', main: 'lib/index.js' },
    'packages/old/src/index.js': '', 'packages/old/models/Role.js': '', 'packages/old/built.js': 'require("./dist/index.js")',
    'packages/bare/package.json': { name: 'bare' }, 'packages/bare/src/index.ts': '',
    'apps/web/page.tsx': '',
  })
  expect(resolve('apps/web/page.tsx', '@acme/db')).toBe('packages/db/src/index.ts')
  expect(resolve('apps/web/page.tsx', '@acme/db/models/User')).toBe('packages/db/src/models/User.ts')
  expect(resolve('apps/web/page.tsx', '@acme/db/hidden/x')).toBe('unresolved')
  expect(resolve('packages/db/src/index.ts', '#internal/a')).toBe('packages/db/src/internal/a.ts')
  expect(resolve('apps/web/page.tsx', '@acme/db/models/user')).toBe('unresolved (packages/db/src/models/User.ts)')
  expect(resolve('packages/db/src/index.ts', '#internal/A')).toBe('unresolved (packages/db/src/internal/a.ts)')
  expect(resolve('packages/db/src/index.ts', '@acme/db')).toBe('packages/db/src/index.ts')
  expect(resolve('apps/web/page.tsx', 'old')).toBe('packages/old/src/index.js')
  expect(resolve('apps/web/page.tsx', 'old/models/Role')).toBe('packages/old/models/Role.js')
  expect(resolve('packages/old/built.js', './dist/index.js')).toBe('packages/old/src/index.js')
  expect(resolve('apps/web/page.tsx', 'bare')).toBe('packages/bare/src/index.ts')
})

test('module-alias, and folders that some unread setting must make importable', () => {
  const resolve = resolver({
    'package.json': { name: 'api', dependencies: { express: '5' }, _moduleAliases: { '@models': 'dist/models' } },
    'src/models/User.js': '', 'src/main.js': '', 'helpers/date.js': '',
  })
  expect(resolve('src/main.js', '@models/User')).toBe('src/models/User.js')
  expect(resolve('src/main.js', 'models/User')).toBe('src/models/User.js')
  expect(resolve('src/main.js', 'models/Gone')).toBe('unresolved')
  expect(resolve('src/main.js', 'helpers/date')).toBe('helpers/date.js')
  expect(resolve('src/main.js', 'express')).toBe('external express')
})

test('a link inside the root leads to its target; one that leaves it leads nowhere', () => {
  const outside = withTree({ 'secret.ts': '' })
  const root = withTree({ 'shared/User.ts': '', 'app/a.ts': '' })
  symlinkSync('../shared', `${root}/app/shared`)
  symlinkSync(outside, `${root}/app/outside`)
  mkdirSync(`${root}/empty`)
  const resolve = createResolver(projectIn(root))
  expect(show(resolve('app/a.ts', './shared/User'))).toBe('shared/User.ts')
  expect(show(resolve('app/a.ts', './outside/secret'))).toBe('unresolved')
})
