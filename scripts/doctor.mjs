/** `npm run doctor [-- <dir> <flags>]`: sets up what is missing, then examines the example application as it was found, or the directory given. */
import { spawnSync } from 'node:child_process'
import { relative, resolve } from 'node:path'
import { bin, root, setUp } from './set-up.mjs'

setUp()

const args = process.argv.slice(2)
// npm moves to the workspace's root; paths on the command line mean the directory that the person is in.
const cwd = process.env.INIT_CWD ?? process.cwd()
const commands = new Set(['check', 'why', 'entries', 'models', 'explain', 'generate', 'graph', 'facts', 'init', 'verify', 'lsp'])
const withValue = new Set(['--entry', '--model', '--rule', '--format', '--dir', '--strategy', '--output', '--log', '--finding', '--baseline', '--cache-location'])

const positionals = args.filter((arg, index) => !arg.startsWith('-') && !withValue.has(args[index - 1]))
const command = commands.has(positionals[0]) ? positionals[0] : null
const example = relative(cwd, resolve(root, 'examples/clinic-before')) || '.'

const chooses = args.includes('--help') || args.includes('-h') || args.includes('--version') || args.some((arg) => arg === '--dir' || arg.startsWith('--dir='))
const takesOther = command === 'why' || command === 'explain'
// `generate registry` and `graph findings` have a word of their own before the directory.
const own = command === 'generate' || (command === 'graph' && ['models', 'findings'].includes(positionals[1])) ? 1 : 0
if (!chooses && takesOther) args.push('--dir', example)
else if (!chooses && command !== 'lsp' && positionals.length === (command ? 1 + own : 0)) args.push(example)

const result = spawnSync(process.execPath, [bin, ...args], { cwd, stdio: 'inherit' })
process.exitCode = result.status ?? 3
