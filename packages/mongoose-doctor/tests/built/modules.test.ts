/** Builds that are ES modules: which source is in which file, and what it registers. Excerpts of Nitro 2.13, Nitro 3, SvelteKit 2.70, Astro 7 and React Router 7.18. */
import { describe, expect, test } from 'vitest'
import type { Build } from '../../src/built/build.ts'
import { astroBuild } from '../../src/built/astro.ts'
import { reactRouterBuild } from '../../src/built/bundled-server.ts'
import { nitroBuild } from '../../src/built/nitro.ts'
import { outputsIn } from '../../src/built/outputs.ts'
import { fileKey } from '../../src/built/sources.ts'
import { sveltekitBuild } from '../../src/built/sveltekit.ts'
import { openDisk } from '../../src/disk/disk.ts'
import { registeredIn } from '../../src/examination/registered-in-build.ts'
import { withTree } from '../helpers/tree.ts'

const outputs = (files: Readonly<Record<string, unknown>>) => outputsIn(openDisk(withTree(files)), '.')

/** Each entry with its models, and those that the server has before it. */
function registered(build: Build | null): Readonly<Record<string, readonly [own: readonly string[], before: readonly string[]]>> {
  if (build === null) throw new Error('no build')
  const entries = build.rest === null ? build.entries : [...build.entries, build.rest]
  return Object.fromEntries(registeredIn(build, entries).map(({ own, before }, index) => [entries[index]?.source ?? '', [[...own?.sure ?? []], [...before?.sure ?? []]]]))
}

describe('Nitro', () => {
  const server = {
    '.output/server/index.mjs': "export { n as default } from './chunks/nitro/nitro.mjs';\n",
    '.output/server/chunks/nitro/nitro.mjs': "import mongoose from 'mongoose';\nconst Log = mongoose.model('Log', new mongoose.Schema({}));\nconst _lazy = () => import('../routes/api/users.get.mjs');\nconst n = { _lazy, Log };\nexport { n };\n",
    '.output/server/chunks/nitro/nitro.mjs.map': { sources: ['../../../../node_modules/h3/dist/index.mjs', '../../../../server/middleware/log.ts'] },
    '.output/server/chunks/routes/api/users.get.mjs': "import mongoose, { Schema } from 'mongoose';\nimport { R } from '../../_/Role.mjs';\nconst User = mongoose.models.User || mongoose.model('User', new Schema({}));\nexport { User as default, R };\n",
    '.output/server/chunks/routes/api/users.get.mjs.map': { sources: ['../../../../../server/models/User.ts', '../../../../../server/api/users.get.ts'] },
    '.output/server/chunks/_/Role.mjs': "import { model, Schema } from 'mongoose';\nconst R = model('Role', new Schema({}));\nexport { R };\n",
  }

  test('a handler is the file that holds it, and what that imports; what is in the server itself comes before', () => {
    const found = registered(nitroBuild(outputs(server), '.output'))
    expect(found['server/api/users.get']).toEqual([['Role', 'User'], ['Log']])
    expect(found['server/middleware/log']).toEqual([['Log'], ['Log']])
    expect(Object.keys(found).filter((source) => source.includes('node_modules'))).toEqual([])
  })

  test('a handler in a folder named public is code of the server', () => {
    const handler = { '.output/server/chunks/routes/api/event/public/list.get.mjs': "import { R } from '../../../../_/Role.mjs';\nexport { R as default };\n", '.output/server/public/app.mjs': '' }
    const found = registered(nitroBuild(outputs({ ...server, ...handler }), '.output'))
    expect(found['server/api/event/public/list.get']).toEqual([['Role'], ['Log']])
  })

  test('without source maps, files are known by their names', () => {
    const { '.output/server/chunks/routes/api/users.get.mjs.map': _, ...rest } = server
    expect(registered(nitroBuild(outputs(rest), '.output'))['server/api/users.get']).toEqual([['Role', 'User'], ['Log']])
  })

  test.each([
    ['as Nitro writes it', "const _lazy_a = () => import('../routes/api/users/index.get.mjs');\nconst _lazy_b = () => import('../routes/api/index.get.mjs');\nconst handlers = [\n  { route: '/api/teams/users', handler: _lazy_a, lazy: true, middleware: false, method: \"get\" },\n  { route: '/api/:id/**:rest', handler: _lazy_b, lazy: true, middleware: false, method: undefined }\n];\n"],
    ['as a minifier does', 'let a=()=>import("../routes/api/users/index.get.mjs"),b=()=>import("../routes/api/index.get.mjs"),h=[{route:"/api/teams/users",handler:a,lazy:!0,middleware:!1,method:"get"},{route:"/api/:id/**:rest",handler:b,lazy:!0,middleware:!1,method:void 0}];'],
  ])('without source maps, the table of routes says which handler a file is, whatever its name: %s', (_, table) => {
    const found = registered(nitroBuild(outputs({
      '.output/server/index.mjs': "export { n as default } from './chunks/nitro/nitro.mjs';\n",
      '.output/server/chunks/nitro/nitro.mjs': `${table}\nconst n = {};\nexport { n };\n`,
      '.output/server/chunks/routes/api/users/index.get.mjs': "import mongoose from 'mongoose';\nconst User = mongoose.model('User', new mongoose.Schema({}));\nexport { User as default };\n",
      '.output/server/chunks/routes/api/index.get.mjs': "import mongoose from 'mongoose';\nconst Role = mongoose.model('Role', new mongoose.Schema({}));\nexport { Role as default };\n",
    }), '.output'))
    expect(found['server/api/teams/users.get']).toEqual([['User'], []])
    expect(found['server/api/teams/users/index.get']).toEqual([['User'], []])
    expect(found['server/api/[id]/[...rest]']).toEqual([['Role'], []])
    expect(found['server/api/users/index.get']).toBeUndefined()
  })

  test('Nitro 3 has Mongoose in a file of packages, and says which source is where', () => {
    const build = nitroBuild(outputs({
      '.output/server/index.mjs': 'export default {};\n',
      '.output/server/_libs/mongoose+mpath.mjs': 'var OverwriteModelError, MissingSchemaError, StrictPopulateError;\nvar require_mongoose = () => ({});\nexport { require_mongoose };\n',
      '.output/server/_routes/api/users.mjs': 'import { __toESM } from "../../_runtime.mjs";\nimport { require_mongoose } from "../../_libs/mongoose+mpath.mjs";\n// server/models/User.ts\nvar import_mongoose = /* @__PURE__ */ __toESM(require_mongoose(), 1);\nconst User = import_mongoose.default.model("User", new import_mongoose.Schema({}));\n// server/api/users.get.ts\nexport { User as default };\n',
    }), '.output')
    expect(registered(build)['server/api/users.get']).toEqual([['User'], []])
    expect(build?.bundled).toEqual(['.output/server/_libs/mongoose+mpath.mjs'])
  })

  test('what is no build is none', () => {
    expect(nitroBuild(outputs({ '.output/nitro.json': {} }), '.output')).toBeNull()
  })
})

