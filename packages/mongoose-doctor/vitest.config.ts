import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Fixtures are projects of their own; some hold test files.
  test: { include: ['tests/**/*.test.ts'], exclude: ['tests/fixtures/**'] },
})
