import { mkdirSync, symlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cacheLocation } from '../../src/cache/location.ts'
import { withTree } from '../helpers/tree.ts'

test('in the nearest node_modules of the repository', () => {
  const root = withTree({ '.git/HEAD': '', 'node_modules/a/index.js': '', 'apps/web/app/page.tsx': '', 'apps/own/node_modules/a/index.js': '' })
  const inside = (dir: string) => cacheLocation(dir, null)?.file.replace(root, '').replace(/[0-9a-f]{12}/, '…')
  expect(inside(root)).toBe('/node_modules/.cache/mongoose-doctor/….bin')
  expect(inside(`${root}/apps/web`)).toBe('/node_modules/.cache/mongoose-doctor/….bin')
  expect(inside(`${root}/apps/own`)).toBe('/apps/own/node_modules/.cache/mongoose-doctor/….bin')
  expect(cacheLocation(root, null)?.file).not.toBe(cacheLocation(`${root}/apps/web`, null)?.file)
})

test('nowhere: without node_modules, or outside of the repository', () => {
  const root = withTree({ 'node_modules/a/index.js': '', 'inner/.git/HEAD': '', 'inner/app/page.tsx': '' })
  expect(cacheLocation(`${root}/inner`, null)).toBeNull()
})

test('nowhere: by a link', () => {
  const root = withTree({ '.git/HEAD': '', 'a/.git/HEAD': '', 'b/.git/HEAD': '', 'b/node_modules/x.js': '', 'elsewhere/x.js': '' })
  symlinkSync(`${root}/elsewhere`, `${root}/a/node_modules`)
  symlinkSync(`${root}/elsewhere`, `${root}/b/node_modules/.cache`)
  expect(cacheLocation(`${root}/a`, null)).toBeNull()
  expect(cacheLocation(`${root}/b`, null)).toBeNull()
})

test('where the user says: the same name on every machine, another one for each directory', () => {
  const [one, other] = [withTree({}), withTree({})]
  for (const root of [one, other]) mkdirSync(`${root}/web`)
  const name = (root: string, dir: string) => cacheLocation(`${root}${dir}`, `${root}/.cache`)
  expect(name(one, '/web')?.file.slice(one.length)).toBe(name(other, '/web')?.file.slice(other.length))
  expect(name(one, '/web')?.file).not.toBe(name(one, '')?.file)
  expect(name(one, '')?.handedOn).toBe(true)
})
