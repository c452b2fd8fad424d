/** Whatever could run when a project is examined leaves a mark. None may appear, and nothing may be sent. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withTree } from '../helpers/tree.ts'
import { clinic, contents, doctor } from './project.ts'

const COMMANDS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['check', '--format', 'json'], []],
  [['--dry-run'], []],
  [['generate', 'registry'], ['models/registry.ts']],
  [['generate', 'manifest'], ['models/manifest.ts']],
  [['why', 'Role'], []],
  [['entries'], []],
  [['--changed'], []],
  [['--changed', 'HEAD~1'], []],
  [['--staged'], []],
  [['--update-baseline'], ['mongoose-doctor-baseline.json']],
  [['--print-config'], []],
  [['init'], []],
  [['init', '--yes', '--force'], ['AGENTS.md', 'package.json']],
  [['models'], []],
  [['explain', 'Schema hasn\'t been registered for model "Role".'], []],
  [['--fix', '--force', '--strategy', 'registry'], ['app/a/route.ts', 'models/registry.ts']],
  [['--fix', '--force'], ['app/a/route.ts']],
]

/** A project in which every file that some tool would run writes `mark`. */
function trapped(mark: string): Record<string, unknown> {
  const cjs = `require('node:fs').appendFileSync(${JSON.stringify(mark)}, __filename + '\\n'); module.exports = {}\n`
  const esm = `import { appendFileSync } from 'node:fs'\nappendFileSync(${JSON.stringify(mark)}, import.meta.url + '\\n')\nexport default {}\n`
  const shell = `#!/bin/sh\necho "$0" >> ${mark}\n`
  const run = `echo script >> ${mark}`
  const names = ['preinstall', 'install', 'postinstall', 'prepare', 'start', 'dev', 'build', 'test']
  return {
    ...clinic,
    'package.json': {
      name: 'clinic', main: './main.cjs', bin: './bin.cjs', type: 'commonjs', dependencies: { next: '16', mongoose: '9', '@mongoose-doctor/runtime': '0', evil: '1' },
      scripts: Object.fromEntries(names.map((name) => [name, `${run}; node main.cjs`])), browserslist: ['extends evil'], babel: { presets: ['./trap.cjs'] },
      prettier: './trap.cjs', eslintConfig: { extends: './trap.cjs' }, imports: { '#trap': './trap.cjs' }, exports: { '.': './trap.cjs' },
    },
    'mongoose-doctor.jsonc': { $schema: './trap.cjs', entries: ['./trap.cjs'] },
    'tsconfig.json': { extends: ['./base.js', './trap.cjs', 'evil/tsconfig'], compilerOptions: { plugins: [{ name: './trap.cjs' }, { transform: 'evil' }], paths: { '@/*': ['./*'] } } },
    'base.js': cjs, 'trap.cjs': cjs, 'main.cjs': cjs, 'bin.cjs': cjs,
    ...Object.fromEntries(['next', 'vitest', 'vite', 'eslint', 'webpack', 'tailwind', 'postcss', 'jest', 'babel', 'prettier', 'ecosystem'].flatMap((tool) => [
      [`${tool}.config.js`, cjs], [`${tool}.config.mjs`, esm], [`${tool}.config.ts`, esm], [`${tool}.config.cjs`, cjs],
    ])),
    '.babelrc': { presets: ['./trap.cjs'] }, '.babelrc.js': cjs, '.eslintrc.cjs': cjs, '.swcrc': { jsc: { experimental: { plugins: [['./trap.cjs', {}]] } } },
    '.npmrc': 'node-options=--require=./trap.cjs\nscript-shell=./trap.sh\n', '.pnpmfile.cjs': cjs, '.yarnrc.yml': 'yarnPath: ./trap.cjs\n', 'bunfig.toml': 'preload = ["./trap.cjs"]\n',
    '.env': 'NODE_OPTIONS=--require=./trap.cjs\n', '.env.local': 'NODE_OPTIONS=--require=./trap.cjs\n', '.node-version': '99\n', '.nvmrc': '99\n', '.tool-versions': 'nodejs 99\n',
    'trap.sh': shell, 'instrumentation.ts': `import './trap.cjs'\n${esm}export function register() {}\n`, 'middleware.ts': `${esm}export function middleware() {}\n`,
    ...Object.fromEntries(['mongoose', 'next', '@mongoose-doctor/runtime', 'evil', 'oxc-parser', 'oxc-resolver', 'cac', 'typescript'].flatMap((name) => [
      [`node_modules/${name}/package.json`, { name, version: '9.0.0', main: './index.cjs', dependencies: name === 'evil' ? { mongoose: '9' } : {} }],
      [`node_modules/${name}/index.cjs`, `${cjs}// model('Evil', schema)\n`],
      [`node_modules/${name}/tsconfig.json`, {}],
    ])),
  }
}

