/** docs/editor.md: what it tells to write into settings starts the server, and the hover it shows is that of the example. */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { FIX_ALL } from '../../src/lsp/actions.ts'
import { app } from '../cache/app.ts'
import { withTree } from '../helpers/tree.ts'
import { able, openFolder, placeOf } from '../lsp/editor.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const product = join(root, 'packages/mongoose-doctor')
const page = readFileSync(join(root, 'docs/editor.md'), 'utf8')
const fences = [...page.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }))
const only = (language: string, part: string): string => fences.find((fence) => fence.language === language && fence.text.includes(part))?.text ?? expect.fail(`no ${language} with ${part}`)

const command = only('sh', 'npx').trim().split(' ')

beforeAll(() => {
  if (!existsSync(join(product, 'dist/cli.mjs'))) throw new Error('dist/cli.mjs is not built: run `npm test` at the root, or `npm run build`')
})

/** An application with mongoose-doctor installed in it, as npm does it. */
function installed(): string {
  const folder = withTree({ ...app, 'node_modules/.bin/.keep': '' })
  symlinkSync(product, `${folder}/node_modules/mongoose-doctor`, 'dir')
  symlinkSync('../mongoose-doctor/dist/cli.mjs', `${folder}/node_modules/.bin/mongoose-doctor`)
  return folder
}

/** The words in quotes that follow each other, the command's name included. */
const quoted = (text: string): readonly string[] => [...text.matchAll(/(["'])(.*?)\1/g)].map(([, , word = '']) => word)

test.each([
  ['lua', 'cmd = '],
  ['json', '"command": '],
  ['elisp', "lsp-stdio-connection '"],
])('the command in %s is the one of the page', (language, before) => {
  const text = only(language, before)
  const [list = ''] = /[[({][^\])}]*/.exec(text.slice(text.indexOf(before) + before.length)) ?? []
  expect(quoted(list)).toEqual(command)
})

test('the command of Helix is the one of the page', () => {
  const [, name = '', list = ''] = /^command = "(.*)"\nargs = \[(.*)\]$/m.exec(only('toml', 'command')) ?? []
  expect([name, ...quoted(list)]).toEqual(command)
})

test('that command starts the server of the project, in the project and in a folder of it', async () => {
  const folder = installed()
  mkdirSync(`${folder}/lib/deep`)
  const [program = '', ...argv] = command
  const server = spawn(program, argv, { cwd: `${folder}/lib/deep`, stdio: ['pipe', 'pipe', 'ignore'] })
  onTestFinished(() => void server.kill())
  const ended = new Promise((resolve) => { server.on('close', resolve) })
  const editor = await openFolder(folder, { streams: { input: server.stdin, output: server.stdout } })
  await editor.shows('lib/users.ts', ['missing-model'])
  await editor.quit()
  expect(await ended).toBe(0)
})

test('the settings of VS Code are there', () => {
  const settings: unknown = JSON.parse(only('json', 'codeActionsOnSave'))
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'packages/vscode/package.json'), 'utf8'))
  expect(settings).toHaveProperty(['editor.codeActionsOnSave', FIX_ALL])
  const own = Object.entries(settings ?? {}).filter(([name]) => name.startsWith('mongoose-doctor.'))
  for (const [name, value] of own) expect(manifest).toHaveProperty(['contributes', 'configuration', 'properties', name, 'default'], value)
  expect(own).toHaveLength(2)
})

test('the hover is that of examples/clinic-before', async () => {
  const folder = withTree({})
  cpSync(join(root, 'examples/clinic-before'), folder, { recursive: true })
  const editor = await openFolder(folder, { capabilities: { ...able, textDocument: { hover: { contentFormat: ['plaintext'] } } } })
  const text = readFileSync(`${folder}/app/actions/auth.ts`, 'utf8')
  const hover = await editor.hover('app/actions/auth.ts', placeOf(text, `'role'`))
  const [, shown] = /real hover -->\n```text\n([^]*?)\n```\n/.exec(page) ?? []
  expect(hover?.contents).toEqual({ kind: 'plaintext', value: shown })
})

test('the log begins as the page shows it', async () => {
  const editor = await openFolder(withTree(app), { params: { clientInfo: { name: 'Neovim', version: '0.11.0' } } })
  await editor.until(() => editor.log.length === 2)
  const general = (line: string): string => line.replace(/\d+\.\d+\.\d+ on Node \d+\.\d+\.\d+/, '… on Node …').replace(/(?<=examining ).*/, '…')
  expect(editor.log.map(general)).toEqual(only('text', 'on Node').trim().split('\n').map(general))
})
