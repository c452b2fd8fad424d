import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Some tests start ESLint, oxlint or the command line, on machines that have other things to do.
  test: { include: ['tests/**/*.test.ts'], testTimeout: 180_000 },
})
