import { defineConfig } from 'vitest/config'

// On a machine that is slow or has other things to do a thousand queries take longer than Vitest's five seconds: it is there for what hangs.
const patience = { testTimeout: 180_000, hookTimeout: 180_000 }

/** The same tests with each major version of Mongoose in the place of the application's: without a database, and on one. */
const versions = [7, 8, 9].flatMap((version) => {
  const resolve = { alias: [{ find: /^mongoose$/, replacement: `mongoose${version}` }] }
  return [
    { resolve, test: { name: `mongoose ${version}`, include: ['tests/*.test.ts'], unstubEnvs: true, ...patience } },
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
        ...patience,
      },
    },
  ]
})

export default defineConfig({
  test: {
    projects: [
      ...versions,
      { test: { name: 'package', include: ['tests/package/*.test.ts'], ...patience } },
      // Real development servers: `npx vitest run --project next` runs only these, `--project '!next'` all others.
      { test: { name: 'next', include: ['tests/next/*.test.ts'], ...patience } },
    ],
  },
})
