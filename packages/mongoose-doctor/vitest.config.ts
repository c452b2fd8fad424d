import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Fixtures are projects of their own; some hold test files.
    include: ['tests/**/*.test.ts'], exclude: ['tests/fixtures/**'],
    // The engine keeps nothing in its modules but what hangs on an object of a run, and most of the time would go into loading it again for each file.
    isolate: false,
    // Many tests wait for a program that they have started.
    maxWorkers: '100%',
    // Some start it several times, on machines that are slow or have other things to do: it is there for what hangs.
    testTimeout: 180_000, hookTimeout: 180_000,
  },
})
