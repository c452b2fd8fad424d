import { appendFileSync, copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { examinerOf } from '../../src/recorded.ts'
import { examineFrom, reexamine } from '../../src/reexamine.ts'
import { withTree } from '../helpers/tree.ts'
import { again, app, cacheIn, later, said, fresh } from './app.ts'

const SOURCES = Object.keys(app).filter((file) => /\.tsx?$/.test(file)).length
const facts = (files: number, of = SOURCES) => ({ reused: { kind: 'facts', files, of }, right: true })
const report = { reused: { kind: 'report' }, right: true }
const nothing = { reused: null, right: true }

describe('what is at hand after', () => {
  test.each<[string, (root: string) => void, object]>([
    ['nothing', () => undefined, report],
    ['a change of code that nobody looked into', (root) => appendFileSync(`${root}/components/label.ts`, '// more\n'), report],
    ['a new import in such a file', (root) => appendFileSync(`${root}/components/label.ts`, 'import "../models/Role"\n'), facts(SOURCES - 1)],
    ['a change of code that was followed', (root) => appendFileSync(`${root}/lib/users.ts`, 'export const more = 1\n'), facts(SOURCES - 1)],
    ['a fix', (root) => writeFileSync(`${root}/lib/users.ts`, `import '@/models/Role'\n${app['lib/users.ts']}`), facts(SOURCES - 1)],
    ['a new file', (root) => writeFileSync(`${root}/components/new.ts`, ''), facts(SOURCES, SOURCES + 1)],
    ['a file that is gone', (root) => unlinkSync(`${root}/models/Role.ts`), facts(SOURCES - 1, SOURCES - 1)],
    ['a file that has another name', (root) => renameSync(`${root}/models/Role.ts`, `${root}/models/Roles.ts`), facts(SOURCES - 1)],
    ['another package.json', (root) => writeFileSync(`${root}/package.json`, '{"dependencies":{"next":"16.2.0","mongoose":"9.0.0"},"sideEffects":false}'), facts(SOURCES)],
    ['another tsconfig.json', (root) => writeFileSync(`${root}/tsconfig.json`, '{}'), facts(SOURCES)],
    ['a tsconfig.json in a folder that had none', (root) => writeFileSync(`${root}/lib/tsconfig.json`, '{"compilerOptions":{"paths":{"@/*":["./nowhere/*"]}}}'), facts(SOURCES)],
    ['a next.config', (root) => writeFileSync(`${root}/next.config.mjs`, 'export default { pageExtensions: ["page.tsx"] }'), facts(SOURCES, SOURCES + 1)],
    ['a configuration with an entry', (root) => writeFileSync(`${root}/mongoose-doctor.jsonc`, '{ "entries": ["lib/users.ts"] }'), facts(SOURCES)],
    ['a configuration in package.json', (root) => writeFileSync(`${root}/package.json`, '{"dependencies":{"next":"16.2.0","mongoose":"9.0.0"},"mongoose-doctor":{"entries":["lib/users.ts"]}}'), facts(SOURCES)],
    ['a .gitignore that hides nothing', (root) => writeFileSync(`${root}/.gitignore`, 'lib'), facts(SOURCES)],
    ['a link in place of a folder', (root) => { renameSync(`${root}/models`, `${root}/m`); symlinkSync(`${root}/m`, `${root}/models`) }, facts(SOURCES - 2)],
    ['the same bytes, written again', (root) => writeFileSync(`${root}/lib/users.ts`, app['lib/users.ts']), report],
    ['as many other bytes, with the times set back', (root) => {
      const { atime, mtime } = statSync(`${root}/lib/users.ts`)
      writeFileSync(`${root}/lib/users.ts`, app['lib/users.ts'].replace('role', 'rule'))
      utimesSync(`${root}/lib/users.ts`, atime, mtime)
    }, facts(SOURCES - 1)],
  ])('%s', async (_, change, expected) => {
    const root = withTree(app)
    const from = cacheIn()
    expect(await again(root, from)).toEqual(nothing)
    change(root)
    expect(await again(root, from)).toEqual(expected)
    expect(await again(root, from)).toEqual(report)
  })
})

test('a link to nothing that leads somewhere at last', async () => {
  const root = withTree({ ...app, 'lib/users.ts': app['lib/users.ts'].replace('@/models/User', '../m/User') })
  const outside = `${root}/node_modules/hidden`
  mkdirSync(`${root}/node_modules`)
  symlinkSync(outside, `${root}/lib/tsconfig.json`)
  const from = cacheIn()
  expect(await again(root, from)).toEqual(nothing)
  expect(await again(root, from)).toEqual(report)
  writeFileSync(outside, '{"compilerOptions":{"paths":{"../m/*":["../models/*"]}}}')
  expect(await again(root, from)).toEqual(facts(SOURCES))
})

test('a file that is written within the same moment as the run is looked at again', async () => {
  const root = withTree(app)
  const from = cacheIn()
  await reexamine(root, from)
  const { report: made, reused } = await reexamine(root, from)
  expect({ made: said(made), reused }).toEqual({ made: fresh(root), reused: { kind: 'report' } })
})

test('a cache that is damaged in any way is as good as none', async () => {
  const root = withTree(app)
  const from = cacheIn()
  await again(root, from)
  const { file } = from.cache
  const whole = readFileSync(file)
  for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) {
    const bytes = Buffer.from(whole)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x55, at)
    writeFileSync(file, bytes)
    // oxlint-disable-next-line no-await-in-loop -- they share the file
    expect({ at, ...await again(root, from) }).toMatchObject({ at, right: true })
  }
  for (const length of [0, 7, 23, 24, 1000, whole.length - 1]) {
    writeFileSync(file, whole)
    truncateSync(file, length)
    // oxlint-disable-next-line no-await-in-loop -- they share the file
    expect({ length, ...await again(root, from) }).toEqual({ length, ...nothing })
  }
})

