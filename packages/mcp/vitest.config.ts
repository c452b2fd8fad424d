import { defineConfig } from 'vitest/config'

// The server as a process, on machines that have other things to do.
export default defineConfig({ test: { include: ['tests/**/*.test.ts'], testTimeout: 180_000 } })
