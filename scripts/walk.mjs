/**
 * `npm run walk [-- <application> …]`: goes the way of a newcomer and takes the time of each step: the packed program by npx into an empty cache, the report,
 * the diff, the fix, the second run, the report for CI. On copies; by default of examples/clinic-before. docs/performance.md has the result.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { product, root, setUp } from './set-up.mjs'

const limit = 120

setUp()
const applications = process.argv.slice(2).map((given) => resolve(process.env.INIT_CWD ?? process.cwd(), given))
if (applications.length === 0) applications.push(join(root, 'examples/clinic-before'))

const folder = mkdtempSync(join(tmpdir(), 'mongoose-doctor-walk-'))
// What npm run sets would reach the npm that is started here. Nothing has been downloaded before.
const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_(?:registry|userconfig|globalconfig))/i.test(name))), npm_config_cache: join(folder, 'cache'), npm_config_update_notifier: 'false', NO_COLOR: '1' }
// Changes that git could bring back, as in a clone.
const git = ['-c', 'user.name=walk', '-c', 'user.email=walk@example.invalid', '-c', 'commit.gpgsign=false']
let late = false

try {
  const packed = start('npm', ['pack', product, '--json', '--pack-destination', folder], folder)
  const [{ filename }] = JSON.parse(packed.stdout)
  for (const application of applications) walk(application, join(folder, filename))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = late ? 1 : 0

function walk(application, tarball) {
  const directory = join(folder, 'applications', basename(application))
  mkdirSync(directory, { recursive: true })
  cpSync(application, directory, { recursive: true, filter: (file) => !['.git', 'node_modules', '.next'].includes(basename(file)) })
  cpSync(tarball, join(directory, basename(tarball)))
  for (const argv of [['init', '-q'], ['add', '-A'], [...git, 'commit', '-qm', 'start']]) start('git', argv, directory)

  process.stdout.write(`\n${basename(application)}\n`)
  let total = 0
  for (const argv of [[], ['--dry-run'], ['--fix'], [], ['--format', 'github', '--output', 'sarif=mongoose-doctor.sarif']]) {
    const from = performance.now()
    const { status, stdout, stderr } = start('npx', ['--yes', `./${basename(tarball)}`, ...argv], directory, [0, 1])
    const seconds = (performance.now() - from) / 1000
    total += seconds
    const last = `${stdout}\n${stderr}`.trim().split('\n').findLast((line) => /^(?:\d+ (?:error|warning|finding)|Every model|Nothing|No findings)/.test(line)) ?? ''
    process.stdout.write(`  ${seconds.toFixed(1).padStart(5)} s  exit ${status}  npx mongoose-doctor ${argv.join(' ').padEnd(20)}  ${last}\n`)
  }
  process.stdout.write(`  ${total.toFixed(1).padStart(5)} s  in all\n`)
  if (total > limit) {
    process.stderr.write(`That is more than ${limit} s.\n`)
    late = true
  }
}

/** @throws Error where it ends otherwise than it should */
function start(command, argv, cwd, codes = [0]) {
  const result = spawnSync(command, argv, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28, shell: process.platform === 'win32' && command !== 'git' })
  if (result.error) throw result.error
  if (!codes.includes(result.status)) throw new Error(`${command} ${argv.join(' ')} ended with ${result.status}:\n${result.stdout}${result.stderr}`)
  return result
}
