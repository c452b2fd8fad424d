/** `npm run picture`: draws docs/images/run.svg from what the built program prints for examples/clinic-before. With --print: to stdout, by the build as it is. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bin, root, setUp } from './set-up.mjs'
import { terminalSvg } from './terminal-svg.mjs'

const print = process.argv.includes('--print')
if (!print) setUp()

const { status, stdout, stderr } = spawnSync(process.execPath, [bin, '--color', '--no-cache', '--format', 'pretty'], { cwd: join(root, 'examples/clinic-before'), encoding: 'utf8' })
if (status !== 1 || stderr !== '') {
  process.stderr.write(`examples/clinic-before was to have findings, and the run ended with ${status}.\n${stderr}`)
  process.exit(3)
}

const svg = terminalSvg(`$ npx mongoose-doctor\n${stdout.replace(/ in (?:\d+ ms|\d+\.\d s) /, ' in 40 ms ')}`, {
  title: 'mongoose-doctor in an application whose login fails on a cold start',
  description: 'The output of npx mongoose-doctor: an error of the rule late-registration, proved; the line of the query; five reasons, each with its place; the entry that fails; how it is mended; what was examined.',
  columns: 80,
})
if (print) process.stdout.write(svg)
else writeFileSync(join(root, 'docs/images/run.svg'), svg)
