/**
 * `npm test`: set-up, then every check in the order of their cost; stops at the first that fails.
 * Arguments go to vitest. Files named as arguments are looked for in every package; one that has none of them is no failure.
 */
import { basename } from 'node:path'
import { packages, runTool, setUp } from './set-up.mjs'

setUp()

const args = process.argv.slice(2)
const vitest = ['run', '--reporter=dot', '--silent=passed-only', ...(args.length > 0 ? ['--passWithNoTests'] : []), ...args]

const checks = [
  ['lint', 'oxlint', ['--deny-warnings'], { quiet: true }],
  ...packages.map(({ dir }) => [`types of ${basename(dir)}`, 'tsc', ['--noEmit', '-p', dir], { quiet: true }]),
  // The direction of imports between stages is one of the tests: packages/mongoose-doctor/tests/layers.test.ts.
  ...packages.map(({ dir }) => [`tests of ${basename(dir)}`, 'vitest', vitest, { cwd: dir }]),
]

for (const [what, tool, toolArgs, options] of checks) {
  const code = runTool(tool, toolArgs, options)
  if (code !== 0) {
    process.stderr.write(`\n${what}: failed\n`)
    process.exitCode = code
    break
  }
}
