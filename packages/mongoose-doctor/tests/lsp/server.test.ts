/** The server itself: folders, what comes that it does not expect, and its end. */
import { homedir } from 'node:os'
import { PassThrough } from 'node:stream'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { WorkDoneProgress } from 'vscode-languageserver/node'
import { JOURNAL_NAME } from '../../src/kernel/journal-name.ts'
import { version } from '../../src/kernel/version.ts'
import { serve } from '../../src/lsp/serve.ts'
import { app } from '../cache/app.ts'
import { withTree } from '../helpers/tree.ts'
import { able, openFolder, type Editor } from './editor.ts'

const USERS = 'lib/users.ts'
const FOLDERS = 'workspace/didChangeWorkspaceFolders'
const folder = (path: string) => ({ uri: pathToFileURL(path).href, name: path })
const nested = Object.fromEntries(Object.entries(app).map(([file, text]) => [`apps/web/${file}`, text]))

test('says who it is and what it can do', async () => {
  const root = withTree(app)
  const editor = await openFolder(root, { params: { clientInfo: { name: 'Pen', version: '1' } } })
  expect(editor.initialized).toMatchObject({
    serverInfo: { name: 'mongoose-doctor', version },
    capabilities: { positionEncoding: 'utf-16', hoverProvider: true, definitionProvider: true, referencesProvider: true, codeActionProvider: { resolveProvider: true } },
  })
  await editor.until(() => editor.log.length === 2)
  expect(editor.log).toEqual([`mongoose-doctor ${version} on Node ${process.versions.node}, for Pen 1`, `examining ${root}`])
})

test('folders come and go, and what was told of them goes with them', async () => {
  const [one, two] = [withTree({}), withTree(app)]
  const editor = await openFolder(one)
  const uri = `${folder(two).uri}/${USERS}`
  const last = () => editor.told.findLast((told) => told.uri === uri)?.diagnostics.length
  await editor.connection.sendNotification(FOLDERS, { event: { added: [folder(two)], removed: [] } })
  await editor.until(() => last() === 1)
  await editor.connection.sendNotification(FOLDERS, { event: { added: [], removed: [folder(`${two}/`)] } })
  await editor.until(() => last() === 0)
})

test('a folder in another is examined with it, and by itself once it is alone', async () => {
  const root = withTree(nested)
  const editor = await openFolder(root, { params: { workspaceFolders: [folder(root), folder(`${root}/apps/web`)] } })
  await editor.shows(`apps/web/${USERS}`, ['missing-model'])
  expect(editor.shown(`apps/web/${USERS}`)[0]?.message).toContain('apps/web/app/users/page.tsx')
  await editor.connection.sendNotification(FOLDERS, { event: { added: [], removed: [folder(root)] } })
  await editor.until(() => JSON.stringify(editor.shown(`apps/web/${USERS}`)).includes('Entries: app/users/page.tsx'))
})

test.each([
  ['a root URI', (root: string) => ({ workspaceFolders: null, rootUri: pathToFileURL(root).href })],
  ['a root path', (root: string) => ({ workspaceFolders: undefined, rootUri: null, rootPath: root })],
])('older clients have %s', async (_, params) => {
  const root = withTree(app)
  const editor = await openFolder(root, { params: params(root), capabilities: {} })
  await editor.shows(USERS, ['missing-model'])
})

test('no folder at all is no fault', async () => {
  const editor = await openFolder(withTree(app), { params: { workspaceFolders: null, rootUri: null } })
  editor.open(USERS, app[USERS])
  expect(await editor.hover(USERS, { line: 1, character: 48 })).toBeNull()
  expect([editor.told, editor.messages]).toEqual([[], []])
})

test('a folder by way of a link is told of as the editor names it', async () => {
  const real = withTree(app)
  const link = `${withTree({})}/app`
  symlinkSync(real, link)
  const editor = await openFolder(link)
  await editor.shows(USERS, ['missing-model'])
  expect(await editor.hover(USERS, { line: 1, character: 50 })).not.toBeNull()
  // Its documents may be named either way.
  const uri = pathToFileURL(`${real}/${USERS}`).href
  await editor.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text: app[USERS] } })
  await editor.until(() => editor.told.some((told) => told.uri === uri && told.diagnostics.length === 1))
  expect(editor.shown(USERS)).toEqual([])
})

test('a folder below one that has a name of output', async () => {
  const root = `${withTree(Object.fromEntries(Object.entries(app).map(([file, text]) => [`dist/app/${file}`, text])))}/dist/app`
  const editor = await openFolder(root)
  await editor.shows(USERS, ['missing-model'])
  writeFileSync(`${root}/${USERS}`, `import '@/models/Role'\n${app[USERS]}`)
  editor.touch(USERS)
  await editor.shows(USERS, [])
})

