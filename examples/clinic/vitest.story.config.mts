import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/story/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts', 'tests/story/support/global-setup.ts'],
    // A production build at a time in each, and no more memory and cores than two builds take.
    maxWorkers: 2,
    // They end what hangs. A test holds up to two builds; each takes ten seconds, or minutes on a slow machine, where even removing a copy takes more than Vitest's ten.
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
  },
})
