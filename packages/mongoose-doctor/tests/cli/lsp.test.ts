/** `mongoose-doctor lsp`: the command line of it, and the built program as an editor starts it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { parseArgs } from '../../src/cli/args.ts'
import { app } from '../cache/app.ts'
import { withTree } from '../helpers/tree.ts'
import { openFolder, type Editor } from '../lsp/editor.ts'
import { cli } from './fake.ts'

const bin = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url))
const USERS = 'lib/users.ts'

beforeAll(() => {
  if (!existsSync(bin)) throw new Error('dist/cli.mjs is not built: run `npm test` at the root, or `npm run build`')
})

test.each([[[]], [['--stdio']], [['--stdio', '--clientProcessId=12']], [['--client-process-id', '12']]])('an editor may add %j', (more) => {
  expect(parseArgs(['lsp', ...more])).toEqual({ command: 'lsp' })
})

test.each<[string[], string]>([
  [['lsp', '.'], 'Unexpected argument ".": lsp takes none.'],
  [['lsp', '--dir', '.'], '--dir does not go with lsp; it is an option of check, why, entries, models, explain, generate, graph, facts, init, verify.'],
  [['--stdio'], '--stdio does not go with check; it is an option of lsp.'],
])('%j is wrong', async (argv, sentence) => {
  expect(await cli(argv)).toMatchObject({ code: 2, err: expect.stringContaining(sentence) })
})

test('a person who starts it is told whom it is for', async () => {
  expect(await cli(['lsp'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is started by an editor') })
})

test.each([[true, 0], [false, 1]])('whether the editor said goodbye (%j) is the exit code', async (isAsked, code) => {
  expect(await cli(['lsp'], { input: '', serve: async () => isAsked })).toMatchObject({ code, out: '', err: '' })
})

/** The built program, and an editor that has the folder open in it. */
async function started(argv: readonly string[] = [], processId: number | null = process.pid): Promise<{ readonly editor: Editor; readonly server: ChildProcess; readonly ended: Promise<{ readonly code: number | null; readonly err: string }> }> {
  const server = spawn(process.execPath, [bin, 'lsp', ...argv], { stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => void server.kill())
  let err = ''
  server.stderr.on('data', (data) => (err += String(data)))
  const ended = new Promise<{ code: number | null; err: string }>((resolve) => { server.on('close', (code) => resolve({ code, err })) })
  const editor = await openFolder(withTree(app), { streams: { input: server.stdin, output: server.stdout }, params: { processId } })
  return { editor, server, ended }
}

// What is read there is the protocol and nothing else: anything in between would be told by the client.
test('an editor is served on standard input and output, to the end', async () => {
  const { editor, ended } = await started(['--stdio', `--clientProcessId=${process.pid}`])
  const [told] = await editor.shows(USERS, ['missing-model'])
  editor.open(USERS, app[USERS])
  const [mend] = await editor.actions(USERS, told?.range ?? expect.fail()) ?? []
  const { edit } = await editor.resolve(mend ?? expect.fail())
  editor.change(USERS, editor.edited(edit, USERS, app[USERS]))
  await editor.shows(USERS, [])
  expect(JSON.stringify(await editor.hover(USERS, { line: 1, character: 10 }))).toContain('Role')
  await editor.quit()
  expect(await ended).toEqual({ code: 0, err: '' })
})

test('it ends when the editor is gone', async () => {
  const { editor, server, ended } = await started()
  await editor.shows(USERS, ['missing-model'])
  server.stdin?.destroy()
  expect(await ended).toEqual({ code: 1, err: '' })
})

test('it ends when the process of the editor is gone, also where the pipe is left open', async () => {
  const { ended } = await started([], 2 ** 30)
  expect(await ended).toEqual({ code: 1, err: '' })
})