test('names with signs of their own', async () => {
  const page = 'app/(shop)/[id] & co/#1 50%/page.tsx'
  const editor = await openFolder(withTree({ ...app, [page]: `import User from '@/models/User'\nexport default async () => { await User.find().populate('role'); return null }\n` }))
  await editor.shows(page, ['missing-model'])
})

test('where the editor does not watch the disk, the server does', async () => {
  const root = withTree(app)
  const watched = new Map<string, () => void>()
  const closed: string[] = []
  const watch = async (path: string, changed: () => void) => {
    watched.set(path, changed)
    return { close: () => void closed.push(path) }
  }
  const editor = await openFolder(root, { capabilities: { ...able, workspace: { workspaceFolders: true } }, server: { watch } })
  await editor.shows(USERS, ['missing-model'])
  writeFileSync(`${root}/${USERS}`, `import '@/models/Role'\n${app[USERS]}`)
  watched.get(root)?.()
  await editor.shows(USERS, [])
  await editor.connection.sendNotification(FOLDERS, { event: { added: [folder(withTree({}))], removed: [folder(root)] } })
  await editor.until(() => editor.log.length === 3)
  expect({ watched: watched.size, closed }).toEqual({ watched: 2, closed: [root] })
})

test('what can not be watched ends nothing', async () => {
  const root = withTree(app)
  const watch = async (_: string, __: () => void, failed: (error: unknown) => void) => {
    failed(new Error('ENOSPC'))
    throw new Error('EMFILE')
  }
  const editor = await openFolder(root, { capabilities: {}, server: { watch } })
  await editor.until(() => editor.log.length === 4)
  expect(editor.log.slice(2).sort()).toEqual([`${root} can't be watched: Error: EMFILE`, `${root} can't be watched: Error: ENOSPC`])
  await editor.shows(USERS, ['missing-model'])
})

test('what the project has decided holds, as it is now', async () => {
  const root = withTree({ ...app, 'mongoose-doctor.jsonc': { rules: { 'missing-model': 'off' } } })
  const editor = await openFolder(root)
  writeFileSync(`${root}/lib/other.ts`, app[USERS])
  writeFileSync(`${root}/mongoose-doctor.jsonc`, JSON.stringify({ ignoreFindingsIn: ['lib/other.ts'] }))
  editor.touch('mongoose-doctor.jsonc')
  await editor.shows(USERS, ['missing-model'])
  expect(editor.told.filter(({ uri }) => !uri.endsWith(USERS))).toEqual([])
})

test('a folder that is gone is said once, and nothing ends', async () => {
  const root = withTree(app)
  const editor = await openFolder(root)
  await editor.shows(USERS, ['missing-model'])
  renameSync(root, `${root}-moved`)
  editor.touch(USERS)
  await editor.until(() => editor.messages.length > 0)
  editor.touch(USERS)
  mkdirSync(root)
  expect(await editor.hover(USERS, { line: 1, character: 48 })).toBeNull()
  expect(editor.messages).toEqual([`There is no directory ${root}.`])
  renameSync(`${root}-moved`, root)
})

const odd = ['untitled:Untitled-1', 'vscode-notebook-cell:/a.ipynb#W0', 'git:/a.ts?x', 'file://elsewhere/a.ts', 'file:///%', 'file:', 'nonsense', '', 'file:///a%00b.ts', 'file:///a%2Fb.ts', 'https://example.com/a.ts']

test('documents that are no files of a folder are met with silence', async () => {
  const editor = await openFolder(withTree(app))
  for (const uri of odd) {
    const textDocument = { uri, languageId: 'typescript', version: 1, text: `import User from './User'\nUser.find().populate('role')` }
    await editor.connection.sendNotification('textDocument/didOpen', { textDocument })
    await editor.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text: 'a' }] })
    for (const method of ['hover', 'definition', 'references', 'codeAction']) {
      expect(await editor.connection.sendRequest(`textDocument/${method}`, { textDocument, position: { line: 1, character: 22 }, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, context: { diagnostics: [], includeDeclaration: true } })).toBeNull()
    }
    await editor.connection.sendNotification('textDocument/didClose', { textDocument })
  }
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: odd.map((uri) => ({ uri, type: 3 })) })
  await editor.connection.sendNotification(FOLDERS, { event: { added: odd.map((uri) => ({ uri, name: uri })), removed: odd.map((uri) => ({ uri, name: uri })) } })
  await editor.shows(USERS, ['missing-model'])
  expect(editor.messages).toEqual([])
})

