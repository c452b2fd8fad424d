/** Each case was built with Next.js 16.4.6 and Mongoose 9.12.1, with Turbopack and with webpack: docs/rules/mongoose-in-client.md. */
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import type { Finding } from '../../src/kernel/report.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const PAGE = `import { Email } from '@/components/email'\nexport default function Page() { return <Email /> }\n`
const found = (files: Readonly<Record<string, unknown>>): readonly Finding[] =>
  examine(withTree({ ...nextApp(), ...files })).report.findings.filter(({ rule }) => rule === 'mongoose-in-client')
const client = (...lines: readonly string[]): Readonly<Record<string, string>> =>
  ({ 'app/page.tsx': PAGE, 'components/email.tsx': ["'use client'", ...lines, ''].join('\n') })
const places = (files: Readonly<Record<string, unknown>>): readonly string[] => found(files).map(({ file, line, confidence }) => `${file}:${line} ${confidence}`)

describe('a client component', () => {
  test.each([
    ['uses a model', [`import User from '@/models/User'`, 'export const Email = () => <p>{User.modelName}</p>']],
    ['uses Mongoose itself', [`import { Types } from 'mongoose'`, 'export const Email = () => <p>{String(Types.ObjectId.isValid(1))}</p>']],
    ['imports a model for its effect', [`import '@/models/User'`, 'export const Email = () => <p />']],
  ])('%s', (_, lines) => {
    expect(places(client(...lines))).toEqual(['components/email.tsx:2 proved'])
  })

  test('comes to it by a helper: the import to mend is the one that leads to the file with Mongoose', () => {
    const files = {
      ...client(`import { trim } from '@/lib/text'`, 'export const Email = () => <p>{trim(" ")}</p>'),
      'lib/text.ts': `import { isId } from './ids'\nexport const trim = (x: string) => (isId(x) ? x : x.trim())\n`,
      'lib/ids.ts': `import mongoose from 'mongoose'\nexport const isId = (x: string) => mongoose.isValidObjectId(x)\n`,
    }
    const [finding] = found(files)
    expect(finding).toMatchObject({ file: 'lib/text.ts', line: 1, entries: ['app/page.tsx'] })
    expect(finding?.path.map(({ kind, file, link }) => `${kind} ${file} ${link}`)).toEqual([
      'entry app/page.tsx imports', 'module components/email.tsx imports', 'module lib/text.ts imports', 'import lib/ids.ts null',
    ])
  })

  test('loads a model with import() in an event handler: likely, for what leads there may never be built', () => {
    expect(places(client('export const Email = () => <p onClick={async () => { await import("@/models/User") }} />'))).toEqual(['components/email.tsx:2 likely'])
  })

  test.each([
    ['uses a type of it', [`import User from '@/models/User'`, 'export const Email = (p: { user?: InstanceType<typeof User> }) => <p>{String(p)}</p>']],
    ['imports a type of it', [`import type User from '@/models/User'`, 'export const Email = (p: { user?: InstanceType<typeof User> }) => <p>{String(p)}</p>']],
    ['calls a server action', [`import { save } from '@/actions/save'`, 'export const Email = () => <form action={save} />']],
    ['loads it on the server only', ['export const Email = () => { if (typeof window === "undefined") void import("@/models/User"); return <p /> }']],
  ])('%s: nothing is wrong', (_, lines) => {
    const action = { 'actions/save.ts': `'use server'\nimport User from '@/models/User'\nexport async function save() { await User.findOne() }\n` }
    expect(places({ ...client(...lines), ...action })).toEqual([])
  })

  test('that no page renders is not built', () => {
    const { 'components/email.tsx': component } = client(`import User from '@/models/User'`, 'export const Email = () => <p>{User.modelName}</p>')
    expect(places({ 'components/email.tsx': component, 'app/page.tsx': 'export default function Page() { return null }\n' })).toEqual([])
  })
})

describe('a page of the pages router', () => {
  const page = (...lines: readonly string[]): readonly string[] => places({ 'pages/old.tsx': lines.join('\n') })
  const VIEW = 'export default function Page() { return <p /> }'
  const DATA = 'export async function getServerSideProps() { return { props: { n: await load() } } }'

  test('what only its data functions use is taken out', () => {
    expect(page(`import User from '@/models/User'`, 'async function load() { return User.countDocuments() }', VIEW, DATA)).toEqual([])
  })

  test('so is an import that gives the view a type beside', () => {
    const files = (lines: string) => ({ 'lib/users.ts': `export { default as UserModel } from '@/models/User'\nexport type Named = { name: string }\n`, 'pages/old.tsx': lines })
    const view = (use: string) => `import { UserModel, Named } from '../lib/users'\nexport default function Page({ name }: Named) { return <p>{${use}}</p> }\nexport async function getServerSideProps() { return { props: { n: await UserModel.countDocuments() } } }\n`
    expect(places(files(view('name')))).toEqual([])
    expect(places(files(view('UserModel.modelName')))).toHaveLength(1)
  })

  test('it is taken out too where a component of another page imports the page', () => {
    const files = (data: string) => ({
      'pages/old.tsx': `import User from '@/models/User'\nexport const Theme = 'dark'\n${VIEW}\n${data}\n`,
      'pages/other.tsx': `import { Box } from '../components/box'\nexport default function Page() { return <Box /> }\n`,
      'components/box.tsx': `import { Theme } from '../pages/old'\nexport const Box = () => <p>{Theme}</p>\n`,
    })
    expect(places(files('export async function getServerSideProps() { return { props: { n: await User.countDocuments() } } }'))).toEqual([])
    expect(places(files('export const name = User.modelName'))).toEqual(['pages/old.tsx:1 proved'])
  })

  test('an import for its side effect stays, and so does what the view uses too', () => {
    expect(page(`import '@/models/User'`, 'const load = async () => 1', VIEW, DATA)).toEqual(['pages/old.tsx:1 proved'])
    expect(page(`import User from '@/models/User'`, 'const load = () => User.countDocuments()', 'export default function Page() { return <p>{User.modelName}</p> }', DATA)).toEqual(['pages/old.tsx:1 proved'])
  })
})

test('Mongoose 7 and 8 have a build for browsers: it has no models', () => {
  const older = { 'package.json': { dependencies: { next: '16.4.6', mongoose: '^8.9.0' } } }
  const [finding, ...more] = found({ ...older, ...client(`import User from '@/models/User'`, 'export const Email = () => <p>{User.modelName}</p>') })
  expect(finding?.message).toContain('Cannot read properties of undefined')
  expect(more).toEqual([])
  expect(found({ ...older, ...client(`import { Types } from 'mongoose'`, 'export const Email = () => <p>{String(Types.ObjectId.isValid(1))}</p>') })).toEqual([])
})

test('types alone, kept by verbatimModuleSyntax: import type mends it', () => {
  const kept = { 'tsconfig.json': { compilerOptions: { verbatimModuleSyntax: true, paths: { '@/*': ['./*'] } } } }
  expect(found({ ...kept, ...client(`import User from '@/models/User'`, 'export const Email = (p: { user?: InstanceType<typeof User> }) => <p>{String(p)}</p>') })[0]?.fixable).toBe(true)
})