test('SvelteKit: a page with its layouts, an endpoint with its page, and hooks before both', () => {
  const model = (name: string): string => `import mongoose from "mongoose";\nconst M = mongoose.models.${name} || mongoose.model("${name}", new mongoose.Schema({}));\nexport { M };\n`
  const node = (source: string, file: string): string => `import * as server from '../entries/pages/${file}';\nexport { server };\nexport const server_id = "${source}";\n`
  const dir = '.svelte-kit/output/server'
  const build = sveltekitBuild(outputs({
    [`${dir}/index.js`]: 'export {};\n',
    [`${dir}/manifest-full.js`]: `export const manifest = { nodes: [\n__memo(() => import('./nodes/0.js')),\n__memo(() => import('./nodes/2.js')) ],
routes: [ {
  id: "/users/[id]",
  page: { layouts: [0,], errors: [,], leaf: 1 },
  endpoint: __memo(() => import('./entries/endpoints/users/_id_/_server.ts.js'))
} ] }\n`,
    [`${dir}/nodes/0.js`]: node('src/routes/+layout.server.ts', '_layout.server.ts.js'),
    [`${dir}/nodes/2.js`]: node('src/routes/users/[id]/+page.server.ts', 'users/_id_/_page.server.ts.js'),
    [`${dir}/entries/pages/_layout.server.ts.js`]: model('Role'),
    [`${dir}/entries/pages/users/_id_/_page.server.ts.js`]: model('User'),
    [`${dir}/entries/endpoints/users/_id_/_server.ts.js`]: model('Item'),
    [`${dir}/chunks/hooks.server.js`]: model('Log'),
    [`${dir}/chunks/data.remote.js`]: model('Remote'),
    [`${dir}/chunks/twice.remote.js`]: model('One'),
    [`${dir}/chunks/twice2.remote.js`]: model('Other'),
  }), dir)
  expect(registered(build)).toEqual({
    'src/routes/users/[id]/+page.server': [['Role', 'User'], ['Log']],
    'src/routes/+layout.server': [['Role'], ['Log']],
    'src/routes/users/_id_/_server': [['Item', 'Role', 'User'], ['Log']],
    'src/hooks.server': [['Log'], ['Log']],
    'remote/data.remote': [['Remote'], ['Log']],
    'remote/twice.remote': [[], ['Log']],
  })
})