/** A repository in which git itself would run what the project names. */
function trapGit(root: string, mark: string): void {
  const git = (...args: string[]): Buffer => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', '-c', 'gc.auto=0', ...args], { cwd: root })
  git('init', '-q')
  for (const message of ['one', 'two']) {
    git('add', '-A')
    git('commit', '-q', '--allow-empty', '-m', message)
  }
  const hook = `sh -c 'echo git >> ${mark}'`
  writeFileSync(`${root}/.git/config`, `[core]\n\trepositoryformatversion = 0\n\tfsmonitor = "${hook}"\n\tpager = "${hook}"\n\teditor = "${hook}"\n\thooksPath = .\n[filter "trap"]\n\tclean = "${hook}"\n\tsmudge = "${hook}"\n[diff "trap"]\n\ttextconv = "${hook}"\n[alias]\n\tstatus = "!${hook}"\n`)
  writeFileSync(`${root}/.gitattributes`, '* filter=trap diff=trap\n')
  for (const name of ['pre-commit', 'post-checkout', 'post-index-change']) {
    writeFileSync(`${root}/.git/hooks/${name}`, `#!/bin/sh\necho hook >> ${mark}\n`)
    chmodSync(`${root}/.git/hooks/${name}`, 0o755)
  }
}

test('nothing of the project is executed, nothing is sent, and only the files of the plan change', () => {
  // Records what an analyser has no business with; its own modules are on the disk.
  const outside = withTree({
    'watch.cjs': `
const { appendFileSync } = require('node:fs')
const log = process.env.WATCH_LOG ?? __dirname + '/calls'
const forbid = (object, names, what) => { for (const name of names) object[name] = () => { appendFileSync(log, what + '.' + name + '\\n'); throw new Error('forbidden: ' + what + '.' + name) } }
const all = (name) => { const module = require('node:' + name); forbid(module, Object.keys(module).filter((key) => typeof module[key] === 'function' && /^[a-z]/.test(key)), name) }
for (const name of ['child_process', 'dns', 'http', 'https', 'http2', 'tls', 'dgram', 'worker_threads', 'vm']) all(name)
forbid(require('node:net'), ['connect', 'createConnection', 'createServer'], 'net')
forbid(require('node:net').Socket.prototype, ['connect'], 'Socket')
forbid(globalThis, ['fetch', 'WebSocket', 'eval', 'Function'], 'global')
require('node:module').syncBuiltinESMExports()
`,
  })
  const calls = (): string => (existsSync(`${outside}/calls`) ? readFileSync(`${outside}/calls`, 'utf8') : '')
  const mark = `${outside}/mark`
  // The trap itself works.
  spawnSync(process.execPath, ['--require', `${outside}/watch.cjs`, '-e', "try { fetch('http://localhost') } catch {}"])
  expect(calls()).toBe('global.fetch\n')
  // What every run may leave.
  const CACHE = /^node_modules\/\.cache\/mongoose-doctor\/[0-9a-f]+\.bin$/
  for (const [argv, changed] of COMMANDS) {
    const project = withTree(trapped(mark))
    trapGit(project, mark)
    const before = contents(project)
    const { code, err } = doctor(project, argv, { node: ['--require', `${outside}/watch.cjs`] })
    expect(code, `${argv.join(' ')}: ${err}`).toBeLessThan(2)
    const after = contents(project)
    const differ = [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file) && !CACHE.test(file)).sort()
    expect({ argv, differ }).toEqual({ argv, differ: [...changed].sort() })
    expect(existsSync(mark) ? readFileSync(mark, 'utf8') : '').toBe('')
    expect(calls()).toBe('global.fetch\n')
  }
}, 120_000)
