import { defineConfig } from 'vitest/config'

/** Timings are no tests: `node ../../node_modules/vitest/vitest.mjs run --config vitest.bench.config.mts`. */
export default defineConfig({
  test: {
    include: ['bench/*.ts'],
    globalSetup: ['tests/support/global-setup.ts', 'tests/story/support/global-setup.ts'],
    disableConsoleIntercept: true,
  },
})
