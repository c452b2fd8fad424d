import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** The built site and the sources of it; one test goes over all pages, which takes minutes on a slow machine; of the tests that run beside each other, one a core. What the pages say is tested in packages/mongoose-doctor/tests/docs. */
export default defineConfig({ test: { include: ['tests/**/*.test.ts'], globalSetup: ['tests/support/global-setup.ts'], testTimeout: 900_000, hookTimeout: 300_000, maxConcurrency: availableParallelism() } })
