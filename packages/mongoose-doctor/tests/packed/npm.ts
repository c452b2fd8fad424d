/** npm, as somebody runs it who has nothing of this repository. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** How npm is reached is the person's; the rest of what `npm test` sets would reach the npm that it starts. */
const kept = /^npm_config_(?:registry|userconfig|globalconfig|cache|cafile|strict_ssl|(?:https?_|no)?proxy)$/i

/** The environment with a version of Node first on PATH. */
export function environment(node: string, more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name))
  return { ...Object.fromEntries(own), NO_COLOR: '1', npm_config_update_notifier: 'false', ...more, PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` }
}

export function run(command: string, argv: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): Outcome {
  const { status, stdout, stderr, error } = spawnSync(command, argv, { ...options, encoding: 'utf8', timeout: 240_000, maxBuffer: 1 << 26 })
  return { code: status, out: stdout ?? '', err: error === undefined ? stderr : `${stderr ?? ''}${error.message}` }
}

/** Runs `npm` or `npx` by a version of Node. */
export function npm(argv: readonly string[], { program = 'npm', node = process.execPath, cwd = tmpdir(), env = {} }: { readonly program?: 'npm' | 'npx'; readonly node?: string; readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {}): Outcome {
  return run(node, [join(npmFolder(), `${program}-cli.js`), ...argv], { cwd, env: environment(node, env) })
}

/** The folder with npm's programs: of the npm that runs this, of the one beside this Node, of the one on PATH. */
function npmFolder(): string {
  const beside = ['lib/node_modules/npm/bin', 'node_modules/npm/bin'].flatMap((path) => [join(dirname(dirname(process.execPath)), path), join(dirname(process.execPath), path)])
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'npm')).filter((file) => existsSync(file)).map((file) => dirname(realpathSync(file)))
  const running = process.env['npm_execpath']
  const found = [...(running === undefined ? [] : [dirname(running)]), ...beside, ...onPath].find((folder) => existsSync(join(folder, 'npx-cli.js')))
  if (found === undefined) throw new Error('npm was not found, beside this Node or on PATH.')
  return found
}

/** Removed with the test. */
export function temporary(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mongoose-doctor-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

const packagesFolder = fileURLToPath(new URL('../../../', import.meta.url))

export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly license?: string
  readonly repository?: { readonly directory?: string }
  readonly engines?: { readonly node?: string }
  readonly scripts?: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
}

export interface Published {
  readonly name: string
  readonly folder: string
  readonly manifest: Manifest
}

/** The packages that npm is to have, as far as they are built. */
export function published(): readonly Published[] {
  return readdirSync(packagesFolder)
    .map((name) => join(packagesFolder, name))
    .filter((folder) => existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'dist')))
    .map((folder) => ({ folder, manifest: manifestOf(folder) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest }))
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** Packs a package as it would be published. @returns the tarball, and the names of the files in it */
export function pack(folder: string, into: string): { readonly tarball: string; readonly files: readonly string[] } {
  const { code, out, err } = npm(['pack', folder, '--json', '--pack-destination', into])
  if (code !== 0) throw new Error(`npm pack ended with ${code}: ${err}`)
  const [packed]: [{ filename: string; files: { path: string }[] }] = JSON.parse(out)
  return { tarball: join(into, packed.filename), files: packed.files.map(({ path }) => path) }
}
