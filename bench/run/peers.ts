/** The tools beside ours: each reads the same files, with the least configuration that its task takes. */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bench, type Target, type Tool, versionOf } from './tool.ts'

const modules = join(bench, 'node_modules')

/** All peers, in the order of the tables. */
export function peers(): Tool[] {
  return [
    {
      name: 'knip',
      version: versionOf(bench, 'knip'),
      task: 'unused files and exports, its default configuration',
      command: node('knip/bin/knip.js', () => ['--no-progress', '--no-exit-code'], [0]),
    },
    {
      name: 'dependency-cruiser',
      version: versionOf(bench, 'dependency-cruiser'),
      task: 'the graph of all files, no rules',
      command: node('dependency-cruiser/bin/dependency-cruise.mjs', ({ tsconfig }) => ['--no-config', '--exclude', '(^|/)(node_modules|[.]next)/', ...(tsconfig ? ['--ts-config', tsconfig] : []), '.'], [0]),
    },
    {
      name: 'madge',
      version: versionOf(bench, 'madge'),
      task: 'circular dependencies',
      command: node('madge/bin/cli.js', ({ tsconfig }) => ['--circular', '--no-spinner', '--extensions', 'js,jsx,mjs,cjs,ts,tsx,mts,cts', ...(tsconfig ? ['--ts-config', tsconfig] : []), '.'], [0, 1]),
    },
    {
      name: 'eslint',
      version: `${versionOf(bench, 'eslint')} with import-x ${versionOf(bench, 'eslint-plugin-import-x')}`,
      task: 'the one rule import-x/no-cycle',
      command: node('eslint/bin/eslint.js', (target) => ['--no-inline-config', '--config', eslintConfig(target), '.'], [0, 1]),
    },
    {
      name: 'oxlint',
      version: versionOf(bench, 'oxlint'),
      task: 'the one rule import/no-cycle',
      command: node('oxlint/bin/oxlint', (target) => ['--quiet', '--disable-nested-config', '--config', oxlintConfig(target), '.'], [0, 1]),
    },
    {
      name: 'ast-grep',
      version: versionOf(bench, '@ast-grep/cli'),
      task: 'the one pattern `$X.populate($$$)`',
      command: (target) => ({ program: join(modules, '@ast-grep/cli/ast-grep'), args: ['scan', '--report-style', 'short', '--inline-rules', AST_GREP_RULE, '.'], cwd: target.directory, codes: [0, 1] }),
    },
    textSearch(),
  ]
}

function node(script: string, args: (target: Target) => string[], codes: readonly number[]): Tool['command'] {
  return (target) => ({ program: process.execPath, args: [join(modules, script), ...args(target)], cwd: target.directory, codes })
}

// One pattern in two languages: ast-grep reads .ts and .tsx by different grammars.
const AST_GREP_RULE = ['TypeScript', 'Tsx'].map((language) => JSON.stringify({ id: `populate-${language}`, language, severity: 'warning', message: 'populate', rule: { pattern: '$X.populate($$$)' } })).join('\n---\n')

function eslintConfig({ tsconfig, scratch }: Target): string {
  const file = join(scratch, 'eslint.config.mjs')
  const require = createRequire(join(bench, 'package.json'))
  const from = (name: string): string => JSON.stringify(pathToFileURL(require.resolve(name)).href)
  writeFileSync(
    file,
    `import parser from ${from('@typescript-eslint/parser')}
import { createTypeScriptImportResolver } from ${from('eslint-import-resolver-typescript')}
import { flatConfigs } from ${from('eslint-plugin-import-x')}

export default [
  { ignores: ['**/node_modules/**', '**/.next/**'] },
  {
    ...flatConfigs.typescript,
    files: ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'],
    plugins: flatConfigs.recommended.plugins,
    languageOptions: { parser },
    settings: { ...flatConfigs.typescript.settings, 'import-x/resolver-next': [createTypeScriptImportResolver(${JSON.stringify({ project: tsconfig ?? undefined })})] },
    rules: { 'import-x/no-cycle': 'error' },
  },
]
`,
  )
  return file
}

function oxlintConfig({ scratch }: Target): string {
  const file = join(scratch, 'oxlintrc.json')
  writeFileSync(file, JSON.stringify({ plugins: ['import'], categories: { correctness: 'off' }, rules: { 'import/no-cycle': 'error' } }))
  return file
}

/** ripgrep of the system or of npm; grep, where neither runs. */
function textSearch(): Tool {
  const task = 'the word `populate`'
  const packaged = join(modules, '@vscode', `ripgrep-${process.platform}-${process.arch}`, 'bin/rg')
  const rg = ['rg', packaged].find((path) => (path === 'rg' || existsSync(path)) && spawnSync(path, ['--version']).status === 0)
  const program = rg ?? 'grep'
  const args = rg ? ['--no-config', 'populate', '.'] : ['-rn', '--exclude-dir=node_modules', 'populate', '.']
  const version = /\d+(\.\d+)+/.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout)?.[0] ?? 'of an unknown version'
  return { name: rg ? 'ripgrep' : 'grep', version, task, command: ({ directory }) => ({ program, args, cwd: directory, codes: [0, 1] }) }
}
