/** The packed command line, installed from npm's registry as a newcomer would, on each version of Node. */
import { cpSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { majors, nodeOf } from '../helpers/nodes.ts'
import { environment, npm, pack, run, temporary, type Outcome } from './npm.ts'

const product = fileURLToPath(new URL('../..', import.meta.url))
const clinic = fileURLToPath(new URL('../../../../examples/clinic-before', import.meta.url))
const isWindows = process.platform === 'win32'

/** In packages and megabytes, the program itself included; the parser's binary is not counted. */
const bar = { packages: 15, megabytes: 15 }

const ping = npm(['ping', '--fetch-retries=0', '--fetch-timeout=15000'])
const unreachable = ping.code === 0 ? '' : ` (skipped: npm's registry can't be reached: ${ping.err.split('\n')[0] ?? ''})`

const nodes = [
  { name: process.versions.node, node: process.execPath },
  ...majors.flatMap((major) => {
    const node = nodeOf(major)
    return node === undefined ? [] : [{ name: run(node, ['--version'], { cwd: product, env: process.env }).out.trim().slice(1), node }]
  }),
]

describe.skipIf(ping.code !== 0)(`installed${unreachable}`, { timeout: 240_000 }, () => {
  test.each(nodes)('globally, with Node $name: examines, and can be imported', ({ node }) => {
    const { folder, start } = installed(node)
    const app = application()
    expect(start([app])).toMatchObject({ code: 1, err: '', out: expect.stringContaining('1 error, 1 fixable with --fix.') })

    // As a package that depends on it.
    mkdirSync(join(app, 'node_modules'))
    symlinkSync(folder, join(app, 'node_modules/mongoose-doctor'), isWindows ? 'junction' : 'dir')
    writeFileSync(join(app, 'ask.mjs'), `import { examine } from 'mongoose-doctor'\nconsole.log(examine(import.meta.dirname).report.findings.map(({ rule, model }) => rule + ' ' + model).join())\n`)
    expect(run(node, ['ask.mjs'], { cwd: app, env: environment(node) })).toEqual({ code: 0, out: 'late-registration Role\n', err: '' })
  })

  test('is small', () => {
    const { folder } = installed(process.execPath)
    const packages = packagesIn(folder).map((one) => basename(one))
    const files = filesBelow(folder).map((file) => ({ file, bytes: statSync(file).size, isBinary: file.endsWith('.node') }))
    const megabytes = (of: typeof files): number => of.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
    const [withResolver, withNeither] = [files.filter(({ file, isBinary }) => !isBinary || !file.includes('oxc-parser')), files.filter(({ isBinary }) => !isBinary)]
    const told = `${packages.length} packages (${packages.join(', ')}), ${megabytes(withResolver).toFixed(1)} MB, of which ${megabytes(withNeither).toFixed(1)} MB are no binary`
    expect(packages.length, told).toBeLessThanOrEqual(bar.packages)
    expect(megabytes(withResolver), told).toBeLessThanOrEqual(bar.megabytes)
  })

  test('by npx: found, shown, mended, clean', () => {
    const app = application()
    const { tarball } = pack(product, app)
    const cache = join(temporary(), 'cache')
    const npx = (...argv: string[]): Outcome => npm(['--yes', `./${basename(tarball)}`, ...argv], { program: 'npx', cwd: app, env: { npm_config_cache: cache, CI: '', npm_config_loglevel: 'error' } })

    expect(npx()).toMatchObject({ code: 1, out: expect.stringContaining('error late-registration (proved)') })
    expect(npx('--dry-run')).toMatchObject({ code: 1, out: expect.stringContaining("\n+import Role from '@/models/Role'\n") })
    expect(npx('--fix')).toMatchObject({ code: 0, err: expect.stringContaining('1 finding mended in 1 file:') })
    expect(npx()).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Every model is registered wherever it is needed.') })
  })
})

/** A copy that a run may change. */
function application(): string {
  const app = join(temporary(), 'app')
  cpSync(clinic, app, { recursive: true, filter: (file) => !/node_modules|\.next/.test(file) })
  return app
}

/** `npm i -g` of the tarball, into a folder of its own. */
function installed(node: string): { readonly folder: string; readonly start: (argv: readonly string[]) => Outcome } {
  const prefix = temporary()
  const { tarball } = pack(product, prefix)
  const { code, err } = npm(['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', tarball], { node })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const folder = join(prefix, isWindows ? 'node_modules' : 'lib/node_modules', 'mongoose-doctor')
  const [command, first] = isWindows ? [node, [join(folder, 'dist/cli.mjs')]] : [join(prefix, 'bin/mongoose-doctor'), []]
  return { folder, start: (argv) => run(command, [...first, ...argv], { cwd: prefix, env: environment(node) }) }
}

/** A package's folder and those of all that is installed below it. */
function packagesIn(folder: string): readonly string[] {
  const modules = join(folder, 'node_modules')
  const inside = existsSync(modules) ? readdirSync(modules).filter((name) => !name.startsWith('.')) : []
  const folders = inside.flatMap((name) => (name.startsWith('@') ? readdirSync(join(modules, name)).map((scoped) => join(modules, name, scoped)) : [join(modules, name)]))
  return [folder, ...folders.flatMap(packagesIn)]
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
}
