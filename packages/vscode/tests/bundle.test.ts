/** The extension as it is published, in an editor that does as little as it can. `npm test` builds it first. */
import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { EditorStub, type Setting } from './editor-stub.ts'
import { withTree } from './tree.ts'

const bundle = fileURLToPath(new URL('../dist/extension.cjs', import.meta.url))
const product = fileURLToPath(new URL('../../mongoose-doctor', import.meta.url))

beforeAll(() => {
  for (const file of [bundle, join(product, 'dist/cli.mjs')]) if (!existsSync(file)) throw new Error(`${file} is not built: run \`npm test\` at the root`)
})

const app = {
  'package.json': { type: 'module', main: 'server.js', dependencies: { mongoose: '9.0.0' } },
  'server.js': `import mongoose from 'mongoose'\nimport './user.js'\nmongoose.model('Role').find()\n`,
  'user.js': `import mongoose from 'mongoose'\nexport default mongoose.model('User', new mongoose.Schema({}))\n`,
  'role.js': `import mongoose from 'mongoose'\nexport default mongoose.model('Role', new mongoose.Schema({}))\n`,
}

/** An application with mongoose-doctor installed in it. */
function installed(): string {
  const root = withTree({ ...app, 'node_modules/.keep': '' })
  symlinkSync(product, `${root}/node_modules/mongoose-doctor`, 'dir')
  return root
}

async function activated(setting: Setting): Promise<EditorStub> {
  const editor = new EditorStub(bundle, setting)
  onTestFinished(() => editor.extension.deactivate())
  await editor.activate()
  return editor
}

const starts = (editor: EditorStub): number => editor.log.filter((line) => line.includes(': mongoose-doctor ')).length

test('starts the version of the project, which tells what it finds', async () => {
  const root = installed()
  const editor = await activated({ folders: [root] })
  await editor.until(() => (editor.diagnostics.get(`${root}/server.js`)?.length ?? 0) > 0)
  expect(editor.log[0]).toMatch(/: mongoose-doctor \d+\.\d+\.\d+, .*node_modules\/mongoose-doctor\/dist\/cli\.mjs$/)
  expect(editor.messages).toEqual([])
})

test('starts again when it is told to, and when the settings change', async () => {
  const editor = await activated({ folders: [installed()] })
  await editor.commands.get('mongoose-doctor.restart')?.()
  expect(starts(editor)).toBe(2)
  editor.fire('configuration', { affectsConfiguration: () => false })
  editor.fire('configuration', { affectsConfiguration: (section: string) => section === 'mongoose-doctor' })
  await editor.until(() => starts(editor) === 3)
})

test('starts another version once that is installed', async () => {
  const root = withTree({ ...app, 'node_modules/mongoose-doctor/package.json': { version: '1.0.0', bin: join(product, 'dist/cli.mjs') } })
  symlinkSync(join(product, 'dist'), `${root}/node_modules/mongoose-doctor/dist`, 'dir')
  const manifest = (version: string): void => writeFileSync(`${root}/node_modules/mongoose-doctor/package.json`, JSON.stringify({ version, bin: 'dist/cli.mjs' }))
  manifest('1.0.0')
  const editor = await activated({ folders: [root] })
  manifest('1.1.0')
  await editor.until(() => starts(editor) === 2)
  // A lockfile, and the same version: nothing is to be done.
  editor.fire('lockfile created')
  await editor.extension.deactivate()
  expect(editor.log.filter((line) => line.includes(': mongoose-doctor ')).map((line) => /doctor (\S+),/.exec(line)?.[1])).toEqual(['1.0.0', '1.1.0'])
})

test('starts once it is installed, ends when it goes, and starts again', async () => {
  const root = withTree({ ...app, 'node_modules/.keep': '' })
  const link = `${root}/node_modules/mongoose-doctor`
  const editor = await activated({ folders: [root] })
  expect([starts(editor), editor.messages.length]).toEqual([0, 1])
  symlinkSync(product, link, 'dir')
  editor.fire('lockfile changed')
  const isTold = (): boolean => (editor.diagnostics.get(`${root}/server.js`)?.length ?? 0) > 0
  await editor.until(isTold)
  rmSync(link)
  editor.fire('lockfile changed')
  await editor.until(() => editor.log.some((line) => line.startsWith('Server process exited')))
  editor.diagnostics.clear()
  symlinkSync(product, link, 'dir')
  editor.fire('lockfile created')
  await editor.until(isTold)
  expect(starts(editor)).toBe(2)
})

test('says once where Mongoose is without it', async () => {
  const memory = new Map<string, unknown>()
  const root = withTree(app)
  const first = await activated({ folders: [root, withTree({ 'package.json': {} })], memory })
  first.fire('lockfile changed')
  await first.extension.deactivate()
  const second = await activated({ folders: [root], memory })
  expect(first.messages).toEqual([expect.stringMatching(/uses Mongoose and has no mongoose-doctor\. .*npm install --save-dev mongoose-doctor$/)])
  expect(second.messages).toEqual([])
})

test.each<[string, Partial<Setting>]>([
  ['a workspace that is not trusted', { isTrusted: false }],
  ['where it is switched off', { settings: { enable: false } }],
])('nothing is started in %s', async (_, setting) => {
  const editor = await activated({ folders: [installed(), withTree(app)], ...setting })
  expect([editor.log, editor.messages]).toEqual([[], []])
})

test('folders come and go', async () => {
  const root = installed()
  const editor = await activated({ folders: [] })
  editor.setting = { folders: [root, `${root}/node_modules`] }
  editor.fire('folders')
  await editor.until(() => (editor.diagnostics.get(`${root}/server.js`)?.length ?? 0) > 0)
  expect(starts(editor)).toBe(1)
})
