/** What npm would publish: no file too many, none missing, and a manifest that tools can read. Packages that are not built yet are left out. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { describe, expect, test } from 'vitest'
import { environment, pack, published, run, temporary } from './npm.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
const repository = 'https://github.com/mongoose-doctor/mongoose-doctor'

const packages = published()

test('this package is built, and is one of them', () => {
  expect(packages.map(({ name }) => name)).toContain('mongoose-doctor')
})

describe.each(packages)('$name', { timeout: 120_000 }, ({ folder, manifest }) => {
  test('holds its program, its words and its licence, and nothing else', () => {
    const { files } = pack(folder, temporary())
    const program = /^(?:dist\/(?:[\w.-]+\/)*[\w.-]+\.(?:[cm]?js|d\.[cm]?ts)(?:\.map)?|dist\/LICENSES\.txt|schema\/[\w.-]+\.json)$/
    expect(files.filter((file) => !program.test(file)).toSorted()).toEqual(['LICENSE', 'README.md', 'package.json'])
    expect(files.some((file) => file.startsWith('dist/'))).toBe(true)
  })

  test('says where it comes from, where it runs and under which licence', () => {
    const { license, repository: from, engines } = manifest
    expect({ license, from, engines }).toEqual({
      license: 'MIT',
      from: { type: 'git', url: `git+${repository}.git`, directory: folder.slice(root.length) },
      engines: { node: expect.stringMatching(/^(?:>=20\.19|\^20\.19 \|\| >=22\.12)$/) },
    })
    expect(readFileSync(join(folder, 'LICENSE'), 'utf8')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'))
  })

  test('runs nothing when it is installed', () => {
    expect(Object.keys(manifest.scripts ?? {}).filter((name) => /^(?:pre|post)?(?:install|prepare)$/.test(name))).toEqual([])
  })

  test('publint has nothing to say', async () => {
    const { tarball } = pack(folder, temporary())
    const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer } })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  // One that is only a program has no types.
  test.runIf(manifest.exports !== undefined)('attw finds the right types, however it is imported', () => {
    const { tarball } = pack(folder, temporary())
    const isDual = JSON.stringify(manifest.exports).includes('"require"')
    const { code, out } = run(process.execPath, [attw, tarball, '--profile', isDual ? 'strict' : 'esm-only', '--no-color', '--no-emoji', '--no-definitely-typed'], { cwd: root, env: environment(process.execPath) })
    expect({ code, out: code === 0 ? '' : out }).toEqual({ code: 0, out: '' })
  })

  test('links of its README work where npm shows them', () => {
    const links = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !link.startsWith('#') && !link.startsWith('https://'))).toEqual([])
  })
})
