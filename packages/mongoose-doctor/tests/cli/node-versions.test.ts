/** The built program on the other versions of Node that are supported: the same facts to the byte, the same words, and no complaints. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { app } from '../cache/app.ts'
import { majors, nodeOf } from '../helpers/nodes.ts'
import { withTree } from '../helpers/tree.ts'

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const bin = path('../../dist/cli.mjs')
const clinic = path('../../../../examples/clinic-before')

const large = { ...app, ...Object.fromEntries(Array.from({ length: 8000 }, (_, i) => [`lib/parts/part${i}.ts`, 'export const part = 1\n'])) }

function run(node: string, ...argv: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(node, [bin, ...argv], { encoding: 'utf8', env: { ...process.env, CI: '1', NO_COLOR: '1' } })
  return { code: status, out: stdout.replaceAll(/ in \d+ ms| in [\d.]+ s/g, ''), err: stderr }
}

/** What a run leaves in the folder for temporary files. */
function leftBy(node: string, env: Readonly<Record<string, string>>): readonly string[] {
  const dir = mkdtempSync(join(tmpdir(), 'mongoose-doctor-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const { CI: _, NODE_DISABLE_COMPILE_CACHE: _off, NODE_COMPILE_CACHE: _where, ...rest } = process.env
  expect(spawnSync(node, [bin, '--version'], { env: { ...rest, TMPDIR: dir, TEMP: dir, ...env } }).status).toBe(0)
  return readdirSync(dir)
}

describe.each(majors)('Node %i', (major) => {
  const node = nodeOf(major)

  test.runIf(node !== undefined)('says the same, and nothing else', () => {
    const made = run(node ?? '', clinic)
    expect(made).toEqual(run(process.execPath, clinic))
    expect(made).toMatchObject({ code: 1, err: '' })
  })

  test.runIf(node !== undefined)('says the same of a large project, whose memory is spared', () => {
    const dir = withTree(large)
    const made = run(node ?? '', dir)
    expect(made).toEqual(run(process.execPath, dir))
    expect(made).toMatchObject({ code: 1, err: '', out: expect.stringContaining('Role') })
  })

  test.runIf(node !== undefined)('keeps what V8 has compiled, but not in CI', () => {
    expect(leftBy(node ?? '', {})).toEqual(major < 22 ? [] : ['node-compile-cache'])
    expect(leftBy(node ?? '', { CI: '1' })).toEqual([])
    expect(leftBy(node ?? '', { NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual([])
  })

  test.runIf(node !== undefined).each([['the clinic', clinic], ['this package', path('../../src')]])('finds the same facts in %s', (_, from) => {
    const dir = mkdtempSync(join(tmpdir(), 'mongoose-doctor-'))
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
    cpSync(from, join(dir, 'app'), { recursive: true, filter: (file) => !/node_modules|\.next/.test(file) })
    const facts = (by: string): Buffer => {
      const output = join(dir, `${by.length}.facts`)
      expect(run(by, 'facts', join(dir, 'app'), '--output', output).code).toBe(0)
      return readFileSync(output)
    }
    const [here, there] = [facts(process.execPath), facts(node ?? '')]
    expect(here.length).toBeGreaterThan(1000)
    expect(there.equals(here)).toBe(true)
  })
})
