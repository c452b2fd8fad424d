/** `npm run bench -- generate | run | eslint | report`. */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeApplication } from './generate/write.ts'
import { writeReport } from './report/document.ts'
import { table } from './report/table.ts'
import { loadResults, saveResults } from './results.ts'
import { measureEslint } from './run/eslint.ts'
import { checkout, generated, SEED } from './run/inputs.ts'
import { run } from './run/run.ts'
import { bench, root } from './run/tool.ts'

const USAGE = `npm run bench -- generate --files N --dir <empty directory> [--seed N]
                          A made-up Next.js and Mongoose application of N source files
npm run bench -- run      Measure mongoose-doctor and its peers, in turns
      --files <list>        Made-up applications (300,3000,10000,30000,100000); none: --files ''
      --checkout <name=dir> A repository, copied before it is measured; repeatable. bench/repositories.json pins commits
      --rounds N            Runs of each (5)
      --limit N             Seconds after which a run is ended (300)
      --only <list>         These tools only: mongoose-doctor,knip
      --temp <dir>          Where applications are laid out; 100,000 files take 750 MB
      --name <name>         Results go to bench/results/<name>.json (latest)
npm run bench -- eslint   What our rules add to ESLint: to a run, and to a keystroke
      --files N             A made-up application of that size (3000)
      --checkout <name=dir> A repository with a finding instead
      --rounds N            Runs of each (3)
      --temp <dir>
npm run bench -- report   Write the tables and the picture of docs/performance.md from bench/results`

const results = join(bench, 'results')

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (failure) {
  process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`)
  process.exitCode = 2
}

async function main([command = '', ...args]: string[]): Promise<number> {
  if (command === 'generate') return generate(args)
  if (command === 'run') return measureAll(args)
  if (command === 'eslint') return eslint(args)
  if (command === 'report') {
    for (const file of writeReport(loadResults(results), join(root, 'docs'))) say(file)
    return 0
  }
  process.stdout.write(`${USAGE}\n`)
  return command === '' || command === '--help' ? 0 : 2
}

function generate(args: string[]): number {
  const { values } = parseArgs({ args, options: { files: { type: 'string' }, dir: { type: 'string' }, seed: { type: 'string', default: String(SEED) } } })
  if (!values.dir) throw new Error('--dir is needed')
  const directory = resolve(values.dir)
  if (existsSync(directory) && readdirSync(directory).length > 0) throw new Error(`${directory} is not empty`)
  const { files, bytes } = writeApplication(directory, { files: count(values.files, '--files'), seed: Number(values.seed) })
  say(`${files.toLocaleString('en')} files, ${(bytes / 1e6).toFixed(1)} MB in ${directory}`)
  return 0
}

async function measureAll(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      files: { type: 'string', default: '300,3000,10000,30000,100000' },
      checkout: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: '5' },
      limit: { type: 'string', default: '300' },
      only: { type: 'string', default: '' },
      temp: { type: 'string' },
      name: { type: 'string', default: 'latest' },
    },
  })
  const sizes = list(values.files).map((size) => count(size, '--files'))
  const file = join(results, `${values.name}.json`)
  const measured = await run({
    inputs: [...sizes.sort((a, b) => a - b).map(generated), ...values.checkout.map(checkout)],
    rounds: count(values.rounds, '--rounds'),
    limit: count(values.limit, '--limit'),
    only: list(values.only),
    parent: values.temp ? resolve(values.temp) : null,
    say,
    save: (some) => saveResults(file, some),
  })
  say(`\n${table(measured, 'cpu')}\n\n${file}`)
  return 0
}

async function eslint(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args, options: { files: { type: 'string', default: '3000' }, checkout: { type: 'string' }, rounds: { type: 'string', default: '3' }, temp: { type: 'string' } },
  })
  const input = values.checkout === undefined ? generated(count(values.files, '--files')) : checkout(values.checkout)
  await measureEslint({ input, parent: values.temp ? resolve(values.temp) : null, rounds: count(values.rounds, '--rounds'), say })
  return 0
}

function list(text: string): string[] {
  return text.split(',').map((item) => item.trim()).filter(Boolean)
}

function count(text: string | undefined, option: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`${option} needs a whole number`)
  return number
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
