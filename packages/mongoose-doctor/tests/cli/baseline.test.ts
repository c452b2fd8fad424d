/** Known findings of a project, through the command line. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import { app } from '../cache/app.ts'
import { withTree } from '../helpers/tree.ts'
import { cli } from './fake.ts'

const NAME = 'mongoose-doctor-baseline.json'
const USERS = app['lib/users.ts']
const run = (root: string, ...argv: string[]) => cli([...argv, '--dir', root, '--no-cache'], { load: loadEngine, terminal: { cwd: root } })
const written = (root: string, name = NAME): { findings: { id: string; entries: string[] }[] } => JSON.parse(readFileSync(`${root}/${name}`, 'utf8'))

/** A project whose one finding is known. */
async function known(files: Record<string, unknown> = {}): Promise<string> {
  const root = withTree({ ...app, ...files })
  expect(await run(root, '--update-baseline')).toMatchObject({ code: 0, err: `${NAME}: 1 known finding (1 new).\n` })
  return root
}

test('what is known is counted, and fails no run', async () => {
  const root = await known()
  const { code, out, err } = await run(root)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('\nNo new findings. 1 known finding in the baseline.\n')
  expect(out).not.toContain('missing-model')
  expect(JSON.parse((await run(root, '--format', 'json')).out)).toMatchObject({ findings: [], withheld: { known: 1 } })
  expect(await run(root, '--no-baseline')).toMatchObject({ code: 1, out: expect.stringContaining('error missing-model') })
})

test('twice is once', async () => {
  const root = await known()
  const before = readFileSync(`${root}/${NAME}`, 'utf8')
  expect(await run(root, '--update-baseline')).toMatchObject({ code: 0, err: `${NAME}: 1 known finding.\n` })
  expect(readFileSync(`${root}/${NAME}`, 'utf8')).toBe(before)
})

describe('after a change', () => {
  test('of lines and white space it is known still', async () => {
    const root = await known()
    writeFileSync(`${root}/lib/users.ts`, `// one\n// two\n${USERS.replace(".populate('role')", "\n  .populate('role')")}`)
    expect(await run(root)).toMatchObject({ code: 0, err: '' })
  })

  test('that brings another, only that is shown', async () => {
    const root = await known({ 'models/Team.ts': app['models/Role.ts'].replaceAll('Role', 'Team') })
    writeFileSync(`${root}/lib/users.ts`, USERS.replace("User.find().populate('role')", "Promise.all([User.find().populate('role'), User.find().populate({ path: 'role', model: 'Team' })])"))
    const { code, out } = await run(root)
    expect({ code, rules: out.match(/^error .*$/gm) }).toEqual({ code: 1, rules: ['error missing-model (proved)'] })
    expect(out).toContain('"Team"')
    expect(out).toContain('1 error, 1 fixable with --fix. 1 known finding in the baseline.')
  })

  test('that lets it break another entry, it is shown', async () => {
    const root = await known()
    mkdirSync(`${root}/app/admin`)
    writeFileSync(`${root}/app/admin/page.tsx`, app['app/users/page.tsx'])
    const { code, err } = await run(root)
    expect({ code, err: err.replaceAll(/\s+/g, ' ') }).toEqual({ code: 1, err: `missing-model of Role in lib/users.ts is in ${NAME}, and breaks more than it did: app/admin/page.tsx. ` })
    expect((await run(root, '--update-baseline')).err).toBe(`${NAME}: 1 known finding (1 worse than before).\n`)
    expect(written(root).findings[0]?.entries).toEqual(['app/admin/page.tsx', 'app/users/page.tsx'])
  })

  test('that mends it, the baseline is out of date until it is pruned', async () => {
    const root = await known()
    writeFileSync(`${root}/lib/users.ts`, `import '@/models/Role'\n${USERS}`)
    const { code, out, err } = await run(root)
    expect(code).toBe(1)
    expect(out.replaceAll('\n', ' ')).toContain('1 of the baseline is no longer found: --update-baseline takes it out.')
    expect(err).toBe(`No longer found, and still in ${NAME}:\n  missing-model of Role in lib/users.ts\nTo take them out: mongoose-doctor --update-baseline\n`)
    expect(JSON.parse((await run(root, '--format', 'json')).out).gone).toMatchObject([{ rule: 'missing-model', file: 'lib/users.ts' }])
    expect(await run(root, '--model', 'User'), 'a part says nothing of the rest').toMatchObject({ code: 0, err: '' })
    expect(await run(root, '--update-baseline')).toMatchObject({ code: 0, err: `${NAME}: 0 known findings (1 taken out).\n` })
    expect(await run(root)).toMatchObject({ code: 0, err: '' })
  })

  test('that can not be decided, it stays', async () => {
    const root = await known()
    writeFileSync(`${root}/lib/users.ts`, 'const = 1')
    const { code, out, err } = await run(root)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('1 place could not be decided.')
    await run(root, '--update-baseline')
    expect(written(root).findings).toHaveLength(1)
  })
})

