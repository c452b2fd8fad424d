/** `npm run crash [-- --kills N --seed S]`: sets up what is missing, then kills runs of --fix at random moments (1,000 unless said). A failure prints its seed and keeps its directory. */
import { join } from 'node:path'
import { product, runTool, setUp } from './set-up.mjs'

const rest = process.argv.slice(2)
const kills = number('--kills', 1000)
const seed = number('--seed', 1)
setUp()
process.env.CRASH_KILLS = String(kills)
process.env.CRASH_SEED = String(seed)
process.exitCode = runTool('vitest', ['run', join('tests', 'crash'), ...rest], { cwd: product })

/** Takes a flag and its number out of `rest`, which goes to vitest. */
function number(flag, otherwise) {
  const at = rest.indexOf(flag)
  if (at === -1) return otherwise
  const [, text] = rest.splice(at, 2)
  if (/^[1-9]\d*$/.test(text ?? '')) return Number(text)
  process.stderr.write(`${flag} needs a number: npm run crash -- --kills 10000 --seed 7\n`)
  process.exit(2)
}
