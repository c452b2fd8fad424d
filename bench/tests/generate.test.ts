import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { sourceFiles } from '../generate/application.ts'
import { DEFECTS } from '../generate/files/defects.ts'
import type { Kind } from '../generate/files/source-file.ts'
import { writeApplication } from '../generate/write.ts'
import { examine } from '../run/ours.ts'

const scratch = mkdtempSync(join(tmpdir(), 'bench-test-'))
afterAll(() => rmSync(scratch, { recursive: true }))

describe('a made-up application', () => {
  test('has the same bytes for the same seed and size', () => {
    expect(digest(1, 1000)).toBe(digest(1, 1000))
    expect(digest(1, 1000)).not.toBe(digest(2, 1000))
  })

  test('begins like a smaller one', () => {
    const small = [...sourceFiles({ files: 300, seed: 1 })]
    const large = sourceFiles({ files: 3000, seed: 1 })
    for (const file of small) expect(large.next().value).toEqual(file)
  })

  test('has as many files as asked for, none of them twice', () => {
    for (const files of [300, 777, 3000]) {
      const paths = [...sourceFiles({ files, seed: 1 })].map(({ path }) => path)
      expect(new Set(paths).size).toBe(files)
    }
  })

  test('has the same proportions at every size', () => {
    const [small, large] = [shares(3000), shares(10_000)]
    for (const kind of Object.keys(large.kinds) as Kind[]) expect(Math.abs((small.kinds[kind] ?? 0) - (large.kinds[kind] ?? 0)), kind).toBeLessThan(0.015)
    expect(large.kinds.model).toBeGreaterThan(0.01)
    expect(large.kinds.model).toBeLessThan(0.02)
    expect(small.bytes).toBeGreaterThan(3000)
    expect(large.bytes).toBeLessThan(8000)
    expect(large.bytes / small.bytes).toBeCloseTo(1, 1)
    expect(large.imports / small.imports).toBeCloseTo(1, 1)
  })

  test('parses, resolves, and has exactly the seeded defects', () => {
    const directory = join(scratch, 'application')
    writeApplication(directory, { files: 1000, seed: 1 })
    const { program, args } = examine({ directory, scratch, tsconfig: null }, { cached: false, format: 'json' })
    const report = JSON.parse(spawnSync(program, args, { cwd: directory, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout)
    expect(report.unknown).toEqual([])
    expect(report.stats.files).toBe(1000)
    // How it opens its connection and guards its models is as in most applications, and not the point.
    const kinds = new Set<string>(Object.values(DEFECTS))
    const seeded = report.findings.filter(({ rule }: { rule: string }) => kinds.has(rule))
    const found = seeded.map(({ rule, entries }: { rule: string; entries: string[] }) => [entries[0]?.split('/').at(-2), rule])
    expect(Object.fromEntries(found)).toEqual(DEFECTS)
    expect(found).toHaveLength(Object.keys(DEFECTS).length)
  })
})

function digest(seed: number, files: number): string {
  const hash = createHash('sha256')
  for (const { path, text } of sourceFiles({ files, seed })) hash.update(path).update(text)
  return hash.digest('hex')
}

function shares(files: number): { kinds: Partial<Record<Kind, number>>; bytes: number; imports: number } {
  const kinds: Partial<Record<Kind, number>> = {}
  let [bytes, imports] = [0, 0]
  for (const { kind, text } of sourceFiles({ files, seed: 1 })) {
    kinds[kind] = (kinds[kind] ?? 0) + 1 / files
    bytes += text.length / files
    imports += (text.match(/^import /gm)?.length ?? 0) / files
  }
  return { kinds, bytes, imports }
}
