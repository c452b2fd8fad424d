import { configDefaults, defineConfig } from 'vitest/config'

// Fixtures are projects of their own; some hold test files.
const exclude = [...configDefaults.exclude, 'tests/fixtures/**']
/** These put functions of their own into `node:fs`: everything that imports it has to be loaded for them. */
const mocking = ['tests/fixes/writing/{failing,recover,write}.test.ts']

export default defineConfig({
  test: {
    // Many tests wait for a program that they have started.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'alone', include: mocking, exclude } },
      // The engine keeps nothing in its modules but what hangs on an object of a run, and most of the time would go into loading it again for each file.
      { extends: true, test: { name: 'together', include: ['tests/**/*.test.ts'], exclude: [...exclude, ...mocking], isolate: false } },
    ],
    // Some start a program several times, on machines that are slow or have other things to do: it is there for what hangs.
    testTimeout: 180_000, hookTimeout: 180_000,
  },
})
