/**
 * `npm test`: set-up, then every check in the order of their cost; stops at the first that fails.
 * Arguments go to vitest and leave the examples and the site out. Files named are looked for in every package; one that has none of them is no failure.
 */
import { basename, join } from 'node:path'
import { bench, buildClinic, buildDocs, clinic, docs, packages, runTool, setUp, setUpClinic, setUpNodes, workspaces } from './set-up.mjs'

const chosen = process.argv.slice(2)
const vitest = ['run', '--reporter=dot', '--silent=passed-only', ...(chosen.length > 0 ? ['--passWithNoTests'] : []), ...chosen]

// The bench is no package, and its tests run without the tools that it compares.
const tested = [...packages.map(({ dir }) => dir), bench]

setUp()
setUpNodes()
check('lint', 'oxlint', ['--deny-warnings'])
if (chosen.length === 0) buildDocs()
for (const dir of tested) check(`types of ${basename(dir)}`, 'tsc', ['--noEmit', '-p', dir])
// The direction of imports between stages is one of the tests: packages/mongoose-doctor/tests/layers.test.ts.
for (const dir of tested) check(`tests of ${basename(dir)}`, 'vitest', vitest, dir)
if (chosen.length === 0) {
  check('types of the site', 'tsc', ['--noEmit', '-p', docs])
  check('tests of the site', 'vitest', vitest, docs)
  check('types of the workspaces’ tests', 'tsc', ['--noEmit', '-p', workspaces])
  check('tests of the workspaces, with Turborepo and Nx', 'vitest', vitest, workspaces)
  setUpClinic()
  check('types of the clinic’s tests', 'tsc', ['--noEmit', '-p', join(clinic, 'tests')])
  // The build checks the clinic's own types.
  buildClinic()
  check('tests of the clinic', 'vitest', vitest, clinic)
  check('the story, on copies of the clinic', 'vitest', [...vitest, '--config', 'vitest.story.config.mts'], clinic)
}

/** Ends the process at the first failure. With a `cwd` the check's own output is shown as it comes. */
function check(what, tool, args, cwd) {
  const code = runTool(tool, args, cwd ? { cwd } : { quiet: true })
  if (code === 0) return
  process.stderr.write(`\n${what}: failed\n`)
  process.exit(code)
}
