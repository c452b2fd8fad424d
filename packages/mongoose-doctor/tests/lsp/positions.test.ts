/** Ranges are those of the document that the editor shows, in its units. */
import { expect, test } from 'vitest'
import { planFixes } from '../../src/api.ts'
import { examine } from '../../src/examine.ts'
import { app } from '../cache/app.ts'
import { withTree } from '../helpers/tree.ts'
import { openFolder } from './editor.ts'

const USERS = 'lib/users.ts'

test.each([
  ['line feeds', (text: string) => text],
  ['carriage returns and line feeds', (text: string) => text.replaceAll('\n', '\r\n')],
  ['carriage returns', (text: string) => text.replaceAll('\n', '\r')],
  ['a byte order mark', (text: string) => `\ufeff${text}`],
  ['a byte order mark, all in one line', (text: string) => `\ufeff${text.replaceAll('\n', ';')}`],
  ['emoji before it', (text: string) => text.replace('User.find', `'😀👨‍👩‍👧'.length && User.find`)],
  ['letters of several bytes before it', (text: string) => text.replace('export', `/* 名簿 é */ export`)],
])('%s', async (_, made) => {
  const text = made(app[USERS])
  const root = withTree({ ...app, [USERS]: text })
  const editor = await openFolder(root)
  // An editor keeps the mark to itself.
  const shown = text.replace('\ufeff', '')
  const [closed] = await editor.shows(USERS, ['missing-model'])
  editor.open(USERS, shown)
  const { range } = closed ?? expect.fail()
  const lines = shown.split(/\r\n|\n|\r/)
  expect(lines[range.start.line]?.slice(range.start.character, range.end.character)).toBe(`populate('role')`)

  const at = { line: range.start.line, character: range.start.character + 12 }
  const hover = await editor.hover(USERS, at)
  expect(hover?.range).toEqual({ start: { line: at.line, character: at.character - 2 }, end: { line: at.line, character: at.character + 2 } })
  const [mend] = await editor.actions(USERS, range) ?? []
  const { edit } = await editor.resolve(mend ?? expect.fail())
  const [change] = planFixes(examine(root)).files
  expect(editor.edited(edit, USERS, shown)).toBe(change?.after.replace('\ufeff', ''))
  // Opened as it is on the disk, nothing moves.
  expect(editor.told.filter(({ uri }) => uri === editor.uri(USERS))).toHaveLength(1)
})
