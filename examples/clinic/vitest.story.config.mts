import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/story/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts', 'tests/story/support/global-setup.ts'],
    // A production build at a time in each, and no more memory and cores than two builds take.
    maxWorkers: 2,
    // A test holds up to two builds; each takes ten seconds where nothing else runs.
    testTimeout: 600_000,
  },
})
