import { defineConfig } from 'vitest/config'

/** The same tests with each major version of Mongoose in the place of the application's: without a database, and on one. */
const versions = [7, 8, 9].flatMap((version) => {
  const resolve = { alias: [{ find: /^mongoose$/, replacement: `mongoose${version}` }] }
  return [
    { resolve, test: { name: `mongoose ${version}`, include: ['tests/*.test.ts'], unstubEnvs: true } },
    {
      resolve,
      test: {
        name: `wire, mongoose ${version}`,
        include: ['tests/wire/*.test.ts'],
        provide: { major: String(version) },
        globalSetup: 'tests/wire/support/global-setup.ts',
        unstubEnvs: true,
        // Nothing is kept in modules, and half of the time would go into loading Mongoose for each file.
        isolate: false,
        testTimeout: 180_000,
        hookTimeout: 180_000,
      },
    },
  ]
})

export default defineConfig({
  test: {
    projects: [
      ...versions,
      { test: { name: 'package', include: ['tests/package/*.test.ts'], testTimeout: 180_000 } },
      // Real development servers: `npx vitest run --project next` runs only these, `--project '!next'` all others.
      { test: { name: 'next', include: ['tests/next/*.test.ts'], testTimeout: 180_000, hookTimeout: 180_000 } },
    ],
  },
})
