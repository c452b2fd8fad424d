/** --changed and --staged in a repository, through the command line. */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import type { Finding, Report } from '../../src/kernel/report.ts'
import { app } from '../cache/app.ts'
import { commit, git, repository } from '../git/repository.ts'
import { withTree } from '../helpers/tree.ts'
import { cli } from './fake.ts'

const run = (root: string, ...argv: string[]) => cli([...argv, '--dir', root, '--no-cache'], { load: loadEngine, terminal: { cwd: root } })
const reportOf = async (root: string, ...argv: string[]): Promise<Report> => JSON.parse((await run(root, '--format', 'json', ...argv)).out)
const ORDERS = app['lib/users.ts'].replaceAll('User', 'Order').replaceAll('role', 'team')

/** Two entries with a finding each. */
const FILES: Record<string, unknown> = {
  ...app,
  'models/Team.ts': app['models/Role.ts'].replaceAll('Role', 'Team'),
  'models/Order.ts': app['models/User.ts'].replaceAll('User', 'Order').replaceAll('Role', 'Team').replaceAll('role', 'team'),
  'lib/orders.ts': ORDERS,
  'app/orders/page.tsx': app['app/users/page.tsx'].replace('@/lib/users', '@/lib/orders'),
}
const filesOf = ({ findings }: Report): string[] => findings.map(({ file }) => file)
const USERS = app['lib/users.ts']

describe('--changed', () => {
  test.each<[string, string, readonly string[]]>([
    ['nothing', 'README.md', []],
    ['where a finding is', 'lib/users.ts', ['lib/users.ts']],
    ['why it is', 'models/Role.ts', ['lib/users.ts']],
    ['whom it breaks', 'app/users/page.tsx', ['lib/users.ts']],
    ['what both have to do with', 'tsconfig.json', ['lib/orders.ts', 'lib/users.ts']],
  ])('shows, after a change of %s, each finding as the full run has it', async (_name, file, shown) => {
    const root = repository({ ...FILES, 'README.md': '' })
    if (file.endsWith('.json')) writeFileSync(`${root}/${file}`, '{ "compilerOptions": { "strict": true, "paths": { "@/*": ["./*"] } } }')
    else appendFileSync(`${root}/${file}`, '// more\n')
    const all = await reportOf(root)
    const some = await reportOf(root, '--changed')
    expect(filesOf(some)).toEqual(shown)
    const whole = new Map<string, Finding>(all.findings.map((finding) => [finding.id, finding]))
    for (const finding of some.findings) expect(finding).toEqual(whole.get(finding.id))
    expect(some.withheld?.unchanged ?? 0).toBe(2 - shown.length)
    const { code, out, err } = await run(root, '--changed')
    expect({ code, err }).toEqual({ code: shown.length > 0 ? 1 : 0, err: expect.stringMatching(/^Compared with HEAD \([0-9a-f]{7}\)\.\n$/) })
    if (shown.length === 0) expect(out).toContain('No findings. 2 findings have nothing to do with what has changed.')
  })

  test('shows what an import that is gone has broken, far from it', async () => {
    const root = repository({ ...FILES, 'lib/users.ts': `import './load'\n${USERS}`, 'lib/load.ts': "import '@/models/Role'\n" })
    expect(filesOf(await reportOf(root))).toEqual(['lib/orders.ts'])
    writeFileSync(`${root}/lib/load.ts`, 'export {}\n')
    const { code, out } = await run(root, '--changed')
    expect(code).toBe(1)
    expect(out.replaceAll('\n', ' ')).toContain('1 error, 1 fixable with --fix. 1 finding has nothing to do with what has changed.')
  })

  test('of a branch shows what is on it', async () => {
    const root = repository(FILES)
    git(root, 'checkout', '-q', '-b', 'mine')
    appendFileSync(`${root}/lib/orders.ts`, '// more\n')
    commit(root, 'mine')
    expect(filesOf(await reportOf(root, '--changed', 'main'))).toEqual(['lib/orders.ts'])
    expect(filesOf(await reportOf(root, '--changed=main'))).toEqual(['lib/orders.ts'])
    expect(filesOf(await reportOf(root, '--changed'))).toEqual([])
  })

  test('goes together with a baseline, filters and --fix', async () => {
    const root = repository(FILES)
    appendFileSync(`${root}/lib/orders.ts`, '// more\n')
    appendFileSync(`${root}/lib/users.ts`, '// more\n')
    expect(filesOf(await reportOf(root, '--changed', '--model', 'Team'))).toEqual(['lib/orders.ts'])
    git(root, 'checkout', '-q', 'lib/users.ts')
    expect((await run(root, '--changed', '--fix', '--force')).code).toBe(0)
    expect(filesOf(await reportOf(root))).toEqual(['lib/users.ts'])
    await run(root, '--update-baseline')
    appendFileSync(`${root}/lib/users.ts`, '// more\n')
    expect(await reportOf(root, '--changed')).toMatchObject({ findings: [], withheld: { known: 1 } })
    writeFileSync(`${root}/lib/users.ts`, '')
    expect(await run(root, '--changed'), 'whether the baseline is up to date is for a full run to say').toMatchObject({ code: 0 })
  })

  test.each<[string, string[], string]>([
    ['a commit that there is not', ['--changed', 'nowhere'], 'There is no commit "nowhere" in this repository.'],
    ['the directory', ['--changed', 'lib'], 'There is no commit "lib" in this repository. If it is the directory to examine: mongoose-doctor lib --changed'],
  ])('%s is told', async (_name, argv, message) => {
    expect(await run(repository(FILES), ...argv)).toMatchObject({ code: 2, out: '', err: `${message}\n` })
  })

  test('a repository is needed, and found above the directory', async () => {
    expect(await run(withTree(FILES), '--changed')).toMatchObject({ code: 2, err: expect.stringContaining('is in no git repository') })
    const root = repository(Object.fromEntries(Object.entries(FILES).map(([file, text]) => [`web/${file}`, text])))
    appendFileSync(`${root}/web/lib/users.ts`, '// more\n')
    expect(filesOf(await reportOf(`${root}/web`, '--changed'))).toEqual(['lib/users.ts'])
  })
})

