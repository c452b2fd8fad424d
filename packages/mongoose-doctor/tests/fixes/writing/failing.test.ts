/** Calls that fail while a plan is written: what can't be taken back at once is left to the next run, and nothing is half of both after it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { journalPath } from '../../../src/fixes/writing/journal.ts'
import { recover } from '../../../src/fixes/writing/recover.ts'
import type { FixPlan } from '../../../src/fixes/types.ts'
import { WriteError } from '../../../src/fixes/writing/errors.ts'
import { writeFixes } from '../../../src/fixes/writing/write.ts'
import { withTree } from '../../helpers/tree.ts'

/** `fails` looks at each call: its name and where it writes to. `left`: how many more calls the process lives to make. */
const calls = vi.hoisted((): { fails: (call: string, path: string) => boolean; left: number } => ({ fails: () => false, left: Infinity }))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const paths = new Map<number, string>()
  const check = (call: string, path: unknown): void => {
    if (--calls.left < 0) throw new Error('ended')
    if (calls.fails(call, typeof path === 'number' ? (paths.get(path) ?? '') : String(path))) throw Object.assign(new Error(`${call} failed`), { code: 'ENOSPC' })
  }
  return {
    ...fs,
    openSync: (path: string, flags: string, mode?: number) => { check('open', path); const file = fs.openSync(path, flags, mode); paths.set(file, path); return file },
    writeFileSync: (path: string | number, text: string) => { check('write', path); fs.writeFileSync(path, text) },
    fsyncSync: (file: number) => { check('fsync', file); fs.fsyncSync(file) },
    linkSync: (from: string, to: string) => { check('link', to); fs.linkSync(from, to) },
    renameSync: (from: string, to: string) => { check('rename', to); fs.renameSync(from, to) },
    rmSync: (path: string, options?: object) => { check('rm', path); fs.rmSync(path, options) },
  }
})
const reset = (): void => { calls.fails = () => false; calls.left = Infinity }
afterEach(reset)

const OLD = { 'a.js': 'old a', 'lib/b.js': 'old b' }
const NEW = { 'a.js': 'new a', 'lib/b.js': 'new b', 'lib/registry.js': 'new' }
const plan: FixPlan = {
  files: [{ file: 'a.js', before: 'old a', after: 'new a' }, { file: 'lib/b.js', before: 'old b', after: 'new b' }, { file: 'lib/registry.js', before: null, after: 'new' }],
  notFixed: [],
}
const treeOf = (root: string): Record<string, string> => Object.fromEntries(
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'lib').sort().map((name) => [name, readFileSync(`${root}/${name}`, 'utf8')]),
)

/** @returns what was thrown, once no call fails any more */
function thrown(work: () => void): unknown {
  try {
    work()
    return null
  } catch (error) {
    return error
  } finally {
    reset()
  }
}

test.each(['open', 'write', 'fsync', 'link'])('a journal that can not be written (%s) is told, and leaves nothing', (call) => {
  const root = withTree(OLD)
  calls.fails = (name, path) => name === call && path.startsWith(journalPath(root))
  expect(thrown(() => writeFixes(root, plan))).toBeInstanceOf(WriteError)
  expect(treeOf(root)).toEqual(OLD)
})

test('names that are too long for a copy beside them are told', () => {
  const long = `${'x'.repeat(250)}.js`
  const root = withTree({ [long]: 'old' })
  const error = thrown(() => writeFixes(root, { files: [{ file: long, before: 'old', after: 'new' }], notFixed: [] }))
  expect(error).toBeInstanceOf(WriteError)
  expect(treeOf(root)).toEqual({ [long]: 'old' })
})

