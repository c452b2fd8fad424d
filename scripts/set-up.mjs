/** Installs and builds what is missing or stale, and nothing else: the rest of the scripts start from here. Only Node and npm are needed. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const product = join(root, 'packages/mongoose-doctor')
/** Every package that is built and tested, and a file that its build writes last. */
export const packages = [
  { dir: product, built: 'dist/cli.mjs' },
  { dir: join(root, 'packages/runtime'), built: 'dist/index.d.mts' },
]
export const bin = join(product, 'dist/cli.mjs')

/** The JavaScript file behind a tool's command: run with this Node, so that no shell or global tool is in between. */
const tools = {
  tsdown: 'tsdown/dist/run.mjs',
  oxlint: 'oxlint/bin/oxlint',
  tsc: 'typescript/bin/tsc',
  vitest: 'vitest/vitest.mjs',
}

/**
 * Runs a tool of node_modules. `quiet` keeps its output back, and shows it only if the tool fails.
 * @returns its exit code
 */
export function runTool(name, args, { cwd = root, quiet = false } = {}) {
  return run(process.execPath, [join(root, 'node_modules', tools[name]), ...args], { cwd, quiet })
}

/** Makes sure that dependencies are installed and each package is built; ends the process with a sentence when it can't. */
export function setUp() {
  if (dependenciesAreStale()) {
    step('Installing dependencies (once)')
    const npm = process.env.npm_execpath
    const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
    const code = npm ? run(process.execPath, [npm, ...args], { quiet: true }) : run('npm', args, { quiet: true, shell: process.platform === 'win32' })
    if (code !== 0) give('`npm ci` failed, see above.', code)
  }
  for (const { dir, built } of packages) {
    if (!buildIsStale(dir, join(dir, built))) continue
    step(`Building ${basename(dir)}`)
    const code = runTool('tsdown', ['--logLevel', 'warn'], { cwd: dir, quiet: true })
    if (code !== 0) give('The build failed, see above.', code)
  }
}

/** npm writes node_modules/.package-lock.json last; every package in it must be the one that package-lock.json asks for. */
function dependenciesAreStale() {
  const wanted = readJson(join(root, 'package-lock.json'))
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))
  if (!wanted || !installed) return true
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (path === '' || !path.includes('node_modules/')) continue
    const there = installed.packages[path]
    // Binaries of other platforms are left out by npm on purpose.
    if (!there && !entry.optional && !entry.peer) return true
    if (there && there.version !== entry.version) return true
  }
  return false
}

function buildIsStale(dir, output) {
  if (!existsSync(output)) return true
  const built = statSync(output).mtimeMs
  const inputs = [join(dir, 'package.json'), join(dir, 'tsdown.config.ts'), join(root, 'package-lock.json')]
  return newest(join(dir, 'src')) > built || inputs.some((file) => statSync(file).mtimeMs > built)
}

function newest(dir) {
  let latest = statSync(dir).mtimeMs
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs)
  }
  return latest
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function run(command, args, { cwd = root, quiet = false, shell = false } = {}) {
  const result = spawnSync(command, args, { cwd, shell, stdio: quiet ? 'pipe' : 'inherit', maxBuffer: 1 << 28 })
  if (result.error) {
    process.stderr.write(`${command}: ${result.error.message}\n`)
    return 3
  }
  if (quiet && result.status !== 0) {
    process.stderr.write(result.stdout)
    process.stderr.write(result.stderr)
  }
  return result.status ?? 3
}

/** Progress goes to stderr: stdout belongs to the work that follows. */
function step(text) {
  process.stderr.write(`${text} …\n`)
}

function give(sentence, code) {
  process.stderr.write(`${sentence}\n`)
  process.exit(code)
}
