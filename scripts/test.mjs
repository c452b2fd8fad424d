/**
 * `npm test`: set-up, then every check in the order of their cost; stops at the first that fails.
 * Arguments go to vitest and leave the examples and the site out. Files named are looked for in every package; one that has none of them is no failure.
 */
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { bench, buildClinic, clinic, docs, docsBuild, packages, runTool, runToolAside, setUp, setUpClinic, setUpNodes, workspaces } from './set-up.mjs'

const chosen = process.argv.slice(2)
const isAll = chosen.length === 0
const vitest = ['run', '--reporter=dot', '--silent=passed-only', ...(isAll ? [] : ['--passWithNoTests']), ...chosen]

// The bench is no package, and its tests run without the tools that it compares.
const tested = [...packages.map(({ dir }) => dir), bench]
const typed = (what, dir) => [`types of ${what}`, 'tsc', ['--noEmit', '-p', dir]]

setUp()
setUpNodes()
if (isAll) setUpClinic()
await sideBySide([
  ['lint', 'oxlint', ['--deny-warnings']],
  ...(isAll ? [['the documentation', ...docsBuild]] : []),
  ...tested.map((dir) => typed(basename(dir), dir)),
  ...(isAll ? [typed('the site', docs), typed('the workspaces’ tests', workspaces), typed('the clinic’s tests', join(clinic, 'tests'))] : []),
])
// The direction of imports between stages is one of the tests: packages/mongoose-doctor/tests/layers.test.ts.
for (const dir of tested) test(basename(dir), dir)
if (isAll) {
  test('the site', docs)
  test('the workspaces, with Turborepo and Nx', workspaces)
  // The build checks the clinic's own types.
  buildClinic()
  test('the clinic', clinic)
  test('the story, on copies of the clinic', clinic, ['--config', 'vitest.story.config.mts'])
}

/** Vitest uses all cores; what it prints is shown as it comes. */
function test(what, dir, more = []) {
  const started = performance.now()
  end(`tests of ${what}`, runTool('vitest', [...vitest, ...more], { cwd: dir }), started)
}

/** What keeps one core busy, as many at a time as there are cores. */
async function sideBySide(checks) {
  const left = [...checks]
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [what, tool, args] = next
      const started = performance.now()
      // oxlint-disable-next-line eslint/no-await-in-loop -- the next one once this core is free
      end(what, await runToolAside(tool, args), started)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
}

/** Ends the process at the first failure. */
function end(what, code, started) {
  process.stderr.write(`${what}: ${code === 0 ? 'ok' : 'failed'}, ${Math.round((performance.now() - started) / 1000)} s\n`)
  if (code !== 0) process.exit(code)
}
