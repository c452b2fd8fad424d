/** Does each strategy of `--fix` bring the login back, in a cold process of a production build? */
import { describe, expect, inject, test } from 'vitest'
import { installRuntime } from './support/copy.ts'
import { copyWithLateImport } from './support/disease.ts'
import { examine, fix, type Strategy } from './support/doctor.ts'
import { build, coldLogin, LOGGED_IN } from './support/production.ts'

const STRATEGIES: Strategy[] = ['import', 'registry', 'lazy', 'ensure']
/** What these write imports the runtime's helpers, so they are for applications that have it. */
const NEEDS_RUNTIME = new Set<Strategy>(['lazy', 'ensure'])

describe.skipIf(!inject('hasDatabase') || !inject('browser'))('mongoose-doctor --fix --strategy', () => {
  for (const strategy of STRATEGIES) {
    test(strategy, async () => {
      const copy = copyWithLateImport()
      if (NEEDS_RUNTIME.has(strategy)) installRuntime(copy)

      const { code, output } = await fix(copy, strategy)
      expect(code, output).toBe(0)
      expect(await examine(copy)).toEqual({ code: 0, findings: [] })

      await build(copy)
      expect(await coldLogin(copy)).toMatchObject(LOGGED_IN)
    })
  }
})
