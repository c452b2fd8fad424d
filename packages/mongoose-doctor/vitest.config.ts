import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Some tests start the program several times, on machines that have other things to do. Fixtures are projects of their own; some hold test files.
  test: { include: ['tests/**/*.test.ts'], exclude: ['tests/fixtures/**'], testTimeout: 30_000 },
})
