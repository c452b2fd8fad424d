/**
 * `npm run neighbours [-- <tools>]`: what other tools say of wrong examples of the rules' pages, and of examples/clinic-before. It prints their words;
 * docs/accuracy.md says what follows. Tools: tsc, eslint, knip, next; all of them take ten minutes, for Next.js builds each application twice.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bench, bin, clinic, root, setUp, setUpBench, setUpClinic } from './set-up.mjs'

/** Rules, each with the title of an example, which may have words of its own. */
const examples = ['missing-model', 'inert-import', 'inert-import: shaken out', 'late-registration', 'unknown-ref', 'circular-model-import']
const before = join(root, 'examples/clinic-before')
const modules = join(bench, 'node_modules')

/** Each: its name, and the program of Node that it runs. */
const tools = {
  'mongoose-doctor': [['mongoose-doctor', [bin, '--format', 'agent']]],
  tsc: [['tsc --noUnusedLocals', [join(clinic, 'node_modules/typescript/bin/tsc'), '--noEmit', '--noUnusedLocals']]],
  eslint: [['eslint: all of import-x, typescript-eslint strict', [join(modules, 'eslint/bin/eslint.js'), '--config', '../eslint.config.mjs', 'app', 'models']]],
  knip: [
    ['knip', [join(modules, 'knip/bin/knip.js'), '--no-progress']],
    ['knip --include cycles', [join(modules, 'knip/bin/knip.js'), '--no-progress', '--include', 'cycles']],
  ],
  next: ['--turbopack', '--webpack'].map((bundler) => [`next build ${bundler}`, [join(clinic, 'node_modules/next/dist/bin/next'), 'build', bundler]]),
}

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !Object.hasOwn(tools, name))
if (unknown !== undefined) {
  process.stderr.write(`There is no tool "${unknown}". There are ${Object.keys(tools).join(', ')}.\n`)
  process.exit(2)
}
setUp()
setUpBench()
setUpClinic()

for (const name of [...examples, 'clinic-before']) {
  // Inside the clinic, whose packages it then has.
  const folder = mkdtempSync(join(clinic, '.app-neighbours-'))
  const directory = join(folder, 'application')
  try {
    if (name === 'clinic-before') cpSync(before, directory, { recursive: true, filter: (file) => !/node_modules|\.next/.test(file) })
    else layOut(directory, name)
    // Beside the application: to knip it would be a file of it.
    writeFileSync(join(folder, 'eslint.config.mjs'), eslintConfig(directory))
    process.stdout.write(`\n# ${name}\n`)
    for (const tool of asked.length > 0 ? asked : Object.keys(tools)) for (const [title, argv] of tools[tool]) show(title, argv, directory)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The files of that example, in a Next.js application of one page. */
function layOut(directory, name) {
  const [rule, words = ''] = name.split(/(?=:)/)
  const page = readFileSync(join(root, `docs/rules/${rule}.md`), 'utf8')
  const example = page.split(/^(?=#{2,3} )/m).find((section) => section.startsWith(`### Wrong${words}\n`))
  if (example === undefined) throw new Error(`docs/rules/${rule}.md has no example "Wrong${words}".`)
  for (const file of ['package.json', 'tsconfig.json', 'next.config.ts', 'app/layout.tsx']) place(directory, file, readFileSync(join(before, file), 'utf8'))
  place(directory, 'app/page.tsx', 'export default function Page() {\n  return <p>Hello</p>\n}\n')
  for (const [, file, text] of example.matchAll(/^```\w+ file=(\S+)\n([^]*?)^```$/gm)) place(directory, file, text)
}

function place(directory, file, text) {
  mkdirSync(dirname(join(directory, file)), { recursive: true })
  writeFileSync(join(directory, file), text)
}

/** All rules of import-x but those that forbid what Next.js asks for (default exports, aliases), and the strictest set of typescript-eslint. */
function eslintConfig(directory) {
  const from = (folder, name) => JSON.stringify(pathToFileURL(createRequire(join(folder, 'package.json')).resolve(name)).href)
  return `import * as importX from ${from(bench, 'eslint-plugin-import-x')}
import { createTypeScriptImportResolver } from ${from(bench, 'eslint-import-resolver-typescript')}
import typescript from ${from(root, 'typescript-eslint')}

const taste = /prefer-default-export|no-default-export|no-named-export|extensions|no-internal-modules|no-relative-parent-imports|no-unused-modules|group-exports|dynamic-import-chunkname/
const rules = Object.entries(importX.rules).filter(([name, { meta }]) => !meta.deprecated && !taste.test(name)).map(([name]) => ['import-x/' + name, 'error'])
const files = ['**/*.{ts,tsx}']
export default [
  ...typescript.configs.strictTypeChecked.map((config) => ({ ...config, files })),
  {
    files,
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: ${JSON.stringify(directory)} } },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: ${JSON.stringify(join(directory, 'tsconfig.json'))} })],
    },
    rules: { ...Object.fromEntries(rules), '@typescript-eslint/consistent-type-imports': 'error' },
  },
]
`
}

function show(title, argv, directory) {
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: directory, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1' } })
  const text = `${stdout}${stderr}`.trim()
  process.stdout.write(`\n${title}: exit ${status}\n${text.replace(/^(?=.)/gm, '    ')}${text === '' ? '' : '\n'}`)
}
