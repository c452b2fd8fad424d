/** `npm run fuzz [-- --minutes N]`: sets up what is missing, then runs the fuzzers, each for that long (one minute unless said). A failure prints the seed that repeats it. */
import { join } from 'node:path'
import { product, runTool, setUp } from './set-up.mjs'

const args = process.argv.slice(2)
const at = args.indexOf('--minutes')
const minutes = at === -1 ? 1 : Number(args[at + 1])
if (!(minutes > 0)) {
  process.stderr.write('--minutes needs a number: npm run fuzz -- --minutes 10\n')
  process.exit(2)
}
setUp()
process.env.FUZZ_MINUTES = String(minutes)
process.exitCode = runTool('vitest', ['run', join('tests', 'fuzz'), ...args.filter((_, i) => at === -1 || (i !== at && i !== at + 1))], { cwd: product })
