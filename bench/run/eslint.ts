/** What our rules add to ESLint: to a run over all files, and to a keystroke in an editor. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { median } from '../statistics.ts'
import type { Input } from './inputs.ts'
import { withTarget } from './inputs.ts'
import { machine } from './machine.ts'
import { measure, requireTime } from './measure.ts'
import { examine, type Report } from './ours.ts'
import { bench, root, type Target, versionOf } from './tool.ts'

export interface Plan {
  readonly input: Input
  readonly parent: string | null
  readonly rounds: number
  say(text: string): void
}

interface Found extends Report {
  findings: { file: string }[]
}

const KEYSTROKES = 200
const LINES = 1000
const LIMIT = 600

export async function measureEslint({ input, parent, rounds, say }: Plan): Promise<void> {
  requireTime()
  say(`${machine()}, Node ${process.version}, ESLint ${versionOf(bench, 'eslint')}, typescript-eslint's parser; ${input.name}`)
  await withTarget(input, parent, async (target) => {
    const first = await measure(examine(target, { cached: false, format: 'json' }), LIMIT)
    if (!first.done) throw new Error(first.why)
    const { findings }: Found = JSON.parse(first.output)
    const file = findings[0]?.file
    if (file === undefined) throw new Error(`${input.name} has no finding to keep in place`)
    for (const ours of [false, true]) say(`eslint . with five rules of its own${ours ? ', and ours' : ''}: ${await wholeRun(target, ours, rounds)}`)
    for (const [what, text] of texts(join(target.directory, file))) {
      const { whole, ours } = await keystrokes(target, file, text)
      say(`keystroke in ${what}: ESLint takes ${spread(whole)}, our rules of that ${spread(ours)}`)
    }
  })
}

async function wholeRun(target: Target, ours: boolean, rounds: number): Promise<string> {
  const config = join(target.scratch, 'eslint.config.mjs')
  writeFileSync(config, configText(ours))
  const cpu: number[] = []
  for (let round = 0; round < rounds; round++) {
    const outcome = await measure({ program: process.execPath, args: [join(bench, 'node_modules/eslint/bin/eslint.js'), '--config', config, '.'], cwd: target.directory, codes: [0, 1] }, LIMIT)
    if (!outcome.done) throw new Error(outcome.why)
    cpu.push(outcome.measure.cpu)
  }
  return `${median(cpu).toFixed(1)} s of CPU`
}

/** The file as it is, and with as many lines as a long one has. */
function texts(path: string): readonly (readonly [string, string])[] {
  const text = readFileSync(path, 'utf8')
  const more = Array.from({ length: LINES / 4 }, (_, index) => `\nexport function label${index}(name: string): string {\n  return \`\${name} ${index}\`\n}\n`)
  return [['a short file', text], [`a file of ${LINES} lines`, `${text}${more.join('')}`]]
}

/** Each keystroke types one letter more into a comment, at another line each ten letters; the text is not saved. Milliseconds. */
async function keystrokes({ directory, scratch }: Target, file: string, text: string): Promise<{ readonly whole: readonly number[]; readonly ours: readonly number[] }> {
  const { ESLint }: typeof import('eslint') = await import(resolved('eslint'))
  // An editor is not started by the command.
  const config = join(scratch, 'editor.config.mjs')
  writeFileSync(config, configText(true))
  const eslint = new ESLint({ cwd: directory, overrideConfigFile: config, stats: true, overrideConfig: { settings: { 'mongoose-doctor': { editor: true } } } })
  const path = join(directory, file)
  const saved = readFileSync(path, 'utf8')
  writeFileSync(path, text)
  try {
    const times: { readonly whole: number[]; readonly ours: number[] } = { whole: [], ours: [] }
    const lines = text.split('\n')
    await eslint.lintText(text, { filePath: path })
    for (let count = 0; count < KEYSTROKES; count++) {
      const at = Math.floor((count / KEYSTROKES) * lines.length)
      const typed = [...lines.slice(0, at), `// ${'x'.repeat((count % 10) + 1)}`, ...lines.slice(at)].join('\n')
      const started = performance.now()
      const [result] = await eslint.lintText(typed, { filePath: path })
      times.whole.push(performance.now() - started)
      const rules = Object.values(result?.stats?.times.passes[0]?.rules ?? {})
      times.ours.push(rules.reduce((sum, { total }) => sum + total, 0))
    }
    return times
  } finally {
    writeFileSync(path, saved)
  }
}

function spread(milliseconds: readonly number[]): string {
  const below = milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length * 0.95)] ?? NaN
  return `${median(milliseconds).toFixed(1)} ms (95 % below ${below.toFixed(1)})`
}

const resolved = (name: string): string => pathToFileURL(createRequire(join(bench, 'package.json')).resolve(name)).href
const plugin = pathToFileURL(join(root, 'packages/eslint-plugin/dist/index.mjs')).href

function configText(ours: boolean): string {
  return `import * as parser from ${JSON.stringify(resolved('@typescript-eslint/parser'))}
import doctor from ${JSON.stringify(plugin)}

export default [
  { ignores: ['**/node_modules/**', '**/.next/**'] },
  {
    files: ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'], languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    // Without any rule ESLint leaves out work that the first one needs.
    rules: { eqeqeq: 'error', 'no-debugger': 'error', 'no-empty': 'error', 'no-eval': 'error', 'no-var': 'error' },
  },
  ...(${ours} ? [doctor.configs.strict] : []),
]
`
}