test('what an interrupted --fix left is said, and left to the command line; once it is in order, all is as ever', async () => {
  const root = withTree({ ...app, [JOURNAL_NAME]: '{}' })
  const editor = await openFolder(root)
  await editor.until(() => editor.messages.length > 0)
  rmSync(`${root}/${JOURNAL_NAME}`)
  await editor.shows(USERS, ['missing-model'])
  expect(editor.messages).toEqual([`An earlier run that was writing in ${root} was interrupted, or still writes: run mongoose-doctor there first, which puts it in order.`])
})

test('all of a disk, or of a home, is not examined', async () => {
  const editor = await openFolder(withTree(app))
  const wide = ['/', homedir(), `${homedir()}/`]
  await editor.connection.sendNotification(FOLDERS, { event: { added: wide.map(folder), removed: [] } })
  await editor.shows(USERS, ['missing-model'])
  expect(editor.log.filter((line) => line.startsWith('not examining'))).toHaveLength(wide.length)
})

test('places that are not in the document', async () => {
  const editor = await openFolder(withTree(app))
  editor.open(USERS, app[USERS])
  for (const position of [{ line: 1e6, character: 0 }, { line: 0, character: 1e6 }, { line: 2 ** 31 - 1, character: 2 ** 31 - 1 }]) {
    await editor.hover(USERS, position)
    expect(await editor.definition(USERS, position)).toEqual([])
    expect(await editor.actions(USERS, { start: position, end: position }, ['quickfix'])).toEqual([])
  }
  editor.change(USERS, '// after all\n', { start: { line: 1e6, character: 0 }, end: { line: 2e6, character: 9 } })
  await editor.shows(USERS, ['missing-model'])
})

test('a huge document is left to the disk', async () => {
  const editor = await openFolder(withTree(app))
  editor.open(USERS, app[USERS])
  await editor.shows(USERS, ['missing-model'])
  editor.change(USERS, `${app[USERS]}// ${'x'.repeat(6_000_000)}\n`)
  editor.open('app/users/page.tsx', app['app/users/page.tsx'].replace('await all()', ''))
  await editor.shows(USERS, [])
})

test('a request that is not known is refused', async () => {
  const editor = await openFolder(withTree(app))
  await expect(editor.connection.sendRequest('textDocument/nonsense', {})).rejects.toMatchObject({ code: -32601 })
})

const progress = { ...able, window: { workDoneProgress: true } }

test('the first examination is shown while it runs', async () => {
  const editor = await openFolder(withTree(app), { capabilities: progress })
  const seen: unknown[] = []
  editor.connection.onRequest('window/workDoneProgress/create', ({ token }: { token: string }) => {
    editor.connection.onProgress(WorkDoneProgress.type, token, (value) => { seen.push(value) })
    return null
  })
  await editor.shows(USERS, ['missing-model'])
  await editor.hover(USERS, { line: 0, character: 0 })
  expect(seen).toEqual([{ kind: 'begin', title: 'Examining which models are registered' }, { kind: 'end' }])
})

test('a client that never answers is not waited for', async () => {
  const editor = await openFolder(withTree(app), { capabilities: progress, server: { patience: 0 } })
  editor.connection.onRequest('window/workDoneProgress/create', () => new Promise(() => undefined))
  await editor.shows(USERS, ['missing-model'])
})

async function endOf(end: (editor: Editor, input: PassThrough) => unknown, params = {}): Promise<boolean> {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const ended = serve({ input, output, watch: async () => ({ close: () => undefined }), watchEvery: 1 })
  const editor = await openFolder(withTree(app), { streams: { input, output }, params })
  await end(editor, input)
  return ended
}

test.each<[string, boolean, (editor: Editor, input: PassThrough) => unknown]>([
  ['asked for', true, (editor) => editor.quit()],
  ['an exit without a word before it', false, (editor) => editor.connection.sendNotification('exit')],
  ['a stream that ends', false, (_, input) => input.end()],
  ['a stream that breaks', false, (_, input) => input.destroy()],
])('the end: %s', async (_, isAsked, end) => {
  expect(await endOf(end)).toBe(isAsked)
})

test('the end: the process of the editor is gone', async () => {
  // Above what a process can have for a number.
  expect(await endOf(() => undefined, { processId: 2 ** 30 })).toBe(false)
})

test('what is no message ends nothing', async () => {
  expect(await endOf(async (editor, input) => {
    input.write('Content-Length: 7\r\n\r\nnothing')
    await editor.hover(USERS, { line: 0, character: 0 })
    await editor.quit()
  })).toBe(true)
})
