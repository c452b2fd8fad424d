/** An import of Role that nothing uses looks like a remedy. Is it one? */
import { describe, expect, inject, test } from 'vitest'
import { copyWithErasedImport } from './support/disease.ts'
import { examine, fix } from './support/doctor.ts'
import { build, coldLogin, FAILED, LOGGED_IN } from './support/production.ts'

describe('an unused import of Role', () => {
  test('is found by mongoose-doctor, and nothing else is', async () => {
    expect(await examine(copyWithErasedImport())).toEqual({
      code: 1,
      findings: [{ rule: 'inert-import', severity: 'error', confidence: 'proved', model: 'Role', file: 'app/actions/auth.ts', fixable: true }],
    })
  })

  test.skipIf(!inject('hasDatabase') || !inject('browser'))('leaves the first login failing until --fix has mended it', async () => {
    const copy = copyWithErasedImport()
    await build(copy)
    expect(await coldLogin(copy)).toMatchObject(FAILED)

    const { code, output } = await fix(copy, 'import')
    expect(code, output).toBe(0)
    expect(await examine(copy)).toEqual({ code: 0, findings: [] })

    await build(copy)
    expect(await coldLogin(copy)).toMatchObject(LOGGED_IN)
  })
})
