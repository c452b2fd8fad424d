/** The examples turborepo and nx, each run by its own tool with a remote cache, on machines that share nothing but that. */
import { describe, expect, test } from 'vitest'
import { check } from './support/doctor.ts'
import { type Machine, newMachine } from './support/machine.ts'
import { PIPELINES, type Source } from './support/pipeline.ts'
import { startRemoteCache } from './support/remote-cache.ts'

const PACKAGES = ['@library/auth', '@library/models', '@library/ui', 'web', 'worker']
/** Source files of the whole workspace. */
const FILES = 19
const all = (source: Source): Record<string, Source> => Object.fromEntries(PACKAGES.map((name) => [name, source]))

const LOADS_ROLE = `import '@library/models/role'\n`
const MISSING_ROLE = {
  rule: 'missing-model',
  model: 'Role',
  file: 'packages/auth/src/staff.ts',
  entries: ['apps/web/app/api/session/route.ts', 'apps/worker/src/main.ts'],
}

describe.each(PIPELINES)('$example', ({ example, protocol, environment, facts, doctor }) => {
  test('a second machine reads no package again', async () => {
    const cache = await startRemoteCache(protocol)
    const env = environment(cache.url)
    expect(await facts(newMachine(example), env)).toEqual(all('extracted'))
    expect(cache.size()).toBe(PACKAGES.length)

    const second = newMachine(example, { git: false })
    expect(await facts(second, env)).toEqual(all('remote cache'))
    expect(cache.takeHits()).toBe(PACKAGES.length)
    const verdict = await check(second, ['--from-facts'])
    expect(verdict).toMatchObject({ code: 0, findings: [], reused: { files: FILES, of: FILES } })
    const plain = await check(second)
    expect(plain.reused).toBeNull()
    expect(verdict.report).toEqual(plain.report)
  })

  test('machines share the work, and one more has all of it', async () => {
    const cache = await startRemoteCache(protocol)
    const env = environment(cache.url)
    const [apps, packages] = await Promise.all([facts(newMachine(example), env, 'apps'), facts(newMachine(example), env, 'packages')])
    expect({ ...apps, ...packages }).toEqual(all('extracted'))

    const third = newMachine(example)
    expect(await facts(third, env)).toEqual(all('remote cache'))
    expect(await doctor(third, env)).toMatchObject({ code: 0 })
  })

  test('a change in one package has only that package read again', async () => {
    const cache = await startRemoteCache(protocol)
    const env = environment(cache.url)
    await facts(newMachine(example), env)

    const changed = newMachine(example)
    changed.edit('packages/ui/src/badge.tsx', 'badge-urgent', 'badge-late')
    expect(await facts(changed, env)).toEqual({ ...all('remote cache'), '@library/ui': 'extracted' })
    expect(await check(changed, ['--from-facts'])).toMatchObject({ code: 0, findings: [], reused: { files: FILES, of: FILES } })
  })

  test('another version of mongoose-doctor has all packages read again', async () => {
    const cache = await startRemoteCache(protocol)
    const env = environment(cache.url)
    const [before, after] = [newMachine(example), newMachine(example)]
    lockPublished(before, '1')
    lockPublished(after, '2')
    expect(await facts(before, env)).toEqual(all('extracted'))
    expect(await facts(after, env)).toEqual(all('extracted'))
  })

  test('a package that is broken fails the run, for the applications that use it', async () => {
    const cache = await startRemoteCache(protocol)
    const env = environment(cache.url)
    await facts(newMachine(example), env)

    const broken = newMachine(example)
    broken.edit('packages/auth/src/staff.ts', LOADS_ROLE, '')
    const { code, output } = await doctor(broken, env)
    expect(code).toBe(1)
    for (const entry of MISSING_ROLE.entries) expect(output).toContain(entry)
    expect(output).toContain('"Role"')

    const verdict = await check(broken, ['--from-facts'])
    expect(verdict).toMatchObject({ code: 1, findings: [MISSING_ROLE] })
    expect(verdict.report).toEqual((await check(broken)).report)
    expect(await facts(broken, env)).toEqual(all('local cache'))
  })

  test('facts from before a change are not believed', async () => {
    const cache = await startRemoteCache(protocol)
    const machine = newMachine(example)
    await facts(machine, environment(cache.url))
    machine.edit('packages/auth/src/staff.ts', LOADS_ROLE, '')
    expect(await check(machine, ['--from-facts'])).toMatchObject({ code: 1, findings: [MISSING_ROLE], reused: { files: FILES - 1, of: FILES } })
  })
})

/** As if that release had been installed from npm's registry, and not what this repository holds. */
function lockPublished(machine: Machine, release: string): void {
  const version = `"node_modules/mongoose-doctor": {\n      "version": "`
  machine.edit('package-lock.json', version, version + release)
  machine.edit('package-lock.json', '"resolved": "file:../../packages/mongoose-doctor"', `"integrity": "sha512-${release}"`)
}
