import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // vitest.story.config.mts runs those.
    exclude: [...configDefaults.exclude, 'tests/story/**'],
    globalSetup: 'tests/support/global-setup.ts',
    // Two cores, and times are compared: one file after the other.
    fileParallelism: false,
    // They end what hangs: a thousand logins take minutes on a slow machine.
    testTimeout: 900_000,
    hookTimeout: 300_000,
  },
})
