/** What can be done about findings in an editor. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ClientCapabilities, CodeAction } from 'vscode-languageserver'
import { planFor } from '../../src/editing.ts'
import { examine } from '../../src/examine.ts'
import { planFixes } from '../../src/api.ts'
import { createSession } from '../../src/session.ts'
import { app } from '../cache/app.ts'
import { withTree } from '../helpers/tree.ts'
import { able, openFolder, type Editor } from './editor.ts'

const USERS = 'lib/users.ts'
const users = app[USERS]
const runtime = { ...app, 'package.json': { dependencies: { next: '16.2.0', mongoose: '9.0.0', '@mongoose-doctor/runtime': '0.1.0' } }, [USERS]: users.replace('() =>', 'async () =>') }

async function actionsAt(editor: Editor, file = USERS, only?: string[]): Promise<readonly CodeAction[]> {
  const [told] = await editor.shows(file, ['missing-model'])
  return await editor.actions(file, told?.range ?? expect.fail(), only) ?? []
}

const chosen = (actions: readonly CodeAction[], title: RegExp): CodeAction => actions.find((one) => title.test(one.title)) ?? expect.fail()

test('what mends a finding, preferred, and what silences it', async () => {
  const editor = await openFolder(withTree(app))
  const actions = await actionsAt(editor)
  expect(actions.map(({ title, kind, isPreferred, edit }) => [title, kind, isPreferred === true, edit])).toEqual([
    ['Mend: import Role where it is needed', 'quickfix', true, undefined],
    ['Silence missing-model here, with a reason', 'quickfix', false, undefined],
    ['Mend all that mongoose-doctor can mend in this file', 'source.fixAll.mongoose-doctor', false, undefined],
  ])
  expect(actions[0]?.diagnostics?.map(({ code }) => code)).toEqual(['missing-model'])
})

test('the mend is that of --fix', async () => {
  const root = withTree(app)
  const editor = await openFolder(root)
  editor.open(USERS, users)
  const { edit } = await editor.resolve(chosen(await actionsAt(editor), /import Role/))
  const [change] = planFixes(examine(root)).files
  expect(editor.edited(edit, USERS, users)).toBe(change?.after)
  expect(edit?.documentChanges).toMatchObject([{ textDocument: { uri: editor.uri(USERS), version: 1 } }])
})

test('of a document that is not saved, the edit is of its text; of one that is not open, of the disk', async () => {
  const editor = await openFolder(withTree(app))
  const closed = await editor.resolve(chosen(await actionsAt(editor), /import Role/))
  expect(closed.edit?.documentChanges).toMatchObject([{ textDocument: { version: null } }])
  const longer = `// A remark.\n${users}`
  editor.open(USERS, longer)
  await editor.until(() => editor.shown(USERS)[0]?.range.start.line === 2)
  const { edit } = await editor.resolve(chosen(await actionsAt(editor), /import Role/))
  expect(editor.edited(edit, USERS, longer)).toMatch(/^\/\/ A remark\.\n.*import '@\/models\/Role'/s)
})

test('a document that does not parse is left alone, and the editor is told', async () => {
  const editor = await openFolder(withTree(app))
  editor.open(USERS, users)
  const mend = chosen(await actionsAt(editor), /import Role/)
  editor.change(USERS, `${users}export const = `)
  expect((await editor.resolve(mend)).edit).toBeUndefined()
  expect(editor.messages).toEqual([`Nothing was changed: ${USERS} is not what was examined: it has just changed, or does not parse.`])
})

test('what is mended meanwhile needs no edit', async () => {
  const editor = await openFolder(withTree(app))
  editor.open(USERS, users)
  const actions = await actionsAt(editor)
  editor.change(USERS, `import '@/models/Role'\n${users}`)
  for (const action of actions) expect((await editor.resolve(action)).edit).toBeUndefined()
  expect(editor.messages).toEqual([
    'Nothing was changed: what it was about is no longer there.', 'Nothing was changed: what it was about is no longer there.', 'Nothing was changed: nothing is left to mend in it.',
  ])
})

test('the comment that silences it does', async () => {
  const editor = await openFolder(withTree(app))
  editor.open(USERS, users)
  const { edit } = await editor.resolve(chosen(await actionsAt(editor), /Silence/))
  const silent = editor.edited(edit, USERS, users)
  expect(silent).toContain('\n// mongoose-doctor-disable-next-line missing-model -- TODO: why it is right here\nexport const all')
  editor.change(USERS, silent)
  await editor.shows(USERS, [])
})

test('a loader before the query, where the application has the package', async () => {
  const editor = await openFolder(withTree(runtime))
  const actions = await actionsAt(editor)
  expect(actions.map(({ title }) => title).slice(0, 3)).toEqual(['Mend: import Role where it is needed', 'Mend: load Role before the query', 'Mend: load Role before the query, and check it'])
  const lazy = await editor.resolve(chosen(actions, /before the query$/))
  const ensure = await editor.resolve(chosen(actions, /and check it$/))
  expect([lazy, ensure].map(({ edit }) => editor.edited(edit, USERS, runtime[USERS]))).toEqual([expect.stringContaining('lazyModel'), expect.stringContaining('ensureModels')])
})

test('all of a file at once, also where that is all that is asked for', async () => {
  const two = `${users}export const one = () => User.findOne().populate({ path: 'role' })\n`
  const page = app['app/users/page.tsx'].replace('await all()', 'await all(); await one()').replace('{ all }', '{ all, one }')
  const root = withTree({ ...app, [USERS]: two, 'app/users/page.tsx': page })
  const editor = await openFolder(root)
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
  await editor.until(() => editor.shown(USERS).length > 0)
  for (const only of [['source.fixAll'], ['source'], ['source.fixAll.mongoose-doctor']]) {
    const actions = await editor.actions(USERS, range, only)
    expect(actions?.map(({ kind }) => kind)).toEqual(['source.fixAll.mongoose-doctor'])
    const { edit } = await editor.resolve(actions?.[0] ?? expect.fail())
    expect(editor.edited(edit, USERS, two).match(/import '@\/models\/Role'/g)).toHaveLength(1)
  }
  expect(await editor.actions(USERS, range, ['refactor', 'source.organizeImports', 'source.fixAll.eslint'])).toEqual([])
})

test('edits that a client of old understands', async () => {
  const { codeAction: _, ...rest } = able.textDocument ?? {}
  const capabilities: ClientCapabilities = { ...able, workspace: {}, textDocument: rest }
  const editor = await openFolder(withTree(app), { capabilities })
  const actions = await actionsAt(editor)
  expect(actions.map(({ edit }) => Object.keys(edit?.changes ?? {}))).toEqual([[editor.uri(USERS)], [editor.uri(USERS)], [editor.uri(USERS)]])
  expect(editor.edited(actions[0]?.edit, USERS, users)).toContain(`import '@/models/Role'`)
})

test('nothing is written', async () => {
  const root = withTree(app)
  const editor = await openFolder(root)
  for (const action of await actionsAt(editor)) await editor.resolve(action)
  expect(readFileSync(`${root}/${USERS}`, 'utf8')).toBe(users)
  expect(existsSync(`${root}/node_modules`)).toBe(false)
})

test.each([[undefined], [null], ['x'], [{}], [{ uri: 'file:///x', job: null }], [{ uri: 'x', job: { do: 'mend', id: 'x', strategy: 'import' } }], [{ uri: 1, job: { do: 'mend' } }]])('an action with %j is nothing of ours', async (data) => {
  const editor = await openFolder(withTree(app))
  expect(await editor.resolve({ title: 'x', ...(data === undefined ? {} : { data }) })).not.toHaveProperty('edit')
  expect(await editor.resolve({ title: 'x', data: { uri: editor.uri(USERS), job: { do: 'mend', id: 'x', strategy: 'registry' } } })).not.toHaveProperty('edit')
  expect(editor.messages).toEqual([])
})

test('a plan of one finding leaves the others', () => {
  const session = createSession(withTree({ ...app, 'app/other/page.tsx': `import User from '@/models/User'\nexport default async () => { await User.find().populate('role'); return null }\n` }), { cache: false })
  const examination = session.examination()
  const [first] = examination.report.findings
  expect(planFor(session, examination, first === undefined ? [] : [first], 'import').files.map(({ file }) => file)).toEqual(['app/other/page.tsx'])
})
