/** What React does with each was observed: docs/rules/document-to-client.md. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const CLIENT = `'use client'\nexport function Profile(props: Record<string, unknown>) { return <p>{String(props)}</p> }\n`
const page = (...body: readonly string[]): string =>
  [`import User from '@/models/User'`, `import { Profile } from '@/components/profile'`, 'export default async function Page() {', ...body, '}', ''].join('\n')

function found(files: Readonly<Record<string, string>>): readonly string[] {
  const { findings } = examine(withTree({ ...nextApp(), 'components/profile.tsx': CLIENT, ...files })).report
  return findings.filter(({ rule }) => rule === 'document-to-client').map(({ file, line, message }) => `${file}:${line} ${message.includes('call stack') ? 'document' : 'object'}`)
}

test.each([
  ['a document', 'const user = await User.findOne()', 'document'],
  ['a list of documents', 'const user = await User.find().select("title")', 'document'],
  ['a plain object with its _id', 'const user = await User.findById(1).lean()', 'object'],
  ['a plain object with a projection that leaves the _id', 'const user = await User.findOne({}, "title").lean()', 'object'],
  ['one that may be nothing', 'const user = (await User.findOne().lean()) ?? null', 'object'],
])('%s', (_, line, what) => {
  expect(found({ 'app/page.tsx': page(line, 'return <Profile user={user} />') })).toEqual([`app/page.tsx:5 ${what}`])
})

test.each([
  ['JSON in between', 'const user = JSON.parse(JSON.stringify(await User.findOne()))'],
  ['an object of its own', 'const found = await User.findOne().lean(); const user = { title: found.title }'],
  ['no _id', 'const user = await User.findOne().select("-_id title").lean()'],
  ['a projection without _id', 'const user = await User.findOne({}, { _id: 0, title: 1 }).lean()'],
  ['what a transform makes', 'const user = await User.findOne().lean().transform((one) => one.title)'],
  ['what is mapped', 'const user = (await User.find().lean()).map((one) => ({ id: String(one._id) }))'],
  ['toObject with options', 'const user = (await User.findOne()).toObject({ flattenObjectIds: true })'],
  ['an object whose ids are replaced', 'const user = await User.findOne().lean(); user._id = String(user._id)'],
  ['an object of which all is replaced', 'const user = await User.findOne().lean(); for (const key of Object.keys(user)) user[key] = String(user[key])'],
  ['a number', 'const user = await User.countDocuments()'],
])('%s: nothing is wrong', (_, line) => {
  expect(found({ 'app/page.tsx': page(line, 'return <Profile user={user} />') })).toEqual([])
})

test('a component of the server may have it; one that a barrel hands on from a client file may not', () => {
  const line = 'const user = await User.findOne().lean()'
  const server = { 'components/profile.tsx': CLIENT.replace(`'use client'\n`, '') }
  expect(found({ ...server, 'app/page.tsx': page(line, 'return <Profile user={user} />') })).toEqual([])
  const barrel = { 'components/index.ts': `export { Profile } from './profile'\n` }
  expect(found({ ...barrel, 'app/page.tsx': page(line, 'return <Profile user={user} />').replace('@/components/profile', '@/components') })).toEqual(['app/page.tsx:5 object'])
})
