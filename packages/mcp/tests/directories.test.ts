/** An agent may be led to name any directory: what is not allowed is neither examined nor looked at. */
import { mkdirSync, symlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { expect, test } from 'vitest'
import { allowedBy, directoryIn, fileIn } from '../src/directories.ts'
import { app, serve, withTree } from './support.ts'

const inFolder = (folder: string): Record<string, string> => Object.fromEntries(Object.entries(app).map(([file, text]) => [`${folder}/${file}`, text]))
const only = (cwd: string) => allowedBy([], [], cwd)

test('without roots and arguments: where the server was started, and below', () => {
  const root = withTree(inFolder('web'))
  expect(directoryIn(only(root), root, undefined)).toBe(root)
  expect(directoryIn(only(root), root, 'web/')).toBe(`${root}/web`)
  expect(directoryIn(only(root), root, `${root}/web/app`)).toBe(`${root}/web/app`)
  expect(fileIn(only(root), root, 'web/package.json')).toBe(`${root}/web/package.json`)
})

test.each(['..', '/', '/etc', '../x', 'web/../..', '//etc', `${homedir()}/.ssh`])('%s is outside, whether it is there or not', (wanted) => {
  const root = withTree(inFolder('web'))
  expect(() => directoryIn(only(root), root, wanted)).toThrow(`is outside of what is allowed: the directory that the server was started in, and what is below: ${root}.`)
})

test('a name that only begins like an allowed one is outside', () => {
  const root = withTree({ 'web/a.js': '', 'web-secret/a.js': '' })
  expect(() => directoryIn(only(`${root}/web`), `${root}/web`, `${root}/web-secret`)).toThrow('is outside')
})

test('a link out is outside, and one that stays is what it leads to', () => {
  const [root, other] = [withTree(inFolder('web')), withTree(app)]
  symlinkSync(other, `${root}/out`)
  symlinkSync(`${root}/web`, `${root}/in`)
  expect(() => directoryIn(only(root), root, 'out')).toThrow('is outside')
  expect(() => fileIn(only(root), root, 'out/package.json')).toThrow('is outside')
  expect(directoryIn(only(root), root, 'in')).toBe(`${root}/web`)
  // An allowed directory may itself be reached by a link.
  expect(directoryIn(only(`${other}/../${root.split('/').at(-1)}/out`), root, `${root}/out/app`)).toBe(`${other}/app`)
})

test.each([['none', 'There is no '], ['a\0b', 'There is no '], ['x'.repeat(5000), 'There is no '], ['web/package.json', 'is a file; give the directory']])('%j can not be examined', (wanted, says) => {
  const root = withTree(inFolder('web'))
  expect(() => directoryIn(only(root), root, wanted)).toThrow(says)
})

test.each(['/', homedir()])('%s is no project to be started in', (cwd) => {
  expect(() => directoryIn(only(cwd), cwd, '/etc')).toThrow('which is no project')
})

test('the roots of the client, in place of where it was started', async () => {
  const [root, elsewhere] = [withTree(app), withTree(app)]
  const { call } = await serve(elsewhere, { roots: [root, 'https://example.org/not-a-folder'] })
  expect((await call('examine')).data).toMatchObject({ directory: root })
  expect((await call('examine', { directory: 'app' })).isError).toBe(true)
  expect(await call('examine', { directory: elsewhere })).toMatchObject({ isError: true, text: expect.stringContaining(`the directory that the client offers (its roots), and what is below: ${root}.`) })
})

test('of several roots, the one where it was started; else one has to be named', async () => {
  const [a, b, elsewhere] = [withTree(app), withTree(app), withTree(app)]
  expect((await (await serve(b, { roots: [a, b] })).call('examine')).data).toMatchObject({ directory: b })
  const { call } = await serve(elsewhere, { roots: [a, b] })
  expect(await call('examine')).toMatchObject({ isError: true, text: `Which directory? Give one of these, or one below them, as an absolute path: ${a}, ${b}.` })
  expect((await call('examine', { directory: a })).data).toMatchObject({ directory: a })
})

test('other roots count from when the client says so', async () => {
  const [a, b] = [withTree(app), withTree(app)]
  const { call, open } = await serve(a, { roots: [a] })
  expect((await call('examine', { directory: b })).isError).toBe(true)
  await open([b])
  expect((await call('examine', { directory: b })).data).toMatchObject({ directory: b })
  expect((await call('examine', { directory: a })).isError).toBe(true)
})

test('no folder open: where it was started', async () => {
  const root = withTree(app)
  expect((await (await serve(root, { roots: [] })).call('examine')).data).toMatchObject({ directory: root })
})

test('what a person has named counts more than what the client offers', async () => {
  const [named, offered] = [withTree(inFolder('web')), withTree(app)]
  const { call } = await serve(offered, { directories: [`${named}/web`], roots: [offered] })
  expect((await call('examine')).data).toMatchObject({ directory: `${named}/web` })
  expect(await call('examine', { directory: offered })).toMatchObject({ isError: true, text: expect.stringContaining('that the server was started for') })
})

test('directories that are not there are said to be none', async () => {
  const root = withTree(app)
  const { call } = await serve(root, { directories: [`${root}/gone`] })
  expect(await call('examine')).toMatchObject({ isError: true, text: `None of the allowed directories is there: ${root}/gone.` })
})

test('a fix elsewhere is refused as well', async () => {
  const [root, other] = [withTree(app), withTree(app)]
  mkdirSync(`${root}/sub`)
  const { call } = await serve(root)
  for (const answer of await Promise.all([other, `sub/../../${other.split('/').at(-1)}`].map((directory) => call('fix', { directory, apply: true, force: true })))) {
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining('is outside') })
  }
})
