/** What an editor is told of the folders that it has open. */
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { app } from '../cache/app.ts'
import { withTree } from '../helpers/tree.ts'
import { openFolder } from './editor.ts'

const USERS = 'lib/users.ts'
const users = app[USERS]
const imported = `import '@/models/Role'\n${users}`

test('the findings of all files, with their reasons, before anything is open', async () => {
  const root = withTree(app)
  const editor = await openFolder(root)
  const [told] = await editor.shows(USERS, ['missing-model'])
  const [finding] = examine(root).report.findings
  expect(told).toEqual({
    range: { start: { line: 1, character: 37 }, end: { line: 1, character: 53 } },
    severity: 1, source: 'mongoose-doctor', code: 'missing-model',
    codeDescription: { href: 'https://github.com/mongoose-doctor/mongoose-doctor/blob/main/docs/rules/missing-model.md' },
    message: `${finding?.message}\n${finding?.help}\nEntries: app/users/page.tsx (page)`,
    relatedInformation: expect.arrayContaining([{ location: { uri: editor.uri('models/User.ts'), range: expect.anything() }, message: 'User.role names its model here: "Role".' }]),
    data: { id: finding?.id },
  })
})

test('a text that is not saved counts, in all files, and no longer when it is closed', async () => {
  const editor = await openFolder(withTree(app))
  editor.open('app/users/page.tsx', app['app/users/page.tsx'])
  await editor.shows(USERS, ['missing-model'])
  editor.change('app/users/page.tsx', `import '@/models/Role'\n${app['app/users/page.tsx']}`)
  await editor.shows(USERS, [])
  editor.close('app/users/page.tsx')
  await editor.shows(USERS, ['missing-model'])
})

test('what the disk says counts once the editor tells of it', async () => {
  const root = withTree(app)
  const editor = await openFolder(root)
  await editor.shows(USERS, ['missing-model'])
  expect(editor.registered).toEqual(['workspace/didChangeWatchedFiles'])
  writeFileSync(`${root}/${USERS}`, imported)
  editor.touch(USERS)
  await editor.shows(USERS, [])
})

test('a document moves its findings as it is typed in, and keeps them while it does not parse', async () => {
  const editor = await openFolder(withTree(app))
  editor.open(USERS, users)
  await editor.shows(USERS, ['missing-model'])
  const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
  editor.change(USERS, 'export const = \n', top)
  await editor.until(() => editor.shown(USERS)[0]?.range.start.line === 2)
  expect(editor.shown(USERS).map(({ code, range }) => [code, range])).toEqual([['missing-model', { start: { line: 2, character: 37 }, end: { line: 2, character: 53 } }]])
  editor.change(USERS, `import '@/models/Role'\n`, { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } })
  await editor.shows(USERS, [])
})

test('only what has changed is told again', async () => {
  const other = `import User from '@/models/User'\nexport default async () => { await User.find().populate('role'); return null }\n`
  const editor = await openFolder(withTree({ ...app, 'app/other/page.tsx': other }))
  editor.open(USERS, users)
  await editor.shows(USERS, ['missing-model'])
  await editor.shows('app/other/page.tsx', ['missing-model'])
  for (const remark of ['one', 'two']) {
    const { line } = editor.shown(USERS)[0]?.range.start ?? { line: 0 }
    editor.change(USERS, `// ${remark}\n`, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } })
    await editor.until(() => editor.shown(USERS)[0]?.range.start.line === line + 1)
  }
  expect(editor.told.findLast(({ uri }) => uri === editor.uri(USERS))?.version).toBe(3)
  expect(editor.told.filter(({ uri }) => uri === editor.uri('app/other/page.tsx'))).toHaveLength(1)
})

test('what could not be decided is told of files that are open', async () => {
  const broken = 'export const = 1\n'
  const editor = await openFolder(withTree({ ...app, 'lib/broken.ts': broken }))
  await editor.shows(USERS, ['missing-model'])
  expect(editor.shown('lib/broken.ts')).toEqual([])
  editor.open('lib/broken.ts', broken)
  const [told] = await editor.shows('lib/broken.ts', ['not-decided'])
  expect(told).toMatchObject({ severity: 3, message: expect.stringMatching(/^Not decided: does not parse/) })
  editor.close('lib/broken.ts')
  await editor.shows('lib/broken.ts', [])
})

test('a new file counts before it is saved', async () => {
  const editor = await openFolder(withTree(app))
  await editor.shows(USERS, ['missing-model'])
  editor.open('app/users/layout.tsx', `import '@/models/Role'\nexport default ({ children }) => children\n`)
  await editor.shows(USERS, [])
})

test('what is installed or generated is none of it', async () => {
  const editor = await openFolder(withTree(app))
  await editor.shows(USERS, ['missing-model'])
  editor.open('node_modules/x/page.tsx', imported)
  editor.open('dist/users.ts', 'export const = 1')
  editor.open(USERS, imported)
  await editor.shows(USERS, [])
  expect([...new Set(editor.told.map(({ uri }) => uri))]).toEqual([editor.uri(USERS)])
})

test('a folder without Mongoose is met with silence, also one that is not there', async () => {
  const root = withTree({ 'package.json': {}, 'a.ts': 'export const a = 1\n' })
  const editor = await openFolder(root)
  editor.open('a.ts', 'export const a = 2\n')
  expect(await editor.hover('a.ts', { line: 0, character: 0 })).toBeNull()
  await editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: [{ uri: editor.uri('nowhere/at/all'), name: 'x' }], removed: [] } })
  await editor.hover('a.ts', { line: 0, character: 0 })
  expect([editor.told, editor.messages]).toEqual([[], []])
})
