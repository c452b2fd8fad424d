/** The clinic as it was found: does its login fail in a cold process, and does mongoose-doctor say so beforehand? */
import { describe, expect, inject, test } from 'vitest'
import { copyWithLateImport } from './support/disease.ts'
import { examine } from './support/doctor.ts'
import { build, coldLogin, FAILED } from './support/production.ts'

describe('an import() of Role after the populate that needs it', () => {
  test('is found by mongoose-doctor, and nothing else is', async () => {
    expect(await examine(copyWithLateImport())).toEqual({
      code: 1,
      findings: [{ rule: 'late-registration', severity: 'error', confidence: 'proved', model: 'Role', file: 'app/actions/auth.ts', fixable: true }],
    })
  })

  test.skipIf(!inject('hasDatabase') || !inject('browser'))('makes the first login of a process fail', async () => {
    const copy = copyWithLateImport()
    await build(copy)
    expect(await coldLogin(copy)).toMatchObject(FAILED)
  })
})
