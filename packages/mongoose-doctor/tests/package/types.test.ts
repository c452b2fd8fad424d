/** The types of the built package, as a program sees them that imports it by its name. `npm test` builds it first. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { beforeAll, expect, test } from 'vitest'
import { withTree } from '../helpers/tree.ts'

const dir = fileURLToPath(new URL('../..', import.meta.url))
const declarations = join(dir, 'dist/api.d.mts')
const require = createRequire(import.meta.url)

beforeAll(() => {
  if (!existsSync(declarations)) throw new Error('dist/api.d.mts is not built: run `npm test` at the root, or `npm run build`')
})

test.each([
  ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext' }],
  ['a bundler', { module: 'esnext', moduleResolution: 'bundler' }],
])('a strict program compiles for %s', (_, resolution) => {
  const app = withTree({ 'package.json': { type: 'module' } })
  mkdirSync(join(app, 'node_modules/@types'), { recursive: true })
  // Not a link: what is outside of the package must not be found.
  for (const part of ['package.json', 'dist/api.d.mts']) cpSync(join(dir, part), join(app, 'node_modules/mongoose-doctor', part))
  for (const name of ['@types/node', 'undici-types']) symlinkSync(dirname(require.resolve(`${name}/package.json`)), join(app, 'node_modules', name), 'junction')
  cpSync(join(dir, 'tests/fixtures/consumer/consumer.ts'), join(app, 'consumer.ts'))
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({
    compilerOptions: {
      ...resolution, target: 'es2022', lib: ['es2022'], types: ['node'], noEmit: true, strict: true, exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true, noPropertyAccessFromIndexSignature: true, verbatimModuleSyntax: true, resolveJsonModule: true, skipLibCheck: false,
    },
    files: ['consumer.ts'],
  }))
  const { stdout, status } = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', app], { encoding: 'utf8' })
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
})

/** Each declaration without its comments, in the order of their names. */
function declared(text: string): readonly string[] {
  const { program, comments } = parseSync('api.d.mts', text)
  const bare = comments.reduce((left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end), text)
  const lines = program.body.map(({ start, end }) => bare.slice(start, end).split('\n').map((line) => line.trimEnd()).filter((line) => line !== '').join('\n'))
  const nameOf = (line: string): string => /^(?:declare )?\w+ (\w+)/.exec(line)?.[1] ?? ''
  return lines.map((line) => line.replaceAll(/(?<=\S) {2,}/g, ' ')).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

// What others have built on this stays right: a change of this file must be meant, and be told in a changeset (docs/api.md).
test('what is declared is what was', async () => {
  await expect(`${declared(readFileSync(declarations, 'utf8')).join('\n\n')}\n`).toMatchFileSnapshot('./declarations.txt')
})

test('nothing is `any`, and nothing comes from elsewhere', () => {
  const text = declared(readFileSync(declarations, 'utf8')).join('\n')
  expect(text).not.toMatch(/\bany\b|[:<|(] ?unknown\b|\bimport\(|\bfrom '/)
})

test('every type that is declared can be named', () => {
  const all = declared(readFileSync(declarations, 'utf8'))
  const names = all.flatMap((line) => /^(?:type|interface) (\w+)/.exec(line)?.[1] ?? [])
  const exported = all.find((line) => line.startsWith('export {')) ?? ''
  expect(names.length).toBeGreaterThan(20)
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(exported))).toEqual([])
})
