/** `npm test`: set-up, then every check in the order of their cost; stops at the first that fails. Arguments go to vitest. */
import { product, runTool, setUp } from './set-up.mjs'

setUp()

const checks = [
  ['lint', 'oxlint', ['--deny-warnings']],
  ['types', 'tsc', ['--noEmit', '-p', product]],
  // The direction of imports between stages is one of the tests: packages/mongoose-doctor/tests/layers.test.ts.
  ['tests', 'vitest', ['run', '--reporter=dot', '--silent=passed-only', ...process.argv.slice(2)]],
]

for (const [what, tool, args] of checks) {
  const last = tool === 'vitest'
  const code = runTool(tool, args, last ? { cwd: product } : { quiet: true })
  if (code !== 0) {
    process.stderr.write(`\n${what}: failed\n`)
    process.exitCode = code
    break
  }
}
