import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const dir = join(dirname(fileURLToPath(import.meta.url)), '../..')
const require = createRequire(import.meta.url)
const NAMES = ['connect', 'createRegistry', 'defineModel', 'ensureModels', 'explainMissingModels', 'lazyModel', 'loadMissingModels']
const LIMIT = 5000

/** What an application gets that imports just these names: bundled, minified, Mongoose left out. */
async function bundle(names: readonly string[], format: 'esm' | 'cjs' = 'esm'): Promise<string> {
  const contents = names.length ? `export { ${names.join(', ')} } from '@mongoose-doctor/runtime'` : `import '@mongoose-doctor/runtime'`
  const result = await build({ stdin: { contents, resolveDir: dir }, bundle: true, minify: true, write: false, format, external: ['mongoose'], logLevel: 'silent' })
  return result.outputFiles[0]?.text ?? ''
}

const gzipped = (text: string | Buffer) => gzipSync(text, { level: 9 }).length

describe('size', () => {
  test.each(['index.mjs', 'index.cjs'])(`dist/%s is under ${LIMIT} bytes gzipped`, (file) => {
    expect(gzipped(readFileSync(join(dir, 'dist', file)))).toBeLessThan(LIMIT)
  })

  test(`all helpers in a bundle are under ${LIMIT} bytes gzipped`, async () => {
    expect(gzipped(await bundle(NAMES))).toBeLessThan(LIMIT)
  })
})

/** A text of each helper that its code cannot do without. */
const marks: Record<string, string> = {
  connect: 'connections',
  createRegistry: 'The registry has no model',
  defineModel: 'Two different schemas',
  ensureModels: 'ensureModels: ',
  explainMissingModels: 'Registered on this connection',
  lazyModel: 'lazyModel: ',
  loadMissingModels: 'loadMissingModels: ',
}

describe('tree shaking', () => {
  test.each(NAMES)('%s brings nothing of the others', async (name) => {
    const text = await bundle([name])
    expect(Object.keys(marks).filter((other) => text.includes(marks[other] ?? ''))).toEqual(
      // How a Mongoose instance lists its connections has nothing to do with connect().
      name === 'explainMissingModels' ? ['connect', name] : [name],
    )
    expect(gzipped(text)).toBeLessThan(gzipped(await bundle(NAMES)) * 0.6)
  })

  test('an import without names leaves nothing', async () => {
    expect((await bundle([])).trim()).toBe('')
  })
})

test('package.json: no dependencies, no side effects', () => {
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Record<string, unknown>
  expect(manifest.dependencies).toBeUndefined()
  expect(manifest.sideEffects).toBe(false)
  expect(manifest.peerDependencies).toEqual({ mongoose: '>=7' })
})

describe.each([7, 8, 9])('in an application with Mongoose %i', (version) => {
  let app: string
  beforeAll(() => {
    app = realpathSync(mkdtempSync(join(tmpdir(), 'mongoose-doctor-runtime-')))
    const installed = join(app, 'node_modules/@mongoose-doctor/runtime')
    mkdirSync(installed, { recursive: true })
    cpSync(join(dir, 'dist'), join(installed, 'dist'), { recursive: true })
    cpSync(join(dir, 'package.json'), join(installed, 'package.json'))
    symlinkSync(dirname(require.resolve(`mongoose${version}/package.json`)), join(app, 'node_modules/mongoose'), 'junction')
  })
  afterAll(() => rmSync(app, { recursive: true, force: true }))

  const run = (file: string, text: string): unknown => {
    writeFileSync(join(app, file), text)
    const env = { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' }
    return JSON.parse(execFileSync(process.execPath, [file], { cwd: app, env, encoding: 'utf8' }))
  }

  test('import has every helper', () => {
    expect(run('names.mjs', `import * as runtime from '@mongoose-doctor/runtime'\nconsole.log(JSON.stringify(Object.keys(runtime).sort()))`)).toEqual(NAMES)
  })

  test('require has every helper', () => {
    expect(run('names.cjs', `console.log(JSON.stringify(Object.keys(require('@mongoose-doctor/runtime')).sort()))`)).toEqual(NAMES)
  })

  test('both use the application\'s Mongoose, and share what they know', () => {
    const text = `
      import { createRequire } from 'node:module'
      import mongoose from 'mongoose'
      import * as esm from '@mongoose-doctor/runtime'
      const cjs = createRequire(import.meta.url)('@mongoose-doctor/runtime')
      const schema = () => { const s = new mongoose.Schema({ title: String }); s.method('a', () => 1); return s }
      const Role = esm.defineModel('Role', schema())
      let conflict
      try { cjs.defineModel('Role', new mongoose.Schema({ other: String })) } catch (error) { conflict = error.message }
      let calls = 0
      mongoose.connect = async () => { calls++; return mongoose }
      await Promise.all([esm.connect('mongodb://x/y'), cjs.connect('mongodb://x/y')])
      console.log(JSON.stringify({
        version: mongoose.version.split('.')[0], different: esm.defineModel !== cjs.defineModel, same: cjs.defineModel('Role', schema()) === Role,
        registered: mongoose.model('Role') === Role, conflict, calls,
      }))`
    expect(run('both.mjs', text)).toEqual({
      version: String(version),
      different: true,
      same: true,
      registered: true,
      conflict: expect.stringMatching(/first defined at .*both\.mjs:7:\d+\n- now defined at .*both\.mjs:9:\d+/),
      calls: 1,
    })
  })
})