test('SvelteKit 1 writes each import of its manifest as it is, and an endpoint under its own name', () => {
  const model = (name: string): string => `import mongoose from "mongoose";\nconst M = mongoose.model("${name}", new mongoose.Schema({}));\nexport { M };\n`
  const dir = '.svelte-kit/output/server'
  const build = sveltekitBuild(outputs({
    [`${dir}/index.js`]: 'export {};\n',
    [`${dir}/manifest-full.js`]: `export const manifest = {\n\t_: {\n\t\tnodes: [\n\t\t\t() => import('./nodes/0.js'),\n\t\t\t() => import('./nodes/1.js')\n\t\t],\n\t\troutes: [
\t\t\t{
\t\t\t\tid: "/users",
\t\t\t\tpage: { layouts: [0,], errors: [,], leaf: 1 },
\t\t\t\tendpoint: null
\t\t\t},
\t\t\t{
\t\t\t\tid: "/(app)/users/[id]",
\t\t\t\tpage: null,
\t\t\t\tendpoint: () => import('./entries/endpoints/(app)/users/_id_/_server.js')
\t\t\t}
\t\t]\n\t}\n}\n`,
    [`${dir}/nodes/0.js`]: 'export const index = 0;\n',
    [`${dir}/nodes/1.js`]: `import * as server from '../entries/pages/users/_page.server.js';\nexport { server };\nexport const server_id = "src/routes/users/+page.server.js";\n`,
    [`${dir}/entries/pages/users/_page.server.js`]: model('User'),
    [`${dir}/entries/endpoints/(app)/users/_id_/_server.js`]: model('Role'),
  }), dir)
  expect(registered(build)).toEqual({ 'src/routes/users/+page.server': [['User'], []], 'src/routes/(app)/users/_id_/_server': [['Role'], []] })
})

test('Astro: a page is the file that its map names, with the middleware before it', () => {
  const model = (name: string): string => `import mongoose from "mongoose";\nvar M = mongoose.models.${name} || mongoose.model("${name}", new mongoose.Schema({}));\nexport { M };\n`
  const build = astroBuild(outputs({
    'dist/server/entry.mjs': 'import { m } from "./chunks/server_DSFm.mjs";\nexport { m };\n',
    'dist/server/chunks/server_DSFm.mjs': 'var _page0 = () => import("./users_BjFf.mjs").then((n) => n.t);\nvar _page1 = () => import("../pages/index.astro.mjs");\nvar pageMap = /* @__PURE__ */ new Map([\n\t["src/pages/api/users.ts", _page0],\n\t["src/pages/index.astro", _page1]\n]);\nexport { pageMap as m };\n',
    'dist/server/chunks/users_BjFf.mjs': model('User'),
    'dist/server/pages/index.astro.mjs': model('Role'),
    'dist/server/chunks/entrypoint_CfU8.mjs': `// src/actions/index.ts\n${model('Item')}`,
    'dist/server/virtual_astro_middleware.mjs': model('Log'),
  }), 'dist/server')
  expect(registered(build)).toEqual({
    'src/pages/api/users': [['User'], ['Log']], 'src/pages/index': [['Role'], ['Log']], 'src/actions/index': [['Item'], ['Log']], 'src/middleware': [['Log'], ['Log']],
  })
})

test('React Router and Remix: all routes are in one file', () => {
  const text = 'import mongoose from "mongoose";\nconst User = mongoose.model("User", new mongoose.Schema({}));\nexport { User };\n'
  expect(registered(reactRouterBuild(outputs({ 'build/server/index.js': text }), 'build/server'))).toEqual({ '': [['User'], []] })
  const classic = 'var import_mongoose = __toESM(require("mongoose"));\nvar User = import_mongoose.default.model("User", new import_mongoose.Schema({}));\nmodule.exports = { User };\n'
  expect(registered(reactRouterBuild(outputs({ 'build/index.js': classic }), 'build'))).toEqual({ '': [['User'], []] })
})

test('a source file and what Rollup makes of its name have one key', () => {
  expect(fileKey({ source: 'src/routes/users/[id]/+page.server', kind: 'load' })).toBe(fileKey({ source: 'src/routes/users/_id_/_page.server', kind: 'load' }))
  expect(fileKey({ source: 'src/lib/data.remote', kind: 'remote-functions' })).toBe(fileKey({ source: 'remote/data.remote', kind: 'route-handler' }))
})