test('--fix leaves alone what is known', async () => {
  const root = await known()
  expect(await run(root, '--fix')).toMatchObject({ code: 0, err: '' })
  expect(readFileSync(`${root}/lib/users.ts`, 'utf8')).toBe(USERS)
  expect(await run(root, '--fix', '--no-baseline')).toMatchObject({ code: 0 })
  expect(readFileSync(`${root}/lib/users.ts`, 'utf8')).toContain("import '@/models/Role'")
})

describe('where it is', () => {
  test('as the configuration says, or an option', async () => {
    const root = withTree({ ...app, 'mongoose-doctor.jsonc': { baseline: 'known/a.json' } })
    expect(await run(root)).toMatchObject({ code: 2, err: 'There is no baseline known/a.json. To write it: mongoose-doctor --update-baseline\n' })
    expect(await run(root, '--update-baseline')).toMatchObject({ code: 0, err: 'known/a.json: 1 known finding (1 new).\n' })
    expect(await run(root)).toMatchObject({ code: 0 })
    expect(await run(root, '--baseline', 'b.json')).toMatchObject({ code: 2, err: 'There is no baseline b.json. To write it: mongoose-doctor --update-baseline\n' })
    expect(await run(root, '--baseline', 'b.json', '--update-baseline')).toMatchObject({ code: 0, err: 'b.json: 1 known finding (1 new).\n' })
    expect(written(root, 'b.json')).toEqual(written(root, 'known/a.json'))
  })

  test('where there is nothing to know, none is written', async () => {
    const root = withTree({ ...app, 'lib/users.ts': 'export {}' })
    expect(await run(root, '--update-baseline')).toMatchObject({ code: 0, err: 'There are no findings, so no baseline was written.\n' })
    expect(() => readFileSync(`${root}/${NAME}`)).toThrow('ENOENT')
  })

  test.each<[string, string | null, (root: string) => void, string]>([
    ['another file', 'package.json', () => undefined, 'package.json is no baseline, and was not replaced: name another file with --baseline.'],
    ['a folder', 'lib.json', (root) => mkdirSync(`${root}/lib.json`), 'The baseline lib.json is a folder.'],
    ['a link', null, (root) => symlinkSync('/etc/hosts', `${root}/${NAME}`), `The baseline ${NAME} is a link.`],
  ])('%s is not replaced', async (_name, baseline, make, message) => {
    const root = withTree(app)
    make(root)
    const before = readFileSync(`${root}/package.json`, 'utf8')
    expect(await run(root, '--update-baseline', ...(baseline === null ? [] : ['--baseline', baseline]))).toMatchObject({ code: 2, out: '', err: `${message}\n` })
    expect(readFileSync(`${root}/package.json`, 'utf8')).toBe(before)
  })

  test('the project can not lead out of itself', async () => {
    const outside = withTree({ 'b.json': '' })
    const root = withTree({ ...app, 'mongoose-doctor.jsonc': { baseline: 'known/b.json' } })
    symlinkSync(outside, `${root}/known`)
    expect(await run(root, '--update-baseline')).toMatchObject({ code: 2, err: 'The baseline known/b.json is reached through a link.\n' })
    expect(readFileSync(`${outside}/b.json`, 'utf8')).toBe('')
  })
})

test('one that is damaged hides nothing, and can be written anew', async () => {
  const root = await known()
  writeFileSync(`${root}/${NAME}`, `<<<<<<< HEAD\n${readFileSync(`${root}/${NAME}`, 'utf8')}`)
  expect(await run(root)).toMatchObject({ code: 2, out: '', err: `The baseline ${NAME} can't be read: it is not valid JSON. To write it anew: mongoose-doctor\n--update-baseline\n`.replace('doctor\n--', 'doctor --') })
  expect(await run(root, '--update-baseline')).toMatchObject({ code: 0, err: `${NAME}: 1 known finding (1 new).\n` })
})

test('what it says is escaped', async () => {
  const root = await known()
  writeFileSync(`${root}/${NAME}`, JSON.stringify({ ...written(root), findings: [{ id: 'x', rule: 'missing-model', severity: 'error', confidence: 'proved', model: '\x1b[2J', file: '\u202ea.ts\n::error::', entries: [] }] }))
  expect((await run(root)).err).toContain('  missing-model of \\x1b[2J in \\u202ea.ts\\n::error::\n')
})

test.each([
  [['--update-baseline', '--rule', 'missing-model'], '--update-baseline writes down all findings there are: it does not go with --rule.'],
  [['--update-baseline', '--fix'], '--update-baseline writes down all findings there are: it does not go with --fix.'],
  [['--update-baseline', '--no-baseline'], '--update-baseline and --no-baseline contradict each other.'],
  [['--baseline'], '--baseline needs a value: --baseline <file>'],
])('%j', async (argv, message) => {
  expect(await cli(argv)).toMatchObject({ code: 2, err: `${message}\n` })
})
