/** Servers of Nx workspaces, that no script of a package.json starts. */
import { expect, test } from 'vitest'
import { openDisk } from '../../../../src/disk/disk.ts'
import { examine } from '../../../../src/examine.ts'
import { nxWorkspace } from '../../../../src/project/frameworks/node/nx.ts'
import { walk } from '../../../../src/project/walk.ts'
import { withTree } from '../../../helpers/tree.ts'

const main = { 'apps/api/src/main.ts': 'console.log(1)', 'nx.json': {} }
const programs = (files: Readonly<Record<string, unknown>>) => nxWorkspace(walk(openDisk(withTree({ ...main, ...files })))).programs
const project = (targets: unknown, more: Readonly<Record<string, unknown>> = {}) => ({ 'apps/api/project.json': { projectType: 'application', sourceRoot: 'apps/api/src', targets, ...more } })
const found = [{ file: 'apps/api/src/main.ts', output: null }]

test('what is built for Node: by the executor, or by its options', () => {
  const options = { main: 'apps/api/src/main.ts' }
  expect(programs(project({ build: { executor: '@nrwl/node:webpack', options } }))).toEqual(found)
  expect(programs(project({ build: { executor: '@nx/esbuild:esbuild', options } }))).toEqual(found)
  expect(programs(project({ build: { executor: '@nx/webpack:webpack', options: { ...options, target: 'node', outputPath: 'dist/apps/api' } } }))).toEqual([{ file: 'apps/api/src/main.ts', output: 'dist/apps/api/main.js' }])
})

test('a bundle that another target runs in Node, also where a plugin makes the target that builds it', () => {
  const serve = { executor: '@nx/js:node', options: { buildTarget: 'api:build' } }
  expect(programs(project({ build: { executor: '@nx/webpack:webpack', options: { main: 'apps/api/src/main.ts' } }, serve }))).toEqual(found)
  expect(programs(project({ serve }))).toEqual(found)
})

test('no code for browsers, no library, and no other file called project.json', () => {
  const options = { main: 'apps/api/src/main.ts' }
  expect(programs(project({ build: { executor: '@nx/webpack:webpack', options: { ...options, target: 'web' } } }))).toEqual([])
  expect(programs(project({ build: { executor: '@angular-devkit/build-angular:browser', options } }))).toEqual([])
  expect(programs(project({ build: { executor: '@nx/esbuild:esbuild', options } }, { projectType: 'library' }))).toEqual([])
  expect(nxWorkspace(walk(openDisk(withTree({ ...project({ build: { executor: '@nx/esbuild:esbuild', options } }), 'apps/api/src/main.ts': '' })))).programs).toEqual([])
  expect(programs({ 'apps/api/project.json': '{ broken' })).toEqual([])
})

test('one file that lists all projects, as of older versions', () => {
  const config = { root: 'apps/api', projectType: 'application', architect: { build: { builder: '@nrwl/node:build', options: { main: 'apps/api/src/main.ts' } } } }
  expect(programs({ 'workspace.json': { version: 1, projects: { api: config, web: 'apps/web' } } })).toEqual(found)
  expect(programs({ 'angular.json': { version: 1, projects: { api: config } } })).toEqual(found)
})

test('such a server is examined, and what a script starts of its output is known', () => {
  const { report } = examine(withTree({
    ...project({ build: { executor: '@nx/webpack:webpack', options: { target: 'node', main: 'apps/api/src/main.ts', outputPath: 'dist/apps/api' } } }),
    'nx.json': {},
    'package.json': { dependencies: { mongoose: '^9.0.0' }, scripts: { 'start:api': 'nx build api && node dist/apps/api/main.js' } },
    'tsconfig.base.json': { compilerOptions: { paths: { '@shop/data': ['libs/data/src/index.ts'] } } },
    'apps/api/tsconfig.json': { extends: '../../tsconfig.base.json' },
    // It is imported by its alias: nothing runs it by itself.
    'libs/data/package.json': { name: '@shop/data', main: './src/index.js', dependencies: { mongoose: '^9.0.0' } },
    'libs/data/project.json': { projectType: 'library', targets: { build: { executor: '@nx/js:tsc', options: { main: 'libs/data/src/index.ts' } } } },
    'libs/data/src/index.ts': `import mongoose from 'mongoose'\nexport const User = mongoose.model('User', new mongoose.Schema({}))`,
    'apps/api/src/main.ts': `import { User } from '@shop/data'\nUser.find()`,
  }))
  expect(report.unknown).toEqual([])
  expect(report.apps.flatMap(({ entries }) => entries)).toMatchObject([{ file: 'apps/api/src/main.ts', kind: 'server', registered: ['User'] }])
})
