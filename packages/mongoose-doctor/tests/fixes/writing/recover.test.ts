/** A run is ended at each of its writes, and so is the one that puts things in order: afterwards the tree is the old one or the new one. */
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { journalPath } from '../../../src/fixes/writing/journal.ts'
import { startOf } from '../../../src/fixes/writing/process.ts'
import { sha256 } from '../../../src/kernel/hash.ts'
import { recover } from '../../../src/fixes/writing/recover.ts'
import type { FixPlan } from '../../../src/fixes/types.ts'
import { writeFixes } from '../../../src/fixes/writing/write.ts'
import { withTree } from '../../helpers/tree.ts'

/** How many more writes the process lives to make: what comes after that does not happen, whoever calls. */
const life = vi.hoisted(() => ({ left: Infinity }))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const dies = (): boolean => --life.left < 0
  const mortal = <Args extends unknown[], Result>(write: (...args: Args) => Result) => (...args: Args): Result => {
    if (dies()) throw new Error('ended')
    return write(...args)
  }
  const writeFile = (path: Parameters<typeof fs.writeFileSync>[0], text: string): void => {
    // Half of it may be there.
    if (dies()) { if (life.left === -1) fs.writeFileSync(path, text.slice(0, text.length / 2)); throw new Error('ended') }
    fs.writeFileSync(path, text)
  }
  return {
    ...fs, writeFileSync: writeFile, openSync: mortal(fs.openSync), renameSync: mortal(fs.renameSync), linkSync: mortal(fs.linkSync),
    rmSync: mortal(fs.rmSync), chmodSync: mortal(fs.chmodSync), fsyncSync: mortal(fs.fsyncSync),
  }
})
afterEach(() => { life.left = Infinity })

const OLD = { 'a.js': 'old a', 'lib/b.js': 'old b' }
const NEW = { 'a.js': 'new a', 'lib/b.js': 'new b', 'lib/registry.js': 'new' }
const plan: FixPlan = {
  files: [{ file: 'a.js', before: 'old a', after: 'new a' }, { file: 'lib/registry.js', before: null, after: 'new' }, { file: 'lib/b.js', before: 'old b', after: 'new b' }],
  notFixed: [],
}

const treeOf = (root: string): Record<string, string> => Object.fromEntries(
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'lib').sort().map((name) => [name, readFileSync(`${root}/${name}`, 'utf8')]),
)

/** Runs `work` with that many writes to live. @returns whether it came to its end */
function ended(writes: number, work: () => void): boolean {
  life.left = writes
  try { work() } catch { /* Where it is ended, nobody is told. */ }
  const came = life.left >= 0
  life.left = Infinity
  return came
}

test('ended anywhere, the next run leaves all old or all new, and nothing beside it', () => {
  const outcomes = new Set<string>()
  let writes = 0
  for (let came = false; !came; writes++) {
    const root = withTree(OLD)
    came = ended(writes, () => writeFixes(root, plan))
    const recovered = recover(root)
    const tree = treeOf(root)
    expect([OLD, NEW]).toContainEqual(tree)
    expect(recovered?.kept ?? []).toEqual([])
    if (recovered !== null) expect(tree).toEqual(recovered.as === 'after' ? NEW : OLD)
    expect(recover(root)).toBeNull()
    outcomes.add(JSON.stringify(tree))
  }
  expect(writes).toBeGreaterThan(30)
  expect(outcomes.size).toBe(2)
})

test('the run that puts things in order may be ended too', () => {
  for (let writes = 0; writes < 60; writes += 7) {
    let came = false
    for (let more = 0; !came; more++) {
      const root = withTree(OLD)
      ended(writes, () => writeFixes(root, plan))
      came = ended(more, () => recover(root))
      recover(root)
      expect([OLD, NEW]).toContainEqual(treeOf(root))
    }
  }
})

test('a file that somebody has changed in between is left alone', () => {
  let root = withTree(OLD)
  // Ended after the first replacement.
  for (let writes = 0; readFileSync(`${root}/a.js`, 'utf8') === 'old a'; writes++) {
    root = withTree(OLD)
    ended(writes, () => writeFixes(root, plan))
  }
  writeFileSync(`${root}/lib/b.js`, 'mine')
  expect(recover(root)).toEqual({ as: 'after', files: ['a.js', 'lib/registry.js'], kept: ['lib/b.js'] })
  expect(treeOf(root)).toEqual({ ...NEW, 'lib/b.js': 'mine' })
})

test('a second run does not write while the first one does', () => {
  const root = withTree(OLD)
  writeFileSync(journalPath(root), JSON.stringify({ version: 1, pid: process.ppid, started: null, phase: 'preparing', steps: [] }))
  expect(() => recover(root)).toThrow(`Another mongoose-doctor (process ${process.ppid}) is writing into this directory`)
  expect(() => writeFixes(root, plan)).toThrow('another mongoose-doctor is writing here')
  expect(treeOf(root)).toMatchObject(OLD)
})

test.runIf(existsSync('/proc/self/stat'))('a process that has the number of the interrupted one by chance is not waited for', () => {
  const journal = (started: string | null): string => JSON.stringify({ version: 1, pid: process.ppid, started, phase: 'preparing', steps: [] })
  const root = withTree({ ...OLD, '.mongoose-doctor-journal.json': journal(startOf(process.ppid)) })
  expect(() => recover(root)).toThrow('is writing into this directory')
  writeFileSync(journalPath(root), journal('12'))
  expect(recover(root)).toEqual({ as: 'before', files: [], kept: [] })
  expect(treeOf(root)).toEqual(OLD)
})

test('a journal that comes with the project leads nowhere out of it', () => {
  const outside = withTree({ 'x.js': 'old', '.x.js.mongoose-doctor-999999999': 'evil' })
  const root = withTree({ 'a.js': 'old' })
  symlinkSync(outside, `${root}/link`)
  const step = (file: string) => ({ file, before: sha256('old'), after: sha256('evil') })
  writeFileSync(journalPath(root), JSON.stringify({ version: 1, pid: 999_999_999, started: null, phase: 'replacing', steps: [step('link/x.js'), step(`../${outside.split('/').at(-1)}/x.js`), step(`${outside}/x.js`)] }))
  expect(recover(root)).toEqual({ as: 'after', files: [], kept: [] })
  expect(treeOf(outside)).toEqual({ 'x.js': 'old', '.x.js.mongoose-doctor-999999999': 'evil' })
})

test.each(['', '{', '[]', '{"version":2}', '{"version":1,"pid":1,"started":null,"phase":"replacing","steps":[{"file":1}]}'])('a journal of %j is told, and nothing is changed', (text) => {
  const root = withTree({ ...OLD, '.mongoose-doctor-journal.json': text })
  expect(() => recover(root)).toThrow(".mongoose-doctor-journal.json was left by a run that was interrupted, and can't be read")
  expect(treeOf(root)).toMatchObject(OLD)
})
