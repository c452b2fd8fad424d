import { defineConfig } from 'vitest/config'

/** The same tests with each major version of Mongoose in the place of the application's. */
const versions = [7, 8, 9].map((version) => ({
  resolve: { alias: [{ find: /^mongoose$/, replacement: `mongoose${version}` }] },
  test: { name: `mongoose ${version}`, include: ['tests/*.test.ts'], unstubEnvs: true },
}))

export default defineConfig({
  test: {
    projects: [
      ...versions,
      { test: { name: 'package', include: ['tests/package/*.test.ts'], testTimeout: 60_000 } },
      // Real development servers: `npx vitest run --project next` runs only these, `--project '!next'` all others.
      { test: { name: 'next', include: ['tests/next/*.test.ts'], testTimeout: 180_000, hookTimeout: 30_000 } },
    ],
  },
})