describe('--staged', () => {
  test('examines what is staged, and not what lies there', async () => {
    const root = repository({ ...FILES, 'lib/users.ts': `import '@/models/Role'\n${USERS}` })
    writeFileSync(`${root}/lib/users.ts`, USERS)
    expect(await run(root, '--staged'), 'broken, and not staged').toMatchObject({ code: 0 })
    git(root, 'add', '-A')
    writeFileSync(`${root}/lib/users.ts`, `import '@/models/Role'\n${USERS}`)
    const { code, out, err } = await run(root, '--staged')
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^Compared with HEAD/) })
    expect(out).toContain("\n> 2 │ export const all = () => User.find().populate('role')\n".slice(1))
    expect(filesOf(await reportOf(root)), 'mended, and not staged').toEqual(['lib/orders.ts'])
  })

  test('a model that nobody has added is not there', async () => {
    const root = repository({ ...FILES, 'lib/users.ts': '' })
    mkdirSync(`${root}/models/more`)
    writeFileSync(`${root}/models/more/Role.ts`, app['models/Role.ts'])
    rmSync(`${root}/models/Role.ts`)
    writeFileSync(`${root}/lib/users.ts`, `import '@/models/more/Role'\n${USERS}`)
    git(root, 'add', 'lib/users.ts')
    expect((await reportOf(root, '--staged')).unknown).toMatchObject([{ file: 'lib/users.ts', line: 1, reason: expect.stringContaining('leads to no file') }])
    expect((await reportOf(root)).unknown).toEqual([])
  })

  test('is the full run on a clean checkout of it, for what it shows', async () => {
    const root = repository(FILES)
    appendFileSync(`${root}/lib/orders.ts`, '// staged\n')
    git(root, 'add', '-A')
    rmSync(`${root}/models`, { recursive: true })
    writeFileSync(`${root}/lib/orders.ts`, 'const = 1')
    const some = await reportOf(root, '--staged')
    commit(root, 'as it is')
    const clean = withTree({})
    git(root, 'reset', '-q', '--soft', 'HEAD~1')
    git(root, 'read-tree', 'HEAD')
    git(root, 'worktree', 'add', '-q', '--detach', clean, 'HEAD')
    appendFileSync(`${clean}/lib/orders.ts`, '// staged\n')
    const all = await reportOf(clean)
    expect(some.findings).toEqual(all.findings.filter(({ file }) => file === 'lib/orders.ts'))
    expect(some.apps).toEqual(all.apps)
  })

  test('takes the configuration and the baseline that are staged', async () => {
    const root = repository({ ...FILES, 'mongoose-doctor.jsonc': { rules: { 'missing-model': 'off' } } })
    appendFileSync(`${root}/lib/users.ts`, '// more\n')
    git(root, 'add', '-A')
    writeFileSync(`${root}/mongoose-doctor.jsonc`, '{ "unknown": 1 }')
    expect(await reportOf(root, '--staged')).toMatchObject({ findings: [], withheld: { ignored: 2 } })
  })

  test('takes the index that git names for its hook', async () => {
    const root = repository(FILES)
    appendFileSync(`${root}/lib/users.ts`, '// more\n')
    git(root, 'add', '-A')
    const { code } = await cli(['--staged', '--dir', root, '--no-cache'], { load: loadEngine, terminal: { cwd: root, env: { GIT_INDEX_FILE: '.git/none' } } })
    expect(code, 'an index that is not there has nothing in it').toBe(2)
  })

  test('leaves no cache of what does not lie there', async () => {
    const root = repository({ ...FILES, 'node_modules/x.js': '' })
    const cached = (...argv: string[]) => cli([...argv, '--dir', root, '--format', 'json'], { load: loadEngine, terminal: { cwd: root } })
    await cached()
    appendFileSync(`${root}/lib/users.ts`, "import '@/models/Role'\n")
    git(root, 'add', '-A')
    writeFileSync(`${root}/lib/users.ts`, USERS)
    expect(filesOf(JSON.parse((await cached('--staged')).out))).toEqual([])
    expect(filesOf(JSON.parse((await cached()).out))).toEqual(['lib/orders.ts', 'lib/users.ts'])
  })
})

