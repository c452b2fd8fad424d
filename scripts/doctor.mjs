/** `npm run doctor [-- <dir> <flags>]`: sets up what is missing, then examines the example application as it was found, or the directory given. */
import { spawnSync } from 'node:child_process'
import { relative, resolve } from 'node:path'
import { bin, root, setUp } from './set-up.mjs'

setUp()

const args = process.argv.slice(2)
// npm moves to the workspace's root; paths on the command line mean the directory that the person is in.
const cwd = process.env.INIT_CWD ?? process.cwd()
const commands = new Set(['check', 'why', 'entries', 'models', 'explain', 'generate'])
const withValue = new Set(['--entry', '--model', '--rule', '--format', '--dir', '--strategy', '--output', '--log'])

const positionals = args.filter((arg, index) => !arg.startsWith('-') && !withValue.has(args[index - 1]))
const command = commands.has(positionals[0]) ? positionals[0] : null
const example = relative(cwd, resolve(root, 'examples/clinic-before')) || '.'

const chooses = args.includes('--help') || args.includes('-h') || args.includes('--version') || args.some((arg) => arg === '--dir' || arg.startsWith('--dir='))
const takesOther = command === 'why' || command === 'explain'
if (!chooses && takesOther) args.push('--dir', example)
// `generate registry` has a word of its own before the directory.
else if (!chooses && positionals.length === (command === 'generate' ? 2 : command ? 1 : 0)) args.push(example)

const result = spawnSync(process.execPath, [bin, ...args], { cwd, stdio: 'inherit' })
process.exitCode = result.status ?? 3
