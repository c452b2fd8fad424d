/** Installs and builds what is missing or stale, and nothing else: the rest of the scripts start from here. Only Node and npm are needed. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const product = join(root, 'packages/mongoose-doctor')
export const testing = join(root, 'packages/testing')
/** Every package that is built and tested, and a file that its build writes last. */
export const packages = [
  { dir: product, built: 'dist/cli.mjs' },
  { dir: join(root, 'packages/runtime'), built: 'dist/index.d.mts' },
  // After the engine: its types are those of the engine's build.
  { dir: join(root, 'packages/eslint-plugin'), built: 'dist/index.d.mts' },
  { dir: testing, built: 'dist/index.mjs' },
  { dir: join(root, 'packages/mcp'), built: 'dist/main.mjs' },
  { dir: join(root, 'packages/vscode'), built: 'dist/LICENSES.txt' },
]
export const bin = join(product, 'dist/cli.mjs')
export const clinic = join(root, 'examples/clinic')
/** The tests of the examples that are workspaces, on copies which they install. */
export const workspaces = join(root, 'examples/tests')
export const bench = join(root, 'bench')
/** The site's pages, with its configuration in .vitepress and its tests in tests. */
export const docs = join(root, 'docs')

/** The JavaScript file behind a tool's command: run with this Node, so that no shell or global tool is in between. */
const tools = {
  tsdown: 'tsdown/dist/run.mjs',
  oxlint: 'oxlint/bin/oxlint',
  tsc: 'typescript/bin/tsc',
  vitest: 'vitest/vitest.mjs',
  vitepress: 'vitepress/bin/vitepress.js',
}

/**
 * Runs a tool of node_modules. `quiet` keeps its output back, and shows it only if the tool fails.
 * @returns its exit code
 */
export function runTool(name, args, { cwd = root, quiet = false } = {}) {
  return run(process.execPath, [join(root, 'node_modules', tools[name]), ...args], { cwd, quiet })
}

/**
 * Runs a tool beside others. What it prints is shown only if it fails, and then in one piece.
 * @returns its exit code
 */
export function runToolAside(name, args, { cwd = root } = {}) {
  const child = spawn(process.execPath, [join(root, 'node_modules', tools[name]), ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk))
  return new Promise((resolve) => {
    const end = (code) => {
      if (code !== 0) process.stderr.write(Buffer.concat(printed))
      resolve(code)
    }
    child.on('error', (error) => end((printed.push(Buffer.from(`${error.message}\n`)), 3)))
    child.on('close', (code) => end(code ?? 3))
  })
}

/** Makes sure that dependencies are installed; ends the process with a sentence when they can't be. */
export function setUpDependencies() {
  install(root, 'dependencies')
}

/** The same, and that each package is built. */
export function setUp() {
  setUpDependencies()
  for (const { dir, built } of packages) {
    if (!buildIsStale(dir, join(dir, built))) continue
    step(`Building ${basename(dir)}`)
    const code = runTool('tsdown', ['--logLevel', 'warn'], { cwd: dir, quiet: true })
    if (code !== 0) give('The build failed, see above.', code)
  }
}

/** Installs the packages of the example application, which has a lockfile of its own: only who runs it downloads Next.js. */
export function setUpClinic() {
  install(clinic, 'the dependencies of the clinic')
}

/** What builds the site of the documentation into docs/.vitepress/dist. A link that leads nowhere fails it, and says in which page. */
export const docsBuild = ['vitepress', ['build', docs]]

export function buildDocs() {
  step('Building the documentation')
  const code = runTool(...docsBuild, { quiet: true })
  if (code !== 0) give('The documentation could not be built, see above.', code)
}

/** Installs other versions of Node, where npm has them for this machine: only who tests downloads them. */
export function setUpNodes() {
  install(join(product, 'tests/nodes'), 'other versions of Node.js')
}

/** Installs the tools that are measured beside ours: only who measures downloads them. */
export function setUpBench() {
  install(bench, 'the tools of comparison')
}

/** Builds the clinic for production, if something of it is newer than the last build. */
export function buildClinic() {
  const built = join(clinic, '.next/BUILD_ID')
  const sources = ['app', 'components', 'lib', 'models', 'package-lock.json', 'next.config.ts', 'tsconfig.json'].map((name) => join(clinic, name))
  if (existsSync(built) && sources.every((path) => newest(path) <= statSync(built).mtimeMs)) return
  step('Building the clinic')
  const next = join(clinic, 'node_modules/next/dist/bin/next')
  const code = run(process.execPath, [next, 'build'], { cwd: clinic, quiet: true, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } })
  if (code !== 0) give('`next build` failed in examples/clinic, see above.', code)
}

function install(directory, what) {
  if (!dependenciesAreStale(directory)) return
  step(`Installing ${what} (once)`)
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const options = { cwd: directory, quiet: true }
  const code = npm ? run(process.execPath, [npm, ...args], options) : run('npm', args, { ...options, shell: process.platform === 'win32' })
  if (code !== 0) give(`\`npm ci\` failed in ${directory}, see above.`, code)
}

/** npm writes node_modules/.package-lock.json last; every package in it must be the one that package-lock.json asks for. */
function dependenciesAreStale(directory) {
  const wanted = readJson(join(directory, 'package-lock.json'))
  const installed = readJson(join(directory, 'node_modules/.package-lock.json'))
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

function buildIsStale(directory, built) {
  if (!existsSync(built)) return true
  const then = statSync(built).mtimeMs
  const inputs = ['package.json', 'tsdown.config.ts', 'src'].map((name) => join(directory, name))
  return [...inputs, join(root, 'package-lock.json')].some((path) => newest(path) > then)
}

/** When a file, or anything in a directory, last changed. */
function newest(path) {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stats.mtimeMs)
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function run(command, args, { cwd = root, quiet = false, shell = false, env = process.env } = {}) {
  const result = spawnSync(command, args, { cwd, shell, env, stdio: quiet ? 'pipe' : 'inherit', maxBuffer: 1 << 28 })
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
