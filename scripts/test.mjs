/** `npm test`: set-up, then every check in the order of their cost; stops at the first that fails. Arguments go to the product's vitest, and leave out the rest. */
import { join } from 'node:path'
import { buildClinic, clinic, product, runTool, setUp, setUpClinic, testing } from './set-up.mjs'

const chosen = process.argv.slice(2)
const only = chosen.length > 0
const run = ['run', '--reporter=dot', '--silent=passed-only', ...chosen]

setUp()
check('lint', 'oxlint', ['--deny-warnings'])
check('types', 'tsc', ['--noEmit', '-p', product])
check('types', 'tsc', ['--noEmit', '-p', testing])
// The direction of imports between stages is one of the tests: packages/mongoose-doctor/tests/layers.test.ts.
check('tests', 'vitest', run, product)
if (!only) {
  check('tests of the database', 'vitest', run, testing)
  setUpClinic()
  check('types of the clinic’s tests', 'tsc', ['--noEmit', '-p', join(clinic, 'tests')])
  // The build checks the clinic's own types.
  buildClinic()
  check('tests of the clinic', 'vitest', run, clinic)
}

function check(what, tool, args, cwd) {
  const code = runTool(tool, args, cwd ? { cwd } : { quiet: true })
  if (code === 0) return
  process.stderr.write(`\n${what}: failed\n`)
  process.exit(code)
}