test('a folder that can not be settled right after the turn: ended anywhere in taking it back, the next run gives all old or all new', () => {
  for (let left = 0, came = false; !came; left++) {
    const root = withTree(OLD)
    let turned = false
    calls.left = left
    calls.fails = (call, path) => {
      turned ||= call === 'rename' && path === journalPath(root)
      return turned && call === 'fsync' && path === root
    }
    try { writeFixes(root, plan) } catch { /* It fails, or is ended. */ }
    came = calls.left >= 0
    reset()
    const recovered = recover(root)
    expect([OLD, NEW]).toContainEqual(treeOf(root))
    expect(recovered?.kept ?? []).toEqual([])
  }
})

test('a disk that is full keeps nobody from taking back what was replaced', () => {
  const root = withTree(OLD)
  let full = false
  calls.fails = (call, path) => (full ||= call === 'link' && path.endsWith('registry.js')) && ['link', 'open', 'write'].includes(call) && path !== root
  expect(thrown(() => writeFixes(root, plan))).toMatchObject({ message: expect.stringMatching(/^Nothing was written: link failed/) })
  expect(treeOf(root)).toEqual(OLD)
})

test('copies that can not be removed change nothing about what was written', () => {
  const root = withTree(OLD)
  calls.fails = (call, path) => call === 'rm' && path.includes('b.js.mongoose-doctor')
  expect(thrown(() => writeFixes(root, plan))).toBeNull()
  expect(treeOf(root)).toMatchObject(NEW)
  expect(recover(root)).toMatchObject({ as: 'after', kept: [] })
  expect(treeOf(root)).toEqual(NEW)
})

test('a file that can not be put back at once is put back by the next run', () => {
  const root = withTree(OLD)
  let failed = false
  calls.fails = (call, path) => (failed ||= call === 'link' && path.endsWith('registry.js')) && (call === 'link' || (call === 'rename' && path.endsWith('a.js')))
  expect(thrown(() => writeFixes(root, plan))).toMatchObject({ message: expect.stringMatching(/a\.js/) })
  expect(recover(root)).toMatchObject({ as: 'before', kept: [] })
  expect(treeOf(root)).toEqual(OLD)
})

test('a turn back that fails leaves the rest to the next run', () => {
  const root = withTree(OLD)
  let failed = false
  calls.fails = (call, path) => (failed ||= call === 'link' && path.endsWith('registry.js')) && (call === 'link' || (call === 'rename' && path === journalPath(root)))
  expect(thrown(() => writeFixes(root, plan))).toBeInstanceOf(WriteError)
  expect(recover(root)).toMatchObject({ as: 'after', kept: [] })
  expect(treeOf(root)).toEqual(NEW)
})

test('what keeps an interrupted run from being put in order is told, and gone on with when it is gone', () => {
  let root = withTree(OLD)
  // Ended after the first replacement.
  for (let left = 0; readFileSync(`${root}/a.js`, 'utf8') === 'old a'; left++) {
    root = withTree(OLD)
    calls.left = left
    thrown(() => writeFixes(root, plan))
  }
  calls.fails = (call, path) => call === 'rename' && path.endsWith('b.js')
  expect(thrown(() => recover(root))).toMatchObject({ name: 'UsageError', message: expect.stringMatching(/^What an interrupted run left can't be put in order: rename failed/) })
  expect(recover(root)).toMatchObject({ as: 'after', kept: [] })
  expect(treeOf(root)).toEqual(NEW)
})

test('a journal that another process opens while leftovers are cleared stays', () => {
  const root = withTree({ ...OLD, '.mongoose-doctor-journal.json.999999999.preparing': '{}' })
  const theirs = JSON.stringify({ version: 1, pid: process.ppid, started: null, phase: 'preparing', steps: [] })
  calls.fails = (call, path) => {
    if (call === 'rm' && path.includes('999999999')) { calls.fails = () => false; writeFileSync(journalPath(root), theirs) }
    return false
  }
  expect(recover(root)).toBeNull()
  expect(treeOf(root)).toEqual({ ...OLD, '.mongoose-doctor-journal.json': theirs })
})
