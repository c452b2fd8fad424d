/** What is no plain file, leads elsewhere, or has a name that means something to somebody. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'
import { clinic, contents, doctor } from './project.ts'

const close: (() => void)[] = []
afterEach(() => { for (const each of close.splice(0)) each() })

const reasonsOf = (root: string): string[] => examine(root).report.unknown.map(({ file, reason }) => `${file}: ${reason}`)

describe.skipIf(process.platform === 'win32')('no plain files', () => {
  test('pipes, sockets, devices, folders and links are neither read nor passed over', async () => {
    const outside = withTree({ 'secret.ts': 'const secret = ;', 'more/secret.ts': '' })
    const root = withTree({ ...clinic, 'app/folder/route.ts/x.ts': 'export const x = 1\n' })
    for (const name of ['pipe', 'socket', 'device', 'outside', 'loop']) mkdirSync(`${root}/app/${name}`)
    execFileSync('mkfifo', [`${root}/app/pipe/route.ts`, `${root}/tsconfig.json`, `${root}/app/pipe/package.json`, `${root}/.gitignore`, `${root}/next.config.js`])
    const server = createServer().listen(`${root}/app/socket/route.ts`)
    await new Promise((resolve) => server.once('listening', resolve))
    close.push(() => server.close())
    symlinkSync('/dev/zero', `${root}/app/device/route.ts`)
    symlinkSync(`${outside}/secret.ts`, `${root}/app/outside/route.ts`)
    symlinkSync(`${outside}/more`, `${root}/app/more`)
    symlinkSync('../loop', `${root}/app/loop/again`)
    symlinkSync('route.ts', `${root}/app/loop/route.ts`)
    const { code, out, err } = doctor(root, ['--format', 'json'])
    expect({ code, err }).toEqual({ code: 1, err: '' })
    const { complete, unknown } = JSON.parse(out)
    expect(complete).toBe(false)
    expect(unknown.map((one: { file: string }) => one.file)).toEqual(expect.arrayContaining([
      'app/device/route.ts', 'app/loop/route.ts', 'app/more', 'app/outside/route.ts', 'app/pipe/package.json', 'app/pipe/route.ts', 'app/socket/route.ts', 'next.config.js', 'tsconfig.json',
    ]))
    expect(out).not.toContain('secret = ')
  })

  test.each(['.mongoose-doctor-journal.json', '.mongoose-doctor-journal.json.1.preparing', '.git', '.git/index', '.git/config', '.git/HEAD', '.git/packed-refs', '.git/objects', '.git/objects/pack/pack-1.idx'])('%s may be a pipe, a device, a folder or a link out', (name) => {
    const outside = withTree({ victim: 'untouched' })
    for (const make of [
      (path: string): void => void execFileSync('mkfifo', [path]), (path: string): void => symlinkSync('/dev/zero', path),
      (path: string): void => void mkdirSync(path), (path: string): void => symlinkSync(`${outside}/victim`, path),
    ]) {
      const root = withTree({ ...clinic, ...(name.startsWith('.git/') ? { '.git/refs/heads/main': 'a'.repeat(40), ...(name === '.git/HEAD' ? {} : { '.git/HEAD': 'ref: refs/heads/main' }) } : {}) })
      mkdirSync(dirname(`${root}/${name}`), { recursive: true })
      make(`${root}/${name}`)
      const reads = name.startsWith('.git') ? ['--changed', '--staged'] : []
      for (const argv of ['.git/HEAD', '.git/packed-refs', '.git/objects'].some((one) => name.startsWith(one)) ? reads : [...reads, '--fix']) {
        const { code, err } = doctor(root, [argv])
        expect(code, `${name}: ${err}`).toBeLessThan(3)
      }
      expect(contents(outside).get('victim')).toBe('untouched')
    }
  })

  test('a journal that came with the project leads nowhere else', () => {
    const outside = withTree({ victim: 'untouched' })
    const root = withTree({ ...clinic })
    symlinkSync(outside, `${root}/away`)
    symlinkSync(`${outside}/victim`, `${root}/link`)
    execFileSync('mkfifo', [`${root}/pipe`])
    const step = (file: string) => ({ file, before: null, after: 'x' })
    writeFileSync(`${root}/.mongoose-doctor-journal.json`, JSON.stringify({ version: 1, pid: 2 ** 30, started: null, phase: 'undoing', steps: [step('../x'), step('away/victim'), step('link'), step('pipe'), step(`${outside}/victim`)] }))
    expect(doctor(root, ['check']).code).toBe(1)
    expect(contents(outside).get('victim')).toBe('untouched')
    expect(existsSync(`${root}/link`)).toBe(true)
  })

  test('what can not be read, or is gone by then, is unknown', () => {
    const root = withTree({ ...clinic, 'app/b/route.ts': '', 'app/c/route.ts': '' })
    chmodSync(`${root}/app/b/route.ts`, 0)
    writeFileSync(Buffer.concat([Buffer.from(`${root}/app/c/`), Buffer.from([0xff]), Buffer.from('.ts')]), '')
    const reasons = reasonsOf(root)
    // A name that is no UTF-8 is read as another one, of which there is no file.
    expect(reasons.some((reason) => reason.startsWith('app/c/\ufffd.ts: not read'))).toBe(true)
    if (process.getuid?.() !== 0) expect(reasons.some((reason) => reason.startsWith('app/b/route.ts: not read'))).toBe(true)
  })
})

test.each([
  'Role model', '100%', 'a%2Fb', 'a#b', 'a?b', '[...slug]', '(group)', '🩺', '-rf', '--fix', "it's", '@slot', '{a,b}', 'x'.repeat(240),
])('a model, a folder and an entry of the name %j', (name) => {
  const root = withTree({
    ...clinic, 'models/Role.ts': '',
    [`models/${name}/${name}.ts`]: "import { Schema, model, models } from 'mongoose'\nexport default models.Role || model('Role', new Schema({}))\n",
    [`app/${name}/route.ts`]: "import User from '../../models/User'\nexport const GET = () => User.find().populate('role')\n",
  })
  const { report } = examine(root)
  expect(report.findings.map(({ file }) => file).sort()).toEqual([`app/${name}/route.ts`, 'app/a/route.ts'].sort())
  const { code, err } = doctor(root, ['--fix', '--force'])
  expect(code, err).toBeLessThan(2)
  const after = examine(root).report
  // Mended, or said why not; a `?` or `#` would mean something else to a bundler.
  if (/[?#%]/.test(name)) expect(err).toContain('Not mended')
  else expect(after.findings).toEqual([])
  expect(after.complete).toBe(true)
})

test('names that differ in case only are two files', () => {
  const root = withTree({
    ...clinic, 'models/role.ts': 'export default 1\n', 'app/b/route.ts': "import User from '../../models/User'\nimport '../../models/role'\nexport const GET = () => User.find().populate('role')\n",
    'app/c/route.ts': "import User from '../../models/User'\nimport '../../models/Role'\nexport const GET = () => User.find().populate('role')\n",
  })
  expect(examine(root).report.findings.map(({ file }) => file).sort()).toEqual(['app/a/route.ts', 'app/b/route.ts'])
})
