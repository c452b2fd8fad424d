/** All or nothing. */
import { chmodSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { FixPlan } from '../../../src/fixes/types.ts'
import { WriteError } from '../../../src/fixes/writing/errors.ts'
import { writeFixes } from '../../../src/fixes/writing/write.ts'
import { withTree } from '../../helpers/tree.ts'

/** The path whose replacement fails. */
const failing = vi.hoisted((): { path: string | null } => ({ path: null }))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const rename: typeof fs.renameSync = (from, to) => {
    if (to === failing.path) throw new Error('disk full')
    fs.renameSync(from, to)
  }
  return { ...fs, renameSync: rename }
})

const planOf = (...files: FixPlan['files'][number][]): FixPlan => ({ files, notFixed: [] })
const change = (file: string): FixPlan['files'][number] => ({ file, before: 'old', after: 'new' })
const read = (root: string, file: string): string => readFileSync(`${root}/${file}`, 'utf8')

test('replaces the texts, keeps the modes, leaves nothing else behind', () => {
  const root = withTree({ 'a.js': 'old', 'lib/b.js': 'old' })
  chmodSync(`${root}/a.js`, 0o755)
  writeFixes(root, planOf(change('a.js'), change('lib/b.js')))
  expect([read(root, 'a.js'), read(root, 'lib/b.js')]).toEqual(['new', 'new'])
  expect(statSync(`${root}/a.js`).mode & 0o777).toBe(0o755)
  expect([...readdirSync(root), ...readdirSync(`${root}/lib`)].sort()).toEqual(['a.js', 'b.js', 'lib'])
})

test.each<[string, (root: string) => void, string, RegExp]>([
  ['changed meanwhile', (root) => writeFileSync(`${root}/b.js`, 'mine'), 'b.js', /b\.js has changed since it was examined/],
  ['gone', (root) => renameSync(`${root}/b.js`, `${root}/c.js`), 'b.js', /b\.js is gone/],
  ['a link', (root) => { renameSync(`${root}/b.js`, `${root}/c.js`); symlinkSync('c.js', `${root}/b.js`) }, 'b.js', /b\.js is a link/],
  ['below a link', (root) => symlinkSync('lib', `${root}/other`), 'other/d.js', /reached through a link/],
  ['a folder', () => {}, 'lib', /lib is not a plain file/],
  ['outside', () => {}, '../b.js', /outside of the examined directory/],
  ['absolute', () => {}, '/etc/hostname', /outside of the examined directory/],
])('refuses a file that is %s, and writes none', (_, prepare, file, message) => {
  const root = withTree({ 'a.js': 'old', 'b.js': 'old', 'lib/d.js': 'old' })
  prepare(root)
  const write = (): void => writeFixes(root, planOf(change('a.js'), change(file)))
  expect(write).toThrow(WriteError)
  expect(write).toThrow(message)
  expect(read(root, 'a.js')).toBe('old')
  expect(readdirSync(root).filter((name) => name.includes('mongoose-doctor'))).toEqual([])
})

test('leaves no trace when a new text can not be written', () => {
  const root = withTree({ 'a.js': 'old', 'b.js': 'old' })
  const mine = `.b.js.mongoose-doctor-${process.pid}`
  writeFileSync(`${root}/${mine}`, 'in the way')
  expect(() => writeFixes(root, planOf(change('a.js'), change('b.js')))).toThrow(WriteError)
  expect([read(root, 'a.js'), read(root, 'b.js'), read(root, mine)]).toEqual(['old', 'old', 'in the way'])
  expect(readdirSync(root).sort()).toEqual([mine, 'a.js', 'b.js'])
})

test('puts back what was replaced when a later file can not be', () => {
  const root = withTree({ 'a.js': 'old', 'b.js': 'old' })
  chmodSync(`${root}/a.js`, 0o755)
  failing.path = `${root}/b.js`
  onTestFinished(() => { failing.path = null })
  expect(() => writeFixes(root, planOf(change('a.js'), change('b.js')))).toThrow(/^Nothing was written: disk full/)
  expect([read(root, 'a.js'), read(root, 'b.js')]).toEqual(['old', 'old'])
  expect(statSync(`${root}/a.js`).mode & 0o777).toBe(0o755)
  expect(readdirSync(root).sort()).toEqual(['a.js', 'b.js'])
})

const created = (file: string): FixPlan['files'][number] => ({ file, before: null, after: 'new' })

test('a new file comes with the others, and goes with them', () => {
  const root = withTree({ 'a.js': 'old', 'lib/b.js': 'old' })
  failing.path = `${root}/lib/b.js`
  onTestFinished(() => { failing.path = null })
  const plan = planOf(change('a.js'), created('lib/registry.js'), change('lib/b.js'))
  expect(() => writeFixes(root, plan)).toThrow(WriteError)
  expect([...readdirSync(root), ...readdirSync(`${root}/lib`)].sort()).toEqual(['a.js', 'b.js', 'lib'])
  expect(read(root, 'a.js')).toBe('old')

  failing.path = null
  writeFixes(root, plan)
  expect([...readdirSync(root), ...readdirSync(`${root}/lib`)].sort()).toEqual(['a.js', 'b.js', 'lib', 'registry.js'])
  expect([read(root, 'a.js'), read(root, 'lib/registry.js')]).toEqual(['new', 'new'])
})

test.each([
  ['b.js', /b\.js has come into being since/],
  ['nowhere/c.js', /nowhere\/c\.js would be in a folder that does not exist/],
  ['other/c.js', /other\/c\.js is reached through a link/],
  ['../c.js', /outside of the examined directory/],
])('refuses to make %s, and writes nothing', (file, message) => {
  const root = withTree({ 'a.js': 'old', 'b.js': 'mine', 'lib/d.js': 'old' })
  symlinkSync('lib', `${root}/other`)
  expect(() => writeFixes(root, planOf(change('a.js'), created(file)))).toThrow(message)
  expect([read(root, 'a.js'), read(root, 'b.js')]).toEqual(['old', 'mine'])
})
