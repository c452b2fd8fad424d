import { defineConfig } from 'vitest/config'

/** Timings are no tests: `npm run bench` takes them. */
export default defineConfig({ test: { include: ['tests/**/*.test.ts'], testTimeout: 180_000 } })
