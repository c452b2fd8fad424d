import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const dir = join(dirname(fileURLToPath(import.meta.url)), '../..')
const require = createRequire(import.meta.url)
const packageDir = (name: string) => join(require.resolve.paths(name)?.find((folder) => existsSync(join(folder, name))) ?? '', name)

// Each version's types declare the module "mongoose" for the whole program, and its files ask for "mongoose" themselves. So two versions that are seen
// in one program merge, and everything becomes any. A directory where only one can be found keeps them apart.
test.each([7, 8, 9])('tests of types pass with the types of Mongoose %i', (version) => {
  const app = realpathSync(mkdtempSync(join(tmpdir(), 'mongoose-doctor-types-')))
  try {
    const modules = join(app, 'node_modules')
    mkdirSync(join(modules, '@types'), { recursive: true })
    cpSync(packageDir(`mongoose${version}`), join(modules, 'mongoose'), { recursive: true, filter: (from) => !/\.[cm]?js$|\.map$|\.md$/.test(from) })
    // Mongoose 9's driver is hoisted out of its directory.
    for (const name of ['mongodb', 'bson', 'kareem']) {
      if (version === 9) cpSync(packageDir(name), join(modules, name), { recursive: true, filter: (from) => !/\.[cm]?js$|\.map$|\.md$/.test(from) })
    }
    for (const name of ['vitest', '@types/node']) symlinkSync(packageDir(name), join(modules, name), 'junction')
    for (const file of ['src', 'tests/types.test.ts', 'tsconfig.json', 'package.json']) cpSync(join(dir, file), join(app, file), { recursive: true })

    const tsc = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--noEmit', '-p', app], { encoding: 'utf8' })
    expect(tsc.stdout).toBe('')
    expect(tsc.status).toBe(0)
  } finally {
    rmSync(app, { recursive: true, force: true })
  }
})
