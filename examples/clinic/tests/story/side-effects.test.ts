/** Where package.json says that no file has side effects, bundlers drop bare imports. Does the registry hold then, with each bundler? */
import { describe, expect, inject, test } from 'vitest'
import { replaceOnce } from './support/copy.ts'
import { copyWithLateImport } from './support/disease.ts'
import { examine, fix } from './support/doctor.ts'
import { build, coldLogin, LOGGED_IN } from './support/production.ts'

describe.skipIf(!inject('hasDatabase') || !inject('browser'))('--strategy registry with "sideEffects": false', () => {
  test.each([
    ['Turbopack', []],
    ['webpack', ['--webpack']],
  ])('%s', async (_, options) => {
    const copy = copyWithLateImport()
    replaceOnce(copy, 'package.json', '"private": true,', '"private": true,\n  "sideEffects": false,')
    if (options.length > 0) replaceOnce(copy, 'package.json', '"next build"', `"next build ${options.join(' ')}"`)
    const { code, output } = await fix(copy, 'registry')
    expect(code, output).toBe(0)
    expect(output).toContain('void models.Role.modelName')
    expect(await examine(copy)).toEqual({ code: 0, findings: [] })

    await build(copy, options)
    expect(await coldLogin(copy)).toMatchObject(LOGGED_IN)
  })
})
