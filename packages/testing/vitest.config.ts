import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The first run may build the database: two minutes on two cores.
  test: { include: ['tests/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 600_000, unstubEnvs: true },
})
