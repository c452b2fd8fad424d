/** The commands themselves, with the built plugin, beside the built command line. */
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readFileSync } from 'node:fs'
import type { Report } from 'mongoose-doctor'
import { describe, expect, test } from 'vitest'
import { withTree } from '../../mongoose-doctor/tests/helpers/tree.ts'
import plugin from '../src/index.ts'
import { app, findings } from './app.ts'

const require = createRequire(import.meta.url)
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`))
const built = fileURLToPath(new URL('../dist/index.mjs', import.meta.url))
const bin = {
  eslint: join(folderOf('eslint'), 'bin/eslint.js'), oxlint: join(folderOf('oxlint'), 'bin/oxlint'), 'mongoose-doctor': join(folderOf('mongoose-doctor'), 'dist/cli.mjs'),
}

interface Ended { readonly code: number; readonly out: string; readonly err: string }

function run(cwd: string, command: keyof typeof bin, ...args: readonly string[]): Promise<Ended> {
  const { CI: _, ...env } = process.env
  return new Promise((done) => {
    execFile(process.execPath, [bin[command], ...args], { cwd, env }, (error, out, err) => done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }))
  })
}

const found = async (root: string): Promise<readonly string[]> => {
  const report: Report = JSON.parse((await run(root, 'mongoose-doctor', '--format', 'json')).out)
  return findings(report)
}

const configured = {
  ...app,
  'eslint.config.mjs': `import doctor from ${JSON.stringify(pathToFileURL(built).href)}\nexport default [doctor.configs.strict]\n`,
  '.oxlintrc.json': { jsPlugins: [built], plugins: [], categories: { correctness: 'off' }, rules: plugin.configs.strict.rules },
}

/** `file:line:column rule` of what oxlint prints as JSON. */
function printed(out: string): readonly string[] {
  const { diagnostics }: { readonly diagnostics: readonly { readonly code?: string; readonly filename: string; readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[] }[] } = JSON.parse(out)
  return diagnostics.map(({ code, filename, labels: [label] }) => `${filename}:${label?.span.line}:${label?.span.column} ${/\((.*)\)/.exec(code ?? '')?.[1]}`).sort()
}

describe('oxlint', () => {
  test('finds what the command line finds', async () => {
    const root = withTree(configured)
    const { code, out } = await run(root, 'oxlint', '-f', 'json')
    expect([code, printed(out)]).toEqual([1, await found(root)])
  })

  test('mends what the command line mends', async () => {
    const [root, other] = [withTree(configured), withTree(configured)]
    await run(root, 'oxlint', '--fix')
    await run(other, 'mongoose-doctor', '--fix', '--force')
    for (const file of Object.keys(app)) expect(readFileSync(join(root, file), 'utf8')).toBe(readFileSync(join(other, file), 'utf8'))
    expect(await found(root)).toEqual([expect.stringContaining('unknown-ref')])
  })

  test('takes settings, and says what is wrong with them', async () => {
    const files = Object.fromEntries(Object.entries(app).map(([file, text]) => [`web/${file}`, text]))
    const at = (root: string) => withTree({ ...files, '.oxlintrc.json': { ...configured['.oxlintrc.json'], settings: { 'mongoose-doctor': { root } } } })
    const [right, wrong] = [at('web'), at('absent')]
    expect(printed((await run(right, 'oxlint', '-f', 'json')).out)).toEqual((await found(join(right, 'web'))).map((line) => `web/${line}`))
    const { code, out } = await run(wrong, 'oxlint')
    expect(code).toBe(1)
    expect(out).toContain('There is no directory')
  })
})

describe('eslint', () => {
  test('mends what the command line mends', async () => {
    const [root, other] = [withTree(configured), withTree(configured)]
    const { code, out } = await run(root, 'eslint', '--fix', '.')
    expect([code, out]).toEqual([1, expect.stringContaining('mongoose-doctor/unknown-ref')])
    await run(other, 'mongoose-doctor', '--fix', '--force')
    for (const file of Object.keys(app)) expect(readFileSync(join(root, file), 'utf8')).toBe(readFileSync(join(other, file), 'utf8'))
  })

  test('ends with an error where nothing could be examined', async () => {
    const config = configured['eslint.config.mjs'].replace('[doctor', `[{ settings: { 'mongoose-doctor': { root: 'absent' } } }, doctor`)
    const { code, err } = await run(withTree({ ...configured, 'eslint.config.mjs': config }), 'eslint', '.')
    expect(code).toBe(2)
    expect(err).toContain('There is no directory')
  })
})