test.each([
  [['--changed', '--staged'], '--changed and --staged are two questions: ask one of them.'],
  [['--staged', '--fix'], '--staged examines what is staged, and --fix mends what lies on the disk: they do not go together.'],
  [['--changed', '--watch'], '--watch tells what each change has changed: it does not go with --changed.'],
  [['--changed', '--update-baseline'], '--update-baseline writes down all findings there are: it does not go with --changed.'],
  [['--changed', 'a', '--changed', 'b'], '--changed can be given once.'],
  [['entries', '--staged'], '--staged does not go with entries; it is an option of check.'],
])('%j', async (argv, message) => {
  expect(await cli(argv)).toMatchObject({ code: 2, err: `${message}\n` })
})

test('a commit that looks like a number is none', async () => {
  const asked: (string | null)[] = []
  const changes = (_dir: string, ref: string | null) => { asked.push(ref); return { since: '', has: () => true, before: () => null, files: () => [] } }
  await cli(['--changed', '12e4567'], { engine: { changes } })
  await cli(['--changed=0012345'], { engine: { changes } })
  await cli(['--changed', '1234567', '.'], { engine: { changes } })
  await cli(['.', '--changed'], { engine: { changes } })
  expect(asked).toEqual(['12e4567', '0012345', '1234567', null])
})
