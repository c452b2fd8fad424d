/** Builds of Next.js: the prediction, and what their code registers. */
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import type { VerifiedBuild, VerifiedEntry } from '../../src/kernel/verification.ts'
import { verifyBuilds } from '../../src/verify.ts'
import { withTree } from '../helpers/tree.ts'
import { sources, turbopack, webpack } from './app.ts'

type Files = Readonly<Record<string, unknown>>

async function verify(files: Files): Promise<VerifiedBuild> {
  const { builds: [build] } = await verifyBuilds(examine(withTree(files)), { run: false, entries: null })
  if (build === undefined) throw new Error('no build')
  return build
}

const entryOf = ({ entries }: VerifiedBuild, file: string): VerifiedEntry | undefined => entries.find((entry) => entry.file === file)
const without = (files: Files, ...names: readonly string[]): Files => Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)))
const changed = (files: Files, name: string, from: string, to: string): Files => {
  const text = String(files[name])
  expect(text).toContain(from)
  return { ...files, [name]: text.replace(from, to) }
}

describe.each([['Turbopack', turbopack], ['webpack', webpack]] as const)('%s', (bundler, output) => {
  const built: Files = { ...sources, ...output }

  test('agrees with the sources it was made of', async () => {
    const build = await verify(built)
    expect(build).toMatchObject({ root: '.', dir: '.next', by: `Next.js with ${bundler}`, how: 'read', notes: [] })
    expect(build.entries.map(({ file, kind, status, built: models }) => ({ file, kind, status, models }))).toEqual([
      { file: 'app/api/users/route.ts', kind: 'route-handler', status: 'as-predicted', models: ['Role', 'User'] },
      { file: 'app/page.tsx', kind: 'page', status: 'as-predicted', models: ['Role', 'User'] },
      { file: 'app/actions.ts', kind: 'server-action', status: 'as-predicted', models: ['User'] },
    ])
  })

  test('a model that an import has lost on the way is a failure, with what the prediction rests on', async () => {
    const chunk = bundler === 'Turbopack' ? '.next/server/chunks/users.js' : '.next/server/app/api/users/route.js'
    const [from, to] = bundler === 'Turbopack' ? [',r=e.i(31638)', ',r={Role:{}}'] : [',e=c(31638)', ',e={Role:{}}']
    const entry = entryOf(await verify(changed(built, chunk, from, to)), 'app/api/users/route.ts')
    expect(entry).toMatchObject({
      status: 'differs', predicted: ['Role', 'User'], built: ['User'],
      differences: [{ model: 'Role', predicted: 'registered', built: 'absent', fails: true, because: [{ file: 'app/api/users/route.ts', line: 2 }, { file: 'models/Role.ts', line: 2 }] }],
    })
  })

  test('a model that is registered on some ways only is told, and no failure', async () => {
    const chunk = bundler === 'Turbopack' ? '.next/server/chunks/users.js' : '.next/server/app/api/users/route.js'
    const entry = entryOf(await verify(changed(built, chunk, bundler === 'Turbopack' ? 'r.models.Role||' : 'c.models.Role||', 'process.env.ROLES&&')), 'app/api/users/route.ts')
    expect(entry).toMatchObject({ status: 'differs', differences: [{ model: 'Role', built: 'maybe', fails: false }] })
  })

  test('more than was predicted is told, and no failure', async () => {
    const entry = entryOf(await verify({ ...built, 'app/api/users/route.ts': "import { User } from '../../../models/User'\nexport const GET = () => User.find()\n" }), 'app/api/users/route.ts')
    expect(entry).toMatchObject({ status: 'differs', differences: [{ model: 'Role', predicted: 'absent', built: 'registered', fails: false, because: [] }] })
  })

  test('an entry that the build does not have is named', async () => {
    const build = await verify({ ...built, 'app/api/new/route.ts': "import { User } from '../../../models/User'\nexport const GET = () => User.find()\n" })
    expect(entryOf(build, 'app/api/new/route.ts')).toMatchObject({ status: 'not-built', output: null, reason: 'the build has no such entry' })
  })

  test('code that can not be read is no agreement', async () => {
    const broken = bundler === 'Turbopack' ? '.next/server/chunks/users.js' : '.next/server/app/api/users/route.js'
    const deep = `module.exports=[1,e=>{${'f('.repeat(20_000)}${')'.repeat(20_000)}}];`
    for (const text of ['module.exports=[1,(', deep]) {
      // oxlint-disable-next-line no-await-in-loop -- one build at a time
      const build = await verify({ ...built, [broken]: text })
      expect(entryOf(build, 'app/api/users/route.ts')).toMatchObject({ status: 'undecided', reason: `${broken} could not be read` })
      expect(entryOf(build, 'app/page.tsx')?.status).toBe('as-predicted')
    }
  })

  test('an entry of the edge runtime is not compared', async () => {
    const build = await verify({ ...built, '.next/server/middleware-manifest.json': { functions: { '/api/users/route': {} } } })
    expect(entryOf(build, 'app/api/users/route.ts')).toMatchObject({ status: 'undecided', reason: 'it runs on the edge runtime' })
  })

  test('where Mongoose itself is in the bundle, its registry is not looked into', async () => {
    const chunk = bundler === 'Turbopack' ? '.next/server/chunks/users.js' : '.next/server/app/api/users/route.js'
    const id = bundler === 'Turbopack' ? '96099,e=>{' : '31638:(a,b,r)=>{'
    const build = await verify(changed(built, chunk, id, `${id}["OverwriteModelError","MissingSchemaError","StrictPopulateError"];`))
    expect(entryOf(build, 'app/api/users/route.ts')).toMatchObject({ status: 'undecided', reason: 'Mongoose itself is bundled into it' })
  })
})

test('without a build it says what to run', async () => {
  await expect(verify(sources)).rejects.toThrow('There is no build to compare with. Make one first: next build')
  await expect(verify(without({ ...sources, ...turbopack }, '.next/BUILD_ID'))).rejects.toThrow('Make one first: next build')
})

test('of two applications the one without a build is left out', async () => {
  const at = (folder: string, files: Files): Files => Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]))
  const root = withTree({ ...at('web', { ...sources, ...turbopack }), ...at('admin', sources) })
  const { builds } = await verifyBuilds(examine(root), { run: false, entries: null })
  expect(builds.map(({ root: app, dir }) => [app, dir])).toEqual([['web', 'web/.next']])
})
