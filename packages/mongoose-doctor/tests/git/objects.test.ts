/** Held to what git itself makes, and says. */
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openObjects } from '../../src/git/objects.ts'
import { applied } from '../../src/git/pack.ts'
import { repositoryAt } from '../../src/git/repository.ts'
import { withTree } from '../helpers/tree.ts'
import { commit, git, repository } from './repository.ts'

const objectsOf = (root: string) => {
  const found = repositoryAt(root)
  if (found === null) throw new Error('no repository')
  return openObjects(found)
}

const templates = new Map<string, string>()

/** Files that change a little from commit to commit, so that packs hold changes of changes. Made once, and copied. */
function grown(...init: string[]): string {
  const known = templates.get(init.join(' ')) ?? mkdtempSync(join(tmpdir(), 'mongoose-doctor-git-'))
  if (!templates.has(init.join(' '))) {
    templates.set(init.join(' '), known)
    cpSync(growing(...init), known, { recursive: true })
  }
  const copy = withTree({})
  cpSync(known, copy, { recursive: true })
  return copy
}
afterAll(() => { for (const dir of templates.values()) rmSync(dir, { recursive: true, force: true }) })

function growing(...init: string[]): string {
  const lines = Array.from({ length: 400 }, (_, i) => `line ${i} of a file that is long enough ${'x'.repeat(i % 60)}\n`)
  const root = repository({ 'a.ts': lines.join(''), 'empty.ts': '', 'deep/er/b.ts': 'b' }, ...init)
  for (let turn = 0; turn < 8; turn++) {
    lines.splice((turn * 31) % lines.length, 1, `turn ${turn}\n`)
    writeFileSync(`${root}/a.ts`, lines.join(''))
    commit(root, `turn ${turn}`)
  }
  git(root, 'tag', '-a', 'v1', '-m', 'a tag')
  return root
}

/** Everything git has, by id, as it prints it. */
const everything = (root: string): [string, string][] =>
  git(root, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname) %(objecttype)').split('\n').map((line) => {
    const [id = '', type = ''] = line.split(' ')
    return [id, type]
  })

describe.each([[], ['--object-format=sha256']])('%s', (...init) => {
  test.each<[string, (root: string) => void]>([
    ['loose', () => undefined],
    ['packed', (root) => void git(root, 'gc', '-q', '--aggressive')],
    ['packed with bases by id', (root) => void git(root, '-c', 'repack.usedeltabaseoffset=false', 'repack', '-adfq', '--depth=50')],
    ['partly packed', (root) => { git(root, 'repack', '-dq'); writeFileSync(`${root}/new.ts`, 'new'); commit(root, 'more') }],
  ])('%s objects', (_name, pack) => {
    const root = grown(...init)
    pack(root)
    const objects = objectsOf(root)
    const all = everything(root)
    expect(all.length).toBeGreaterThan(30)
    for (const [id, type] of all) {
      const { type: found, content } = objects.read(id) ?? { type: null, content: Buffer.alloc(0) }
      // The id is the hash of all of it.
      const hash = createHash(id.length === 40 ? 'sha1' : 'sha256').update(`${found} ${content.length}\0`).update(content).digest('hex')
      expect({ found, hash }).toEqual({ found: type, hash: id })
      expect(objects.find(id.slice(0, 9))).toEqual([id])
    }
    expect(objects.read('0'.repeat(all[0]?.[0].length ?? 40))).toBeNull()
  })
})

describe('what is damaged', () => {
  const packed = (): { root: string; pack: string; id: string } => {
    const root = grown()
    const id = git(root, 'rev-parse', 'HEAD:a.ts')
    git(root, 'gc', '-q')
    const name = readdirSync(`${root}/.git/objects/pack`).find((each) => each.endsWith('.pack')) ?? ''
    const pack = `${root}/.git/objects/pack/${name}`
    for (const file of [pack, pack.replace('.pack', '.idx')]) chmodSync(file, 0o644)
    return { root, pack, id }
  }
  test.each<[string, (pack: string) => void]>([
    ['a pack that is cut off', (pack) => truncateSync(pack, 100)],
    ['a pack of zeros', (pack) => writeFileSync(pack, Buffer.alloc(readFileSync(pack).length))],
    ['a pack of noise', (pack) => writeFileSync(pack, Buffer.alloc(readFileSync(pack).length, 0xa7))],
    ['an index that is cut off', (pack) => truncateSync(pack.replace('.pack', '.idx'), 1200)],
    ['an index of another kind', (pack) => writeFileSync(pack.replace('.pack', '.idx'), Buffer.alloc(2000))],
    ['a pack that is gone', (pack) => rmSync(pack)],
    ['a pack that is a folder', (pack) => { rmSync(pack); mkdirSync(pack) }],
  ])('%s is told', (_name, damage) => {
    const { root, pack, id } = packed()
    damage(pack)
    expect(() => objectsOf(root).read(id)).toThrow(`What git keeps can't be read (${id}): `)
  })

  test('what is not there is told as that', () => {
    const root = repository({ 'a.ts': '' })
    expect(() => objectsOf(root).need('1'.repeat(40), 'commit')).toThrow('git does not have the commit')
    expect(() => objectsOf(root).need(git(root, 'rev-parse', 'HEAD:a.ts'), 'tree')).toThrow('is a blob, and no tree')
  })

  test('a loose object that is noise, or says another length', () => {
    const root = repository({ 'a.ts': 'a' })
    const id = git(root, 'rev-parse', 'HEAD:a.ts')
    const file = `${root}/.git/objects/${id.slice(0, 2)}/${id.slice(2)}`
    chmodSync(file, 0o644)
    writeFileSync(file, 'noise')
    expect(() => objectsOf(root).read(id)).toThrow("What git keeps can't be read")
  })
})

test.each([
  ['copies beyond the end', [3, 3, 0x91, 1, 3]],
  ['more than it says', [3, 3, 0x90, 3, 0x90, 3]],
  ['less than it says', [3, 9, 0x90, 3]],
  ['another base', [4, 3, 0x90, 3]],
  ['nothing at all', [3, 3, 0]],
  ['a cut', [3, 3, 3, 65]],
])('a change that tells %s', (_name, delta) => {
  expect(() => applied(Buffer.from('abc'), Buffer.from(delta))).toThrow()
})

