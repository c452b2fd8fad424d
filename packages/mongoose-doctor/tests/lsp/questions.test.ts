/** What is told where a model is named, and the ways from there. */
import { expect, test } from 'vitest'
import { app } from '../cache/app.ts'
import { withTree } from '../helpers/tree.ts'
import { able, openFolder, placeOf, type Editor } from './editor.ts'

const tree = {
  ...app,
  'models/Team.ts': `import mongoose from 'mongoose'\nexport default mongoose.model('Team', new mongoose.Schema({ lead: { type: mongoose.Types.ObjectId, ref: 'Usr' } }))\n`,
  'app/roles/page.tsx': `import Role from '@/models/Role'\nimport Team from '@/models/Team'\nimport mongoose from 'mongoose'\nexport default async () => { await Role.find(); await Team.find(); await mongoose.model('User').find(); return null }\n`,
}

async function hovered(editor: Editor, file: keyof typeof tree, part: string, inside = 0): Promise<string> {
  const at = placeOf(String(tree[file]), part)
  const hover = await editor.hover(file, { line: at.line, character: at.character + inside })
  return hover === null || typeof hover.contents === 'string' || !('value' in hover.contents) ? '' : hover.contents.value
}

test('a populate: where the model is, which entries have it, which miss it and why', async () => {
  const editor = await openFolder(withTree(tree))
  const link = (file: string, line: number): string => `[\`${file}:${line}\`](<${editor.uri(file)}#L${line}>)`
  expect(await hovered(editor, 'lib/users.ts', `'role'`, 2)).toBe([
    "`User.role` is looked up by its model's name.",
    `**Role** is defined in ${link('models/Role.ts', 6)}.`,
    'Registered when it starts: in 1 of 2 entries: `app/roles/page.tsx`.',
    '**Needed and missing in 1 entry**:',
    `- \`app/users/page.tsx\` (page): ${link('models/Role.ts', 6)} registers "Role", and no import of this entry leads here.`,
  ].join('\n\n'))
})

test.each<[string, keyof typeof tree, string, RegExp]>([
  ['a ref', 'models/User.ts', `ref: 'Role'`, /^\*\*Role\*\* is defined in/],
  ['an import', 'app/roles/page.tsx', `Role from`, /^\*\*Role\*\* is defined in/],
  ['the path of an import', 'app/roles/page.tsx', `'@/models/Team'`, /^\*\*Team\*\* is defined in/],
  ['a look-up', 'app/roles/page.tsx', `model('User'`, /^\*\*User\*\* is defined in .*Needed and missing in 1 entry/s],
  ['a definition', 'models/Team.ts', `model('Team'`, /^\*\*Team\*\* is defined in/],
  ['a ref to nothing', 'models/Team.ts', `ref: 'Usr'`, /^No file of this project defines a model `Usr`\. Did you mean `User`\?$/],
])('%s', async (_, file, part, text) => {
  const editor = await openFolder(withTree(tree))
  expect(await hovered(editor, file, part, 1)).toMatch(text)
})

test('an import that does not count says so', async () => {
  const page = `import Role from '@/models/Role'\nimport { all } from '@/lib/users'\nexport default async () => { await all(); return null }\n`
  const root = withTree({ ...app, 'app/users/page.tsx': page })
  const editor = await openFolder(root)
  const hover = await editor.hover('app/users/page.tsx', { line: 0, character: 8 })
  expect(JSON.stringify(hover?.contents)).toContain('**This import does not count**: TypeScript erases it, because none of its names is used as a value.')
})

test('plain text for clients that show no other', async () => {
  const editor = await openFolder(withTree(tree), { capabilities: { ...able, textDocument: { hover: { contentFormat: ['plaintext'] } } } })
  const hover = await editor.hover('models/User.ts', placeOf(tree['models/User.ts'], `'Role'`))
  expect(hover?.contents).toEqual({ kind: 'plaintext', value: expect.stringMatching(/^Role is defined in models\/Role\.ts:6\.\n\n/) })
})

test('elsewhere nothing is told', async () => {
  const editor = await openFolder(withTree(tree))
  for (const [file, part] of [['lib/users.ts', 'const all'], ['models/User.ts', 'mongoose.models'], ['components/label.ts', 'label']] as const) expect(await hovered(editor, file, part)).toBe('')
})

test('names of the project stay names', async () => {
  const root = withTree({ ...app, 'models/Bad.ts': `import mongoose from 'mongoose'\nexport default mongoose.model('**x** <img src=a> [a](http://b)', new mongoose.Schema({}))\n` })
  const editor = await openFolder(root)
  const hover = await editor.hover('models/Bad.ts', { line: 1, character: 35 })
  expect(JSON.stringify(hover?.contents)).toContain(' is defined in ')
  expect(JSON.stringify(hover?.contents)).not.toMatch(/<img|\*\*x\*\*|\]\(http:\/\/b\)/)
})

test('from a ref, a populate and a look-up to the model', async () => {
  const editor = await openFolder(withTree(tree))
  const places = await Promise.all([
    editor.definition('models/User.ts', placeOf(tree['models/User.ts'], `'Role'`)),
    editor.definition('lib/users.ts', placeOf(tree['lib/users.ts'], 'role')),
    editor.definition('app/roles/page.tsx', placeOf(tree['app/roles/page.tsx'], `'User'`)),
    // A compiler's language server knows this way.
    editor.definition('app/roles/page.tsx', placeOf(tree['app/roles/page.tsx'], `Role from`)),
  ])
  expect(places.map((one) => one?.map(({ uri, range }) => [uri, range.start]))).toEqual([
    [[editor.uri('models/Role.ts'), placeOf(tree['models/Role.ts'], `Role', schema`)]],
    [[editor.uri('models/Role.ts'), placeOf(tree['models/Role.ts'], `Role', schema`)]],
    [[editor.uri('models/User.ts'), placeOf(tree['models/User.ts'], `User', new`)]],
    [],
  ])
})

test('from a model to all that name it', async () => {
  const editor = await openFolder(withTree(tree))
  const at = placeOf(tree['models/Role.ts'], `model('Role'`)
  const files = async (withDeclaration: boolean) => (await editor.references('models/Role.ts', at, withDeclaration))?.map(({ uri }) => uri.slice(editor.uri('').length)).sort()
  expect(await files(true)).toEqual(['lib/users.ts', 'models/Role.ts', 'models/User.ts'])
  expect(await files(false)).toEqual(['lib/users.ts', 'models/User.ts'])
})

test('places are those of a text that is not saved', async () => {
  const editor = await openFolder(withTree(tree))
  const moved = `\n\n${tree['models/User.ts']}`
  editor.open('models/User.ts', moved)
  const hover = await editor.hover('models/User.ts', placeOf(moved, `'Role'`))
  expect(hover?.range?.start).toEqual({ line: 3, character: placeOf(moved, `'Role'`).character + 1 })
})