test.each<[string, (file: string) => void]>([
  ['a folder', (file) => mkdirSync(file)],
  ['a link', (file) => symlinkSync('/dev/zero', file)],
  ['some other file', (file) => writeFileSync(file, 'x'.repeat(100_000))],
])('%s in its place', async (_, put) => {
  const root = withTree(app)
  const from = cacheIn()
  put(from.cache.file)
  expect(await again(root, from)).toEqual(nothing)
})

describe('a cache from elsewhere', () => {
  test('which came with the project, is not believed', async () => {
    const root = withTree(app)
    const from = cacheIn()
    await again(root, from)
    const copy = cacheIn()
    copyFileSync(from.cache.file, copy.cache.file)
    expect(await again(root, copy)).toEqual(nothing)
  })
  test('which the user hands on, is: for the same directory the report, for another one the facts', async () => {
    const root = withTree(app)
    const from = cacheIn(true)
    await again(root, from)
    const copy = cacheIn(true)
    copyFileSync(from.cache.file, copy.cache.file)
    expect(await again(root, copy)).toEqual(report)
    const moved = withTree({})
    cpSync(root, moved, { recursive: true })
    expect(await again(moved, copy)).toEqual(facts(SOURCES))
  })
})

test('where no cache can be written the answer is the same', async () => {
  const root = withTree(app)
  const from = cacheIn()
  rmSync(join(from.cache.file, '..'), { recursive: true })
  writeFileSync(join(from.cache.file, '..'), 'a file')
  expect(await again(root, from)).toEqual(nothing)
})

test('code frames show the text that was examined, or none', async () => {
  const root = withTree(app)
  const from = cacheIn()
  await reexamine(root, from, later)
  const { sources } = await reexamine(root, from, later)
  expect(sources.text('lib/users.ts')).toBe(app['lib/users.ts'])
  expect(sources.text('../outside.ts')).toBeNull()
  writeFileSync(`${root}/lib/users.ts`, 'other')
  expect(sources.text('lib/users.ts')).toBeNull()
})

test('a tree with other texts is examined with what an examination has left', async () => {
  const root = withTree(app)
  const mended = new Map([['lib/users.ts', `import '@/models/Role'\n${app['lib/users.ts']}`]])
  for (const from of [cacheIn(), { packageFacts: false, cache: null }]) {
    // oxlint-disable-next-line no-await-in-loop -- the second begins without what the first has left
    const { examination } = await examineFrom(root, from, later)
    const examineTree = examinerOf(examination)
    expect(said(examineTree(mended).report)).toEqual(said(examine(root, { overlay: mended }).report))
    expect(said(examineTree(new Map()).report)).toEqual(said(examination.report))
  }
})
