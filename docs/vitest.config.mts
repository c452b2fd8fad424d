import { defineConfig } from 'vitest/config'

/** The built site and the sources of it. What the pages say is tested in packages/mongoose-doctor/tests/docs. */
export default defineConfig({ test: { include: ['tests/**/*.test.ts'], globalSetup: ['tests/support/global-setup.ts'], testTimeout: 300_000, hookTimeout: 300_000 } })
